"""What was printed is kept by its content: found again, bounded, never wrong, never in the way."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.core import jobs
from app.packs.press import shelf as shelves
from app.packs.press.presses import Crew, Task
from app.packs.press.pressroom import PrintedPack, print_pack
from app.packs.press.printjob import PrintJob
from app.packs.press.shelf import Shelf, digest_of
from tests.packs import pdf_files
from tests.packs.press_jobs import contents, job_of, paper_part, section

NAME = digest_of("een")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "press"


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the presses were given to do, as "set note-1"."""
    given: list[str] = []
    hand_out = Crew.run

    def seen(crew: Crew, tasks: list[Task], *more: object) -> object:
        tasks = list(tasks)
        given.extend(f"{task.do} {task.key}" for task in tasks)
        return hand_out(crew, tasks, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Crew, "run", seen)
    return given


def job(word: str = "eerst", number: str = "1") -> PrintJob:
    paper = replace(paper_part("1.1"), digest=f"digest {number}")
    note = section("note-1", "1 Punt", f"<p>Dit is {word}.</p>")
    return job_of(section("cover", "Omslag"), contents("note-1", "paper-1-1"), note, paper)


def pressed(one: PrintJob, folder: Path) -> PrintedPack:
    papers = [(part, [pdf_files.paper(2)]) for part in one.papers()]
    return print_pack(one, papers, lambda done, total: True, folder)


def test_only_the_page_that_changed_is_set_again(folder: Path, tasks: list[str]) -> None:
    first = pressed(job(), folder)
    assert {"set cover", "set contents", "set note-1"} <= set(tasks)
    tasks.clear()
    second = pressed(job("anders"), folder)
    assert [task for task in tasks if task.startswith("set")] == ["set note-1"]
    assert second.content != first.content
    assert second.placed == first.placed


def test_a_pack_of_which_nothing_changed_asks_no_press_and_no_paper(
    folder: Path, tasks: list[str]
) -> None:
    first = pressed(job(), folder)
    tasks.clear()
    again = print_pack(job(), iter(()), lambda done, total: True, folder)
    assert again == first
    assert tasks == []


def test_another_paper_is_another_pack(folder: Path, tasks: list[str]) -> None:
    pressed(job(), folder)
    tasks.clear()
    pressed(job(number="2"), folder)
    assert "merge merge" in tasks


def test_without_a_folder_nothing_is_kept(tmp_path: Path, tasks: list[str]) -> None:
    plain = job_of(section("cover", "Omslag"))
    for _time in range(2):
        print_pack(plain, [], lambda done, total: True)
    assert tasks.count("set cover") == 2


def test_an_entry_that_was_damaged_is_made_again(folder: Path, tasks: list[str]) -> None:
    first = pressed(job(), folder)
    for path in (folder / "pages").glob("*/*"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    tasks.clear()
    assert pressed(job(), folder) == first
    assert {"set cover", "set contents", "set note-1"} <= set(tasks)


@pytest.mark.parametrize("damage", [b"", b"{}\nx", b"[1]\nx", b"\xff\xfe", b'{"sha256": 1}\nx'])
def test_whatever_stands_in_a_file_is_no_entry_unless_it_is_whole(
    folder: Path, damage: bytes
) -> None:
    shelf = Shelf(folder)
    shelf.put(NAME, b"bladzijde", {"pages": 1})
    path = next((folder / "pages").glob("*/*"))
    path.write_bytes(damage)
    assert shelf.take(NAME) is None
    assert not path.exists()
    shelf.put(NAME, b"bladzijde", {"pages": 1})
    assert shelf.take(NAME) == (b"bladzijde", {"pages": 1})


def test_a_shelf_that_cannot_be_written_stops_nobody(folder: Path) -> None:
    folder.mkdir()
    (folder / "pages").write_text("in de weg")
    shelf = Shelf(folder)
    shelf.put(NAME, b"bladzijde", {})
    assert shelf.take(NAME) is None
    shelf.tidy()


def test_what_was_asked_for_longest_ago_goes_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "LARGEST", 4000)
    shelf = Shelf(folder)
    names = [digest_of(number) for number in range(4)]
    for age, name in enumerate(names):
        shelf.put(name, b"x" * 900, {})
        path = folder / "pages" / name[:2] / name
        os.utime(path, (path.stat().st_mtime - 100 * age,) * 2)
    assert shelf.take(names[3]) is not None
    shelf.put(digest_of("nieuw"), b"x" * 900, {})
    shelf.tidy()
    kept = {name for name in names if shelf.take(name)}
    assert kept == {names[0], names[3]} | ({names[1]} & kept)
    assert names[2] not in kept


def test_what_nobody_asked_for_in_two_weeks_goes(folder: Path) -> None:
    shelf = Shelf(folder)
    shelf.put(NAME, b"bladzijde", {})
    path = folder / "pages" / NAME[:2] / NAME
    old = path.stat().st_mtime - 15 * 86400
    os.utime(path, (old, old))
    shelf.tidy()
    assert shelf.take(NAME) is None


def test_it_goes_too_where_nobody_prints_meanwhile(app: Flask) -> None:
    """A shelf that another process filled before the holidays, and a worker that was killed."""
    folder = Path(app.config["DATA_DIR"]) / "press"
    Shelf(folder).put(NAME, b"bladzijde", {})
    left = folder / "work" / "vooroverleg-pack-left"
    left.mkdir(parents=True)
    for path in (folder / "pages" / NAME[:2] / NAME, left):
        old = path.stat().st_mtime - 15 * 86400
        os.utime(path, (old, old))
    jobs.enqueue("tidy-shelf", key="tidy-shelf")
    assert jobs.run_pending("tidy-shelf") == 1
    assert Shelf(folder).take(NAME) is None
    assert not left.exists()
    assert "tidy-shelf" in jobs.schedules()


def test_a_shelf_that_nobody_used_yet_is_tidy(folder: Path) -> None:
    Shelf(folder).tidy()
    assert not folder.exists()


def test_what_a_killed_worker_left_is_cleared_and_what_a_living_one_holds_stays(
    folder: Path,
) -> None:
    shelf = Shelf(folder)
    with shelf.workplace() as mine:
        left = mine.parent / "vooroverleg-pack-left"
        left.mkdir()
        (left / "note.html").write_text("tekst")
        for path in (left, mine):
            old = path.stat().st_mtime - 3600
            os.utime(path, (old, old))
        with Shelf(folder).workplace():
            assert not left.exists()
            assert mine.exists()
    assert not mine.exists()


def test_nobody_else_can_read_the_shelf(folder: Path) -> None:
    pressed(job(), folder)
    assert (folder / "work").stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in (folder / "pages").glob("*")} == {0}
    shutil.rmtree(folder)
