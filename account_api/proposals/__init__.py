"""Four eyes, one way for all: what one person proposes, another decides; the decision and its effect are one transaction."""
