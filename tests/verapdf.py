"""What veraPDF, the validator that archives use, says of a file; skipped loudly where it is absent.

It is a program of others that is no part of this project: the command in the setting VERAPDF, or
`shared/tools/verapdf/check-pdf` in a folder above the project. It is called with the profiles and
the files, prints one line PASS or FAIL for each pair, and the broken rules below it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BESIDE = Path("shared/tools/verapdf/check-pdf")
ACCESSIBLE, ARCHIVABLE = "PDFUA-1", "PDFA-2A"
#: A pack of 600 pages takes some twenty seconds per profile.
SECONDS = 300

_VERDICT = re.compile(r"(PASS|FAIL|ERROR) (\S+) (.*?)(?: checks=\d+ failed_rules=\d+ .*)?$")


@dataclass(frozen=True)
class Verdict:
    """Whether one file holds one profile, and if not which rules it breaks."""

    path: Path
    profile: str
    passed: bool
    broken: tuple[str, ...]


def judge(
    files: Iterable[Path], profiles: Iterable[str] = (ACCESSIBLE, ARCHIVABLE)
) -> list[Verdict]:
    """A verdict per file and profile, in that order; many files at once cost one start of Java.

    Skips the test where there is no validator.
    """
    paths = list(files)
    command = require()
    done = _run([*command, ",".join(profiles), *map(str, paths)])
    verdicts = _read(done.stdout, paths)
    if len(verdicts) != len(paths) * len(tuple(profiles)):
        raise AssertionError(f"veraPDF broke off: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return verdicts


def assert_holds(
    content: bytes, folder: Path, profiles: Iterable[str] = (ACCESSIBLE, ARCHIVABLE)
) -> None:
    """Fail with the broken rules where the bytes of a file do not hold every profile."""
    path = folder / "judged.pdf"
    path.write_bytes(content)
    wrong = [one for one in judge([path], profiles) if not one.passed]
    assert not wrong, "\n".join(
        f"{one.profile}:\n  " + "\n  ".join(one.broken or ("niet te lezen",)) for one in wrong
    )


def require() -> list[str]:
    """The command of the validator; skips the test where there is none that works."""
    command, reason = find()
    if reason:
        pytest.skip(reason)
    return command


@lru_cache(maxsize=1)
def find() -> tuple[list[str], str]:
    """The command of the validator, and the reason why it cannot be used ("" where it can)."""
    command = shlex.split(os.environ.get("VERAPDF", "")) or _beside()
    if not command:
        return [], f"veraPDF ontbreekt: zet het commando in VERAPDF, of leg het in {BESIDE}"
    try:
        done = _run([*command, ACCESSIBLE])  # without files it only sets itself up
    except (OSError, subprocess.TimeoutExpired) as problem:
        return command, f"veraPDF ({command[0]}) start niet: {problem}"
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines() or ["geen melding"]
        return command, f"veraPDF ({command[0]}) start niet: {said[-1]}"
    return command, ""


def _beside() -> list[str]:
    """The tool in the nearest folder above the project that has it."""
    found = (parent / BESIDE for parent in ROOT.parents)
    return [str(path) for path in found if os.access(path, os.X_OK)][:1]


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)


def _read(printed: str, paths: list[Path]) -> list[Verdict]:
    """The verdicts in what the validator printed; broken rules stand indented below each."""
    by_name = {str(path): path for path in paths}
    verdicts: list[Verdict] = []
    for line in printed.splitlines():
        found = _VERDICT.match(line)
        if found is not None:
            word, profile, rest = found.groups()
            path = next((by_name[name] for name in by_name if rest.startswith(name)), Path(rest))
            broken = (rest,) if word == "ERROR" else ()
            verdicts.append(Verdict(path, profile, word == "PASS", broken))
        elif line.startswith(" ") and verdicts:
            last = verdicts[-1]
            verdicts[-1] = Verdict(last.path, last.profile, False, (*last.broken, line.strip()))
    return verdicts


def main() -> int:
    """Set the validator up; says why it cannot work: 1 where it does not start, 2 for none."""
    command, reason = find()
    sys.stdout.write(reason)
    if not reason:
        return 0
    return 1 if command else 2


if __name__ == "__main__":
    sys.exit(main())
