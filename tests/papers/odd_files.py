"""Every hostile and odd file, those with odd names too."""

from __future__ import annotations

import unicodedata

from tests.packs.pdf_files import paper
from tests.papers import odd_acting, odd_images, odd_loops, odd_office, odd_pdfs, odd_sheets
from tests.papers.odd import EITHER, HEALED, REFUSED, Odd

_NAMES = (
    ("naam die omhoog klimt", "../../etc/passwd.pdf", REFUSED),
    ("naam met een schijf", "C:\\map\\stuk.pdf", REFUSED),
    ("naam met een regeleinde", "stuk\r\nSet-Cookie: a=b.pdf", REFUSED),
    ("naam van spaties en punten", " .. ", REFUSED),
    ("naam die achterstevoren leest", "factuur\u202efdp.exe", EITHER),
    ("naam met onzichtbare tekens", "be\u200bgro\ufeffting.pdf", HEALED),
    ("naam van 400 letters", "gemeenteraadsvergadering" * 17 + ".pdf", HEALED),
    ("naam met letters van elders", "Begroting – “2027” ğąé 日本 😀.pdf", HEALED),
    ("naam met losse accenten", unicodedata.normalize("NFD", "coördinatie.pdf"), HEALED),
    ("naam als opmaak", "<img src=x onerror=alert(1)>.pdf", HEALED),
    ("naam als opdracht", "$(touch kanarie); --help.pdf", HEALED),
    ("naam die begint met een streep", "-rf.pdf", HEALED),
    ("naam met twee uitgangen", "stuk.pdf.exe", HEALED),
    ("naam die alleen een uitgang is", ".pdf", EITHER),
)

ALL: tuple[Odd, ...] = (
    *odd_pdfs.PAPERS,
    *odd_acting.PAPERS,
    *odd_loops.PAPERS,
    *odd_images.PAPERS,
    *odd_office.PAPERS,
    *odd_sheets.PAPERS,
    *(Odd(what, paper, outcome, name) for what, name, outcome in _NAMES),
)
