"""The papers of the sample: real PDFs of a page or two, in the organiser's own plain style."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from html import escape
from pathlib import Path

import pikepdf

from app.administration.sample.calendar import Planned, Topic
from app.administration.sample.other_papers import other_papers, pages_for
from app.core import clock, files, journal
from app.core.database import db
from app.core.markdown import to_html
from app.meetings.agenda_models import AgendaItem, Paper
from app.papers import preparing
from app.people.models import Person
from config import ROOT

#: Papers hang on meetings from eight weeks ago until three weeks ahead: later ones are to come.
WEEKS_BACK = 8
WEEKS_AHEAD = 3


def load_papers(rounds: Iterable[Planned], secretary: Person) -> None:
    """Put a paper on every item whose topic has one, and those of other kinds."""
    now = clock.now()
    first, last = now - timedelta(weeks=WEEKS_BACK), now + timedelta(weeks=WEEKS_AHEAD)
    near = [one for one in rounds if first <= one.official.starts_at <= last]
    wanted = {
        _key(one, topic): _html(one.official.body.partnership.name, topic)
        for one in near
        for topic, _source, _target in one.items
        if "paper" in topic
    }
    coming = [one for one in near if one.official.starts_at > now and one.items]
    others = pages_for(coming[0]) if coming else {}
    printed = _print(wanted | others)
    made = {key: _keep(printed[key]) for key in wanted}
    papers = other_papers(coming[0], coming[-1], printed, secretary) if coming else []
    for planned in near:
        for topic, source, target in planned.items:
            if "paper" not in topic:
                continue
            for item in (source, target):
                papers.append(_paper(item, topic, made[_key(planned, topic)], secretary))
    db.session.add_all(papers)
    db.session.flush()
    preparing.ask_for(paper.file for paper in papers)
    for paper in papers:
        with clock.at(paper.uploaded_at):
            journal.record("paper.add", "paper", paper.id, actor_id=secretary.id, fields=["file"])


def _key(planned: Planned, topic: Topic) -> str:
    return f"{planned.official.body.partnership_id}-{topic['paper']}"


def _paper(
    item: AgendaItem, topic: Topic, made: tuple[files.StoredFile, int], secretary: Person
) -> Paper:
    stored, pages = made
    sent = min(item.meeting.starts_at - timedelta(days=14), clock.now() - timedelta(hours=2))
    return Paper(
        meeting=item.meeting,
        item=item,
        position=1,
        title=topic["paper"],
        file_name=f"{item.number}. {topic['paper']}.pdf",
        file=stored,
        pages=pages,
        received_on=clock.local(sent).date(),
        must_read=topic["type"] == "decide",
        uploaded_by_id=secretary.id,
        uploaded_at=sent,
    )


def _keep(content: bytes) -> tuple[files.StoredFile, int]:
    """The file of a paper, and how many pages it has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        count = len(pdf.pages)
    return files.keep(io.BytesIO(content), "application/pdf"), count


def _print(pages: dict[str, str]) -> dict[str, bytes]:
    """Print in a process of its own, so that the printing library never lives in this one."""
    with tempfile.TemporaryDirectory() as folder:
        names = {f"{number}.pdf": key for number, key in enumerate(pages)}
        job = {name: pages[key] for name, key in names.items()}
        subprocess.run(
            [sys.executable, "-m", "app.administration.sample.print_papers", folder],
            input=json.dumps(job),
            text=True,
            check=True,
            cwd=ROOT,
        )
        return {key: (Path(folder) / name).read_bytes() for name, key in names.items()}


def _html(sender: str, topic: Topic) -> str:
    parts = [
        f"<h1>{escape(topic['paper'])}</h1>",
        f"<p><strong>{escape(sender)}</strong></p>",
        f"<h2>Voorstel</h2><p>{escape(topic['ask'])}</p>",
        f"<h2>Toelichting</h2>{to_html(topic['core'])}",
    ]
    if "money" in topic:
        parts.append("<h2>Financiële gevolgen</h2><p>Zie de bijlage bij de begroting.</p>")
    parts.append(
        "<h2>Vervolg</h2><p>Na besluitvorming informeert het secretariaat de deelnemers.</p>"
        "<p><em>Voorbeeldstuk bij de voorbeeldgegevens van Vooroverleg.</em></p>"
    )
    title = escape(topic["paper"])
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{''.join(parts)}</body></html>"
    )
