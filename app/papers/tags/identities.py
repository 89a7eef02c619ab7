"""What elements go by: levels of headings, languages and identifiers. Pure."""

from __future__ import annotations

from app.papers.tags.elements import Element, walk
from app.papers.tags.kinds import HEADINGS
from app.papers.tags.marks import LANGUAGE


def drop_bad_languages(document: Element) -> None:
    """Take away languages that are none."""
    for element in walk(document):
        if "Lang" in element.facts and not LANGUAGE.fullmatch(element.facts["Lang"]):
            del element.facts["Lang"]


def settle_headings(document: Element) -> None:
    """Headings begin at 1 and skip no level; those without a number get that of their depth."""
    last, waiting = 0, [(document, 0)]
    while waiting:
        element, depth = waiting.pop()
        if element.kind == "H":
            element.kind = f"H{min(max(depth, 1), 6)}"
        if element.kind in HEADINGS:
            last = min(int(element.kind[1]), last + 1)
            element.kind = f"H{last}"
        deeper = depth + (element.kind in ("Sect", "Art", "Part"))
        waiting.extend((kid, deeper) for kid in reversed(element.elements()))


def settle_identities(document: Element, mark: str = "") -> None:
    """Identifiers are unique; notes have one; cells name only headers that exist.

    Before each comes `mark`, of this paper alone: papers are joined, and their names with them.
    """
    before = f"{mark}:" if mark else ""
    taken: set[str] = set()
    number = 0
    for element in walk(document):
        identity = element.facts.get("ID", "")
        if element.kind == "Note" and (not identity or identity in taken):
            while not identity or identity in taken:
                number += 1
                identity = f"noot-{number}"
            element.facts["ID"] = identity
        elif not identity or identity in taken or element.kind not in ("Note", "TH", "TD"):
            element.facts.pop("ID", None)
            continue
        taken.add(identity)
        element.facts["ID"] = before + identity
    for element in walk(document):
        headers = element.attribute("Table", "Headers")
        if isinstance(headers, list):
            known = [before + one for one in headers if one in taken]
            if known:
                element.set_attribute("Table", "Headers", known)
            else:
                del element.attributes["Table"]["Headers"]
                if not element.attributes["Table"]:
                    del element.attributes["Table"]
