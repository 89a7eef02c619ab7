"""Partnerships, participants, portfolios: who takes part in what, why, and who carries it."""
