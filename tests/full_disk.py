"""What a program does of which the store of files stands on a disk that is full: a real one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from flask import Flask

from app.core.database import db
from config import ROOT
from tests.engines import SECRET

#: Mounts that nobody else sees; whoever is not root already is so in there.
_OWN = ("unshare", "-m" if os.geteuid() == 0 else "-rm")
#: A disk in memory with what the store holds, filled up to its last byte.
_MOUNT = """set -e
mkdir -p "$0" "$1"
mount -t tmpfs -o size=16m tmpfs "$0"
cp -a "$1/." "$0"
dd if=/dev/zero of="$0/filler" bs=4096 2>/dev/null || true
"""
_WORK = """
import sys
from app import create_app
from app.packs.batch.building import build_batch
from app.packs.issuing.building import build_pack
with create_app().app_context():
    {"pack": build_pack, "batch": build_batch}[sys.argv[1]](int(sys.argv[2]))
"""


def can_be_full() -> bool:
    """Whether this system lets us have a disk of our own."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*_OWN, "sh", "-c", "mount -t tmpfs tmpfs /mnt"], check=False)
    return tried.returncode == 0


def work_on_a_full_disk(app: Flask, what: str, number: int) -> None:
    """Make a pack or a batch, in a process of its own."""
    run_on_a_full_disk(app, _WORK, what, str(number))


def run_on_a_full_disk(app: Flask, code: str, *arguments: str, temporary: bool = False) -> str:
    """What a program says in a process of its own: the store has no room, and where asked the
    folder for temporary files has none either."""
    db.session.commit()  # or it waits for us
    data_dir = Path(app.config["DATA_DIR"])
    small = data_dir / "small"
    (data_dir / "files").mkdir(exist_ok=True)
    script = f'{_MOUNT} exec "$2" -c "$3" "${{@:4}}"'
    done = subprocess.run(
        [
            *(*_OWN, "bash", "-c", script, small, data_dir / "files", sys.executable, code),
            *arguments,
        ],
        env={
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "DATA_DIR": str(data_dir),
            "FILES_URL": str(small),
            "SECRET_KEY": SECRET,
            "LOOPBACK_ONLY": "1",
            **({"TMPDIR": str(small)} if temporary else {}),
        },
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
