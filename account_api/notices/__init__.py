"""What the firm has sent to its clients: by which channel, when, and whether it arrived."""
