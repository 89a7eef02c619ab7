"""A backup that is not whole: whatever is changed or cut off is found, and nothing is put back."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.administration.backup.archive import HEAD, MANIFEST, Reader, Writer
from app.administration.backup.creating import create_backup
from app.administration.backup.inspecting import inspect
from app.administration.backup.restoring import restore_backup, verify_backup
from app.administration.backup.rows import as_json
from app.core.errors import RuleBroken
from tests.administration.backup.machines import new_machine, table_names
from tests.administration.backup.test_round_trip import furnish
from tests.conftest import ENGINES, MakeApp
from tests.engines import Templates

ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """An installation with something in it."""
    made: Flask = make_app()
    furnish(made)
    return made


@pytest.fixture
def backup(app: Flask, tmp_path: Path) -> Path:
    """A backup of it."""
    path = tmp_path / "kopie.tar"
    with app.app_context():
        create_backup(path)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    """Every part by its name."""
    with path.open("rb") as file:
        return {part.name: b"".join(part.pieces) for part in Reader(file).parts()}


def places(path: Path) -> list[tuple[str, int]]:
    """The first byte of every part's content."""
    with path.open("rb") as file:
        return [(part.name, file.tell()) for part in Reader(file).parts() if part.size]


def changed(path: Path, place: int) -> Path:
    """A copy with one bit turned."""
    content = bytearray(path.read_bytes())
    content[place] ^= 0x10
    copy = path.with_name("beschadigd.tar")
    copy.write_bytes(content)
    return copy


@ON_SQLITE
def test_one_byte_changed_anywhere_is_found(app: Flask, backup: Path) -> None:
    size = backup.stat().st_size
    chance = random.Random(3)
    tried = {0, 100, 257, 511, 512, size - 1, size - 700, size - 1200, size - 1500}
    tried |= {chance.randrange(size) for _number in range(150)}
    with app.app_context():
        assert inspect(backup).faults == []
        unnoticed = [place for place in sorted(tried) if not inspect(changed(backup, place)).faults]
    assert unnoticed == []


@ON_SQLITE
def test_the_part_that_is_damaged_is_named(app: Flask, backup: Path) -> None:
    with app.app_context():
        for name, place in places(backup):
            (fault, *_more) = inspect(changed(backup, place)).faults
            assert name.removeprefix("files/") in fault or name == HEAD, fault


@ON_SQLITE
def test_wherever_it_is_cut_off_is_found(app: Flask, backup: Path) -> None:
    content = backup.read_bytes()
    chance = random.Random(4)
    lengths = {0, 1, 511, 512, 513, len(content) - 1, len(content) - 1024, len(content) - 2048}
    lengths |= {chance.randrange(len(content)) for _number in range(60)}
    short = backup.with_name("kort.tar")
    with app.app_context():
        for length in sorted(lengths):
            short.write_bytes(content[:length])
            assert inspect(short).faults, f"cut off after {length}"
        short.write_bytes(content + b"x")
        assert inspect(short).faults


@pytest.mark.parametrize("target", ENGINES)
def test_nothing_of_a_damaged_backup_is_put_back(
    backup: Path, templates: Templates, tmp_path: Path, target: str
) -> None:
    damaged = changed(backup, backup.stat().st_size // 2)
    with new_machine(templates, target, tmp_path / "new") as there:
        result = there.test_cli_runner().invoke(args=["backup", "restore", str(damaged)])
        assert result.exit_code == 1
        assert "beschadigd" in result.stderr
        assert table_names(there) == set()


@ON_SQLITE
def test_what_is_no_backup_is_said_so(app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    for content in (b"", b"PK\x03\x04 zip", b"x" * 5000, bytes(4096)):
        path = tmp_path / "iets.tar"
        path.write_bytes(content)
        for command in ("verify", "restore"):
            result = run(args=["backup", command, str(path)])
            assert result.exit_code == 1, content
            assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    missing = run(args=["backup", "verify", str(tmp_path / "nergens.tar")])
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "kan niet worden gelezen" in missing.stderr


# Backups that were sealed properly, but hold what no database should take.


def rebuilt(backup: Path, name: str, change: Any) -> Path:
    """The same backup with another head and other rows, every hash and the seal made anew."""
    parts = parts_of(backup)
    head, manifest = as_json(parts[HEAD]), as_json(parts[MANIFEST])
    path = backup.with_name(name)
    change(head, manifest, parts)
    return write_backup(path, head, manifest, parts)


def write_backup(
    path: Path, head: dict[str, Any], manifest: dict[str, Any], parts: dict[str, bytes]
) -> Path:
    """A sealed backup of these parts."""
    with path.open("w+b") as file:
        writer = Writer(file)
        writer.add(HEAD, json.dumps(head).encode())
        for name, content in parts.items():
            if name in (HEAD, MANIFEST):
                continue
            if name in manifest["parts"]:
                manifest["parts"][name] = hashlib.sha256(content).hexdigest()
            writer.add(name, content)
        writer.add(MANIFEST, json.dumps(manifest).encode())
        writer.finish()
    return path


def test_rows_that_point_to_nothing_are_refused(
    app: Flask, backup: Path, templates: Templates, tmp_path: Path, engine_name: str
) -> None:
    def without_organisations(head: Any, manifest: Any, parts: dict[str, bytes]) -> None:
        for name in [one for one in parts if one.startswith("tables/organisation/")]:
            del parts[name], manifest["parts"][name]
        manifest["tables"]["organisation"] = 0

    path = rebuilt(backup, "los.tar", without_organisations)
    with app.app_context():
        (fault,) = verify_backup(path).faults
    assert fault == "Er zijn rijen van participation die naar niets verwijzen."
    with new_machine(templates, engine_name, tmp_path / "new") as there:
        with there.app_context(), pytest.raises(RuleBroken, match="naar niets verwijzen"):
            restore_backup(path)
        assert table_names(there) == set()


@ON_SQLITE
def test_a_backup_of_a_newer_version_is_not_put_back(app: Flask, backup: Path) -> None:
    def newer(head: Any, _manifest: Any, _parts: Any) -> None:
        head["revision"] = "9999"

    path = rebuilt(backup, "nieuw.tar", newer)
    with app.app_context():
        assert "nieuwere versie" in verify_backup(path).faults[0]

    def stranger(head: Any, _manifest: Any, _parts: Any) -> None:
        head["columns"]["vreemd"] = [["id", "number", False]]

    with app.app_context():
        found = verify_backup(rebuilt(backup, "vreemd.tar", stranger)).faults
    assert found == [f"Onderdeel {HEAD} beschrijft tabellen die deze versie niet kent."]


def test_a_backup_of_an_older_version_is_brought_up_to_this_one(
    app: Flask, backup: Path, templates: Templates, tmp_path: Path, engine_name: str
) -> None:
    """The tables of the first migration that hold people, with one table that came later absent."""

    def older(head: Any, manifest: Any, parts: dict[str, bytes]) -> None:
        head["revision"] = "0001"
        kept = {"person", "person_role"}
        head["columns"] = {name: head["columns"][name] for name in kept}
        manifest["tables"] = {name: manifest["tables"][name] for name in kept}
        for name in [one for one in parts if one.startswith(("tables/", "files/"))]:
            if name.split("/")[1] not in kept:
                del parts[name]
                manifest["parts"].pop(name, None)
        manifest["files"] = {"count": 0, "bytes": 0, "missing": []}

    path = rebuilt(backup, "oud.tar", older)
    with new_machine(templates, engine_name, tmp_path / "new") as there:
        with there.app_context():
            restore_backup(path)
        assert table_names(there) == table_names(app)
