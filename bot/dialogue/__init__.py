"""A turn of the assistant: a generator of effects that knows no channel, no network and no clock."""
