"""The QR code on the page of an address is that address, with white enough around it."""

from __future__ import annotations

import re

import segno
from bs4 import BeautifulSoup
from flask import Flask

from app.feeds.qr import QUIET_ZONE, Picture, picture_of
from tests.client import CheckingClient
from tests.factories import make_person
from tests.feeds.test_subscriptions import form

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def drawn(picture: Picture) -> list[list[int]]:
    """The modules that a path draws, the white border included."""
    grid = [[0] * picture.side for _row in range(picture.side)]
    assert RUN.sub("", picture.path) == ""
    for x, y, width, back in (map(int, found) for found in RUN.findall(picture.path)):
        assert width == back
        for column in range(x, x + width):
            assert grid[y][column] == 0
            grid[y][column] = 1
    return grid


def test_the_path_is_the_code_with_its_quiet_zone() -> None:
    text = "webcal://vooroverleg.example/feeds/" + "a-Z_9" * 8 + "/mijn-vergaderingen.ics"
    code = segno.make_qr(text, error="m", boost_error=False)
    assert QUIET_ZONE >= 4
    wanted = [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]
    assert drawn(picture_of(text)) == wanted


def test_the_page_draws_the_address_that_it_shows(app: Flask, client: CheckingClient) -> None:
    client.sign_in(make_person())
    sent = form("mine", "deadlines", together="apart")
    page = BeautifulSoup(client.post("/feeds/new", data=sent).text, "html.parser")
    codes = page.select("svg.qr")
    links = [str(link["href"]) for link in page.select('a[href^="webcal:"]')]
    assert len(codes) == len(links) == 2
    for code, link in zip(codes, links, strict=True):
        picture = picture_of(link)
        assert code["viewbox"] == f"0 0 {picture.side} {picture.side}"
        path = code.find("path")
        assert path is not None
        assert path["d"] == picture.path
        title = code.find("title")
        assert title is not None
        assert code["aria-labelledby"] == title["id"]
        assert title.text.startswith("QR-code van ")
