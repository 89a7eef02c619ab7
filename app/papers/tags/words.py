"""The words that go into a paper where its maker left them out: honest, short, in Dutch. Pure.

They are part of the file, whose pages we present in Dutch: whoever opens it reads them, whatever
language the interface has.
"""

from __future__ import annotations

LANGUAGE = "nl-NL"
PICTURE = "Afbeelding zonder beschrijving"
SCAN = "Gescande bladzijde {page}: een afbeelding zonder leesbare tekst"
DRAWING = "Tekening op bladzijde {page}, zonder beschrijving"
FORMULA = "Formule zonder beschrijving"
LINK_TO = "Koppeling naar {address}"
LINK_TO_PAGE = "Koppeling naar bladzijde {page} van dit stuk"
LINK_INSIDE = "Koppeling binnen dit stuk"
FIELD = "Invulveld"
REMARK = "Opmerking bij de tekst"
LAYER = "Laag {number}"
