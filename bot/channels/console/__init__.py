"""The support agents' console: queue, conversation, the client at a glance, tickets and calls."""
