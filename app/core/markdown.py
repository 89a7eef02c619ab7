"""Rich text: Markdown as typed or made by the editor, shown as sanitised HTML."""

from __future__ import annotations

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {
    *("p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "a", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "code", "pre"),
}

#: An amount stays on one line.
_AMOUNT = re.compile(r"€ (?=[-−–]?\d)")

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def parse(text: str) -> list[Token]:
    """The tokens of a Markdown text, for what is neither HTML nor plain."""
    return _parser.parse(text)


def to_html(text: str | None) -> Markup:
    """Safe HTML of a Markdown text; headings start at level 3, below those of the page."""
    if not text:
        return Markup("")
    html = _AMOUNT.sub("€\u00a0", _parser.render(text))
    for level in (4, 3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{min(level + 2, 5)}>")
        html = html.replace(f"</h{level}>", f"</h{min(level + 2, 5)}>")
    html = html.replace("<th></th>", "<td></td>")  # what is empty heads no column
    return Markup(
        nh3.clean(
            html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
        )
    )


def to_plain(text: str | None) -> str:
    """The same text without any markup, for one-line summaries."""
    return " ".join(unescape(nh3.clean(_parser.render(text or ""), tags=set())).split())
