"""What happens to packs, said to whoever wants to do something about it in the same transaction."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

#: A pack was issued; a receiver gives whether it told the reader. Sender: the pack.
issued = _signals.signal("pack-issued")
#: A pack that was asked for with others of a week (`monday`) is there, or failed. Sender: the pack.
done_together = _signals.signal("pack-done-together")
