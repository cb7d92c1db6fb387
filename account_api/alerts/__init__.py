"""Calls for a person: a hand-off, a crisis, a security matter."""
