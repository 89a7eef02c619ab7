"""The search page: groups, marks, filters, pages, nothing found, and whatever people type."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Text, cast, select

from app.core.database import db
from app.core.journal import JournalEntry
from tests.client import CheckingClient, Statements
from tests.factories import make_body, make_item, make_meeting, make_partnership, make_person
from tests.search.corpus import ask, make_corpus

HOSTILE = (
    *('"', "'", '""', "(", ")", "NEAR(", "NEAR(a b, 3)", "a AND", "NOT", "OR OR", "^a", "a*", "*"),
    *("%", "_", "\\", "; DROP TABLE meeting; --", "{a b}:c", "title:x", "-", "--", "-x", "- -"),
    *("<script>alert(1)</script>", "&amp;", "😀", "😀 begroting", "de het een van", "\ufeff"),
    *("a" * 10_000, "woord " * 2_000, '"' * 500, "(" * 500, "é" * 300, "ﬁnanciën", "\u202e"),
    *("t_x", "p_1", "b_vei", "l_official", "'x':*", "a & b | !c", "1" * 400, "١٢٣", "日本", "ß"),
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gets_a_page(client: CheckingClient, typed: str) -> None:
    make_item(title="Begroting van de regio")
    client.sign_in(make_person("officer"))
    page = client.get("/search", query_string={"q": typed})
    assert page.status_code == 200
    assert "<script>alert" not in page.get_data(as_text=True)


def test_a_nul_is_refused_as_everywhere(client: CheckingClient) -> None:
    client.sign_in(make_person("officer"))
    assert client.get("/search?q=a%00b").status_code == 400


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.text(max_size=60))
def test_no_text_breaks_either_engine(app: Flask, typed: str) -> None:
    person = make_person()
    with app.test_request_context():
        ask(person, typed)


def test_long_questions_are_cut_with_a_sentence(client: CheckingClient) -> None:
    client.sign_in(make_person("officer"))
    page = client.get("/search", query_string={"q": "begroting " * 100}).get_data(as_text=True)
    assert "Uw zoekvraag is ingekort" in page


def test_results_are_grouped_and_marked(client: CheckingClient) -> None:
    corpus = make_corpus()
    client.sign_in(corpus.officer)
    page = client.get("/search?q=begroting").get_data(as_text=True)
    assert "<mark>Ontwerpbegroting</mark> 2027" in page
    assert 'value="begroting"' in page
    assert page.index('id="found-item"') < page.index('id="found-paper"')
    assert "donderdag 10 december 2026" in page


def test_what_is_marked_is_escaped(client: CheckingClient) -> None:
    make_item(title="<b>Begroting</b> & meer", decision="Zie <i>begroting</i>")
    client.sign_in(make_person("officer"))
    page = client.get("/search?q=begroting").get_data(as_text=True)
    assert "&lt;b&gt;<mark>Begroting</mark>&lt;/b&gt; &amp; meer" in page
    assert "<i>" not in page


def test_filters_stand_in_the_address(client: CheckingClient) -> None:
    corpus = make_corpus()
    client.sign_in(corpus.officer)
    partnership = corpus.safety.body.partnership_id
    sontweg, service = "Kantoor Sontweg", "Omgevingsdienst <mark>Groningen"
    for asked, address, wanted, unwanted in (
        ("vrg", "kind=meeting", "found-meeting", "found-item"),
        ("groningen", f"partnership={partnership}", "Veiligheidsregio <mark>Gron", service),
        ("bestuur", "period=past&kind=meeting", "11 juni", sontweg),
        ("bestuur", "period=upcoming&kind=meeting", sontweg, "11 juni"),
        ("vrg", "level=administrative&kind=meeting", "27 november", sontweg),
    ):
        text = client.get(f"/search?q={asked}&{address}").get_data(as_text=True)
        assert wanted in text, address
        assert unwanted not in text, address


def test_nonsense_in_the_address_counts_as_not_asked(client: CheckingClient) -> None:
    client.sign_in(make_person("officer"))
    address = "/search?q=x&kind=y&partnership=z&period=q&level=1&first=-3"
    assert client.get(address).status_code == 200
    assert client.get("/search?q=x&partnership=99999999999999&first=²").status_code == 200


def test_one_group_has_pages(client: CheckingClient) -> None:
    body = make_body(name="Stuurgroep")
    for number in range(23):
        make_meeting(body=body, days=number + 1)
    client.sign_in(make_person("officer"))
    page = client.get("/search?q=stuurgroep").get_data(as_text=True)
    assert "Alles: 23 vergaderingen" in page
    one = client.get("/search?q=stuurgroep&kind=meeting").get_data(as_text=True)
    assert "1–20 van 23" in one
    two = client.get("/search?q=stuurgroep&kind=meeting&first=20").get_data(as_text=True)
    assert "21–23 van 23" in two


def test_nothing_found_says_what_was_searched(client: CheckingClient) -> None:
    client.sign_in(make_person("officer"))
    page = client.get("/search?q=xyzzy+kwak&kind=paper").get_data(as_text=True)
    for words in ("Niets gevonden voor ‘xyzzy kwak’", "stukken", "Zoek zonder filters."):
        assert words in page


def test_common_words_only_are_explained(client: CheckingClient) -> None:
    client.sign_in(make_person("officer"))
    assert "woorden die overal in staan" in client.get("/search?q=de+van").get_data(as_text=True)
    assert "Voorbeelden" in client.get("/search?q=").get_data(as_text=True)


def test_a_typing_error_is_answered_with_what_was_meant(client: CheckingClient) -> None:
    make_partnership(name="Veiligheidsregio Groningen", abbreviation="VRG")
    client.sign_in(make_person("officer"))
    page = client.get("/search?q=Veiligheidsregoi").get_data(as_text=True)
    assert "Bedoelde u ‘veiligheidsregio’?" in page
    assert "<mark>Veiligheidsregio</mark> Groningen" in page


def test_what_is_typed_is_kept_nowhere(
    client: CheckingClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.sign_in(make_person("officer"))
    client.get("/search?q=kwikstaartvleugel")
    assert "kwikstaartvleugel" not in caplog.text
    rows = db.session.execute(select(JournalEntry.action, cast(JournalEntry.fields, Text)))
    assert "kwikstaartvleugel" not in str(rows.all())


def test_a_search_takes_as_many_statements_for_many_things(
    client: CheckingClient, statements: Statements
) -> None:
    client.sign_in(make_person("coordinator"))
    counts = []
    for _round in range(2):
        for _number in range(12):
            make_item(title="Begroting van de regio")
        with statements.counted() as found:
            client.get("/search?q=begroting")
        counts.append(found.count)
    assert counts[0] == counts[1] <= 40
