"""United States margin accounts, for reference: equity against requirements, where higher is safer."""
