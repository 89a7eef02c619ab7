"""Lists of Dutch words that search needs: common words, odd forms, parts of compounds."""

from __future__ import annotations

_COMMON = """
    aan als bij daar dan dat de der deze die dit door een en er haar had heb hebben heeft het hij
    hoe hun ik in is je kan maar me met mij mijn na naar niet nog nu of om omdat ons onze ook op
    over te ten ter tot u uit uw van veel voor waar was wat we wel werd wie wij wordt worden zal ze
    zich zij zijn zo zou
"""
#: Words that say nothing about what somebody looks for; neither indexed nor searched.
COMMON = frozenset(_COMMON.split())

#: Forms that no rule brings back to their word: form -> the word under which it is found as well.
ODD_FORMS = {
    "besloot": "besluit",
    "besloten": "besluit",
    "besliste": "besluit",
    "begroot": "begroting",
    "begrote": "begroting",
    "financieel": "financien",
    "financiele": "financien",
    "genomen": "nemen",
    "nam": "nemen",
    "namen": "nemen",
    "gekozen": "kiezen",
    "koos": "kiezen",
    "gestemd": "stemmen",
    "stad": "steden",
    "lid": "leden",
    "schip": "schepen",
    "bijgedragen": "bijdrage",
    "ingetrokken": "intrekken",
    "vastgesteld": "vaststellen",
    "vaststelling": "vaststellen",
    "toegezegd": "toezegging",
    "uitgetreden": "uittreding",
    "uittreden": "uittreding",
    "toegetreden": "toetreding",
    "toetreden": "toetreding",
    "gewijzigd": "wijziging",
    "wijzigen": "wijziging",
    "gemeld": "melding",
    "geregeld": "regeling",
    "samengewerkt": "samenwerking",
    "samenwerken": "samenwerking",
    "afgestemd": "afstemming",
    "afstemmen": "afstemming",
}

_HEADS = """
    aanbesteding aandeelhouder accommodatie afspraak afstemming afval agenda akkoord ambitie
    aandeel arbeid arrangement archief avond
    bedrijf bedrijfsvoering begroting beheer belang belasting beleid benchmark beroep besluit
    bestuur bevoegdheid bezuiniging bijdrage bijlage bodem brand brandweer brief bron budget buurt
    bouw bus capaciteit centrum cluster college commissie controle convenant crisis
    cultuur data deelnemer dienst dienstverlening doel dossier duurzaamheid economie energie
    evaluatie financien fonds gebied gebouw gegevens gemeente gemeenschap geluid gezondheid grond
    griffie handhaving haven herindeling herziening hulp huisvesting hulpverlening informatie
    inkomen inkoop innovatie inspectie integratie inwoner inzet jaarrekening jaarplan jaarverslag
    jeugd jongeren kaart kader kantoor kern keuze klimaat koers kosten kwaliteit landbouw landschap
    leefbaarheid leerling leerplicht ligging lijn lobby maatregel management mandaat markt meldkamer
    meting milieu mobiliteit monitor natuur netwerk nota notitie omgeving onderwijs onderzoek
    ontwerp ontwikkeling opdracht opgave openbaar organisatie ouderen overeenkomst overheid overleg
    paragraaf participatie periode personeel plan planning platform politie portefeuille
    portefeuillehouder prestatie procedure programma project protocol provincie raad rapport
    rapportage recht recreatie regeling regio rekening reserve resultaat risico ruimte
    samenwerking schema school secretaris sector sociaal speelveld sport stad standpunt statuten
    stelsel strategie structuur stuk subsidie taak tarief tekort termijn toekomst toerisme toezicht
    traject transitie uitgave uittreding uitvoering veiligheid verantwoording verbinding verbond
    verdeling verdeelsleutel vergadering vergunning verkeer verkenning verlening verordening
    verslag vervoer verzoek verzuim visie voorstel voorziening vraag waarde wachtlijst warmte water
    waterschap weerstand weerstandsvermogen werk werkgever werkgroep werkplan wethouder wet wijk
    wijziging wonen woning woningbouw zaak zekerheid zienswijze zorg
"""
#: Words of which compounds are made in this field: "ontwerpbegroting" is found by "begroting".
HEADS = frozenset(_HEADS.split())
