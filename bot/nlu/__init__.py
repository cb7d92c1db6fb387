"""Understanding of what a client types, without a language model: rules first, then a linear classifier with two gates."""
