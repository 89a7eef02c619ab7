"""A note as a Word document: only what its reader may read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from flask_babel import gettext as _
from markdown_it.token import Token

from app.briefings.content import Content, points
from app.briefings.desk import Section
from app.briefings.models import Note
from app.briefings.word.marks import HEAD, PART
from app.briefings.word.numbering import Numbering
from app.briefings.wording import GIVER_WORDS, STANCE_WORDS
from app.core import markdown
from app.core.dates import full_moment

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Word has so many levels of text that goes on under an item, and of headings that come back.
_CONTINUES, _HEADINGS = 3, 6
_HEAD_CELL = "Table Head"


def as_document(note: Note, content: Content, sections: Sequence[Section], now: datetime) -> bytes:
    """The file: where and when, what is asked, our stance, and the parts with words."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author = note.item.title, ""
    properties.language, properties.comments = "nl-NL", ""
    properties.created = properties.modified = now.replace(tzinfo=None)
    meeting = note.item.meeting
    if content.marking or note.restricted:
        words = content.marking or _("beperkt")
        document.sections[0].header.paragraphs[0].text = words
    place = f"{meeting.body.partnership.name} · {meeting.name} · {full_moment(meeting.starts_at)}"
    head = [document.add_heading(note.item.title, 1), document.add_paragraph(place)]
    head += [document.add_paragraph(line) for line in _facts(content)]
    for number, paragraph in enumerate(head):
        _bookmark(paragraph, f"{HEAD}{number}")
    for section in sections:
        if section.text:
            _bookmark(document.add_heading(str(section.part.label), 2), PART + section.part.key)
            text = section.text
            if section.part.key == "speaking_points":
                text = "\n".join(f"1. {point}" for point in points(text))
            write_markdown(document, text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def write_markdown(document: WordDocument, text: str) -> None:
    """Write a Markdown text at the end of a document."""
    _Writer(document, Numbering(document)).write(markdown.parse(text))


def _facts(content: Content) -> list[str]:
    lines = []
    if content.stance:
        lines.append(_("Ons standpunt: %(stance)s", stance=STANCE_WORDS[content.stance]))
    if content.mandate or content.mandate_giver:
        giver = f" ({GIVER_WORDS[content.mandate_giver]})" if content.mandate_giver else ""
        lines.append(_("Mandaat") + f"{giver}: {content.mandate}")
    return lines


def _bookmark(paragraph: Paragraph, name: str) -> None:
    """Remember what a paragraph is, so that the file comes back without a question.

    A bookmark stays where it is while somebody writes on in Word; one with a low line is not shown.
    """
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(len(paragraph.part.element.xpath("//w:bookmarkStart")))
    start.set(qn("w:name"), name)
    for mark in (start, end):
        mark.set(qn("w:id"), number)
    paragraph._p.insert_element_before(start, "w:r")
    paragraph._p.append(end)


@dataclass
class _Writer:
    """Writes the tokens of a Markdown text as paragraphs, lists and tables."""

    document: WordDocument
    numbering: Numbering
    #: The numbers of the lists that we are in, from the outside.
    lists: list[int] = field(default_factory=list)
    #: Whether the item of a list that we are in has its sign already.
    signed: bool = True
    row: list[list[Token]] = field(default_factory=list)
    rows: list[list[list[Token]]] = field(default_factory=list)
    level: int = 0
    quoted: int = 0

    def write(self, tokens: Iterable[Token]) -> None:
        """Write a whole text."""
        for token in tokens:
            getattr(self, f"_{token.type}", self._other)(token)

    def _other(self, token: Token) -> None:
        if token.type in ("fence", "code_block") and token.content:
            self.document.add_paragraph(token.content.rstrip())

    def _bullet_list_open(self, _token: Token) -> None:
        self.lists.append(self.numbering.new_list(ordered=False))

    def _ordered_list_open(self, token: Token) -> None:
        start = int(token.attrGet("start") or 1)
        self.lists.append(self.numbering.new_list(ordered=True, start=start))

    def _bullet_list_close(self, _token: Token) -> None:
        self.lists.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _token: Token) -> None:
        self.signed = False

    def _blockquote_open(self, _token: Token) -> None:
        self.quoted += 1

    def _blockquote_close(self, _token: Token) -> None:
        self.quoted -= 1

    def _heading_open(self, token: Token) -> None:
        self.level = min(int(token.tag[1]) + 2, _HEADINGS)  # below the heading of its part

    def _heading_close(self, _token: Token) -> None:
        self.level = 0

    def _table_open(self, _token: Token) -> None:
        self.rows = []

    def _tr_open(self, _token: Token) -> None:
        self.row = []

    def _tr_close(self, _token: Token) -> None:
        self.rows.append(self.row)
        self.row = []

    def _th_open(self, _token: Token) -> None:
        self.row.append([])

    _td_open = _th_open

    def _table_close(self, _token: Token) -> None:
        rows, self.rows = self.rows, []
        table = self.document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, inline in zip(cells.cells, row, strict=False):
                _runs(cell.paragraphs[0], inline)
        for cell in table.rows[0].cells:
            cell.paragraphs[0].style = self._head_cell()
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _head_cell(self) -> Any:
        """Bold by its style: what its writer made bold is another thing."""
        if _HEAD_CELL not in self.document.styles:
            style = self.document.styles.add_style(_HEAD_CELL, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style, style.font.bold = self.document.styles["Normal"], True
        return self.document.styles[_HEAD_CELL]

    def _inline(self, token: Token) -> None:
        children = token.children or []
        if self.row:
            self.row[-1] = children
            return
        if self.level:
            _runs(self.document.add_heading("", self.level), children)
            return
        paragraph = self.document.add_paragraph(style=self._style())
        if self.lists and not self.signed:
            self.numbering.place(paragraph, self.lists[-1], len(self.lists))
            self.signed = True
        _runs(paragraph, children)

    def _style(self) -> str:
        if not self.lists:
            return "Quote" if self.quoted else "Normal"
        if not self.signed:
            return "List Paragraph"
        depth = min(len(self.lists), _CONTINUES)
        return "List Continue" if depth == 1 else f"List Continue {depth}"


def _runs(paragraph: Paragraph, children: Iterable[Token]) -> None:
    """The words of a paragraph, bold, slanted and linked as they were."""
    bold = italic = 0
    address = ""
    for token in children:
        bold += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            address = ""
        elif token.type in ("text", "code_inline", "image"):
            run = paragraph.add_run(token.content)
            run.bold, run.italic = bold > 0 or None, italic > 0 or None
            if address:
                _link(paragraph, run._r, address)
        elif token.type in ("softbreak", "hardbreak"):
            paragraph.add_run().add_break()


def _link(paragraph: Paragraph, run: Any, address: str) -> None:
    """Let a run be a link; python-docx has no call for it (ECMA-376, 17.16.22)."""
    link = OxmlElement("w:hyperlink")
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), target)
    run.addprevious(link)
    link.append(run)
