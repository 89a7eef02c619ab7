"""Drawing a steer from the notes, and laying written words over it (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.briefings.models import Note
from app.briefings.positions.field import Field
from app.briefings.steers.models import Steer
from app.briefings.steers.sentences import first_sentence, sentences
from app.briefings.wording import STANCE_WORDS
from app.meetings.agenda_models import AgendaItem, ItemType

#: A steer names so many things to achieve, and people to speak to.
AIMS, CONTACTS = 3, 4


@dataclass(frozen=True)
class Line:
    """One item of the agenda with its note, as far as the reader may read it."""

    item: AgendaItem
    note: Note | None = None
    #: Keys of the parts that the reader may read.
    keys: frozenset[str] = frozenset()
    forces: Field | None = None

    def text(self, key: str) -> str:
        """The text of a part, or nothing where it may not be read."""
        if self.note is None or key not in self.keys:
            return ""
        return self.note.current.parts.get(key, "")

    @property
    def ask(self) -> str:
        """The decision that is asked for, in one sentence."""
        return first_sentence(self.text("ask"))


@dataclass(frozen=True)
class Contact:
    """Whom to speak to before the meeting, and about what."""

    who: str
    about: str


@dataclass(frozen=True)
class Words:
    """What stands on a steer beside the table of its items."""

    why: str
    achieve: tuple[str, ...]
    speak_to: tuple[Contact, ...]
    top_risk: str


def words_of(remarks: str, lines: Sequence[Line], written: Steer | None) -> Words:
    """The words of a steer: what was written, and the rest drawn from the notes."""
    drawn = draw(remarks, lines)
    if written is None:
        return drawn
    return Words(
        why=written.why or drawn.why,
        achieve=sentences(written.achieve)[:AIMS] or drawn.achieve,
        speak_to=_written_contacts(written.speak_to) or drawn.speak_to,
        top_risk=written.risk or drawn.top_risk,
    )


def draw(remarks: str, lines: Sequence[Line]) -> Words:
    """The words of a steer from the remarks of the meeting and its notes."""
    return Words(
        why=first_sentence(remarks) or _why([line.item for line in lines]),
        achieve=tuple(aim for line in lines if (aim := first_sentence(line.text("success"))))[
            :AIMS
        ],
        speak_to=_contacts(lines)[:CONTACTS],
        top_risk=first_sentence(_top_risk(lines), 320),
    )


def _why(agenda: Sequence[AgendaItem]) -> str:
    deciding = sum(item.type == ItemType.DECIDE for item in agenda)
    opinion = sum(item.type == ItemType.OPINION for item in agenda)
    found = []
    if deciding:
        found.append(
            ngettext("%(num)d punt om te besluiten", "%(num)d punten om te besluiten", deciding)
        )
    if opinion:
        found.append(
            ngettext(
                "%(num)d punt om een mening over te vormen",
                "%(num)d punten om een mening over te vormen",
                opinion,
            )
        )
    return _("Op de agenda: %(what)s.", what=_(" en ").join(found)) if found else ""


def _written_contacts(text: str) -> tuple[Contact, ...]:
    found = []
    for line in sentences(text):
        who, _colon, about = line.partition(":")
        found.append(Contact(who.strip(), about.strip()))
    return tuple(found)[:CONTACTS]


def _contacts(lines: Sequence[Line]) -> tuple[Contact, ...]:
    """Whom to call first on each item, where we know anything of the others."""
    found = []
    for line in lines:
        for voter in line.forces.to_call if line.forces and line.forces.any_known else ():
            stance = str(STANCE_WORDS[voter.stance]) if voter.stance else ""
            about = _("punt %(number)s", number=line.item.shown_number)
            why = first_sentence(voter.position.why) if voter.position else ""
            said = ", ".join(word for word in (about, stance, why) if word)
            found.append(Contact(voter.name, said))
    return tuple(found)


def _top_risk(lines: Sequence[Line]) -> str:
    """The first risk named in a note, of the points to decide first."""
    for line in sorted(lines, key=lambda line: line.item.type != ItemType.DECIDE):
        risk = " ".join(sentences(line.text("risk"))[:2])
        if risk:
            return risk
    return ""
