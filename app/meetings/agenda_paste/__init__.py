"""An agenda in one paste: text from a mail, a document or a council system becomes agenda items.

`reading` is the way in: pure, bounded, and every line of the text comes back as (part of) an item
or as left out. `matching` compares what was read with the agenda that stands.
"""
