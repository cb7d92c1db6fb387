"""Limits that clients set for themselves: every version is kept, and an account can be reviewed against the newest."""
