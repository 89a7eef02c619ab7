"""Groups of municipalities in the north as they were from 2014 to 2017, and words for them.

A register often names a group where it means its members. What is known here resolves; a group
whose members are not all known says so.
"""

from __future__ import annotations

from dataclasses import dataclass

GRONINGEN = (
    *("Appingedam", "Bedum", "Bellingwedde", "De Marne", "Delfzijl", "Eemsmond", "Groningen"),
    *("Grootegast", "Haren", "Hoogezand-Sappemeer", "Leek", "Loppersum", "Marum", "Menterwolde"),
    *("Oldambt", "Pekela", "Slochteren", "Stadskanaal", "Ten Boer", "Veendam", "Vlagtwedde"),
    *("Winsum", "Zuidhorn"),
)
DRENTHE = (
    *("Aa en Hunze", "Assen", "Borger-Odoorn", "Coevorden", "De Wolden", "Emmen", "Hoogeveen"),
    *("Meppel", "Midden-Drenthe", "Noordenveld", "Tynaarlo", "Westerveld"),
)


@dataclass(frozen=True)
class KnownGroup:
    """The municipalities of a group, and whether these are all of its members."""

    municipalities: tuple[str, ...] = ()
    complete: bool = False


GROUPS = {
    "alle Groninger gemeenten": KnownGroup(GRONINGEN, complete=True),
    "gemeenten provincie Groningen": KnownGroup(GRONINGEN, complete=True),
    "23 gemeenten (niet benoemd)": KnownGroup(GRONINGEN, complete=True),
    "alle Nederlandse gemeenten": KnownGroup(GRONINGEN + DRENTHE),
    "gemeenten binnen politie-eenheid Noord-Nederland": KnownGroup(GRONINGEN + DRENTHE),
    "Westerkwartier": KnownGroup(("Grootegast", "Leek", "Marum", "Zuidhorn")),
    "diverse Groninger en Drentse gemeenten": KnownGroup(),
    "partners rampenbestrijding en crisisbeheersing": KnownGroup(),
    "reclasseringsorganisaties": KnownGroup(),
    "welzijnsorganisaties": KnownGroup(),
    "schoolbesturen": KnownGroup(),
}
