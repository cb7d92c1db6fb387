"""Figures that left the house, by their trace: kept with what they were computed from, and computed again on demand."""
