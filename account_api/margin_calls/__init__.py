"""Margin calls as cases: found by a sweep of the whole book, followed to their end, every step on record."""
