"""A text as a reader sees it, line by line and word by word (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from markdown_it.token import Token

from app.core import markdown

_BLANKS = re.compile(r"(\s+)")
#: What a word looks like by the tokens around it.
_LOOKS = {"strong": "strong", "em": "em", "th": "strong"}
#: Not a word that stands in the text, but where a link goes.
ADDRESS = "address"


@dataclass(frozen=True)
class Run:
    """A stretch of text that looks the same: strong, em, code, address, or none of these."""

    text: str
    look: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Word:
    """One word; a part of it may look otherwise ("**on**juist")."""

    runs: tuple[Run, ...]

    @cached_property
    def text(self) -> str:
        """The letters of it."""
        return "".join(run.text for run in self.runs)

    @property
    def is_address(self) -> bool:
        """Whether it says where a link goes."""
        return ADDRESS in self.runs[0].look

    @cached_property
    def key(self) -> tuple[str, bool]:
        """What makes it the same word, whatever it looks like."""
        return self.text, self.is_address


@dataclass(frozen=True)
class Line:
    """One line: a paragraph up to its break, a heading, an item of a list, a row of a table."""

    #: text, heading, item, row, quote or code.
    kind: str
    #: One for most lines; the cells of a row.
    cells: tuple[tuple[Word, ...], ...]
    #: How deep in lists it stands, from 1.
    depth: int = 0
    #: What an item begins with: "•" or "2."; nothing on its further lines.
    mark: str = ""

    @property
    def words(self) -> list[Word]:
        """All words of it."""
        return [word for cell in self.cells for word in cell]


def read(text: str) -> list[Line]:
    """The lines of a Markdown text, without empty ones."""
    reader = _Reader()
    reader.read(markdown.parse(text))
    return [line for line in reader.lines if line.words]


def plain(text: str) -> list[Line]:
    """The lines of a text without markup."""
    return [Line("text", (_words([Run(line)]),)) for line in text.splitlines() if line.strip()]


@dataclass
class _Reader:
    """Collects the lines from the tokens of a Markdown text."""

    lines: list[Line] = field(default_factory=list)
    #: Per list that is open the number of its next item; None where it has bullets.
    lists: list[int | None] = field(default_factory=list)
    mark: str = ""
    quoted: int = 0
    heading: bool = False
    looks: list[str] = field(default_factory=list)
    row: list[tuple[Word, ...]] | None = None

    def read(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            getattr(self, f"_{token.type}", self._other)(token)

    def _other(self, token: Token) -> None:
        if token.type in ("fence", "code_block"):
            code = frozenset({"code"})
            self._add("code", [[Run(line, code)] for line in token.content.splitlines()])

    def _bullet_list_open(self, _token: Token) -> None:
        self.lists.append(None)

    def _ordered_list_open(self, token: Token) -> None:
        start = token.attrGet("start")
        self.lists.append(1 if start is None else int(start))

    def _bullet_list_close(self, _token: Token) -> None:
        self.lists.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _token: Token) -> None:
        number = self.lists[-1]
        self.mark = "•" if number is None else f"{number}."
        if number is not None:
            self.lists[-1] = number + 1

    def _blockquote_open(self, _token: Token) -> None:
        self.quoted += 1

    def _blockquote_close(self, _token: Token) -> None:
        self.quoted -= 1

    def _heading_open(self, _token: Token) -> None:
        self.heading = True

    def _heading_close(self, _token: Token) -> None:
        self.heading = False

    def _tr_open(self, _token: Token) -> None:
        self.row = []

    def _tr_close(self, _token: Token) -> None:
        self.lines.append(Line("row", tuple(self.row or ()), len(self.lists)))
        self.row = None

    def _th_open(self, _token: Token) -> None:
        self.looks.append("strong")

    def _th_close(self, _token: Token) -> None:
        self.looks.pop()

    def _inline(self, token: Token) -> None:
        lines = _runs(token.children or [], self.looks)
        if self.row is not None:
            self.row.append(_words(run for line in lines for run in line))
            return
        kinds = (("heading", self.heading), ("item", self.lists), ("quote", self.quoted))
        self._add(next((kind for kind, here in kinds if here), "text"), lines)

    def _add(self, kind: str, lines: Iterable[list[Run]]) -> None:
        for runs in lines:
            self.lines.append(Line(kind, (_words(runs),), len(self.lists), self.mark))
            self.mark = ""


def _runs(children: Iterable[Token], looks: Iterable[str]) -> list[list[Run]]:
    """The runs of one inline text, a list for each line; where a link goes stands behind it."""
    lines: list[list[Run]] = [[]]
    open_looks, links = list(looks), list[tuple[str, int]]()
    for token in children:
        name, _dash, side = token.type.partition("_")
        if token.type in ("softbreak", "hardbreak"):
            lines.append([])
        elif token.type in ("text", "code_inline"):
            look = {*open_looks, "code"} if token.type == "code_inline" else open_looks
            lines[-1].append(Run(token.content, frozenset(look)))
        elif name in _LOOKS and side == "open":
            open_looks.append(_LOOKS[name])
        elif name in _LOOKS:
            open_looks.remove(_LOOKS[name])
        elif token.type == "link_open":
            links.append((str(token.attrGet("href") or ""), len(lines[-1])))
        elif token.type == "link_close":
            _put_address(lines[-1], *links.pop())
    return lines


def _put_address(line: list[Run], address: str, begun: int) -> None:
    said = "".join(run.text for run in line[begun:])
    if address and address.removeprefix("mailto:") != said:
        line += [Run(" "), Run(address, frozenset({ADDRESS})), Run(" ")]


def _words(runs: Iterable[Run]) -> tuple[Word, ...]:
    """The words that these runs spell together."""
    words: list[Word] = []
    begun: list[Run] = []
    for run in (*runs, Run(" ")):
        for text in _BLANKS.split(run.text):
            if text.strip():
                begun.append(replace(run, text=text))
            elif text and begun:
                words.append(Word(tuple(begun)))
                begun = []
    return tuple(words)
