"""Hong Kong margin accounts, for reference: loan against marginable value, where lower is safer."""
