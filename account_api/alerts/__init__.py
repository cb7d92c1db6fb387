"""A client's own alerts: told once when a ratio, a price or a due date crosses the level that the client chose."""
