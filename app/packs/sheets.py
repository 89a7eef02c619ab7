"""From the tree of what is printed to the parts of a print job: HTML by section, papers between."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from app.packs.layout import Item, PackDocument, Paper
from app.packs.models import Variant
from app.packs.printjob import LINK_BASE, PAGE_MARK, REASON_MARK, PaperPart, PrintJob, Section

CONTENTS = "contents"


def print_job(document: PackDocument) -> PrintJob:
    """The job for the press; needs an application context for templates and language."""
    makers = {
        Variant.FULL: _full_parts,
        Variant.PAPERS: _paper_parts,
        Variant.CARD: _card_parts,
    }
    return PrintJob(
        title=document.title,
        author=document.cover.municipality,
        created=document.issued,
        foot=document.foot,
        subject=document.cover.variant_word,
        parts=tuple(makers[document.variant](document)),
        reasons=_reasons(),
        go_to=_("Naar {title}"),
        paper_word=_("stuk {number}"),
    )


def _full_parts(document: PackDocument) -> list[Section | PaperPart]:
    parts: list[Section | PaperPart] = [_cover(document)]
    if document.steer is not None:
        parts.append(Section("steer", _("Oplegger"), _html("print/steer.html", document)))
    parts.append(_contents(document))
    if document.room:
        parts.append(Section("room", _("Wie er aan tafel zit"), _html("print/room.html", document)))
    parts += _with_papers(document)
    if document.fact_sheet is not None:
        html = _html("print/fact-sheet.html", document)
        parts.append(Section("fact-sheet", document.fact_sheet.title, html))
    return parts


def _paper_parts(document: PackDocument) -> list[Section | PaperPart]:
    """The papers alone, with nothing of what we wrote ourselves."""
    front: list[Section | PaperPart] = [
        _cover(document),
        _contents(document),
    ]
    return front + _with_papers(document)


def _card_parts(document: PackDocument) -> list[Section | PaperPart]:
    return [Section("card", _("Spreekkaart"), _html("print/card.html", document))]


def _with_papers(document: PackDocument) -> list[Section | PaperPart]:
    parts: list[Section | PaperPart] = []
    for paper in document.general_papers:
        parts.append(_paper(document, paper, level=0))
    for item in document.items:
        if item.has_page:
            parts.append(_item(document, item))
        parts += [_paper(document, paper, level=1) for paper in item.papers]
    return parts


def _cover(document: PackDocument) -> Section:
    return Section("cover", _("Omslag"), _html("print/cover.html", document))


def _contents(document: PackDocument) -> Section:
    return Section(CONTENTS, _("Inhoud"), _html("print/contents.html", document))


def _item(document: PackDocument, item: Item) -> Section:
    if document.variant is Variant.PAPERS:
        html = _html("print/item.html", document, item=item)
    else:
        html = _html("print/note.html", document, item=item)
    return Section(key=item.key, title=f"{item.number} {item.title}", html=html)


def _paper(document: PackDocument, paper: Paper, level: int) -> PaperPart:
    html = _html("print/missing-paper.html", document, paper=paper, reason=REASON_MARK)
    return PaperPart(
        key=paper.key,
        number=paper.number,
        title=paper.title,
        source=f"{paper.key}.received",
        missing_html=html,
        level=level,
        back_to=CONTENTS,
    )


def _html(template: str, document: PackDocument, **more: object) -> str:
    """One section, without the words of pages: a pack knows no signed-in person."""
    return current_app.jinja_env.get_template(template).render(
        document=document,
        link_to=lambda key: LINK_BASE + key,
        page_of=lambda key: PAGE_MARK.format(key=key),
        contents_key=CONTENTS,
        **more,
    )


def _reasons() -> dict[str, str]:
    """Why a paper is left out, in words that name the remedy."""
    return {
        "missing": _("Het bestand is niet meer te vinden. Voeg het stuk opnieuw toe."),
        "encrypted": _(
            "Het bestand is met een wachtwoord beveiligd. Vraag de afzender om een versie "
            "zonder wachtwoord."
        ),
        "damaged": _("Het bestand is beschadigd. Vraag de afzender om het opnieuw te sturen."),
        "empty": _("Het bestand is leeg. Vraag de afzender om het opnieuw te sturen."),
        "too_many_pages": _("Het stuk heeft te veel bladzijden. Voeg alleen het nodige deel toe."),
        "too_large": _("Het stuk heeft een bladzijde van een onmogelijk formaat."),
        "too_heavy": _("Het stuk is te zwaar om te verwerken. Vraag om een lichtere versie."),
    }
