"""Securities, their prices by day, their dated terms at this firm, and the sessions of the exchanges."""
