"""The live feed: events and prices as they arrive, worked into the ledger of days in their order, each exactly once."""
