"""What becomes of received papers."""
