"""Invitations in: .ics files of others become meetings, and their updates move them."""
