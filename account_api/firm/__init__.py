"""What the firm has set for itself, shown to clients and marked firm-set."""
