"""The ways out of the house: an SMS gateway over HTTP, mail over SMTP, and the rehearsal of a demo firm."""
