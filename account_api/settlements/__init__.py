"""What was settled for a client, trade by trade, with the commission that was charged."""
