"""The people and institutions the firm serves, apart from their accounts."""
