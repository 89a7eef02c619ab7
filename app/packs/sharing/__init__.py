"""Who gets a pack, who opened which version of it, and when."""
