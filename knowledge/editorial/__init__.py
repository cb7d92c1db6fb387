"""The editors' desk of the library: what people of the firm add, review, publish, retire and announce, and the log of it."""
