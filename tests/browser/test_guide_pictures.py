"""The pictures of the guides: each can be made from the sample, and each stands in static/help.

`GUIDE_PICTURES=1 ./test tests/browser/test_guide_pictures.py` makes them anew; look at them before
committing. The clock of the installation stands still, so that they change only when pages do.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app.help.guides import pictures
from app.help.pictures import FOLDER, SCALE
from tests.browser.looking import Looker
from tests.browser.servers import Installation, free_port
from tests.engines import Templates

pytestmark = pytest.mark.browser
#: A picture is the same on either engine.
ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")

NOW = "2026-11-24T09:10+01:00"
DESK, PHONE = (1100, 760), (390, 780)
#: So many colours keep letters sharp and the files small.
COLOURS = 64

PARTNERSHIP = "Veiligheidsregio Groningen (VRG)"
OFFICER, SECRETARY = "Beleidsmedewerker veiligheid", "Bestuurssecretariaat"
COORDINATOR, ADMINISTRATOR = "Coördinator regio", "Beheerder"


def _goes_to(address: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(address)

    return go


def _writes_note(page: Page) -> None:
    """The first note that this officer is still writing."""
    page.goto("/")
    page.get_by_role("link", name="Annotatie afmaken").first.click()
    expect(page.get_by_role("button", name="Annotatie opslaan").first).to_be_visible()


def _previews_schedule(page: Page) -> None:
    """A schedule as it comes by mail, read and marked with what stands in the way."""
    page.goto("/schedules/new?way=paste")
    bodies = page.get_by_label("Overleg").first.locator("option").all_text_contents()
    body = next(one.strip() for one in bodies if one.strip().startswith(PARTNERSHIP))
    page.get_by_label("Overleg").first.select_option(label=body)
    page.get_by_label("Vergaderschema").fill(
        "Vergaderschema 2027\n3 februari 13.30 uur\n10 maart en 14 april, telkens om 13.30 uur\n"
        "31 april 13.30 uur\n27 april 13.30 uur\n16 juni 13.30 uur"
    )
    page.get_by_role("button", name="Voorstel bekijken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voorstel voor het vergaderschema")


def _previews_agenda(page: Page) -> None:
    """An agenda as it stands in the invitation, read into items."""
    page.goto("/meetings/?q=&period=upcoming")
    page.locator("main").get_by_role("link", name="Stuurgroep").last.click()
    page.wait_for_load_state()
    page.goto(f"{page.url}/agenda/paste")
    page.get_by_label("Agenda").first.fill(
        "1. Opening en mededelingen (5 min)\n2. Verslag vorige vergadering (ter vaststelling)\n"
        "3. Bereikbaarheid zuidzijde (besluitvormend, 20 min)\n3.1 Verdeling van de kosten\n"
        "Bijlage: raming.pdf\n4. Woningbouwafspraken (meningsvormend)\n5. Rondvraag en sluiting"
    )
    page.locator("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Agenda plakken")


#: Per picture: who looks, at what, on which screen.
SCENES: dict[str, tuple[str, Callable[[Page], None], tuple[int, int]]] = {
    "officer-today": (OFFICER, _goes_to("/"), DESK),
    "alderman-cards": ("Wethouder sociaal domein", _goes_to("/notes/to-decide#item"), PHONE),
    "officer-note": (OFFICER, _writes_note, DESK),
    "secretary-schedule": (SECRETARY, _previews_schedule, DESK),
    "secretary-days": (SECRETARY, _goes_to("/days/?year=2027"), DESK),
    "secretary-agenda": (SECRETARY, _previews_agenda, DESK),
    "coordinator-field": (COORDINATOR, _goes_to("/overview/"), DESK),
    "adviser-today": ("Financieel adviseur", _goes_to("/"), DESK),
    "clerk-month": ("Griffier", _goes_to("/meetings/?view=month"), DESK),
    "administrator-start": (ADMINISTRATOR, _goes_to("/administration/"), DESK),
}


@pytest.fixture(scope="module")
def standing_still(
    engine_name: str, templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation with the sample, in which it is always the same moment."""
    url = templates.clone(engine_name)
    running = Installation(url, tmp_path_factory.mktemp("pictures"), free_port(), [], fixed_now=NOW)
    running.flask("sample", "load")
    try:
        running.start()
        yield running
    finally:
        running.stop()
    templates.drop(url)


def test_every_picture_has_a_scene_and_a_file() -> None:
    assert SCENES.keys() == pictures().keys()
    assert {path.stem for path in FOLDER.glob("*.png")} == pictures().keys()


@ONE_ENGINE
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_picture_shows_the_page_as_it_is(
    chromium: Browser, standing_still: Installation, name: str
) -> None:
    """The page can be reached as the guide says, and is as large as the picture of it."""
    role, scene, (width, height) = SCENES[name]
    context = chromium.new_context(
        base_url=standing_still.url,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": width, "height": height},
        device_scale_factor=SCALE,
    )
    looker = Looker(context.new_page())
    looker.sign_in_as(role)
    scene(looker.page)
    looker.look()
    # only the pages themselves: the banner of the sample is of no use to a reader
    looker.page.evaluate("document.querySelector('.sample-banner')?.remove()")
    shown = looker.page.screenshot()
    context.close()
    made = _small(shown)
    path = FOLDER / f"{name}.png"
    if os.environ.get("GUIDE_PICTURES"):
        path.write_bytes(made)
    with Image.open(path) as kept, Image.open(io.BytesIO(made)) as now:
        assert kept.size == now.size, f"{path.name}: make the pictures anew"


def _small(png: bytes) -> bytes:
    """The same picture with few colours."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
