"""Agendas as organisers send them, in every notation met so far, with what must be read from them.

One line per item: number | title | type, handling, minutes | what is said below it; then the lines
that are left out, with the reason.
"""

from __future__ import annotations

AGENDAS: dict[str, tuple[str, str]] = {
    "a letter with subnumbers, papers, an ask and consent items": (
        """\
AGENDA
Algemeen bestuur Publiek Vervoer
Donderdag 3 december 2026, 9.30-11.00 uur

1. Opening
2. Mededelingen
3. Vaststelling verslag 1 oktober 2026
3.1 Ontwerpbegroting 2027 (besluitvormend) (10 min)
Bijlage(n): Ontwerpbegroting 2027.pdf; Toelichting.pdf
Gevraagd besluit: in te stemmen met
de ontwerpbegroting 2027
4. Hamerstukken
4.1 Benoeming accountant
4.2 Klachtenregeling
5. Rondvraag
6. Sluiting

pagina 1 van 2
Met vriendelijke groet,
Secretariaat
Kerkstraat 1
9751 AC Haren
""",
        """\
1 | Opening | inform consent
2 | Mededelingen | inform consent
3 | Vaststelling verslag 1 oktober 2026 | decide consent
3.1 | Ontwerpbegroting 2027 | decide discussion 10 | paper: Ontwerpbegroting 2027.pdf | paper: Toelichting.pdf | ask: in te stemmen met de ontwerpbegroting 2027
4.1 | Benoeming accountant | decide consent
4.2 | Klachtenregeling | decide consent
5 | Rondvraag | inform consent
6 | Sluiting | inform consent
- 1 around
- 2 before
- 3 around
- 12 heading
- 18 around
- 19 signature
- 20 signature
- 21 signature
- 22 signature
""",
    ),
    "numbers without dots, and a wrapped title": (
        """\
1 Opening en mededelingen
2 Verslag vorige vergadering
2a. Actielijst
3.1.\tOntwerpbegroting
4 Regiovisie wonen 2030: uitkomsten van de consultatie onder de gemeenten en
vervolgstappen
10 jaar samenwerking in beeld
5 Sluiting
""",
        """\
1 | Opening en mededelingen | inform consent
2 | Verslag vorige vergadering | decide consent
2a | Actielijst | decide consent
3.1 | Ontwerpbegroting | inform discussion
4 | Regiovisie wonen 2030: uitkomsten van de consultatie onder de gemeenten en vervolgstappen | inform discussion | said: 10 jaar samenwerking in beeld
5 | Sluiting | inform consent
""",
    ),
    "agendapunt and punt in front": (
        """\
Agendapunt 1 - Opening
Agendapunt 2 – Jaarrekening 2025 [B]
Punt 3: Voortgang programma mobiliteit [I]
Punt 4: Rondvraag
""",
        """\
1 | Opening | inform consent
2 | Jaarrekening 2025 | decide discussion
3 | Voortgang programma mobiliteit | inform discussion
4 | Rondvraag | inform consent
""",
    ),
    "roman numbers as headings, counting again below each": (
        """\
I. Opening
II. Ter besluitvorming
1. Ontwerpbegroting
2. Jaarstukken
III. Ter informatie
1. Kwartaalrapportage
IV. Sluiting
""",
        """\
I | Opening | inform consent
1 | Ontwerpbegroting | decide discussion
2 | Jaarstukken | decide discussion
III.1 | Kwartaalrapportage | inform discussion
IV | Sluiting | inform consent
- 2 heading
- 5 heading
""",
    ),
    "roman numbers without dots": (
        """\
I Opening
II Begroting 2027
III Rondvraag
""",
        """\
I | Opening | inform consent
II | Begroting 2027 | inform discussion
III | Rondvraag | inform consent
""",
    ),
    "small letters below a number": (
        """\
5. Ingekomen stukken
a) Brief provincie
b) Brief gemeente Assen
6. Sluiting
""",
        """\
5 | Ingekomen stukken | inform consent
5a | Brief provincie | inform discussion
5b | Brief gemeente Assen | inform discussion
6 | Sluiting | inform consent
""",
    ),
    "capital letters": (
        """\
A. Opening
B. Begroting (D)
C. Sluiting
""",
        """\
A | Opening | inform consent
B | Begroting | opinion discussion
C | Sluiting | inform consent
""",
    ),
    "a list of bullets": (
        """\
- Opening
- Begroting 2027 (B)
- Rondvraag
""",
        """\
| Opening | inform consent
| Begroting 2027 | decide discussion
| Rondvraag | inform consent
""",
    ),
    "bullets below headings with a type": (
        """\
Ter informatie
- Kwartaalrapportage
- Stand van zaken meldkamer
Ter bespreking:
- Regiovisie
Ter besluitvorming
- Begroting
Rondvraag
""",
        """\
| Kwartaalrapportage | inform discussion
| Stand van zaken meldkamer | inform discussion
| Regiovisie | opinion discussion
| Begroting | decide discussion
| Rondvraag | inform consent
- 1 heading
- 4 heading
- 6 heading
""",
    ),
    "a programme with times in front": (
        """\
09.30 Inloop
09.45-10.00 uur Opening
10.00 Begroting 2027 (besluitvormend)
10.30 Rondvraag
10.45 uur Einde
""",
        """\
| Inloop | inform consent 15
| Opening | inform consent 15
| Begroting 2027 | decide discussion 30
| Rondvraag | inform consent 15
| Einde | inform consent
""",
    ),
    "a table with a head and a heading row": (
        """\
Nr.\tOnderwerp\tB/I/D\tTijd\tBijlagen
1\tOpening\t\t5\t
2\tOntwerpbegroting 2027\tB\t15\tja
Hamerstukken\t\t\t\t
3\tKlachtenregeling\tH\t\t3a
4\tRondvraag\t\t5 min\t-
""",
        """\
1 | Opening | inform consent 5
2 | Ontwerpbegroting 2027 | decide discussion 15 | paper: bijlage
3 | Klachtenregeling | decide consent | paper: bijlage 3a
4 | Rondvraag | inform consent 5
- 1 table_head
- 4 heading
""",
    ),
    "a table with times and agendapunt as number": (
        """\
Tijd\tAgendapunt\tOnderwerp\tDoel\tPortefeuillehouder
13.30 - 13.35\t1.\tOpening\t\tVoorzitter
13.35 - 14.00\t2.\tRegionale energiestrategie\tMeningsvormend\tWethouder
14.00\t3.\tSluiting\t\t
""",
        """\
1 | Opening | inform consent 5 | said: Voorzitter
2 | Regionale energiestrategie | opinion discussion 25 | said: Wethouder
3 | Sluiting | inform consent
- 1 table_head
""",
    ),
    "a table without a head": (
        """\
1\tOpening\t
2\tBegroting\tB\t10 min\tBijlage.pdf
3\tSluiting
""",
        """\
1 | Opening | inform consent
2 | Begroting | decide discussion 10 | paper: Bijlage.pdf
3 | Sluiting | inform consent
""",
    ),
    "everything on one line": (
        """\
1. Opening 2. Mededelingen 3. Begroting 2027 4. Sluiting
""",
        """\
1 | Opening | inform consent
2 | Mededelingen | inform consent
3 | Begroting 2027 | inform discussion
4 | Sluiting | inform consent
""",
    ),
    "lines without anything in front": (
        """\
Opening
Mededelingen
Ontwerpbegroting 2027
Regiovisie wonen
Rondvraag en sluiting
""",
        """\
| Opening | inform consent
| Mededelingen | inform consent
| Ontwerpbegroting 2027 | inform discussion
| Regiovisie wonen | inform discussion
| Rondvraag en sluiting | inform consent
""",
    ),
    "a counted ask below an item": (
        """\
1. Opening
2. Zienswijze begroting
Gevraagd besluit:
1. In te stemmen met de zienswijze
2. Het bestuur te informeren
3. Jaarrekening
Voorstel: vaststellen
Toelichting: zie notitie
4. Sluiting
""",
        """\
1 | Opening | inform consent
2 | Zienswijze begroting | decide discussion | ask: In te stemmen met de zienswijze | ask: Het bestuur te informeren
3 | Jaarrekening | decide discussion | ask: vaststellen | said: Toelichting: zie notitie
4 | Sluiting | inform consent
""",
    ),
    "a counted ask below the first item": (
        """\
1. Zienswijze begroting
Gevraagd besluit:
 1. In te stemmen met de zienswijze
 2. het bestuur te informeren
2. Jaarrekening
""",
        """\
1 | Zienswijze begroting | decide discussion | ask: In te stemmen met de zienswijze | ask: het bestuur te informeren
2 | Jaarrekening | inform discussion
""",
    ),
    "a quoted mail with brackets": (
        """\
Van: secretariaat@regio.example
Aan: deelnemers
Onderwerp: agenda AB

Beste collega's,

Hierbij de agenda voor donderdag.

> 1) Welkom en opening
> 2) Bespreking concept-besluitenlijst d.d. 1 oktober 2026
> 3) Herijking gemeenschappelijke regeling; ter bespreking en besluitvorming, 30 min.
> 4) W.v.t.t.k.

Groet,
Het secretariaat
06-12345678
""",
        """\
1 | Welkom en opening | inform consent
2 | Bespreking concept-besluitenlijst d.d. 1 oktober 2026 | decide consent
3 | Herijking gemeenschappelijke regeling | decide discussion 30
4 | W.v.t.t.k. | inform consent
- 1 around
- 2 around
- 3 around
- 5 around
- 7 around
- 14 signature
- 15 signature
- 16 signature
""",
    ),
    "a PDF with numbers on lines of their own": (
        """\
1.
Opening
2.
Mededelingen
3.
Ontwerpbegroting 2027
en meerjarenraming
4.
Sluiting
3
""",
        """\
1 | Opening | inform consent
2 | Mededelingen | inform consent
3 | Ontwerpbegroting 2027 en meerjarenraming | inform discussion
4 | Sluiting | inform consent
- 10 around
""",
    ),
    "letters as headings, counting on": (
        """\
A-stukken
A. Hamerstukken
1. Wijziging regeling
2. Benoeming lid
B. Bespreekstukken
3. Begroting 2027
C. Sluiting
""",
        """\
1 | Wijziging regeling | decide consent
2 | Benoeming lid | decide consent
3 | Begroting 2027 | inform discussion
C | Sluiting | inform consent
- 1 before
- 2 heading
- 5 heading
""",
    ),
    "a spreadsheet with two lines in a cell": (
        """\
Nr\tOnderwerp\tBijlagen
1\tOpening\t
2\tBegroting\t"Begroting.pdf
Toelichting.pdf"
3\tSluiting\t
""",
        """\
1 | Opening | inform consent
2 | Begroting | inform discussion | paper: Begroting.pdf | paper: Toelichting.pdf
3 | Sluiting | inform consent
- 1 table_head
""",
    ),
    "dots and page numbers": (
        """\
1. Opening ........ 1
2. Begroting 2027 ..... 3
3. Sluiting .... 9
""",
        """\
1 | Opening | inform consent
2 | Begroting 2027 | inform discussion
3 | Sluiting | inform consent
""",
    ),
    "a numbered heading with letters, and one without items": (
        """\
7. Ter kennisname
7a. Brief
7b. Verslag werkgroep
8. Hamerstukken
9. Sluiting
""",
        """\
7a | Brief | inform discussion
7b | Verslag werkgroep | inform discussion
8 | Hamerstukken | decide consent
9 | Sluiting | inform consent
- 1 heading
""",
    ),
    "times and types on lines below": (
        """\
1. Opening
19:30 - 19:35
2. Begroting 2027
Besluitvormend
19:35 - 20:00
3. Jaarstukken
Informerend
4. Sluiting
""",
        """\
1 | Opening | inform consent 5
2 | Begroting 2027 | decide discussion 25
3 | Jaarstukken | inform discussion
4 | Sluiting | inform consent
""",
    ),
    "headings between numbered items": (
        """\
1. Opening
Ter bespreking
2. Regiovisie
3. Mobiliteit
Ter informatie
4. Stand van zaken meldkamer
5. Rondvraag
""",
        """\
1 | Opening | inform consent
2 | Regiovisie | opinion discussion
3 | Mobiliteit | opinion discussion
4 | Stand van zaken meldkamer | inform discussion
5 | Rondvraag | inform consent
- 2 heading
- 5 heading
""",
    ),
    "a Word table whose cell goes on": (
        """\
1.\tOpening\t5 min
2.\tOntwerpbegroting 2027 en meerjarenraming\t15 min\tBesluitvormend
\t(bijlage 1, 2)
3.\tRondvraag
""",
        """\
1 | Opening | inform consent 5
2 | Ontwerpbegroting 2027 en meerjarenraming | decide discussion 15 | paper: bijlage 1, 2
3 | Rondvraag | inform consent
""",
    ),
    "a council system: 3.a and 3.b": (
        """\
Agendapunt\tOnderwerp\tPortefeuillehouder\tBehandeling
1.a\tOpening\t\t
2.a\tVaststellen agenda\t\t
3.a\tZienswijze begroting GGD\tWethouder\tBespreekstuk
3.b\tVerordening\tWethouder\tHamerstuk
""",
        """\
1a | Opening | inform consent
2a | Vaststellen agenda | decide consent
3a | Zienswijze begroting GGD | inform discussion | said: Wethouder
3b | Verordening | decide consent | said: Wethouder
- 1 table_head
""",
    ),
    "a PDF with pages and a broken word": (
        """\
Agenda bestuurlijk overleg Groningen-Assen
Pagina 1 van 3
1. Opening en vaststelling agenda (09.30)
2. Uitvoeringsprogramma Regionale Energiestrategie 2027-2030 en de bij-
behorende begroting (ter besluitvorming)
   Bijlagen:
   - Notitie RES.pdf
   - Begroting RES.pdf
Agenda bestuurlijk overleg 3 december 2026
Pagina 2 van 3
3. Woondeal: voortgang en afspraken met het rijk (ter informatie, 20 min)
4. Rondvraag
""",
        """\
1 | Opening en vaststelling agenda | inform consent
2 | Uitvoeringsprogramma Regionale Energiestrategie 2027-2030 en de bijbehorende begroting | decide discussion | paper: Notitie RES.pdf | paper: Begroting RES.pdf
3 | Woondeal: voortgang en afspraken met het rijk | inform discussion 20
4 | Rondvraag | inform consent
- 1 around
- 2 around
- 9 around
- 10 around
""",
    ),
    "an annotated agenda": (
        """\
3 Ontwerpbegroting 2027
Portefeuillehouder: wethouder Financiën
Het dagelijks bestuur legt de ontwerpbegroting voor. De gemeenten kunnen tot 1 maart een zienswijze geven.
Gevraagd besluit: de ontwerpbegroting vast te stellen.
4 Sluiting
""",
        """\
3 | Ontwerpbegroting 2027 | decide discussion | said: Portefeuillehouder: wethouder Financiën | said: Het dagelijks bestuur legt de ontwerpbegroting voor. De gemeenten kunnen tot 1 maart een zienswijze geven. | ask: de ontwerpbegroting vast te stellen.
4 | Sluiting | inform consent
""",
    ),
    "times with uur": (
        """\
09:00 uur  Inloop met koffie
09:15 uur  Opening door de voorzitter
09:20 uur  Toekomst recreatieschap (meningsvormend)
10.30 uur Pauze
10.45 uur Besluitpunten begroting
12.00 uur Afsluiting
""",
        """\
| Inloop met koffie | inform consent 15
| Opening door de voorzitter | inform consent 5
| Toekomst recreatieschap | opinion discussion 70
| Pauze | inform consent 15
| Besluitpunten begroting | inform discussion 75
| Afsluiting | inform consent
""",
    ),
    "letters without dots": (
        """\
2a Ingekomen stukken
2b Uitgaande stukken
3 Begroting
""",
        """\
2a | Ingekomen stukken | inform consent
2b | Uitgaande stukken | inform consent
3 | Begroting | inform discussion
""",
    ),
    "leading zeros and a letter behind a dash": (
        """\
01. Opening
02. Verslag
03. Begroting 2027 – B
04. Rondvraag
""",
        """\
1 | Opening | inform consent
2 | Verslag | decide consent
3 | Begroting 2027 | decide discussion
4 | Rondvraag | inform consent
""",
    ),
    "dashes everywhere": (
        """\
1 – Opening
2 – Begroting 2027 – ter besluitvorming – 15 min.
3 – Sluiting
""",
        """\
1 | Opening | inform consent
2 | Begroting 2027 | decide discussion 15
3 | Sluiting | inform consent
""",
    ),
    "punt with a colon, two marks in one bracket": (
        """\
Punt 1: Opening
Punt 2: Begroting (B, 10 min)
Punt 3: Sluiting
""",
        """\
1 | Opening | inform consent
2 | Begroting | decide discussion 10
3 | Sluiting | inform consent
""",
    ),
    "three levels": (
        """\
3. Financiën
3.1 Begroting
3.1.1 Kadernota
3.2 Jaarstukken
4. Sluiting
""",
        """\
3 | Financiën | inform discussion
3.1 | Begroting | inform discussion
3.1.1 | Kadernota | inform discussion
3.2 | Jaarstukken | inform discussion
4 | Sluiting | inform consent
""",
    ),
    "bullets below numbered headings": (
        """\
4. Hamerstukken
   • Benoeming plv. lid
   • Wijziging archiefverordening
5. Bespreekstukken
   • Begroting 2027
6. Sluiting
""",
        """\
| Benoeming plv. lid | decide consent
| Wijziging archiefverordening | decide consent
| Begroting 2027 | inform discussion
6 | Sluiting | inform consent
- 1 heading
- 4 heading
""",
    ),
    "a table drawn with bars": (
        """\
| Nr | Onderwerp | Type |
|---|---|---|
| 1 | Opening | I |
| 2 | Begroting | B |
""",
        """\
1 | Opening | inform consent
2 | Begroting | decide discussion
- 1 table_head
- 2 around
""",
    ),
    "a mail that was sent on": (
        """\
Hoi,
Zie hieronder.
Groet,
Secretariaat

-----Oorspronkelijk bericht-----
Van: regio
Onderwerp: agenda

Agenda:
1. Opening
2. Begroting
3. Sluiting
""",
        """\
1 | Opening | inform consent
2 | Begroting | inform discussion
3 | Sluiting | inform consent
- 1 around
- 2 before
- 3 signature
- 4 signature
- 6 signature
- 7 signature
- 8 signature
- 10 signature
""",
    ),
    "small roman numbers": (
        """\
3. Financiën
i. Begroting
ii. Jaarstukken
4. Sluiting
""",
        """\
3 | Financiën | inform discussion
i | Begroting | inform discussion
ii | Jaarstukken | inform discussion
4 | Sluiting | inform consent
""",
    ),
    "an ask with a bullet below it": (
        """\
1. Opening
2. Benoeming lid dagelijks bestuur
Besluit: te benoemen als lid
- de burgemeester van Haren
3. Rondvraag
""",
        """\
1 | Opening | inform consent
2 | Benoeming lid dagelijks bestuur | decide discussion | ask: te benoemen als lid | ask: de burgemeester van Haren
3 | Rondvraag | inform consent
""",
    ),
    "numbers in brackets on one line": (
        """\
(1) Opening (2) Begroting (3) Sluiting
""",
        """\
1 | Opening | inform consent
2 | Begroting | inform discussion
3 | Sluiting | inform consent
""",
    ),
    "headings with blank lines": (
        """\
Ter kennisname
1. Kwartaalbericht
2. Jaarverslag

Ter bespreking en besluitvorming
3. Begroting

Sluiting
""",
        """\
1 | Kwartaalbericht | inform discussion
2 | Jaarverslag | inform discussion
3 | Begroting | decide discussion
| Sluiting | inform consent
- 1 heading
- 5 heading
""",
    ),
    "unnumbered items at the end": (
        """\
1. Opening
2. Begroting
Rondvraag
Sluiting

Na afloop is er een borrel.
""",
        """\
1 | Opening | inform consent
2 | Begroting | inform discussion
| Rondvraag | inform consent
| Sluiting | inform consent
- 6 prose
""",
    ),
    "3bis": (
        """\
3. Begroting
3bis. Zienswijze
4. Sluiting
""",
        """\
3 | Begroting | inform discussion
3bis | Zienswijze | inform discussion
4 | Sluiting | inform consent
""",
    ),
    "Markdown": (
        """\
**1. Opening**
**2. Begroting 2027** (B)
# 3. Sluiting
""",
        """\
1 | Opening | inform consent
2 | Begroting 2027 | decide discussion
3 | Sluiting | inform consent
""",
    ),
    "minutes with an accent": (
        """\
1.  Opening  (5')
2.  Wijziging GR  (D, 20')
3.  W.v.t.t.k. / rondvraag
""",
        """\
1 | Opening | inform consent 5
2 | Wijziging GR | opinion discussion 20
3 | W.v.t.t.k. / rondvraag | inform consent
""",
    ),
}
