"""The folder of mails: files go after a while, what is known of the mails stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.core import clock, jobs, settings
from app.core.database import db
from app.messages import folder
from app.messages.actions import tell
from app.messages.models import Mail
from tests.client import CheckingClient
from tests.factories import make_person


def aged(path: Path, days: int) -> Path:
    """The file as if it was written so many days ago."""
    moment = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_files_go_after_ninety_days_and_the_list_stays(client: CheckingClient, mails: Path) -> None:
    tell([make_person().id], "note-1-offered-1", "Er ligt een annotatie voor u klaar", "/notes/1")
    db.session.commit()
    jobs.run_pending()
    mail = db.session.scalars(select(Mail)).one()
    kept = aged(folder.path_of(mail.message_id), 89)
    half = mails / ".0123.worker.part"
    half.write_bytes(b"half")
    other = mails / "lees-mij.txt"
    other.write_text("Van een beheerder.")
    for path in (half, other):
        aged(path, 200)
    (mails / "0.eml").symlink_to(mails / "nowhere")  # as a file that somebody takes away meanwhile
    folder.forget_old()
    assert kept.exists()
    assert not half.exists()
    assert other.exists(), "what is not ours stays"
    aged(kept, 91)
    folder.forget_old()
    assert not kept.exists()
    client.sign_in(make_person("administrator"))
    assert (
        "Er ligt een annotatie voor u klaar" in client.get(f"/administration/mail/{mail.id}").text
    )


def test_an_administrator_chooses_how_long(mails: Path) -> None:
    db.session.add(settings.SettingValue(key=settings.MAIL_DAYS.key, value=7))
    db.session.commit()
    mails.mkdir(parents=True)
    path = mails / "abc.eml"
    path.write_bytes(b"")
    aged(path, 8)
    folder.forget_old()
    assert not path.exists()
    folder.forget_old()


def test_without_a_folder_there_is_nothing_to_do(mails: Path) -> None:
    folder.forget_old()
    assert not mails.exists()
