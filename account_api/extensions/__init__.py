"""Extensions of open contracts: asked for, looked at, decided by a second person."""
