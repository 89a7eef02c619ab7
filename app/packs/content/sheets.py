"""From the tree of what is printed to the parts of a print job: HTML by section, papers between."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import current_app
from flask_babel import gettext as _

from app.packs.content.cards import card_of
from app.packs.content.copies import Copies
from app.packs.content.layout import Item, MeetingPart, PackDocument, Paper
from app.packs.content.legible import legible, runs_from_the_right, spoken
from app.packs.content.obstacles import Obstacles, obstacles_of
from app.packs.content.wording import RIGHT_TO_LEFT
from app.packs.models import Variant
from app.packs.press.printjob import LINK_BASE, PAGE_MARK, REASON_MARK, PaperPart, PrintJob, Section
from app.papers import words

CONTENTS = "contents"
#: A link from one part to another, and the mark that becomes the number of its page.
_JUMP = re.compile(rf'<a\b[^>]*\bhref="{re.escape(LINK_BASE)}([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_NUMBER = re.compile(PAGE_MARK.format(key="([^\ue001]*)"))
Parts = list[Section | PaperPart]


def print_job(document: PackDocument, copies: Copies | None = None) -> PrintJob:
    """The job for the press; needs an application context for templates and language.

    `copies` is what is known of the reading copies of its papers: a page names those that are not
    in the file, or stand in the way of what it may declare.
    """
    if document.variant is Variant.CARD:
        return _job(document, document.title, _card_parts(document))
    return _job(document, document.title, _book_parts(document, obstacles_of(document, copies)))


def addendum_job(document: PackDocument, number: int) -> PrintJob:
    """The addendum of a pack with changes: a page that names what each part replaces, and only
    the parts that are new or changed."""
    if document.changes is None:
        raise ValueError("A pack without changes has no addendum.")
    # its own first page is what cover and contents are to a pack
    rows = tuple(
        replace(row, has_page=False, earlier_pages="") if row.key in ("cover", CONTENTS) else row
        for row in document.changes.rows
    )
    shown = {row.key for row in rows if row.has_page}
    document = replace(document, changes=replace(document.changes, rows=rows))
    parts = [part for part in print_job(document).parts if part.key in shown]
    title = _("Nazending %(number)s bij %(title)s", number=number, title=document.title)
    front = Section(CONTENTS, title, _html("print/addendum.html", document, number=number))
    return _job(document, title, [front, *parts])


def _job(document: PackDocument, title: str, parts: Parts) -> PrintJob:
    return PrintJob(
        title=legible(title),
        author=document.cover.municipality,
        created=document.issued,
        foot=legible(document.foot),
        subject=document.cover.variant_word,
        parts=tuple(_with_live_links(parts)),
        reasons=_reasons(),
        go_to=_("Naar {title}"),
        paper_word=_("stuk {number}"),
        watermark=legible(document.watermark),
        right_hand=document.right_hand,
        blank_word=_("Deze bladzijde is met opzet leeg."),
    )


def _with_live_links(parts: Parts) -> Parts:
    """The parts without links and page numbers of what is not among them: an addendum holds some
    parts only, and a link that leads nowhere is read aloud by its key."""
    keys = {part.key for part in parts}

    def live(html: str) -> str:
        html = _JUMP.sub(lambda jump: jump[0] if jump[1] in keys else jump[2], html)
        return _NUMBER.sub(lambda mark: mark[0] if mark[1] in keys else "–", html)

    return [
        replace(part, html=live(part.html))
        if isinstance(part, Section)
        else replace(part, missing_html=live(part.missing_html))
        for part in parts
    ]


def _book_parts(document: PackDocument, obstacles: Obstacles) -> Parts:
    """A pack that is read from front to back: whole, or the papers alone."""
    parts: Parts = [Section("cover", _("Omslag"), _html("print/cover.html", document))]
    if not document.is_period:
        parts += [_steer(document, one) for one in document.meetings if one.steer]
    if document.changes is not None:
        html = _html("print/changes.html", document)
        parts.append(Section("changes", _("Wat er gewijzigd is"), html))
    html = _html("print/contents.html", document, obstacles=obstacles)
    parts.append(Section(CONTENTS, _("Inhoud"), html))
    for meeting in document.meetings:
        found = _meeting_parts(document, meeting)
        if document.is_period:
            found = [_divider(document, meeting), *map(_lower, found)]
        parts += found
    parts += _annexes(document)
    if obstacles:
        html = _html("print/obstacles.html", document, obstacles=obstacles)
        title = _("Stukken die ontbreken of niet toegankelijk zijn")
        parts.append(Section("obstacles", title, html))
    return [_marked(document, part) for part in parts]


def _meeting_parts(document: PackDocument, meeting: MeetingPart) -> Parts:
    """Who sits there, what was left open, and item by item the note with its papers."""
    parts: Parts = []
    if document.is_period and meeting.steer:
        parts.append(_steer(document, meeting))
    if meeting.room:
        html = _html("print/room.html", document, meeting=meeting)
        parts.append(Section(meeting.key("room"), _("Wie er aan tafel zit"), html))
    if meeting.actions or meeting.last_time:
        html = _html("print/actions.html", document, meeting=meeting)
        parts.append(Section(meeting.key("actions"), _("Open acties en vorige besluiten"), html))
    parts += [_paper(document, paper) for paper in meeting.general_papers]
    for item in meeting.items:
        if item.has_page:
            parts.append(_item(document, item))
        parts += [_paper(document, paper, behind=item.key) for paper in item.papers]
    return parts


def _annexes(document: PackDocument) -> Parts:
    parts: Parts = [
        Section(
            sheet.key,
            legible(sheet.title),
            _html("print/fact-sheet.html", document, sheet=sheet),
            begins_right=True,
        )
        for sheet in document.fact_sheets
    ]
    if document.council_calendar:
        html = _html("print/council-calendar.html", document)
        title = _("Kalender van de raad")
        parts.append(Section("council-calendar", title, html, begins_right=True))
    if document.glossary:
        html = _html("print/glossary.html", document)
        parts.append(Section("glossary", _("Begrippen"), html, begins_right=True))
    return parts


def _card_parts(document: PackDocument) -> Parts:
    """A sheet for each meeting."""
    return [
        Section(
            meeting.key("card"),
            legible(_("Spreekkaart %(body)s", body=meeting.body)),
            _html("print/card.html", document, meeting=meeting, card=card_of(meeting)),
            begins_right=True,
        )
        for meeting in document.meetings
    ]


def _divider(document: PackDocument, meeting: MeetingPart) -> Section:
    html = _html("print/divider.html", document, meeting=meeting)
    title = legible(f"{meeting.name}, {meeting.day.split(',')[0]}, {meeting.partnership}")
    return Section(meeting.key("meeting"), title, html, begins_right=True)


def _steer(document: PackDocument, meeting: MeetingPart) -> Section:
    html = _html("print/steer.html", document, meeting=meeting)
    return Section(meeting.key("steer"), _("Oplegger"), html)


def _item(document: PackDocument, item: Item) -> Section:
    name = "print/item.html" if document.variant is Variant.PAPERS else "print/note.html"
    html = _html(name, document, item=item)
    title = legible(f"{item.number} {item.title}")
    return Section(item.key, title, html, begins_right=True)


def _paper(document: PackDocument, paper: Paper, behind: str = "") -> PaperPart:
    """A paper by itself, or behind the page of its item and one level below it."""
    html = _html("print/missing-paper.html", document, paper=paper, reason=REASON_MARK)
    return PaperPart(
        key=paper.key,
        number=legible(paper.number),
        title=legible(paper.title),
        source=f"{paper.key}.received",
        missing_html=html,
        level=1 if behind else 0,
        back_to=CONTENTS,
        behind=behind,
    )


def _lower(part: Section | PaperPart) -> Section | PaperPart:
    """The same one level further down: below the divider of its meeting."""
    return replace(part, level=part.level + 1)


def _marked(document: PackDocument, part: Section | PaperPart) -> Section | PaperPart:
    """The same with what became of it since the version before."""
    change = document.changes.of(part.key) if document.changes else None
    return replace(part, changed=change.word) if change else part


def _html(template: str, document: PackDocument, **more: object) -> str:
    """One section in letters that print, without the words of pages: a pack knows nobody who is
    signed in."""
    html = current_app.jinja_env.get_template(template).render(
        document=document,
        link_to=lambda key: LINK_BASE + key,
        page_of=lambda key: PAGE_MARK.format(key=key),
        contents_key=CONTENTS,
        address_of=_address_of,
        direction=lambda words: RIGHT_TO_LEFT if runs_from_the_right(words) else "",
        **more,
    )
    return spoken(legible(html))


def _address_of(paper: Paper) -> str:
    """Where the file as received can be opened; empty where nobody said how we are reached."""
    root = current_app.config["PUBLIC_URL"]
    return f"{root}/papers/{paper.id}" if root and paper.id else ""


def _reasons() -> dict[str, str]:
    """Why a reading copy cannot be taken along, in the words of its paper: they name the remedy."""
    return {code: words.failure(code) for code in ("missing", "damaged", "too_heavy")}
