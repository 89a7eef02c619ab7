"""Items that every agenda has and that ask for no preparation: opening, announcements, closing."""

from __future__ import annotations

import re

from app.meetings.agenda_models import ItemType

_DATE = r"(?:\s+(?:d\.?d\.?|van|op)?\s*\d.{0,40})?"
_REPORT = (
    r"(?:concept[- ]?|ontwerp[- ]?)?"
    r"(?:verslag(?:en)?|notulen|besluitenlijst(?:en)?|actielijst(?:en)?|"
    r"actiepunten(?:lijst)?|actie- en besluitenlijst|besluiten- en actielijst|"
    r"afspraken(?:lijst)?|toezeggingenlijst)"
)
_WHOSE = (
    r"(?:(?:\s+(?:en|van|de|het|vorige?|vergadering|overleg|bijeenkomst|d\.?d\.?|ab|db|algemeen|"
    r"dagelijks|bestuur|actielijst|besluitenlijst|actiepunten|afsprakenlijst|pho|laatste|"
    r"bestuursvergadering|ambtelijk|bestuurlijk|poho|av|"
    r"maandag|dinsdag|woensdag|donderdag|vrijdag|januari|februari|maart|april|mei|juni|juli|"
    r"augustus|september|oktober|november|december|[\d./-]{1,12}))|,){0,14}"
)
_INFORM = re.compile(
    r"(?:"
    r"(?:welkom|opening)(?:(?:,|\s+(?:en|door|/|van))?\s*(?:de\s+)?(?:opening|welkom|mededelingen|"
    r"vaststell\w+|agenda|voorzitter|vergadering|voorstelrond\w+|afmeldingen|de|het|van|en)){0,8}"
    r"|(?:mededelingen|ingekomen|uitgaande)(?:\s*(?:,|/|en|ingekomen|uitgegane|uitgaande|stukken|"
    r"post|mededelingen|brieven|actualiteiten|vanuit|van|uit|de|het|ab|db|voorzitter|secretaris|"
    r"directie|bestuur|bestuurlijke|regio)){0,8}"
    r"|(?:voorstel|kennismakings)rond(?:e|je)|rondje\s+(?:langs\s+)?(?:de\s+)?(?:velden|deelnemers|gemeenten)"
    r"|pauze|lunch|inloop(?:\s+met\s+.{1,20})?|borrel|schorsing|dinerpauze"
    r"|rondvraag|w\.?\s?v\.?\s?t\.?\s?t\.?\s?k\.?|wat verder ter tafel komt"
    r"|(?:af)?sluiting(?:\s+(?:van\s+)?(?:de\s+)?(?:vergadering|bijeenkomst))?|einde(?:\s+vergadering)?"
    r"|rondvraag\s*(?:,|/|en)\s*(?:af)?sluiting(?:\s+vergadering)?"
    r"|rondvraag\s*(?:,|/|en)\s*(?:w\.?v\.?t\.?t\.?k\.?|wat verder ter tafel komt)"
    r"(?:\s*(?:,|/|en)\s*(?:af)?sluiting)?"
    r"|(?:datum\s+)?volgende\s+(?:vergadering|bijeenkomst|overleg)(?:\s*:?\s+.{1,40})?"
    r"|vergaderdata(?:\s+\d{4})?|vergaderschema(?:\s+\d{4})?"
    r")",
    re.IGNORECASE,
)
_DECIDE = re.compile(
    r"(?:(?:vaststell(?:en|ing)|goedkeur(?:en|ing)|bespreking|doornemen)\s+(?:van\s+)?(?:de\s+|het\s+)?)?"
    rf"(?:(?:de\s+)?agenda(?:\s+(?:van\s+)?(?:de\s+|deze\s+)?vergadering)?|{_REPORT}{_WHOSE}){_DATE}"
    r"(?:\s+vaststell(?:en|ing)|\s*[:(]?\s*vaststelling)?",
    re.IGNORECASE,
)
#: A bare "agenda" is the head of the page; as an item it is always to be adopted.
_BARE = frozenset({"agenda", "de agenda"})
LONGEST = 120


#: A time behind a title: "Sluiting 11.30 uur".
_CLOCK = re.compile(r"[ (,-]{1,3}(?:om )?\d{1,2}[.:]\d\d ?(?:uur|u|h)?\.?\)?$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:/|,|;|&|\+|\ben\b)\s*")


def standing_type(title: str) -> ItemType | None:
    """The type of an item that asks for no preparation; None for every other item."""
    text = _CLOCK.sub("", title.strip(" .:;*"))
    if not text or len(text) > LONGEST:
        return None
    found = _one(text)
    if found is None:
        kinds = [_one(piece) for piece in _AND.split(text) if piece]
        found = kinds[0] if kinds and None not in kinds else None
    return found


def _one(text: str) -> ItemType | None:
    if _INFORM.fullmatch(text.strip(" .")):
        return ItemType.INFORM
    if text.casefold() not in _BARE and _DECIDE.fullmatch(text):
        return ItemType.DECIDE
    return None
