"""An alderman chooses what comes by mail; an administrator opens one; its link stops its kind."""

from __future__ import annotations

import re
import time

import pytest

from tests.browser.looking import Looker
from tests.browser.test_administration import press_enter, tab_to

#: The worker of the installation mails what the sample told within this time.
PATIENCE = 60


def first_mail(looker: Looker) -> None:
    """Open the newest mail as soon as the worker has made one."""
    end = time.monotonic() + PATIENCE
    looker.page.goto("/administration/mail")
    while looker.page.get_by_role("table").count() == 0:
        assert time.monotonic() < end, "no mail was made"
        time.sleep(0.5)
        looker.page.reload()
    looker.look()
    looker.page.get_by_role("table").get_by_role("link").first.click()
    looker.look()


@pytest.mark.browser
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("width", [1440, 390])
def test_choosing_reading_a_mail_and_stopping_its_kind(looker: Looker, width: int) -> None:
    looker.page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as("Wethouder sociaal domein")
    looker.open("/messages/")
    looker.follow("Berichtvoorkeuren")
    assert looker.chosen("Vooruitblik") == "gebundeld per week"
    assert looker.chosen("Dag van de wekelijkse mail") in ("donderdag", "maandag")
    tab_to(looker, "Vergadermappen")
    looker.page.keyboard.press("End")
    looker.choose("Dag van de wekelijkse mail", "maandag")
    tab_to(looker, "Voorkeuren opslaan")
    press_enter(looker)
    assert "Uw berichtvoorkeuren zijn opgeslagen." in looker.text
    assert looker.chosen("Vergadermappen") == "alleen in de toepassing"
    looker.sign_out()
    looker.sign_in_as("eheerder")
    looker.open("/administration/")
    looker.follow(re.compile(r"^Mails"))
    first_mail(looker)
    assert "Message-ID" in looker.text
    address = re.search(r"(/messages/unsubscribe/\S+)", looker.text)
    assert address is not None
    looker.sign_out()
    looker.open(address.group(1))
    assert "In de toepassing blijft u deze berichten zien" in looker.text
    tab_to(looker, "Stop deze mails")
    press_enter(looker)
    assert "U krijgt geen mails meer over:" in looker.text
