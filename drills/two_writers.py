"""Two people in two browsers write one note, 200 edits by turns, and lose their connection.

Real browsers against the real server: tabs are closed without a connection, saves wait for it,
both save and see each other's text. Every word that either of them typed must be found again, in
a version or a draft; after every edit, and at the end.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from app.administration.checks import check_everything
from app.briefings.drafts.models import NoteDraft
from app.briefings.models import NoteVersion
from app.core.database import db, reading
from drills.databases import Place, chosen_engines, fresh_place, release
from drills.programs import Programs
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.two_writers import Writer, play, shared_note

EDITS, SEED = 200, 2026
FIRST, SECOND = "Beleidsmedewerker ruimte", "Beleidsmedewerker veiligheid"


@dataclass(frozen=True)
class Result:
    """What came of one run."""

    counts: dict[str, int]
    versions: int
    drafts: int
    problems: list[str]


def drill(place: Place, browser: Browser) -> Result:
    """Run it on one engine; raises where a word is lost."""
    programs = Programs(place)
    loaded = programs.flask("sample", "load")
    if loaded.returncode:
        raise SystemExit(loaded.stderr)
    programs.start("server")
    app = place.app()
    try:
        programs.wait_until_up()
        url = f"http://127.0.0.1:{programs.port}"
        writers = (
            Writer.sign_in(browser, url, FIRST, "a"),
            Writer.sign_in(browser, url, SECOND, "b"),
        )
        note_id = shared_note(writers[0].page, SECOND)
        counts = play(writers, app, note_id, EDITS, SEED)
        with app.app_context(), reading():
            versions = db.select(db.func.count(NoteVersion.id)).where(
                NoteVersion.note_id == note_id
            )
            found = (
                db.session.scalar(versions) or 0,
                db.session.scalar(db.select(db.func.count(NoteDraft.id))) or 0,
            )
            problems = [one.text for one in check_everything() if one.error]
            db.session.rollback()
        return Result(dict(counts), *found, problems)
    finally:
        programs.stop()
        release(app)


def main() -> int:
    """Run the drill on the engines asked for, and print its figures."""
    failed = 0
    engines = chosen_engines(__doc__ or "")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for engine in engines:
            with fresh_place(engine) as place:
                begun = time.monotonic()
                try:
                    result = drill(place, browser)
                except AssertionError as error:
                    print(f"two writers {engine}: {error}", flush=True)
                    failed += 1
                    continue
            deeds = ", ".join(f"{number} {deed}" for deed, number in sorted(result.counts.items()))
            print(
                f"two writers {engine}: {EDITS} edits in {time.monotonic() - begun:.0f} s "
                f"({deeds}); {result.versions} versions, {result.drafts} drafts left, "
                f"no word lost, {len(result.problems)} problems found by flask check",
                flush=True,
            )
            for problem in result.problems:
                print(f"  {problem}", flush=True)
            failed += bool(result.problems)
        browser.close()
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
