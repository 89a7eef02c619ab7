"""The same pack made twice from nothing, on machines that differ, is the same to the last byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app.core.database import db
from config import ROOT
from tests.conftest import NOW, MakeApp
from tests.engines import SECRET
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.meeting_files import add_paper
from tests.papers.producers import PRODUCERS

#: One machine is a copy of a file; that of a server would have to be a second server.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")

#: Two machines that have nothing in common but the data.
MACHINES = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "America/St_Johns"},
    {"PYTHONHASHSEED": "4711", "LC_ALL": "nl_NL.UTF-8", "TZ": "Pacific/Kiritimati"},
)
#: Papers that ask everything of the preparation: tags, letters that lack, pictures.
PAPERS = ("weasyprint-tagged", "reportlab-no-fonts", "scan-black-and-white", "scan-with-words")


@dataclass(frozen=True)
class Machine:
    """A copy of the data, with nothing printed or prepared yet."""

    folder: Path
    settings: dict[str, str]

    def build(self, meeting_id: int, email: str) -> bytes:
        """The pack as the command makes it there."""
        out = self.folder / "map.pdf"
        words = ("packs", "build", str(meeting_id), "--as", email, "--out", str(out))
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT,
            env={
                "PATH": os.defpath,
                "FLASK_APP": "app",
                "DATABASE_URL": f"sqlite:///{self.folder / 'data.sqlite3'}",
                "DATA_DIR": str(self.folder),
                "SECRET_KEY": SECRET,
                "FIXED_NOW": NOW.isoformat(),
                "LOOPBACK_ONLY": "1",
                **self.settings,
            },
            capture_output=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr.decode()
        return out.read_bytes()


def test_two_machines_make_the_same_bytes(
    make_app: MakeApp, annexes: Callable[..., Path], tmp_path: Path
) -> None:
    app = make_app()
    with app.app_context():
        alderman = make_person("alderman")
        meeting = make_meeting(alderman=alderman)
        for number, name in enumerate(PAPERS, start=1):
            item = make_item(meeting, number=str(number), title=f"Begroting {name}")
            make_note(item, state="aligned", parts={"core": "Wij stemmen in: € 12,50 → ≥ 3 %."})
            content = annexes(next(one for one in PRODUCERS if one.name == name)).read_bytes()
            add_paper(item, content=content, title=f"Stuk van {name}")
        meeting_id, email, url = meeting.id, alderman.email, str(db.engine.url)
        db.session.remove()
        db.engine.dispose()
    data_dir, database = Path(app.config["DATA_DIR"]), make_url(url).database
    assert database is not None
    packs = []
    for number, settings in enumerate(MACHINES):
        folder = tmp_path / f"machine-{number}"
        shutil.copytree(data_dir, folder)
        shutil.copy(database, folder / "data.sqlite3")
        assert not (folder / "press").exists()
        packs.append(Machine(folder, settings).build(meeting_id, email))
    first, second = packs
    assert len(first) > 50_000
    assert first == second
