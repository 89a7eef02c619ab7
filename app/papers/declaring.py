"""What a file says of itself: its title, and the standards of which it is known to hold."""

from __future__ import annotations

import re
from xml.sax import saxutils

from pikepdf import Name, Pdf, Stream, String

#: Of both standards, and of what describes one to the other.
NAMESPACES = """\
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"\
"""
ARCHIVABLE_XML = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>\n"
#: PDF/A knows no identifier of PDF/UA, so its schema is described beside it.
ACCESSIBLE_XML = """<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
"""
#: One block: a reader of archives does not look at a second one.
_FACTS = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" {namespaces}>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{standards}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def declare(pdf: Pdf, title: str, *, accessible: bool = False, level: str = "") -> None:
    """Declare PDF/UA-1, and PDF/A-2 at a level, in a file of which it is known that it holds."""
    standards = ARCHIVABLE_XML.format(level=level) if level else ""
    standards += ACCESSIBLE_XML if accessible else ""
    text = _FACTS.format(title=in_xml(title), namespaces=NAMESPACES, standards=standards)
    packet = Stream(pdf, text.encode("utf-8"))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(packet)
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = String(title)


def in_xml(text: str) -> str:
    """A text as XML can hold it."""
    return saxutils.escape(_NOT_IN_XML.sub("", text))
