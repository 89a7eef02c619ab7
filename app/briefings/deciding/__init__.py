"""Deciding on notes one after another: for a portfolio holder with a phone and ten minutes."""
