"""Insight: the whole field at a glance. Who owes what, what is incomplete, where nobody went."""
