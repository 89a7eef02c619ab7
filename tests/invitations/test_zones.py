"""Which moment a file means: by names of every kind, its own definitions, or a question."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from app.invitations.reading.receiving import read_invitation
from tests.invitations.small import OWN_ZONE, TODAY, event, file_of, occurrences, read

WINTER, SUMMER = "20270115T093000", "20270615T093000"
DUTCH = [
    "Europe/Amsterdam",
    "europe/AMSTERDAM",
    "Europe_Amsterdam",
    '"Europe/Amsterdam"',
    "posix/Europe/Amsterdam",
    "CET",
    "W. Europe Standard Time",
    "Romance Standard Time",
    "W. Europe Standard Time 1",
    "West-Europa (standaardtijd)",
    "Mitteleuropäische Zeit",
    "/freeassociation.sourceforge.net/Europe/Amsterdam",
    "/freeassociation.sourceforge.net/Tzfile/Europe/Amsterdam",
    "/mozilla.org/20050126_1/Europe/Amsterdam",
    "/softwarestudio.org/Olson_20011030_5/Europe/Amsterdam",
    "/softwarestudio.org/Tzfile/Europe/Amsterdam",
    '"(UTC+01:00) Amsterdam, Berlijn, Bern, Rome, Stockholm, Wenen"',
    '"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"',
    '"(UTC+01:00) Brussel, Kopenhagen, Madrid, Parijs"',
    '"(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"',
    '"(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna"',
    '"Amsterdam, Belgrade, Berlin, Brussels, Budapest, Madrid, Paris, Prague, Stockholm"',
    '"Western/Central Europe"',
    '"W. Europe Standard Time',
    "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris",
]
OTHERS = {
    "UTC": (9, 9),
    "tzone://Microsoft/Utc": (9, 9),
    '"(UTC) Gecoördineerde universele tijd"': (9, 9),
    "GMT Standard Time": (9, 8),
    '"(UTC+00:00) Dublin, Edinburgh, Lissabon, Londen"': (9, 8),
    '"(UTC+02:00) Athene, Boekarest"': (7, 6),
    "Eastern Standard Time": (14, 13),
    "US/Eastern": (14, 13),
    "America/Los Angeles": (17, 16),
    "UTC+01:00": (8, 8),
    "GMT-0500": (14, 14),
}


def hours(zone: str, *parts: str) -> tuple[int, int]:
    """The hours in UTC at which half past nine falls in winter and in summer."""
    first, second = occurrences(
        *parts,
        event(f"DTSTART;TZID={zone}:{WINTER}", uid="1"),
        event(f"DTSTART;TZID={zone}:{SUMMER}", uid="2"),
    )
    assert (first.asks_zone, second.asks_zone) == (None, None)
    return first.starts_at.hour, second.starts_at.hour


@pytest.mark.parametrize("name", DUTCH)
def test_every_name_of_dutch_time(name: str) -> None:
    assert hours(name) == (8, 7)


@pytest.mark.parametrize(("name", "expected"), OTHERS.items())
def test_names_of_other_times(name: str, expected: tuple[int, int]) -> None:
    assert hours(name) == expected


@pytest.mark.parametrize(
    "name", ["Customized Time Zone", "tzone://Microsoft/Custom", "Overleg-tijd", "Europe/CUSTOM"]
)
def test_a_zone_that_the_file_defines_itself(name: str) -> None:
    assert hours(name, OWN_ZONE.format(name=name)) == (8, 7)


@pytest.mark.parametrize(
    "name",
    [
        "Customized Time Zone",
        "tzone://Microsoft/Custom",
        "Nergens/Hier",
        "localtime",
        "right/Nergens",
        "(UTC+05:00) Amsterdam",
        "../../../etc/passwd",
        "AEST",
    ],
)
def test_an_unknown_name_is_asked_and_answered(name: str) -> None:
    content = file_of(event(f'DTSTART;TZID="{name}":{WINTER}'))
    reading = read(content)
    assert reading.unknown_zones == (name,)
    assert reading.occurrences[0].asks_zone == name
    assert reading.occurrences[0].starts_at.hour == 8  # as proposed
    answered = read(content, {name: "America/New_York"})
    assert (answered.unknown_zones, answered.occurrences[0].asks_zone) == ((), None)
    assert answered.occurrences[0].starts_at.hour == 14
    assert read(content, {name: "Ook/Onzin"}).unknown_zones == (name,)


def test_a_name_without_end_is_asked_by_its_beginning() -> None:
    content = file_of(*(event(f"DTSTART;TZID={'x' * 9000}{n}:{WINTER}", uid=n) for n in "ab"))
    (name,) = read(content).unknown_zones
    assert name == "x" * 200
    answered = read_invitation(content, {name: "Europe/London"}, TODAY)
    assert [one.starts_at.hour for one in answered.occurrences] == [9, 9]


def test_a_time_in_no_zone_is_asked() -> None:
    content = file_of(event(f"DTSTART:{WINTER}"), event("DTSTART:20270115T093000Z", uid="2"))
    assert read(content).unknown_zones == ("",)
    assert [one.asks_zone for one in read(content).occurrences] == ["", None]
    assert read(content, {"": "Europe/London"}).occurrences[0].starts_at.hour == 9


def test_a_time_in_no_zone_is_that_of_the_calendar() -> None:
    (one,) = occurrences("X-WR-TIMEZONE:Europe/London", event(f"DTSTART:{WINTER}"))
    assert (one.asks_zone, one.zone, one.starts_at.hour) == (None, "Europe/London", 9)
    (one,) = occurrences("X-WR-TIMEZONE:Nergens", event(f"DTSTART:{WINTER}"))
    assert one.asks_zone == "Nergens"


def test_utc_stays_utc_whatever_stands_beside_it() -> None:
    (one,) = occurrences("X-WR-TIMEZONE:Asia/Tokyo", event(f"DTSTART;TZID=Asia/Tokyo:{WINTER}Z"))
    assert (one.starts_at.hour, one.zone) == (9, "UTC")


def test_a_known_name_counts_and_the_file_that_differs_is_shown() -> None:
    wrong = OWN_ZONE.format(name="Europe/Amsterdam").replace("+0200", "+0400")
    winter, summer = occurrences(
        wrong,
        event(f"DTSTART;TZID=Europe/Amsterdam:{WINTER}", uid="1"),
        event(f"DTSTART;TZID=Europe/Amsterdam:{SUMMER}", uid="2"),
    )
    assert (winter.starts_at.hour, winter.disputed_start) == (8, None)
    assert summer.starts_at == datetime(2027, 6, 15, 7, 30, tzinfo=UTC)
    assert summer.disputed_start == datetime(2027, 6, 15, 5, 30, tzinfo=UTC)


def test_a_definition_of_one_year_disputes_nothing_about_another() -> None:
    of_2020 = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:20200329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""
    (one,) = occurrences(of_2020, event(f"DTSTART;TZID=Europe/Amsterdam:{WINTER}"))
    assert one.disputed_start is None


@pytest.mark.parametrize("known", ["Europe/Amsterdam", "America/New_York", "Pacific/Apia"])
def test_own_rules_agree_with_the_known_zone_on_both_nights(known: str) -> None:
    """Hour by hour, also those that do not exist and those that come twice."""
    rules = {
        "Europe/Amsterdam": ("+0100", "+0200", "3;BYDAY=-1SU", "10;BYDAY=-1SU", "02", "03"),
        "America/New_York": ("-0500", "-0400", "3;BYDAY=2SU", "11;BYDAY=1SU", "02", "02"),
        "Pacific/Apia": ("+1300", "+1300", "3;BYDAY=-1SU", "10;BYDAY=-1SU", "02", "03"),
    }
    winter, summer, spring, autumn, first, second = rules[known]
    own = f"""BEGIN:VTIMEZONE
TZID:eigen
BEGIN:DAYLIGHT
DTSTART:20070101T{first}0000
RRULE:FREQ=YEARLY;BYMONTH={spring}
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20070101T{second}0000
RRULE:FREQ=YEARLY;BYMONTH={autumn}
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
END:STANDARD
END:VTIMEZONE"""
    days = ["20270314", "20270328", "20271031", "20271107", "20270701", "20271225"]
    walls = [
        f"{day}T{hour:02}{minute}00" for day in days for hour in range(5) for minute in ("00", "30")
    ]
    pairs = occurrences(
        own,
        *(
            event(f"DTSTART;TZID=eigen:{wall}", uid=f"{number}")
            for number, wall in enumerate(walls)
        ),
        *(
            event(f"DTSTART;TZID={known}:{wall}", uid=f"{number}k")
            for number, wall in enumerate(walls)
        ),
    )
    by_uid = {one.uid: one.starts_at for one in pairs}
    for number, wall in enumerate(walls):
        assert by_uid[f"{number}"] == by_uid[f"{number}k"], wall


def test_a_definition_by_dates() -> None:
    by_dates = """BEGIN:VTIMEZONE
TZID:lijst
BEGIN:STANDARD
DTSTART:20251026T030000
RDATE:20251026T030000,20261025T030000,20271031T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260329T020000
RDATE:20260329T020000
RDATE:20270328T010000Z
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""
    assert hours("lijst", by_dates) == (8, 7)


def test_a_definition_that_says_nothing_is_none() -> None:
    empty = (
        "BEGIN:VTIMEZONE\nTZID:leeg\nBEGIN:STANDARD\nTZOFFSETTO:veel\nEND:STANDARD\nEND:VTIMEZONE"
    )
    assert occurrences(empty, event(f"DTSTART;TZID=leeg:{WINTER}"))[0].asks_zone == "leeg"


def test_the_same_file_says_the_same_whatever_was_read_before() -> None:
    """Three files give one name three meanings: in one process, and in one for each."""
    files = []
    for hours_ahead in ("+0100", "+0500", "-0300"):
        zone = OWN_ZONE.format(name="Onze tijd").replace("+0100", hours_ahead)
        zone = zone.replace("+0200", hours_ahead)
        files.append(file_of(zone, event(f'DTSTART;TZID="Onze tijd":{WINTER}')))
    files.append(file_of(event(f'DTSTART;TZID="Onze tijd":{WINTER}')))
    files.append(file_of(event(f'DTSTART;TZID="Europe/Amsterdam":{WINTER}')))
    expected = [read_invitation(content, today=TODAY) for content in files]
    assert [one.occurrences[0].starts_at.hour for one in expected] == [8, 4, 12, 8, 8]
    order = list(range(len(files))) * 4
    random.Random(6).shuffle(order)
    for number in order:
        assert read(files[number]) == expected[number]
    for number in order[:5]:
        assert read_invitation(files[number], today=TODAY) == expected[number]


NEW_YORK = "DTSTART;TZID=America/New_York:20270115T093000"


def test_a_time_in_no_zone_is_that_of_the_start() -> None:
    """Of an end, of what is taken out or added, and of the one that is meant."""
    (one,) = occurrences(event(NEW_YORK, "DTEND:20270115T100000"))
    assert (one.asks_zone, f"{one.ends_at:%H:%M}") == (None, "15:00")
    london = "DTSTART;TZID=Europe/London:20270115T093000"
    found = occurrences(
        "X-WR-TIMEZONE:Europe/Amsterdam",
        event(
            london,
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE:20270122T093000",
            "RDATE;VALUE=PERIOD:20270301T093000/20270301T113000",
        ),
        event("RECURRENCE-ID:20270129T093000", NEW_YORK.replace("0115", "0130")),
    )
    assert [(one.recurrence_id, one.asks_zone) for one in found] == [
        ("20270115T093000Z", None),
        ("20270129T093000Z", None),
        ("20270205T093000Z", None),
        ("20270301T093000Z", None),
    ]
    assert (found[-1].ends_at - found[-1].starts_at).seconds == 2 * 3600
    (alone,) = occurrences(event("RECURRENCE-ID:20270115T093000", NEW_YORK))
    assert (alone.recurrence_id, alone.asks_zone) == ("20270115T143000Z", None)


@pytest.mark.parametrize(
    "lines",
    [
        ("DTEND:20270115T120000",),
        ("DTEND:20270115T093000",),
        ("DTEND;TZID=Nergens:20270115T093000",),
        ("DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20270122T100000"),
        ("DURATION:PT1H", "RDATE;TZID=Nergens:20270122T100000"),
        ("DURATION:PT1H", "RDATE;VALUE=PERIOD:20270122T093000Z/20270122T113000"),
        ("DURATION:PT1H", "RECURRENCE-ID:20270115T100000"),
    ],
    ids=lambda lines: lines[-1],
)
def test_a_time_in_no_zone_beside_utc_is_asked(lines: tuple[str, ...]) -> None:
    """Never silently floating; the calendar's own zone and a person's answer are answers."""
    content = file_of(event("DTSTART:20270115T093000Z", *lines))
    asked = read(content)
    assert not asked.refusals
    (name,) = asked.unknown_zones
    assert name == ("Nergens" if "Nergens" in lines[-1] else "")
    assert name in {one.asks_zone for one in asked.occurrences}
    assert read(content, {name: "UTC"}).unknown_zones == ()
    with_zone = file_of("X-WR-TIMEZONE:Europe/London", event("DTSTART:20270115T093000Z", *lines))
    assert read(with_zone).unknown_zones == (("Nergens",) if name else ())


def test_a_whole_day_asks_for_no_zone() -> None:
    """What is taken out of it, or meant by it, is a day in whatever zone."""
    found = occurrences(
        event("DTSTART;VALUE=DATE:20270115", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270116T000000"),
        event("RECURRENCE-ID:20270117T000000", "DTSTART;VALUE=DATE:20270119"),
    )
    assert [(one.recurrence_id, one.asks_zone) for one in found] == [
        ("20270115", None),
        ("20270117", None),
    ]
    (alone,) = occurrences(event("RECURRENCE-ID:20270117T000000", "DTSTART;VALUE=DATE:20270119"))
    assert (alone.recurrence_id, alone.asks_zone) == ("20270117", None)
    (timed,) = occurrences(event("RECURRENCE-ID:20270117T140000", "DTSTART;VALUE=DATE:20270119"))
    assert timed.asks_zone == ""


def test_the_whole_series_waits_for_a_zone_of_one_of_its_dates() -> None:
    reading = read(
        file_of(
            event("DTSTART:20270115T093000Z", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20270122T093000")
        )
    )
    assert {one.asks_zone for one in reading.occurrences} == {""}
