"""What becomes of a paper once its reading copy is there, or is refused: its pages, a message."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import exists, select, update
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.core.dates import short_moment
from app.meetings.agenda_models import Paper
from app.meetings.models import Meeting
from app.meetings.permissions import papers_visible_to
from app.meetings.queries import WITH_BODY
from app.meetings.telling import is_news
from app.messages.actions import tell
from app.papers.grades import Grade
from app.papers.models import ReadingCopy
from app.papers.signals import prepared
from app.people.models import Person


def init_app(_app: Flask) -> None:
    """Listen to the preparation of received files."""
    prepared.connect(count_pages)
    prepared.connect(tell_uploaders)


def count_pages(copy: ReadingCopy) -> None:
    """Note the pages of papers that only their copy could tell (a text, a spreadsheet)."""
    if copy.pages is not None:
        db.session.execute(
            update(Paper)
            .where(Paper.file_id == copy.original_id, Paper.pages == 0)
            .values(pages=copy.pages)
        )


def tell_uploaders(copy: ReadingCopy) -> None:
    """Tell whoever added a paper, once, that it cannot be read by everybody, or not at all.

    They saw it taken in; a pack and a reader would find out much later.
    """
    if not reads_badly(copy):
        return
    found = (
        select(Paper)
        .where(Paper.file_id == copy.original_id, Paper.withdrawn_at.is_(None))
        .options(joinedload(Paper.meeting).options(*WITH_BODY))
    )
    for paper in db.session.scalars(found).all():
        uploader = db.session.get_one(Person, paper.uploaded_by_id)
        if is_news(paper.meeting.ends_at) and _sees(uploader, paper):
            tell(
                [uploader.id],
                key=f"paper-{paper.id}-reads-badly",
                text=LazyString(_sentence, paper.meeting, is_refused=bool(copy.failure)),
                url=f"/papers/{paper.id}",
                about=f"paper-{paper.id}",
            )


def reads_badly(copy: ReadingCopy) -> bool:
    """Whether there is no copy to read, or one that not everybody can read."""
    return bool(copy.failure) or copy.grade == Grade.NONE


def _sees(person: Person, paper: Paper) -> bool:
    own = exists().where(Paper.id == paper.id, papers_visible_to(person))
    return bool(db.session.scalar(select(own)))


def _sentence(meeting: Meeting, is_refused: bool) -> str:
    """What is the matter, without a word of the paper, nor of a meeting with a circle."""
    if meeting.restricted:
        if is_refused:
            return _("Van een stuk dat u toevoegde, kon geen leesversie worden gemaakt.")
        return _("Een stuk dat u toevoegde, is niet voor iedereen te lezen.")
    partnership = meeting.body.partnership
    words = {
        "meeting": meeting.name,
        "partnership": partnership.abbreviation or partnership.name,
        "when": short_moment(meeting.starts_at),
    }
    if is_refused:
        return _(
            "Van een stuk dat u toevoegde voor %(meeting)s (%(partnership)s) van %(when)s, kon "
            "geen leesversie worden gemaakt.",
            **words,
        )
    return _(
        "Een stuk dat u toevoegde voor %(meeting)s (%(partnership)s) van %(when)s, is niet voor "
        "iedereen te lezen.",
        **words,
    )
