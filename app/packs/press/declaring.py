"""What the finished file says of itself: title, language, moments, and only standards it holds."""

from __future__ import annotations

from datetime import datetime

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from pikepdf.models.metadata import encode_pdf_date

from app.packs.press.printing import colour_profile
from app.packs.press.printjob import ACCESSIBLE, ARCHIVABLE, PrintJob
from app.papers.declaring import ACCESSIBLE_XML, ARCHIVABLE_XML, NAMESPACES, in_xml

MADE_WITH = "Vooroverleg"
_PROFILE_NAME = "sRGB2014"

#: One block for everything: a reader of archives does not look at a second one.
_FACTS = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
{standards}>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{more}<xmp:CreatorTool>{maker}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{maker}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_AUTHOR = "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n"
_SUBJECT = (
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>\n'
)


def describe(pack: Pdf, job: PrintJob, declares: tuple[str, ...]) -> None:
    """Title, language, moments, how the file opens, and the standards that it holds."""
    moment = datetime.fromisoformat(job.created)
    pack.Root.Lang = String(job.language)
    pack.Root.PageMode = Name.UseOutlines
    pack.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pack.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    pack.Root.OutputIntents = Array([_colours(pack)])
    stamp = String(encode_pdf_date(moment))
    facts = {"/Title": job.title, "/Author": job.author, "/Subject": job.subject}
    for key, value in facts.items():
        if value:
            pack.docinfo[key] = String(value)
    pack.docinfo["/Creator"] = pack.docinfo["/Producer"] = String(MADE_WITH)
    pack.docinfo["/CreationDate"] = pack.docinfo["/ModDate"] = stamp
    xml = Stream(pack, _xml(job, moment, declares).encode("utf-8"))
    xml.Type, xml.Subtype = Name.Metadata, Name.XML
    pack.Root.Metadata = pack.make_indirect(xml)


def _xml(job: PrintJob, moment: datetime, declares: tuple[str, ...]) -> str:
    more = ""
    if job.author:
        more += _AUTHOR.format(in_xml(job.author))
    if job.subject:
        more += _SUBJECT.format(in_xml(job.subject))
    if ARCHIVABLE in declares:
        more += ARCHIVABLE_XML.format(level="A")
    if ACCESSIBLE in declares:
        more += ACCESSIBLE_XML
    return _FACTS.format(
        title=in_xml(job.title),
        language=in_xml(job.language),
        maker=MADE_WITH,
        standards=NAMESPACES,
        moment=moment.isoformat(timespec="seconds"),
        more=more,
    )


def _colours(pack: Pdf) -> Object:
    profile = Stream(pack, colour_profile())
    profile.N = 3
    profile.Alternate = Name.DeviceRGB
    return pack.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name("/GTS_PDFA1"),
            OutputConditionIdentifier=String(_PROFILE_NAME),
            Info=String(_PROFILE_NAME),
            RegistryName=String("http://www.color.org"),
            DestOutputProfile=pack.make_indirect(profile),
        )
    )
