"""Credit accounts: positions by day, contracts, terms, and the figures `risk` makes of them."""
