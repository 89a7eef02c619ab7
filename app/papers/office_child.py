"""Starts LibreOffice for one file, under limits, and ends it with everything that it started.

`main([SOURCE, KIND, PROGRAM])` writes `converted.pdf` beside the source. It leads a session of its
own, so that whoever started it can end the whole group.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path

from app.papers.limits import Limits

PATH = "/usr/bin:/bin"
FILTERS = {
    "docx": ("MS Word 2007 XML", "writer_pdf_Export"),
    "odt": ("writer8", "writer_pdf_Export"),
    "pptx": ("Impress MS PowerPoint 2007 XML", "impress_pdf_Export"),
    "xlsx": ("Calc MS Excel 2007 XML", "calc_pdf_Export"),
}
#: Tagged, without forms, comments or links between files.
OPTIONS = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "ExportFormFields": {"type": "boolean", "value": "false"},
    "ExportNotes": {"type": "boolean", "value": "false"},
    "ExportBookmarks": {"type": "boolean", "value": "false"},
}
#: No macro runs, nothing is fetched, nothing is recovered, nothing is asked.
SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "CheckDocumentEvents", "false"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
)
#: What a shell adds to the number of the signal that ended its command.
_BY_SIGNAL = 128
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def profile(folder: Path) -> None:
    """Write the settings of a profile that has never been used."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )


def without_network() -> None:
    """Leave the network, where the system lets us; else the settings alone keep it out."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def main(arguments: list[str]) -> int:
    """Convert one file; ends, with LibreOffice, when standard input closes."""
    source, kind, program = Path(arguments[0]), arguments[1], arguments[2]
    folder = source.parent
    without_network()  # before there is a second thread
    threading.Thread(target=_end_all, daemon=True).start()
    profile(folder / "profile")
    limits = Limits()
    for kind_of_limit, amount in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind_of_limit, (amount, amount))
    named = source.rename(source.with_name(f"converted.{kind}"))
    reading, writing = FILTERS[kind]
    done = subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{folder / 'profile'}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            f"--infilter={reading}",
            *("--convert-to", f"pdf:{writing}:{json.dumps(OPTIONS, separators=(',', ':'))}"),
            *("--outdir", str(folder), str(named)),
        ],
        env={"HOME": str(folder), "TMPDIR": str(folder), "LANG": "nl_NL.UTF-8", "PATH": PATH},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    _end_by(-done.returncode if done.returncode < 0 else done.returncode - _BY_SIGNAL)
    return done.returncode


def _end_by(number: int) -> None:
    """End as LibreOffice ended, where that was by a signal: whoever started us asks why."""
    if number in (signal.SIGTERM, signal.SIGKILL, signal.SIGXCPU):
        os.kill(os.getpid(), number)


def _end_all() -> None:
    """Wait until whoever started us is gone or wants no more, then end the whole group."""
    while os.read(0, 1024):
        pass
    os.killpg(0, signal.SIGKILL)
    sys.exit(3)
