"""What messages are about, and when each kind comes by mail where a person chose nothing else.

To tell of something new:
1. Add a kind to `KINDS` (its key is what `tell(…, kind=…)` names), in the order of the page where
   people choose. `usual` holds for everybody, `by_role` for a role; the promptest counts.
2. Tell with `actions.tell(…, kind="advice", about="note-12")`. `about` names the thing; of two
   messages of one kind about one thing that still wait, only the later one is mailed.
3. Where a message can become needless before its mail goes, let the room that knows the thing
   answer for it: a function in `SETTLED` of create_app(), by the first word of `about` (see
   `app.messages.attention`).
Nothing else: choosing, bundling, unsubscribing and the texts of mails follow from the kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.people.models import Role


class Timing(StrEnum):
    """When the mail about a message goes; the promptest first."""

    NOW = "now"
    DAY = "day"
    WEEK = "week"
    #: Only in the application.
    NEVER = "never"


TIMINGS: dict[Timing, Any] = {
    Timing.NOW: _l("meteen per mail"),
    Timing.DAY: _l("gebundeld per dag"),
    Timing.WEEK: _l("gebundeld per week"),
    Timing.NEVER: _l("alleen in de toepassing"),
}
_ANY = tuple(Timing)


@dataclass(frozen=True)
class Kind:
    """One kind of message: what it is about, and when it usually comes."""

    key: str
    words: Any
    hint: Any
    usual: Timing = Timing.NOW
    by_role: Mapping[Role, Timing] = field(default_factory=dict)
    #: What a person may choose; one choice is none, and cannot be unsubscribed from.
    choices: tuple[Timing, ...] = _ANY
    #: Who may get any; empty: everybody.
    roles: frozenset[Role] = frozenset()
    #: In a bundle its first line is the subject of the mail.
    heads: bool = False

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to choose: somebody's account is at stake."""
        return len(self.choices) == 1

    def concerns(self, roles: Collection[str]) -> bool:
        """Whether somebody with these roles may get any."""
        return not self.roles or not self.roles.isdisjoint(roles)

    def usual_for(self, roles: Iterable[str]) -> Timing:
        """When it comes for somebody with these roles who chose nothing."""
        found = [self.by_role.get(Role(role), self.usual) for role in roles]
        return min(found or [self.usual], key=_ANY.index)


#: Whom notes can concern; clerks and administrators never hear of one.
_PREPARING = frozenset(
    {Role.OFFICER, Role.ALDERMAN, Role.ADVISER, Role.SECRETARY, Role.COORDINATOR}
)
KINDS = (
    Kind(
        "week_ahead",
        _l("Vooruitblik"),
        _l("Hoeveel punten op u wachten, hoe lang het lezen duurt, welke mappen klaarliggen."),
        Timing.NEVER,
        {Role.ALDERMAN: Timing.WEEK},
        (Timing.DAY, Timing.WEEK, Timing.NEVER),
        frozenset({Role.ALDERMAN}),
        heads=True,
    ),
    Kind(
        "word",
        _l("Wat op uw besluit wacht"),
        _l("Een annotatie die aan u is voorgelegd, ook als plaatsvervanger."),
        by_role={Role.ALDERMAN: Timing.DAY},
        roles=_PREPARING,
    ),
    Kind(
        "note",
        _l("Annotaties"),
        _l("Wat er met een annotatie van u gebeurt: akkoord, een vraag, heropend."),
        by_role={Role.ALDERMAN: Timing.DAY},
        roles=_PREPARING,
    ),
    Kind(
        "advice",
        _l("Advies"),
        _l("U wordt om advies gevraagd, of op uw annotatie is advies gegeven."),
        roles=_PREPARING,
    ),
    Kind(
        "recorded",
        _l("Wat namens u is vastgelegd"),
        _l("Een akkoord of een vraag die een ander voor u vastlegde."),
        roles=_PREPARING,
    ),
    Kind(
        "meeting",
        _l("Vergaderingen"),
        _l("Een vergadering is verplaatst, gaat niet door, of toch wel."),
    ),
    Kind(
        "paper",
        _l("Stukken die niet goed te lezen zijn"),
        _l("Een stuk dat u toevoegde, is niet te openen of niet voor iedereen te lezen."),
        Timing.DAY,
    ),
    Kind("pack", _l("Vergadermappen"), _l("Een vergadermap ligt voor u klaar.")),
    Kind(
        "reminder",
        _l("Herinneringen"),
        _l("Een termijn van u loopt af, of die van iemand voor wie u waarneemt."),
        Timing.DAY,
        roles=_PREPARING,
    ),
    Kind(
        "nudge",
        _l("Herinneringen door een collega"),
        _l("Een collega vraagt u om iets wat nog van u komt."),
        roles=_PREPARING,
    ),
    Kind(
        "overdue",
        _l("Wat bij anderen te laat is"),
        _l("Voor coördinatoren en teamleiders: wat na een herinnering nog niet is gedaan."),
        Timing.DAY,
        roles=_PREPARING,
    ),
    Kind("handover", _l("Overdracht van werk"), _l("Werk is aan u of door u overgedragen.")),
    Kind(
        "account",
        _l("Uw account"),
        _l("Komt altijd meteen, zodat u merkt dat iemand iets met uw account doet."),
        choices=(Timing.NOW,),
    ),
    Kind("other", _l("Andere berichten"), _l("Wat nergens anders onder valt.")),
)
_BY_KEY = {kind.key: kind for kind in KINDS}


def kind(key: str) -> Kind:
    """The kind of this key; what is not in the table is among the others."""
    return _BY_KEY.get(key, _BY_KEY["other"])


def kind_of(message_key: str) -> Kind:
    """The kind by the first word of a message's key, where the teller named none."""
    return kind(message_key.partition("-")[0])
