"""The mutation proof of the guard: real answers, changed by one thing each, and what the guard makes of them."""
