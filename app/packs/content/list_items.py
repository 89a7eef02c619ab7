"""List items that hold nothing but lines and lists, which is all that the tags of a PDF allow.

A paragraph, heading, quote or table within an item becomes lines of it: the words stay, and the
list stays a list for who hears it read.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

_LISTS = frozenset({"ul", "ol"})
_LINES = frozenset({"p", "blockquote", "pre", "tr", "hr", "h3", "h4", "h5", "br"})
_PASSED = frozenset({"table", "thead", "tbody"})
_CELLS = frozenset({"td", "th"})
_STRONG = frozenset({"h3", "h4", "h5"})


def flattened(html: str) -> str:
    """The same text, with the blocks inside list items as lines."""
    if "<li>" not in html:
        return html
    walker = _Walker()
    walker.feed(html)
    walker.close()
    return "".join(walker.out)


class _Walker(HTMLParser):
    """Writes the HTML anew; within a list item blocks become lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._items = 0
        #: Whether the line in an item has words already, and whether the next ones begin another.
        self._has_words = self._breaks = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open it, or begin a line."""
        if tag == "li":
            self._items += 1
            self._has_words = self._breaks = False
        if self._items and self._is_block(tag):
            if tag in _LINES or tag in _STRONG:
                self._breaks = self._has_words
            if tag in _CELLS and self._has_words and not self._breaks:
                self.out.append(" · ")
            if tag in _STRONG:
                self._break()
                self.out.append("<strong>")
            return
        if tag in _LISTS:
            self._has_words = self._breaks = False
        else:
            self._break()
        facts = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        self.out.append(f"<{tag}{facts}>")

    def handle_endtag(self, tag: str) -> None:
        """Close it, or end a line."""
        if self._items and self._is_block(tag):
            if tag in _STRONG:
                self.out.append("</strong>")
            if tag in _LINES:
                self._breaks = self._has_words
            return
        if tag == "li":
            self._items -= 1
        if tag in _LISTS or tag == "li":
            self._has_words = self._breaks = False
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """The words themselves."""
        if data.strip():
            self._break()
            self._has_words = True
        self.out.append(escape(data, quote=False))

    def _is_block(self, tag: str) -> bool:
        return tag in _LINES or tag in _PASSED or tag in _CELLS

    def _break(self) -> None:
        if self._breaks:
            self.out.append("<br>")
            self._breaks = False
