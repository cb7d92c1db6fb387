"""What an account owner asks before acting: an order previewed, what may leave, interest to come, prices at a line."""
