"""Which messages are of one organiser: an organiser may write from several mailboxes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.invitations import queries
from app.invitations.models import InvitationMessage, InvitationThread, InvitedMeeting


def addresses_of(address: str, pairs: Collection[tuple[str, str]]) -> set[str]:
    """All addresses of whom this one is, as people said, whichever was said of which.

    A file that names nobody ("") may be theirs, and makes no two organisers one.
    """
    found, new = {address}, [address]
    while new:
        one = new.pop()
        if not one and address:
            continue
        others = {other for pair in pairs if one in pair for other in pair} - found
        found |= others
        new += others
    return found


class Threads:
    """The threads of some UIDs with their meetings, and in which of them a message belongs."""

    def __init__(self, uids: Collection[str]) -> None:
        self._all = queries.threads_of(uids)
        self.ids = [one.id for one in self._all]
        self.links: dict[int, list[InvitedMeeting]] = {}
        for link in queries.links_of(self.ids):
            self.links.setdefault(link.thread_id, []).append(link)
        pairs, self._senders = queries.same_organisers()
        names = {one.organiser for one in self._all}
        self._addresses = {name: addresses_of(name, pairs) for name in names}
        self._of_uid: dict[str, list[InvitationThread]] = {}
        for one in self._all:
            self._of_uid.setdefault(one.uid, []).append(one)
        homes = {one.id: self._home(one) for one in self._all}
        self._homes = homes
        self._joined: dict[int, list[InvitationThread]] = {}
        for one in self._all:
            self._joined.setdefault(homes[one.id].id, []).append(one)

    def home(self, thread_id: int) -> InvitationThread:
        """Where all that its organiser says of its UID comes together."""
        return self._homes[thread_id]

    def home_of(self, message: InvitationMessage) -> InvitationThread:
        """The same for one message, of which it may not be true any more that it was theirs.

        What counts stays where it came to count. What waits goes by what is known now.
        """
        if not message.counted:
            for one in self._of_uid[message.thread.uid]:
                if one.organiser == message.organiser:
                    return self._homes[one.id]
        return self._homes[message.thread_id]

    def joined(self, home: InvitationThread) -> list[InvitationThread]:
        """The threads that come together in this one, itself among them."""
        return self._joined.get(home.id, [])

    def of_others(self, home: InvitationThread) -> list[InvitationThread]:
        """The threads of its UID that have meetings, of another organiser."""
        theirs = {one.id for one in self.joined(home)}
        return [
            one for one in self._of_uid[home.uid] if one.id in self.links and one.id not in theirs
        ]

    def are_one(self, address: str, other: str) -> bool:
        """Whether two addresses are known as those of one organiser."""
        return other in self._addresses.get(address, {address})

    def may_send(self, sender: str, organiser: str) -> bool:
        """Whether an address is the organiser's, or is known to send for it."""
        known = self._addresses.get(organiser, {organiser})
        return sender in known or any((sender, one) in self._senders for one in known)

    def _home(self, thread: InvitationThread) -> InvitationThread:
        """Itself where it has meetings; else the first of its organiser, those with meetings first.

        Two that each have meetings stay apart: somebody said that they are.
        """
        if thread.id in self.links:
            return thread
        known = self._addresses[thread.organiser]
        same = [one for one in self._of_uid[thread.uid] if one.organiser in known]
        linked = [one for one in same if one.id in self.links]
        named = [one for one in same if one.organiser]
        return next(iter((*linked, *named, thread)))


def belonging(threads: Iterable[InvitationThread]) -> dict[int, InvitationThread]:
    """For each thread the one in which its messages belong."""
    found = list(threads)
    known = Threads({one.uid for one in found})
    return {one.id: known.home(one.id) for one in found}
