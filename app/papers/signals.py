"""What this room tells the rooms above it."""

from __future__ import annotations

from blinker import Namespace

#: Sent with the reading copy as sender once it is ready or refused, in the same transaction.
prepared = Namespace().signal("paper-prepared")
