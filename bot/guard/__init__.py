"""The last look at every outgoing text: numbers, quotes, promises, other people's data."""
