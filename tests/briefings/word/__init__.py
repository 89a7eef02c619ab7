"""Notes and Word."""
