"""Rule parameters over time, and calculations with the asker's own numbers. Public."""
