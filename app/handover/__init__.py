"""Handing work over to a colleague, with what is open."""
