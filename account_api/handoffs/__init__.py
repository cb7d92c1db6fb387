"""Hand-offs: a person is called, takes the case, and gives it back or closes it."""
