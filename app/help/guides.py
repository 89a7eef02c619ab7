"""The guides: per role what one comes for, in a few steps with pictures. Words only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.people.models import Role


@dataclass(frozen=True)
class Step:
    """One thing to do: how, where, and what it looks like."""

    title: Any
    text: Any
    #: The page where it begins, as endpoint; empty where that depends on the meeting.
    endpoint: str = ""
    #: Name of a picture in static/help, without ending; what it shows in words.
    picture: str = ""
    shows: Any = ""


@dataclass(frozen=True)
class Guide:
    """The guide of one role; its name is part of the address."""

    name: str
    role: str
    title: Any
    purpose: Any
    steps: tuple[Step, ...]


_TODAY = _l("Begin bij Vandaag")
_SEARCH = Step(
    _l("Iets terugvinden"),
    _l(
        "Zoek bovenaan elke pagina op een naam, een onderwerp of woorden uit een stuk. U vindt ook "
        "andere vormen van een woord, en namen met een tikfout. U ziet alleen wat u mag zien."
    ),
    "search.find",
)
_MAIL = Step(
    _l("Kies wanneer u mail krijgt"),
    _l(
        "Bij Berichtvoorkeuren kiest u per onderwerp: meteen, in één mail per dag of per week, of "
        "alleen in de toepassing. Wat u intussen al deed, komt niet meer in een mail."
    ),
    "messages.edit_preferences",
)

GUIDES: tuple[Guide, ...] = (
    Guide(
        "officer",
        Role.OFFICER,
        _l("Voor de beleidsambtenaar"),
        _l(
            "U schrijft de annotatie, zorgt dat de portefeuillehouder akkoord is, en legt vast "
            "wat eruit kwam."
        ),
        (
            Step(
                _TODAY,
                _l(
                    "Onder “Nu te doen” staat wat u moet schrijven of beantwoorden, met de dag "
                    "waarop het klaar moet zijn. Wat het eerst moet, staat bovenaan."
                ),
                "home.start",
                "officer-today",
                _l("De pagina Vandaag van een beleidsambtenaar"),
            ),
            Step(
                _l("Schrijf de annotatie"),
                _l(
                    "Open een agendapunt en kies “Annotatie schrijven”. Vijf onderdelen staan er "
                    "altijd; de rest voegt u toe als het nodig is. Rechts leest u wat wij de "
                    "vorige keer vroegen en wat eruit kwam."
                ),
                "briefings.list_notes",
                "officer-note",
                _l("Een annotatie die wordt geschreven"),
            ),
            Step(
                _l("Bied haar aan"),
                _l(
                    "Zijn gevraagd besluit, standpunt en kern ingevuld, dan biedt u de annotatie "
                    "aan. De portefeuillehouder geeft akkoord of stelt een vraag. Duurt het te "
                    "lang, dan herinnert u met één knop op de pagina Vandaag."
                ),
            ),
            Step(
                _l("Bespreek het in het stafoverleg"),
                _l(
                    "Wat nog bij de portefeuillehouder ligt, staat vanzelf op de agenda van het "
                    "stafoverleg. U kunt er ook zelf een punt op zetten."
                ),
                "staff_meetings.list_staff_meetings",
            ),
            Step(
                _l("Vul de terugkoppeling in"),
                _l(
                    "Na de vergadering legt u op één bladzijde vast wat er is besloten, wat wij "
                    "zeiden en wie wat doet. De volgende keer staat dat vanzelf naast de nieuwe "
                    "annotatie; wat u zelf moet doen, staat bij Acties."
                ),
                "followup.list_actions",
            ),
            _SEARCH,
            _MAIL,
        ),
    ),
    Guide(
        "alderman",
        Role.ALDERMAN,
        _l("Voor wethouder en burgemeester"),
        _l(
            "In tien minuten weten wat er van u wordt gevraagd, en akkoord geven of vragen stellen."
        ),
        (
            Step(
                _l("Beslis, punt voor punt"),
                _l(
                    "Op Vandaag kiest u “Een voor een beslissen”. Per punt staan er het gevraagde "
                    "besluit, ons standpunt en drie spreekpunten. Kies “Akkoord” of “Bespreken”: "
                    "het volgende punt komt vanzelf. Een punt dat u wilt bespreken, staat op de "
                    "agenda van uw stafoverleg. Op alle hamerstukken geeft u in één keer akkoord."
                ),
                "briefings.to_decide",
                "alderman-cards",
                _l("Eén punt met twee grote knoppen, Akkoord en Bespreken, op een telefoon"),
            ),
            Step(
                _l("Zie wat er veranderd is"),
                _l(
                    "Is een annotatie gewijzigd sinds u haar las of akkoord gaf, dan staat alleen "
                    "dat er: “Sinds u dit las: 2 zinnen gewijzigd”."
                ),
            ),
            Step(
                _l("Neem de spreekkaart mee naar de tafel"),
                _l(
                    "Op de dag zelf, en de werkdag ervoor, staat op Vandaag de spreekkaart: per "
                    "punt drie spreekpunten, de terugvaloptie en wat wij de vorige keer toezegden."
                ),
                "home.start",
            ),
            Step(
                _l("Neem uw vergadermap mee"),
                _l(
                    "Bij elke vergadering staat uw map: één pdf met de annotaties en de stukken "
                    "erachter. Punten die nog niet zijn afgestemd, herkent u aan een balk."
                ),
                "meetings.list_meetings",
            ),
            Step(
                _l("Zet de vergaderingen op uw telefoon"),
                _l(
                    "Neem eenmaal een abonnement op uw agenda. Verschuift een vergadering, dan "
                    "verschuift zij ook op uw telefoon."
                ),
                "feeds.list_subscriptions",
            ),
            Step(
                _l("Regel wie u vervangt"),
                _l(
                    "Bent u er niet, leg dan uw afwezigheid vast en wie u vervangt. Uw vervanger "
                    "handelt onder eigen naam; niemand heeft uw wachtwoord nodig."
                ),
                "people.me",
            ),
            _MAIL,
        ),
    ),
    Guide(
        "secretary",
        Role.SECRETARY,
        _l("Voor het secretariaat"),
        _l(
            "U plant het jaar, zet agenda en stukken klaar, en houdt in de gaten wat nog ontbreekt."
        ),
        (
            Step(
                _l("Plan het jaar in één keer"),
                _l(
                    "Kies “Vergaderschema maken”. Geef een regel, of plak de data uit Excel, Word "
                    "of een e-mail. U ziet eerst wat er komt te staan en waar het botst; pas "
                    "daarna slaat u op."
                ),
                "schedules.new_schedule",
                "secretary-schedule",
                _l("Een geplakt vergaderschema, met waar het botst"),
            ),
            Step(
                _l("Neem uitnodigingen over"),
                _l(
                    "Sleep een uitnodiging (.ics, of de mail als .eml) naar Uitnodigingen. U ziet "
                    "wat zij doet: een nieuwe vergadering, een wijziging met oud en nieuw, of een "
                    "afzegging. Klopt het overleg, neem haar dan met één klik over; terug kan ook."
                ),
                "invitations.list_invitations",
            ),
            Step(
                _l("Houd de dagen bij"),
                _l(
                    "Raad, college, reces en schoolvakanties staan bij de dagen van het jaar. "
                    "Plannen en termijnen houden er rekening mee."
                ),
                "days.show_year",
                "secretary-days",
                _l("De dagen van een jaar"),
            ),
            Step(
                _l("Plak de agenda en sleep de stukken"),
                _l(
                    "Op de pagina van een vergadering plakt u de agenda uit de uitnodiging. Sleep "
                    "daarna alle stukken tegelijk: zij zoeken hun punt op nummer of naam."
                ),
                "meetings.list_meetings",
                "secretary-agenda",
                _l("Een geplakte agenda die punten wordt"),
            ),
            Step(
                _l("Zie wat nog ontbreekt"),
                _l(
                    "Onder Overzicht staat wie nog iets moet doen, en welke vergaderingen binnen "
                    "drie weken nog niet compleet zijn. Herinneren doet u met één knop."
                ),
                "insight.show_chase_list",
            ),
            Step(
                _l("Werk voor uw portefeuillehouder"),
                _l(
                    "Zegt de portefeuillehouder u akkoord, dan legt u dat vast. Er komt te staan: "
                    "vastgelegd door u, namens de portefeuillehouder."
                ),
            ),
            _SEARCH,
            _MAIL,
        ),
    ),
    Guide(
        "coordinator",
        Role.COORDINATOR,
        _l("Voor de coördinator regio"),
        _l("U houdt het hele veld bij: waar wij aan meedoen, wat eraan komt en wat blijft liggen."),
        (
            Step(
                _l("Zie het hele veld"),
                _l(
                    "Overzicht toont per samenwerkingsverband de komende acht weken. De vorm en de "
                    "kleur zeggen hoe ver de voorbereiding is."
                ),
                "insight.show_field",
                "coordinator-field",
                _l("Samenwerkingsverbanden en weken, met hoe ver elke vergadering is voorbereid"),
            ),
            Step(
                _l("Vul het register aan"),
                _l(
                    "Elk samenwerkingsverband heeft een pagina. Wat nog leeg is, nodigt uit om aan "
                    "te vullen. Een lijst uit Excel of van OpenGR leest u in; u ziet eerst wat er "
                    "verandert."
                ),
                "register.list_partnerships",
            ),
            Step(
                _l("Let op lege stoelen"),
                _l(
                    "Was twee keer achter elkaar niemand van ons aanwezig, dan staat dat bij "
                    "Overzicht."
                ),
                "insight.show_attendance",
            ),
            Step(
                _l("Verdeel het werk"),
                _l(
                    "Werk per persoon laat zien wie het de komende acht weken druk heeft. Gaat "
                    "iemand weg, dan draagt u over wat openstaat."
                ),
                "insight.show_load",
            ),
            _SEARCH,
            _MAIL,
        ),
    ),
    Guide(
        "adviser",
        Role.ADVISER,
        _l("Voor de adviseur"),
        _l("U geeft op tijd advies over een annotatie, zodat het meetelt."),
        (
            Step(
                _TODAY,
                _l(
                    "Waar advies van u is gevraagd, staat het bij “Nu te doen”, met de uiterste "
                    "dag."
                ),
                "home.start",
                "adviser-today",
                _l("De pagina Vandaag van een adviseur"),
            ),
            Step(
                _l("Lees de annotatie en reageer"),
                _l(
                    "U leest de annotatie zoals zij nu is, ook als concept. Uw opmerking hoort bij "
                    "een onderdeel; de schrijver antwoordt erop."
                ),
                "briefings.list_notes",
            ),
        ),
    ),
    Guide(
        "clerk",
        Role.CLERK,
        _l("Voor de griffier"),
        _l("U ziet wanneer er wordt vergaderd en wat de raad raakt. Annotaties leest u niet."),
        (
            Step(
                _l("Zie wat eraan komt"),
                _l(
                    "Vandaag toont de bestuurlijke vergaderingen van de komende vier weken. Onder "
                    "Vergaderingen kiest u een maand, een week of een lijst."
                ),
                "meetings.list_meetings",
                "clerk-month",
                _l("Een maand met vergaderingen"),
            ),
            Step(
                _l("Kijk in het register"),
                _l("Bij elk samenwerkingsverband staat wie deelneemt en wie er namens ons in zit."),
                "register.list_partnerships",
            ),
        ),
    ),
    Guide(
        "administrator",
        Role.ADMINISTRATOR,
        _l("Voor de beheerder"),
        _l("U zorgt dat iedereen kan werken en dat niets verloren gaat."),
        (
            Step(
                _l("Begin bij Beheer"),
                _l(
                    "Hier ziet u of alles in orde is, en wat u kunt regelen. In een lege omgeving "
                    "staat er wat eerst komt."
                ),
                "administration.start",
                "administrator-start",
                _l("De beginpagina van Beheer"),
            ),
            Step(
                _l("Geef mensen toegang"),
                _l(
                    "Maak een account met de juiste rollen en geef de eenmalige link door. Daarmee "
                    "kiest iemand zelf een wachtwoord."
                ),
                "administration.accounts",
            ),
            Step(
                _l("Zie wat er per mail ging"),
                _l(
                    "Bij Mails staat elke mail met zijn tekst. Is van een mail niet zeker of hij "
                    "is aangekomen, dan beslist u daar of hij opnieuw gaat."
                ),
                "administration.list_mails",
            ),
            Step(
                _l("Bewaar een reservekopie"),
                _l(
                    "De opdracht “flask backup create” bewaart database en bestanden van één "
                    "moment in één bestand. Controleer haar met “flask backup verify”."
                ),
            ),
        ),
    ),
)


def find_guide(name: str) -> Guide | None:
    """The guide of this name."""
    return next((guide for guide in GUIDES if guide.name == name), None)


def pictures() -> dict[str, Any]:
    """Every picture of the guides, with what it shows."""
    return {step.picture: step.shows for guide in GUIDES for step in guide.steps if step.picture}
