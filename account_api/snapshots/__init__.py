"""Frozen snapshots: an account as it stood at one instant, kept whole, so that what was decided on it can be made again."""
