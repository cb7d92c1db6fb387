"""The agreement between firm and client: templates with structured terms, reading, signing, amendments with consent."""
