"""Accounts overview, sample data, checks: what an administrator runs."""
