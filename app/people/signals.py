"""What this room tells the rooms above it, so that they can keep up without being imported."""

from __future__ import annotations

from blinker import Namespace

#: Sent with the person as sender when an account was switched off, in the same transaction.
account_closed = Namespace().signal("account-closed")
