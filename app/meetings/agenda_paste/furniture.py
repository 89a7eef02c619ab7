"""Lines around an agenda that are no item: page numbers, heads of letters and mails, signatures."""

from __future__ import annotations

import re

_DAY = r"(?:maan|dins|woens|donder|vrij|zater|zon)dag"
_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\.?"
)
_PAGE = re.compile(
    r"(?:pagina|blad|p\.|pag\.?|page)\s*\d{1,3}(?:\s*(?:van|/|of|-)\s*\d{1,3})?"
    r"|[-–]?\s*\d{1,3}\s*(?:van|/)\s*\d{1,3}\s*[-–]?|[-–]\s*\d{1,3}\s*[-–]|\d{1,3}",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-–—_=*~.·•#\s]{3,}")
#: "Van: …", "Locatie: …": what a mail, a letter or an invitation says of itself.
_HEAD = re.compile(
    r"(?:aan|van|from|to|cc|bcc|verzonden|sent|datum|date|onderwerp|subject|betreft|"
    r"kenmerk|ons kenmerk|uw kenmerk|locatie|plaats|waar|wanneer|tijd|tijdstip|aanvang|adres|zaal|"
    r"aanwezig(?:en)?|afwezig(?:en)?|afgemeld|afmeldingen|genodigden|deelnemers|voorzitter|"
    r"secretaris|notulist|verslag door|vergadering|overleg|contactpersoon|telefoon|tel\.?|mobiel|"
    r"e-?mail|link|teams|vergader-?id|meeting id|wachtwoord|toegangscode|duur|versie|status|"
    r"bezoekadres|postadres|website|belegd door|organisator)\s*(?:\([^)]{0,20}\))?\s*[:\t]",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:concept-?|ontwerp-?|voorlopige |definitieve |geannoteerde |openbare |besloten )*"
    r"(?:agenda|vergaderagenda|dagagenda|uitnodiging|convocatie|programma)\b.{0,120}",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"(?:(?:{_DAY}|ma|di|wo|do|vr|za|zo)\.?,?\s+)?(?:\d{{1,2}}\s+{_MONTH}|\d{{1,2}}[-/]\d{{1,2}}[-/])"
    r"(?:\s*\d{2,4})?(?:[\s,|•·–-]+.{0,80})?|"
    rf"{_DAY}(?:\s+.{{0,60}})?",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:geachte|beste|hallo|hoi|goede(?:morgen|middag|navond|n)|dag|l\.s\.?|dames en heren)\b"
    r".{0,120}"
    r"|(?:hierbij|bijgaand|in de bijlage|bijgevoegd|ter voorbereiding|graag nodig)\b.{0,400}",
    re.IGNORECASE,
)
_SIGNING = re.compile(
    r"(?:(?:met )?(?:vriendelijke|hartelijke|collegiale|beste) groet(?:en)?|met groet(?:en)?|"
    r"groet(?:en|jes)?|mvg|m\.v\.g\.?|hoogachtend|namens (?:de|het) .{1,60}|"
    r"verstuurd vanaf .{1,40}|verzonden vanaf .{1,40}|sent from .{1,40}|get outlook .{1,40}|"
    r"de voorzitter,?|de secretaris,?|tot dan)[\s,.!]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\S{1,100}@\S{1,100}|(?:https?://|www\.)\S{1,500}|\d{4}\s?[A-Z]{2}\s+.{1,60}|postbus\s+\d.{0,60}"
    r"|(?:tel(?:efoon)?|t|m|mobiel)?[.:]?\s*(?:\(?\+?\d[\d\s().-]{7,20})",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:disclaimer|dit (?:e-?mail)?bericht (?:is|kan)|de informatie in (?:dit|deze)|deze e-?mail|"
    r"denk aan het milieu|think before you print|aan deze e-?mail|microsoft teams|"
    r"deelnemen (?:aan|via|op)|klik hier om|vertrouwelijk$|besloten vergadering$|openbaar$|"
    r"oorspronkelijk bericht|doorgestuurd bericht|forwarded message|original message|concept$)"
    r".{0,900}",
    re.IGNORECASE,
)
_COLUMNS = re.compile(
    r"(?:nr\.?|nummer|onderwerp|agendapunt(?:en)?|titel|tijd|type)", re.IGNORECASE
)

_PAGE_HEADS = (
    re.compile(r"(?:concept-?)?agenda\b.{0,80}\d{4}(?:.{0,40}pagina.{0,20})?", re.IGNORECASE),
    re.compile(r".{0,80}\bpagina\s*\d{1,3}\s*(?:van|/)\s*\d{1,3}", re.IGNORECASE),
    re.compile(
        rf"(?:{_DAY},?\s+)?\d{{1,2}}\s+{_MONTH}\s+\d{{4}}"
        r"(?:,?\s+\d{1,2}[.:]\d{2}.{0,20})?",
        re.IGNORECASE,
    ),
)


def is_furniture(text: str, before_first: bool) -> bool:
    """Whether a line is no part of an agenda; before the first item more lines are that."""
    bare = text.strip(" *_#\t")
    if _PAGE.fullmatch(bare) or is_rule(text) or _ADDRESS.fullmatch(bare):
        return True
    if _DISCLAIMER.fullmatch(bare.strip("- ")) or _COLUMNS.fullmatch(bare):
        return True
    if before_first:
        return bool(
            _HEAD.match(bare)
            or _TITLE.fullmatch(bare)
            or _DATE.fullmatch(bare)
            or _GREETING.fullmatch(bare)
        )
    return bool(_GREETING.fullmatch(bare) and bare.endswith((",", "!"))) or is_page_head(bare)


def is_rule(text: str) -> bool:
    """Whether a line is nothing but a line."""
    return bool(_RULE.fullmatch(text))


def is_page_head(text: str) -> bool:
    """Whether a line in the middle is what a printer repeats on each page."""
    return any(one.fullmatch(text) for one in _PAGE_HEADS)


def is_signing(text: str) -> bool:
    """Whether the words of the sender end here: what follows is a signature."""
    return bool(_SIGNING.fullmatch(text.strip(" *_")))
