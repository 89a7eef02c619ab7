"""A meeting with every kind of content that a note, an agenda and a pack can hold."""

from __future__ import annotations

from datetime import date, timedelta

from app.briefings.models import Advice, How, Note, NoteStep
from app.briefings.parts import PARTS
from app.briefings.positions.models import Position
from app.briefings.steers.models import Steer
from app.core import clock
from app.core.database import db
from app.followup.models import Action
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.people.models import Person
from app.register.models import (
    Organisation,
    OwnParticipation,
    Participation,
    Partnership,
    PartnershipReason,
    PartnershipStatus,
    PartnershipWorkingLevel,
)
from tests.factories import (
    day,
    make_area,
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_organisation,
    make_period,
    make_person,
    moment,
)
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper

LONG_WORD = "Gemeenteraadsvergaderingsvoorbereidingscommissie"
ARABIC = "هذا نص عربي داخل المذكرة، مع الرقم 2027."
TURKISH = "Şehir dışındaki öğrenciler için ığdır, İstanbul ve Çağlayan."
POLISH = "Zażółć gęślą jaźń; mieszkańcy Łodzi i Gdańska."
SIGNS = "→ ≥ ≤ ☐ ☑ ✓ ✗ € 12.500,50 · ½ · 20 °C · m² · “aanhaling” · ’s avonds · Ĳssel, ĳs"
EMOJI = "Akkoord 👍🏽, let op ⚠️, gereed ✅, onbekend 🦄, Chinees 中文."

RICH = f"""Een alinea met **nadruk**, *schuin* en een [verwijzing](https://www.haren.example/stuk/2027).
Een adres dat niet breekt: https://www.haren.example/{"zeer-lang-pad-zonder-spaties-" * 4}eind

#### Een kop van de schrijver

Direct onder de kop.

##### Daaronder nog een kop

- Eerste punt
- Tweede punt, met daaronder
    - een punt op het tweede niveau
    - en nog een, met **nadruk**
        1. genummerd op het derde
        2. en verder
- Derde punt

  met een tweede alinea in hetzelfde punt.
- Vierde punt

  #### Met een kop

  > en een aanhaling

  | en | een tabel |
  | --- | --- |
  | in een | punt |

1. Eén
2. Twee

> Een aanhaling uit het verslag van de vorige vergadering, die over meer dan één regel loopt. Zo.

| Deelnemer | Bijdrage | Verschil |
| --- | ---: | --- |
| Gemeente Groningen | € 1.204.000 | ≥ 3% |
| Gemeente Ten Boer | € 98.450 | → gelijk |

`code in de tekst` en een regel

---

{TURKISH}

{POLISH}

{ARABIC}

{SIGNS}

{EMOJI}
"""
SENTENCE = (
    "De ontwerpbegroting stijgt met 3,2 procent, vooral door de indexering van de lonen en de "
    "uitbreiding van de jeugdgezondheidszorg in de noordelijke gemeenten. "
)
WORDS_IN_SENTENCE = len(SENTENCE.split())


def long_text(words: int) -> str:
    """So many words, in alineas of a few sentences."""
    count = -(-words // WORDS_IN_SENTENCE)
    paragraphs = [SENTENCE * min(4, count - start) for start in range(0, count, 4)]
    return "\n\n".join(paragraphs)


def long_table(rows: int) -> str:
    """A table of so many rows."""
    body = "\n".join(
        f"| {n} | Gemeenteraadsvergadering {n}, vaststelling van de zienswijze "
        f"| {n % 28 + 1} januari 2027 | € {n * 1250:,} |".replace(",", ".", 1)
        for n in range(1, rows + 1)
    )
    return f"| Nr. | Onderwerp | Dag | Bedrag |\n| --- | --- | --- | ---: |\n{body}"


def every_part() -> dict[str, str]:
    """Text in every part that a note has."""
    words = {
        "ask": "Instemmen met de ontwerpbegroting 2027 en de meerjarenraming 2028–2030.",
        "success": "De indexering staat als aparte regel in het besluit.",
        "core": f"{SENTENCE}\n\n- Ons aandeel wordt **€ 412.500**.\n- De raad wil een zienswijze.",
        "speaking_points": (
            "- Haren stemt in, mits de indexering apart zichtbaar wordt.\n"
            "- De gemeenteraadsvergadering van 14 december geeft nog een zienswijze.\n"
            "- Wij vragen het bestuur om de reserve vóór 1 juli te begrenzen.\n"
            "- Wij waarderen de heldere toelichting."
        ),
        "if_raised": (
            "Vraag: Waarom een aparte regel?\n"
            "Antwoord: De raad kon de vorige begroting niet volgen.\n"
            "Kan het ook met een brief?\n"
            "Ja, als die vóór de raadsvergadering komt."
        ),
        "fallback": "Instemmen met een toezegging in het verslag.",
        "risk": "De termijn van 15 september wordt niet gehaald.",
        "money": "Ons aandeel wordt € 412.500; in de begroting staat € 398.000.",
    }
    return {part.key: words.get(part.key, f"{part.label}: {SENTENCE}") for part in PARTS}


def every_kind(alderman: Person | None = None) -> Meeting:
    """The meeting, with its items, notes, papers and all that hangs on them."""
    alderman = alderman or make_person(
        "alderman", name="Wethouder sociaal domein", title="wethouder sociaal domein"
    )
    officer = make_person("officer", name="Beleidsmedewerker jeugd")
    partnership = _partnership()
    body = make_body(
        partnership=partnership, name="Algemeen bestuur", kind="general_board", place="Groningen"
    )
    earlier = _earlier(body, alderman, officer)
    meeting = make_meeting(
        body=body,
        alderman=alderman,
        officer=officer,
        title="Themabijeenkomst begroting en jeugdgezondheidszorg",
        place="Provinciehuis, Martinikerkhof 12, Groningen",
        online_url="https://overleg.example/pgz/3",
        closed=True,
        remarks="Het bestuur stelt de ontwerpbegroting vast; daarna gaat zij naar de raden.",
    )
    _agenda(meeting, officer)
    _left_open(earlier, officer)
    _council_days(meeting)
    db.session.add(
        Steer(
            meeting_id=meeting.id,
            achieve="Een aparte regel voor de indexering.\nEen begrensde reserve.\nRust.",
            saved_by_id=officer.id,
            saved_at=clock.now(),
        )
    )
    db.session.commit()
    return meeting


def with_items(count: int, alderman: Person) -> Meeting:
    """A meeting with so many items, each with a note; every fourth is a consent item."""
    meeting = make_meeting(alderman=alderman, officer=make_person("officer"))
    for number in range(1, count + 1):
        item = make_item(
            meeting,
            position=number,
            number=str(number),
            title=f"Onderwerp {number}: vaststelling van de gemeenschappelijke uitvoeringsagenda",
            handling="consent" if number % 4 == 0 else "discussion",
            minutes=5,
        )
        make_note(
            item,
            state="aligned",
            parts={
                "ask": "Instemmen met de uitvoeringsagenda en de daarbij behorende middelen.",
                "speaking_points": "Wij stemmen in.\nGraag een tussenstand in juni.\nDank.",
            },
        )
    return meeting


def _partnership() -> Partnership:
    partnership = Partnership(
        name="Publieke Gezondheid en Zorg Groningen",
        abbreviation="PG&Z",
        purpose="Samen de publieke gezondheid van inwoners bevorderen en beschermen.",
        nature="public",
        form="gemeenschappelijke regeling",
        obligation="mandatory",
        goal="Gezond opgroeien in een veilige omgeving.",
        strategy="Vroeg aan tafel, met de buurgemeenten.",
    )
    partnership.areas = [make_area(name="Volksgezondheid"), make_area(name="Jeugd")]
    partnership.working_levels = [PartnershipWorkingLevel(working_level="board")]
    partnership.reasons = [
        PartnershipReason(reason="legal_duty", explanation="Wet publieke gezondheid"),
        PartnershipReason(reason="too_heavy"),
    ]
    partnership.statuses = [PartnershipStatus(status="active")]
    partnership.own_participations = [OwnParticipation(votes=2)]
    names = ("Groningen", "Ten Boer", "Hoogezand-Sappemeer", "Eemsmond", "Oldambt", "Zuidhorn")
    partnership.participations = [
        Participation(
            organisation=make_organisation(name=f"Gemeente {name}"),
            votes=votes,
            note="voorzitter" if name == "Groningen" else "",
        )
        for name, votes in zip(names, (8, 1, 2, 2, 3, 1), strict=True)
    ]
    if db.session.query(Organisation).filter_by(ours=True).first() is None:
        make_organisation(name="Gemeente Haren", ours=True)
    db.session.add(partnership)
    db.session.commit()
    return partnership


def _agenda(meeting: Meeting, officer: Person) -> None:
    def item(number: int, title: str, **fields: object) -> AgendaItem:
        found = {"position": number, "number": str(number), "title": title, **fields}
        return make_item(meeting, **found)

    item(1, "Opening en vaststelling van de agenda", type="inform", handling="consent", minutes=5)
    report = item(2, "Verslag van 24 september", handling="consent", minutes=5)
    budget = item(3, "Ontwerpbegroting 2027 en meerjarenraming 2028–2030", minutes=30)
    table = item(4, f"Planning van de {LONG_WORD}", type="inform", minutes=15)
    essay = item(5, "Visie op de samenwerking in de regio", type="opinion", minutes=20)
    scripts = item(6, "Meertalige voorlichting aan nieuwe inwoners", type="opinion", minutes=10)
    told = item(7, "Benoeming van een plaatsvervangend voorzitter", minutes=5)
    item(8, "Rondvraag en sluiting", type="inform")

    make_note(report, state="aligned", parts={"ask": "Vaststellen.", "core": ""}, author=officer)
    _budget_note(budget, officer)
    make_note(
        table,
        state="with_alderman",
        stance="listen",
        parts={"ask": "Kennisnemen van de planning.", "money": long_table(200)},
        author=officer,
    )
    make_note(
        essay,
        state="discuss",
        stance="oppose",
        parts={"ask": "Een mening geven over de visie.", "core": long_text(3000)},
        author=officer,
    )
    make_note(
        scripts,
        state="aligned",
        stance=None,
        depth="defensive",
        parts={
            "ask": f"Meningsvormend: {TURKISH}",
            "core": RICH,
            "speaking_points": f"{POLISH}\n{ARABIC}\n{EMOJI}",
            "if_raised": RICH,
        },
        author=officer,
    )
    _told(make_note(told, state="aligned", stance="abstain", author=officer), officer)
    add_paper(meeting, title="Agenda en routebeschrijving", content=pdf_files.paper(1))
    add_paper(budget, title="Ontwerpbegroting 2027", content=pdf_files.paper(3), must_read=True)
    landscape = pdf_files.paper(1, size=pdf_files.A4_LANDSCAPE)
    add_paper(budget, position=2, title="Meerjarenraming in cijfers", content=landscape)
    add_paper(
        budget, position=3, title="Vertrouwelijke bijlage", content=pdf_files.encrypted_paper()
    )


def _budget_note(item: AgendaItem, officer: Person) -> None:
    note = make_note(
        item,
        state="aligned",
        stance="agree",
        depth="full",
        mandate="Instemmen tot een stijging van 3,2%, mits apart zichtbaar.",
        mandate_giver="executive",
        mandate_on=date(2026, 11, 10),
        mandate_stance="agree_if",
        marking="Vertrouwelijk",
        parts=every_part(),
        author=officer,
    )
    _positions(item)
    _advice(note, officer)


def _positions(item: AgendaItem) -> None:
    rows = item.meeting.body.partnership.participations
    known = (
        ("agree", True, "Wil een sluitende begroting.", "Ambtelijk overleg", False),
        ("agree_if", False, "Alleen met een lagere indexering.", "Telefonisch", True),
        ("oppose", True, "Kan de stijging niet dekken.", "Brief van het college", False),
        (None, False, "Nog in gesprek met de raad.", "", True),
    )
    for row, (stance, certain, why, source, first) in zip(rows, known, strict=False):
        db.session.add(
            Position(
                item_id=item.id,
                organisation_id=row.organisation_id,
                stance=stance,
                certain=certain,
                why=why,
                source=source,
                heard_on=date(2026, 11, 12) if source else None,
                call_first=first,
            )
        )
    db.session.commit()


def _advice(note: Note, officer: Person) -> None:
    adviser = make_person("adviser", name="Adviseur financiën")
    for field, kind, text, parts_version in (
        ("finance", "positive_with_remarks", "Dekking ontbreekt voor € 14.500.", 1),
        ("legal", "no_remarks", "", 1),
    ):
        db.session.add(
            Advice(
                note_id=note.id,
                adviser_id=adviser.id,
                field=field,
                asked_by_id=officer.id,
                asked_at=clock.now(),
                due_on=clock.today(),
                kind=kind,
                text=text,
                given_at=clock.now(),
                given_by_id=adviser.id,
                version_number=parts_version,
            )
        )
    db.session.commit()


def _told(note: Note, officer: Person) -> None:
    """That the portfolio holder agreed by phone, which nobody confirmed yet."""
    db.session.add(
        NoteStep(
            note_id=note.id,
            step="agree",
            from_state="with_alderman",
            to_state="aligned",
            version_number=1,
            person_id=officer.id,
            on_behalf_of_id=note.item.meeting.alderman_id,
            taken_at=clock.now(),
            how=How.TOLD,
            said_at=clock.now(),
        )
    )
    db.session.commit()


def _earlier(body: Body, alderman: Person, officer: Person) -> Meeting:
    start = moment("2026-09-24T09:30")
    meeting = make_meeting(
        body=body,
        starts_at=start,
        status="held",
        alderman=alderman,
        officer=officer,
    )
    for number, title, outcome, decision in (
        (1, "Jaarrekening 2025", "as_asked", "Vastgesteld."),
        (2, "Herverdeling van de reserve", "partly", "Vastgesteld, met een toezegging."),
        (3, "Nieuwe huisvesting", "postponed", ""),
    ):
        make_item(
            meeting,
            position=number,
            number=str(number),
            title=title,
            outcome=outcome,
            decision=decision,
        )
    return meeting


def _left_open(meeting: Meeting, officer: Person) -> None:
    for number, (words, kind, owner, who, due) in enumerate(
        (
            ("Voorstel voor de reserve rondsturen", "commitment", None, "Secretariaat PG&Z", 1),
            ("Zienswijze van de raad voorbereiden", "action", officer.id, "", 5),
            ("Cijfers over wachttijden opvragen", "action", officer.id, "", None),
        )
    ):
        db.session.add(
            Action(
                key=f"{meeting.id}-{number}",
                meeting_id=meeting.id,
                kind=kind,
                words=words,
                owner_id=owner,
                owner_name=who,
                due_on=day("2026-12-01") + timedelta(days=due) if due is not None else None,
                added_by_id=officer.id,
                added_at=clock.now(),
            )
        )
    db.session.commit()


def _council_days(meeting: Meeting) -> None:
    make_period("council", "2026-12-14", name="Raadsvergadering")
    make_period("committee", "2027-01-11", name="Raadscommissie Samenleving")
    make_period("recess", "2026-12-19", "2027-01-03", name="Kerstreces", to_confirm=True)
    make_period("council", "2027-01-25")
