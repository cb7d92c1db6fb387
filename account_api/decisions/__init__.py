"""Decisions around an account and its owner: stress, plans, liquidation, calls, admission, credit, what suits."""
