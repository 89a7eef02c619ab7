"""What kind of file a paper is, by its content: a name promises nothing. Pure."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from app.papers.unusable import PaperUnusable

PDF = "pdf"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_MAIN = re.compile(
    rb"(?:application/vnd\.openxmlformats-officedocument\.)?"
    rb"(wordprocessingml\.document|presentationml\.presentation|presentationml\.slideshow|"
    rb"spreadsheetml\.sheet)\.main\+xml"
)
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Brands of HEIF whose pictures are coded as HEVC (ISO/IEC 23008-12, B.4).
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
#: The part of an Office file that says what it is; a real one takes a few thousand bytes.
_LONGEST_LIST = 1024 * 1024
_MOST_PARTS = 20_000
#: How an encrypted .docx, .xlsx or .pptx names its content.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Kind:
    """A kind of file that is received as a paper."""

    name: str
    media_type: str
    endings: tuple[str, ...]
    #: Whether a browser shows it by itself.
    shown: bool = False
    image: bool = False

    @property
    def office(self) -> bool:
        """Whether it is made by an office program."""
        return not self.image and self.name != PDF


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(PDF, "application/pdf", (".pdf",), shown=True),
        Kind("jpeg", "image/jpeg", (".jpg", ".jpeg"), shown=True, image=True),
        Kind("png", "image/png", (".png",), shown=True, image=True),
        Kind("tiff", "image/tiff", (".tif", ".tiff"), image=True),
        Kind("heic", "image/heic", (".heic", ".heif"), image=True),
        Kind("docx", f"{_OPEN_XML}wordprocessingml.document", (".docx",)),
        Kind("odt", "application/vnd.oasis.opendocument.text", (".odt",)),
        Kind("pptx", f"{_OPEN_XML}presentationml.presentation", (".pptx", ".ppsx")),
        Kind("xlsx", f"{_OPEN_XML}spreadsheetml.sheet", (".xlsx",)),
    )
}
BY_MEDIA_TYPE: Mapping[str, Kind] = {kind.media_type: kind for kind in KINDS.values()}
_OPEN_XML_KINDS = {b"word": "docx", b"pres": "pptx", b"spre": "xlsx"}


def kind_of(file: IO[bytes]) -> Kind:
    """The kind of a file, read from its start; raises PaperUnusable."""
    file.seek(0)
    head = file.read(1024)
    name = _by_head(head)
    if name is not None:
        return KINDS[name]
    if head.startswith(_OLD_OFFICE):
        raise PaperUnusable("encrypted" if _holds(file, _ENCRYPTED) else "old_office")
    if head.startswith(_ZIP):
        return KINDS[_by_parts(file)]
    raise PaperUnusable("unknown_kind")


def _by_head(head: bytes) -> str | None:
    if b"%PDF-" in head:
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    if head[4:8] == b"ftyp" and (head[8:12] in _HEIC or _HEIC & _brands(head)):
        return "heic"
    return None


def _brands(head: bytes) -> set[bytes]:
    """The brands with which a file says it goes along."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[at : at + 4] for at in range(16, size, 4)}


def _holds(file: IO[bytes], words: bytes) -> bool:
    """Whether a file holds these bytes; read in pieces, however large it is."""
    file.seek(0)
    last = b""
    while piece := file.read(1024 * 1024):
        if words in last + piece:
            return True
        last = piece[-len(words) :]
    return False


def _by_parts(file: IO[bytes]) -> str:
    """The kind of an Office file, by what it says of its own parts."""
    try:
        with zipfile.ZipFile(file) as parts:
            names = parts.namelist()
            if len(names) > _MOST_PARTS:
                raise PaperUnusable("too_heavy")
            if "[Content_Types].xml" in names:
                return _open_xml(_begin(parts, "[Content_Types].xml"))
            if "mimetype" in names:
                return _open_document(_begin(parts, "mimetype"), parts, names)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise PaperUnusable("damaged") from error
    except NotImplementedError as error:
        raise PaperUnusable("damaged") from error
    raise PaperUnusable("unknown_kind")


def _begin(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(_LONGEST_LIST)


def _open_xml(types: bytes) -> str:
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise PaperUnusable("macros")
    found = _MAIN.search(types)
    if found is None:
        raise PaperUnusable("unknown_kind")
    return _OPEN_XML_KINDS[found[1][:4]]


def _open_document(media_type: bytes, parts: zipfile.ZipFile, names: list[str]) -> str:
    if media_type.strip() != KINDS["odt"].media_type.encode():
        raise PaperUnusable("unknown_kind")
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise PaperUnusable("macros")
    if "META-INF/manifest.xml" in names and b"encryption-data" in _begin(
        parts, "META-INF/manifest.xml"
    ):
        raise PaperUnusable("encrypted")
    return "odt"
