"""Where the papers of an issued pack can be opened: by themselves, and in the pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from app.core.database import db
from app.core.files import StoredFile
from app.meetings.agenda_models import Paper as ReceivedPaper
from app.meetings.permissions import papers_visible_to
from app.packs.content.layout import Paper
from app.packs.models import Pack
from app.papers.queries import reading_copies
from app.people.models import Person


@dataclass(frozen=True)
class PaperLink:
    """The ways to one paper."""

    #: By itself; empty where it was replaced, withdrawn, or is no longer this person's to see.
    alone: str
    #: In the pack; empty where the pack does not say on which page it stands.
    in_pack: str
    page: int

    @property
    def url(self) -> str:
        """The best of the two."""
        return self.alone or self.in_pack


def paper_links(pack: Pack, papers: Iterable[Paper], person: Person) -> dict[str, PaperLink]:
    """By the key of the paper how it can be opened: three statements, however many there are."""
    wanted = list(papers)
    if not wanted:
        return {}
    standing = _still_there(wanted, person)
    pages = {part.key: part.first_page for part in pack.parts}
    file_url = url_for("packs.read_pack", pack_id=pack.id)
    found = {}
    for paper in wanted:
        page = pages.get(paper.key, 0)
        found[paper.key] = PaperLink(
            alone=url_for(standing[paper.id], paper_id=paper.id) if paper.id in standing else "",
            in_pack=f"{file_url}#page={page}" if page else file_url,
            page=page,
        )
    return found


def _still_there(papers: Iterable[Paper], person: Person) -> dict[int, str]:
    """The papers that this person sees now, with the same bytes as were printed, and by which page.

    The reading copy where there is one; else the page of the paper, which says why there is none.
    """
    digests = {paper.id: paper.digest for paper in papers}
    rows = db.session.execute(
        select(ReceivedPaper.id, ReceivedPaper.file_id, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == ReceivedPaper.file_id)
        .where(
            ReceivedPaper.id.in_(list(digests)),
            ReceivedPaper.withdrawn_at.is_(None),
            papers_visible_to(person),
        )
    ).all()
    same = {row.id: row.file_id for row in rows if digests[row.id] == row.sha256}
    copies = reading_copies(same.values())
    ready = {one for one, copy in copies.items() if copy.copy_id is not None}
    return {
        paper_id: "meetings.open_reading_copy" if file_id in ready else "meetings.show_paper"
        for paper_id, file_id in same.items()
    }
