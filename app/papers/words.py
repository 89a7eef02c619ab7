"""Words of received files: why one is refused or reads badly, and what its sender can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l

from app.papers.grades import Grade
from app.papers.limits import POINT_IN_METRES, Limits

#: What sentences say of limits is what holds.
LIMITS = Limits()
#: Why a file is refused, or no reading copy could be made of it; each with the remedy.
FAILURES: Mapping[str, Any] = {
    "missing": _l("Het bestand staat niet meer in de opslag. Voeg het opnieuw toe."),
    "empty": _l(
        "Het bestand is leeg. Open het op uw computer; is het daar ook leeg, "
        "vraag het dan opnieuw op bij de afzender."
    ),
    "encrypted": _l(
        "Het bestand is beveiligd met een wachtwoord. "
        "Vraag de afzender om een versie zonder beveiliging."
    ),
    "damaged": _l(
        "Het bestand is beschadigd en niet te lezen. Vraag het stuk opnieuw op, "
        "of open het en sla het opnieuw op als PDF."
    ),
    "too_many_pages": _l(
        "Het bestand heeft meer dan %(pages)s bladzijden. Splits het, en voeg de delen toe."
    ),
    "too_large": _l(
        "Het bestand heeft een bladzijde van meer dan %(metres)s meter, of van minder dan "
        "%(centimetres)s cm. "
        "Vraag de afzender om een versie op A4 of A3."
    ),
    "too_heavy": _l(
        "Het bestand vraagt meer geheugen of tijd dan een gewoon stuk. Open het, druk het af naar "
        "een nieuwe PDF, en voeg die toe."
    ),
    "too_many_pixels": _l(
        "De afbeelding is te groot: meer dan %(pixels)s miljoen pixels. Verklein haar, of sla haar "
        "op als PDF, en voeg die toe."
    ),
    "unknown_kind": _l(
        "Dit soort bestand kan geen stuk zijn. Open het, kies 'Opslaan als PDF' en voeg die PDF "
        "toe. Ook Word, Excel, PowerPoint, OpenDocument-tekst en foto’s kunnen."
    ),
    "old_office": _l(
        "Dit is een bestand uit een oude versie van Word, Excel of PowerPoint (.doc, .xls, .ppt). "
        "Open het, sla het op als PDF of als .docx, .xlsx of .pptx, en voeg dat toe."
    ),
    "macros": _l(
        "Het bestand bevat macro’s: programma’s die met het bestand meekomen. "
        "Open het, sla het op als PDF of zonder macro’s, en voeg dat toe."
    ),
    "form_changes_itself": _l(
        "Het stuk is een formulier dat pas in Adobe Reader zijn bladzijden maakt. Open het daar, "
        "druk het af naar een nieuwe PDF, en voeg die toe."
    ),
    "portfolio": _l(
        "Het bestand is een PDF-portfolio: een map met losse bestanden. Open het in Adobe Reader, "
        "sla de bestanden er apart uit op, en voeg die toe."
    ),
    "no_office": _l(
        "Van dit soort bestand maakt deze server geen leesversie: LibreOffice staat er niet op. "
        "Het is wel te downloaden. Voor in de vergadermap: sla het op als PDF en voeg die toe."
    ),
    "not_converted": _l(
        "Dit bestand liet zich niet omzetten naar PDF. Open het zelf, sla het op als PDF, en "
        "voeg die toe."
    ),
    "fault": _l(
        "Van dit bestand kon geen leesversie worden gemaakt. Open het, druk het af naar een "
        "nieuwe PDF, en voeg die toe."
    ),
}
KINDS: Mapping[str, Any] = {
    "pdf": _l("PDF"),
    "jpeg": _l("foto of afbeelding (JPEG)"),
    "png": _l("afbeelding (PNG)"),
    "tiff": _l("scan (TIFF)"),
    "heic": _l("foto (HEIC)"),
    "docx": _l("Word-document"),
    "odt": _l("OpenDocument-tekst"),
    "pptx": _l("PowerPoint-presentatie"),
    "xlsx": _l("Excel-werkblad"),
}
GRADES: Mapping[str, Any] = {
    Grade.OWN: _l("eigen opmaak"),
    Grade.BASIC: _l("basisopmaak"),
    Grade.SCAN: _l("scan"),
    Grade.NONE: _l("niet toegankelijk"),
}


WAITING = _l("De leesversie wordt gemaakt. Dat duurt meestal minder dan een minuut.")
SENTENCES: Mapping[str, Any] = {
    Grade.OWN: _l(
        "De maker heeft koppen, alinea’s en tabellen herkenbaar gemaakt. De leesversie is goed "
        "voor te lezen en te doorzoeken."
    ),
    Grade.BASIC: _l(
        "De maker gaf niet aan wat een kop of een alinea is; wij hebben dat zelf gedaan. "
        "Voorlezen en zoeken lukken, tabellen en afbeeldingen kunnen onduidelijk zijn."
    ),
    Grade.SCAN: _l(
        "De bladzijden zijn plaatjes. Wie het stuk laat voorlezen hoort niets, en zoeken vindt "
        "de tekst niet."
    ),
    Grade.NONE: _l("Wie het stuk laat voorlezen of doorzoekt, kan er niet op vertrouwen."),
}
#: Why a reading copy is not better, or what stands in the way of a pack that everybody can read and
#: an archive can keep; each with what helps.
REASONS: Mapping[str, Any] = {
    "tags_missing": _l(
        "De maker gaf niet aan wat een kop, een alinea of een tabel is. Wij deden dat zelf; vraag "
        "om een toegankelijke PDF als het beter moet."
    ),
    "tags_broken": _l(
        "Wat de maker aangaf (koppen, alinea’s, tabellen) klopte niet. Wij deden het opnieuw; u "
        "hoeft niets te doen."
    ),
    "tags_mended": _l(
        "Wij herstelden fouten in koppen, tabellen of leesvolgorde. U hoeft niets te doen."
    ),
    "pages_without_tags": _l(
        "Op een deel van de bladzijden gaf de maker niet aan wat een kop of een alinea is. Wij "
        "deden dat daar zelf; u hoeft niets te doen."
    ),
    "pages_scanned": _l(
        "Een of meer bladzijden zijn gescand: een plaatje zonder tekst. Vraag om die bladzijden "
        "zoals ze uit het schrijfprogramma komen."
    ),
    "text_recognised": _l(
        "Een scanner heeft de tekst herkend; er kunnen leesfouten in staan. Kijk bij namen en "
        "bedragen naar de bladzijde zelf."
    ),
    "order_guessed": _l(
        "Wij schatten in welke volgorde een bladzijde wordt voorgelezen. Vraag om een "
        "toegankelijke PDF als die volgorde telt."
    ),
    "pages_as_picture": _l(
        "Een bladzijde met een tekening wordt voorgelezen als één afbeelding, zonder beschrijving. "
        "Vraag de maker om in woorden te zeggen wat erop staat."
    ),
    "pictures_not_described": _l(
        "Afbeeldingen hebben geen beschrijving. Vraag de maker om bij elke afbeelding een "
        "alternatieve tekst te zetten; in Word kan dat."
    ),
    "page_too_heavy": _l(
        "Een bladzijde bevat te veel om helemaal na te kijken. Vraag om een eenvoudiger versie "
        "van die bladzijde."
    ),
    "page_unreadable": _l(
        "Een bladzijde is niet goed te lezen voor een programma. Open het stuk, druk het af naar "
        "een nieuwe PDF, en voeg die toe."
    ),
    "annotation_unsuited": _l(
        "Een opmerking of stempel in het stuk is niet voor te lezen. Vraag om een versie zonder "
        "opmerkingen en stempels."
    ),
    "files_inside": _l(
        "In het stuk zitten andere bestanden. Die staan alleen in het origineel: sla ze daaruit "
        "op, en voeg ze apart toe als ze erbij horen."
    ),
    "media_inside": _l(
        "In het stuk zit geluid, film of een model in drie dimensies. Dat staat alleen in het "
        "origineel: open dat in Adobe Reader."
    ),
    "fields_not_drawn": _l(
        "Niet alles wat in het formulier is ingevuld, staat op de bladzijde. Kijk in het "
        "origineel, en vraag de afzender om het formulier af te drukken naar PDF."
    ),
    "fonts_not_embedded": _l(
        "Lettertypen zitten niet in het bestand en zijn niet te vervangen. Vraag om een PDF "
        "waarin de lettertypen wel zitten."
    ),
    "fonts_damaged": _l(
        "Een lettertype in het bestand is beschadigd. Open het stuk, druk het af naar een nieuwe "
        "PDF, en voeg die toe."
    ),
    "fonts_unusual": _l(
        "Een lettertype is van een soort die niet voor te lezen is en niet in een archief kan. "
        "Vraag om een versie met gewone lettertypen."
    ),
    "characters_unknown": _l(
        "Van sommige tekens is niet te achterhalen welke letter het is. Vraag om een PDF die "
        "rechtstreeks uit het schrijfprogramma is opgeslagen."
    ),
    "colours": _l(
        "Kleuren zijn vastgelegd op een manier die niet in een archief kan. Vraag om een versie "
        "als PDF/A."
    ),
    "images": _l(
        "Een afbeelding is opgeslagen op een manier die niet in een archief kan. Vraag om een "
        "versie als PDF/A."
    ),
    "pages_odd": _l(
        "Een bladzijde is opgebouwd op een manier die niet in een archief kan. Open het stuk, "
        "druk het af naar een nieuwe PDF, en voeg die toe."
    ),
    "annotations": _l(
        "Opmerkingen of stempels in het stuk kunnen niet in een archief. Vraag om een versie "
        "zonder opmerkingen en stempels."
    ),
    "layers": _l(
        "Het stuk heeft lagen die niet in een archief kunnen. Vraag om een versie zonder lagen."
    ),
    "too_large_for_archive": _l(
        "Een bladzijde is groter dan een archief aankan. Vraag om een versie op A4 of A3."
    ),
    "fault": _l(
        "Bij het nakijken van dit stuk ging bij ons iets mis. U kunt het lezen, maar of iedereen "
        "het kan lezen is niet bekend. De beheerder vindt de fout in het logboek."
    ),
    "too_complex": _l(
        "Het stuk is te ingewikkeld om helemaal na te kijken. Open het, druk het af naar een "
        "nieuwe PDF, en voeg die toe."
    ),
}
#: What is asked of the sender of a paper that everybody can read, and no archive can keep.
FOR_ARCHIVE = "for_archive"
#: What to write to the sender, by grade or by why there is no reading copy.
TO_SENDER: Mapping[str, Any] = {
    Grade.SCAN: _l(
        "Wilt u dit stuk sturen als PDF die rechtstreeks uit Word of een ander programma is "
        "opgeslagen, in plaats van als scan? Dan is het voor iedereen te lezen en te doorzoeken."
    ),
    FOR_ARCHIVE: _l(
        "Wilt u dit stuk opnieuw opslaan als PDF/A? In Word: Opslaan als, PDF, Opties, en vink "
        "'PDF/A' aan. Dan kan het in het archief."
    ),
    Grade.NONE: _l(
        "Wilt u dit stuk opnieuw opslaan als toegankelijke PDF, met de lettertypen in het "
        "bestand? In Word: Opslaan als, PDF, Opties, en vink aan 'Documentstructuurtags voor "
        "toegankelijkheid' en 'PDF/A'."
    ),
    "form_changes_itself": _l(
        "Wilt u het ingevulde formulier afdrukken naar een nieuwe PDF, en die sturen?"
    ),
    "portfolio": _l("Wilt u de bestanden uit het portfolio elk als gewone PDF sturen?"),
    "empty": _l("Het bestand is leeg aangekomen. Wilt u het opnieuw sturen?"),
    "too_heavy": _l(
        "Wij kunnen dit bestand niet verwerken. Wilt u het afdrukken naar een nieuwe PDF, en die "
        "sturen?"
    ),
    "too_large": _l("Wilt u dit stuk sturen op A4 of A3?"),
    "too_many_pages": _l(
        "Wilt u dit stuk in delen sturen, elk van hoogstens %(pages)s bladzijden?"
    ),
    "too_many_pixels": _l("Wilt u deze afbeelding kleiner sturen, of als PDF?"),
    "encrypted": _l("Wilt u dit stuk sturen als PDF zonder wachtwoord of andere beveiliging?"),
    "damaged": _l("Het bestand is beschadigd aangekomen. Wilt u het opnieuw sturen?"),
    "not_converted": _l("Wij kunnen dit bestand niet openen. Wilt u het als PDF sturen?"),
}


def failure(code: str) -> str:
    """Why there is nothing to read, and what to do about it."""
    return _filled(FAILURES.get(code, FAILURES["fault"]))


def question(code: str) -> str:
    """What to ask of the sender; empty where there is nothing to ask."""
    return _filled(TO_SENDER.get(code, ""))


def reasons(codes: Iterable[str]) -> tuple[str, ...]:
    """What stands in the way of the standards, in sentences: one at least."""
    found = tuple(sentence for code in codes if (sentence := reason(code)))
    return found or (str(REASONS["too_complex"]),)


def reason(code: str) -> str:
    """Why a reading copy is not better; empty for a code that says nothing to a reader."""
    return str(REASONS.get(code, ""))


def _filled(sentence: Any) -> str:
    """A sentence with the limits that hold, written as its reader writes numbers."""
    metre = POINT_IN_METRES
    return str(sentence) % {
        "pages": format_decimal(LIMITS.pages),
        "pixels": format_decimal(LIMITS.pixels // 1_000_000),
        "metres": format_decimal(round(LIMITS.largest_side * metre, 1)),
        "centimetres": format_decimal(round(LIMITS.smallest_side * metre * 100, 1)),
    }
