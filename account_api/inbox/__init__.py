"""What the firm has sent a client, to be read in the chat; a copy may go to the client's own Telegram chat."""
