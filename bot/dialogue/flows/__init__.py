"""One file per thing a client may want. Each flow yields effects and returns a step of the conversation."""
