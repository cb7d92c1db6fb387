"""From facts to sentences: every number enters a text through a fact that says where it comes from."""
