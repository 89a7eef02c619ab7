"""Reading invitations, and what becomes of them."""
