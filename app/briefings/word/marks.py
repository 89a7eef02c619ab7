"""What writer, reader and form of a Word document agree on; imports nothing, for the child."""

from __future__ import annotations

#: More headings than this is no briefing note.
MOST_SECTIONS = 200
#: Names of the bookmarks in a document of our own: of its head, and of the heading of each part.
HEAD, PART = "_vooroverleg_head_", "_vooroverleg_part_"
