"""Scenarios: conversations in worlds of their own, graded by what was shown and by what stands in the ledger after them."""
