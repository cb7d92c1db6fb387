"""The account and risk service: ledger, identity, audit, and the only caller of `risk`."""
