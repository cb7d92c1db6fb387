"""The desk's own work: its clients, the call list, the log of contacts."""
