"""The documents are true: every command and setting that they name exists, and none is left out."""

from __future__ import annotations

import re

import click
import pytest
from flask import Flask

from config import ROOT

INTERFACE = (ROOT / "docs" / "interface.md").read_text()
#: Of ./run and the tests, not of config.py.
ELSEWHERE = {"SAMPLE"}
#: Set by ./run for itself, and what Flask brings along.
UNDOCUMENTED = {"LOOPBACK_ONLY"}
BROUGHT_ALONG = {"run", "shell", "routes", "db"}


def documented_commands() -> set[str]:
    """The words of each command in the table: "people add", "check"."""
    table = INTERFACE.partition("## Commands")[2].partition("\n## ")[0]
    cells = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    named = [command for cell in cells for command in re.findall(r"`([^`]+)`", cell)]
    words = [re.findall(r"^[a-z -]+?(?= -|$| [A-Z\[])", one)[0] for one in named]
    return {" ".join(one.split()) for one in words}


def existing_commands(app: Flask) -> set[str]:
    """The same of the program itself."""
    found = set()
    for name, command in app.cli.commands.items():
        if isinstance(command, click.Group) and name not in BROUGHT_ALONG:
            found |= {f"{name} {part}" for part in command.commands}
        elif name not in BROUGHT_ALONG:
            found.add(name)
    return found


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_documented_commands_are_those_that_exist(app: Flask) -> None:
    """Both ways; those of `db` are the migration tool's own."""
    documented = {one for one in documented_commands() if not one.startswith("db ")}
    assert documented == existing_commands(app)


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    table = INTERFACE.partition("## Settings")[2].partition("\n## ")[0]
    cells = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    documented = {name for cell in cells for name in re.findall(r"`([A-Z_]+)`", cell)}
    code = (ROOT / "config.py").read_text()
    read = set(re.findall(r'(?:env\.get\(|_whole_number\(env, )"([A-Z_]+)"', code))
    assert documented - ELSEWHERE == read - UNDOCUMENTED
