"""What this room tells the rooms above it, so that they can keep up without being imported."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

#: Sent with the meeting as sender and `fields` (names) when a meeting was planned or changed.
meeting_changed = _signals.signal("meeting-changed")
#: Sent with the agenda item as sender and `fields` (names) when it, or its papers, changed.
item_changed = _signals.signal("item-changed")
