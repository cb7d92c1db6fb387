"""What a client has agreed to receive. Opting out counts at once."""
