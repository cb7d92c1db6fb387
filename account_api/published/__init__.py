"""Accounts as they were last published: figures and positions of one instant, ready to be read at once."""
