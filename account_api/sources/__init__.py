"""Where accounts and prices come from: the ledger itself, or the firm's own system over HTTP; and how fresh they are."""
