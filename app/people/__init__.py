"""Accounts, roles, absence, substitutes, sign-in."""
