"""Whole books at once: accounts as int64 columns, evaluated exactly, equal to `risk.evaluation` account by account."""
