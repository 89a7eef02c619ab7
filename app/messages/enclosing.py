"""Files that go along with a mail: given by the room that knows the thing, when a mail is sent.

Only to a mail server. The mail as a file in the folder, and as an administrator sees it, holds
links alone: a file in it would be read by whoever may not see the thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import cast

from flask import Flask, current_app

from app.messages.models import Mail, Message


@dataclass(frozen=True)
class Enclosure:
    """One file that goes along."""

    name: str
    media_type: str
    content: bytes


#: Gives what goes along with messages to one person, all about one sort of thing.
Giver = Callable[[Sequence[Message]], list[Enclosure]]


def init_app(app: Flask, givers: Mapping[str, Giver]) -> None:
    """Register who gives files, by the sort of thing that messages are about."""
    app.extensions["mail_enclosures"] = dict(givers)


def enclose(made: EmailMessage, mail: Mail) -> EmailMessage:
    """The same mail with the files that go along with it."""
    givers = cast(Mapping[str, Giver], current_app.extensions["mail_enclosures"])
    for sort, giver in givers.items():
        about = [
            one
            for one in mail.messages
            if one.settled_at is None and one.about.partition("-")[0] == sort
        ]
        for one in giver(about):
            main, _slash, sub = one.media_type.partition("/")
            made.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return made
