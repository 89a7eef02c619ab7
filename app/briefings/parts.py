"""The parts of a briefing note: keys, Dutch names, and which five always show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Part:
    """One part of a note: its key in the database and its name on screen."""

    key: str
    label: Any
    hint: Any
    always: bool = False
    #: Whether the portfolio holder's agreement is about it: changed later, it is asked anew.
    agreed: bool = True
    #: Only for who works on the note in person: never for other readers, never shared outside.
    private: bool = False


#: Key of the part that the portfolio holder never says at the table.
UNDISCLOSED = "undisclosed"
#: Key of the part with somebody's own judgement, which stands apart from the facts.
VIEWS = "views"
#: In the order of the sheet (DOMAIN.md, "The briefing note").
PARTS: tuple[Part, ...] = (
    Part("ask", _l("Gevraagd besluit"), _l("Wat vraagt de vergadering van ons?"), always=True),
    Part("success", _l("Geslaagd als"), _l("Wanneer gaan we tevreden naar huis?")),
    Part("core", _l("Aanleiding en kern"), _l("Hoogstens vijf regels."), always=True),
    Part(
        "speaking_points",
        _l("Spreekpunten"),
        _l("Drie tot vijf zinnen die u zo kunt zeggen. Eén per regel."),
        always=True,
    ),
    Part("if_raised", _l("Als het ter sprake komt"), _l("Vraag en antwoord."), always=True),
    Part("fallback", _l("Terugvaloptie"), _l("Wat doen we als het anders loopt?"), always=True),
    Part("our_interest", _l("Ons belang"), _l("Wat staat er voor ons op het spel?")),
    Part("shared_interest", _l("Gezamenlijk belang"), _l("Wat willen we samen?")),
    Part("partner_interests", _l("Belangen van partners"), _l("Per partner, in hun woorden.")),
    Part("concessions", _l("Geven en nemen"), _l("Wat geven we nu toe voor later?")),
    Part("frame", _l("Kader"), _l("Startdocument, eerdere toezeggingen, eerdere zienswijzen.")),
    Part("money", _l("Geld"), _l("Ons aandeel. Staat het in de begroting?")),
    Part("law", _l("Recht"), _l("Bevoegdheden, termijnen, regels.")),
    Part("risk", _l("Risico’s"), _l("Wat kan er misgaan, en hoe groot is dat?")),
    Part("communication", _l("Communicatie"), _l("Wie moet dit wanneer weten?"), agreed=False),
    Part("politics", _l("Politiek"), _l("Wat leeft er in raad en college?")),
    Part("options", _l("Keuzemogelijkheden"), _l("Met voor- en nadelen.")),
    Part(
        "history",
        _l("Voorgeschiedenis"),
        _l("Eerdere besluiten, ons standpunt, de afloop."),
        agreed=False,
    ),
    Part("council", _l("Raad"), _l("Informeren, zienswijze of besluit; en wanneer.")),
    Part(
        "reporting",
        _l("Terugkoppeling aan"),
        _l("Wie meldt het aan wie, en wanneer?"),
        agreed=False,
    ),
    Part(
        "background",
        _l("Achtergrond: mag gebruikt worden"),
        _l("Feiten die u mag noemen."),
        agreed=False,
    ),
    Part(
        UNDISCLOSED,
        _l("Achtergrond: niet naar buiten"),
        _l("Alleen voor u. Noem dit niet aan tafel."),
        agreed=False,
        private=True,
    ),
    Part("afterwards", _l("Na afloop"), _l("Afloop, afwijking, acties."), agreed=False),
    # apart from the facts, at the end: Woo, article 5.2
    Part(
        VIEWS,
        _l("Persoonlijke opvatting"),
        _l("Uw eigen oordeel als ambtenaar, los van de feiten (Woo, artikel 5.2)."),
        agreed=False,
        private=True,
    ),
)
BY_KEY: dict[str, Part] = {part.key: part for part in PARTS}
ALWAYS: tuple[Part, ...] = tuple(part for part in PARTS if part.always)
#: Keys of the parts that only who works on the note in person may read.
PRIVATE: frozenset[str] = frozenset(part.key for part in PARTS if part.private)
#: The parts that may be marked "mag gedeeld".
SHAREABLE: tuple[Part, ...] = tuple(part for part in PARTS if not part.private)
#: Keys of the parts that an agreement is about.
AGREED_PARTS: frozenset[str] = frozenset(part.key for part in PARTS if part.agreed)
