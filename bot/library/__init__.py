"""Looks after the library: checks its texts against the rulebook and each other, maps what it covers, and lists what rests on a rule."""
