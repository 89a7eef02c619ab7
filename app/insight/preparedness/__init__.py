"""How far coming meetings have been prepared: a bar for each group of items, with its list."""
