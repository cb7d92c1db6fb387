"""Documents, their validity and retrieval. Knows no money."""
