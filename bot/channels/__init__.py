"""Doors to the assistant: the web page, server-sent events, Telegram. They render; they decide nothing."""
