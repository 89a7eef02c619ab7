"""What programs put on the clipboard, as they do: for the tests of the editor."""

from __future__ import annotations

#: A passage of Word: its own lists, a comment, a tracked change, a table with merged cells.
WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<style><!-- p.MsoNormal {margin:0cm; mso-style-parent:"";} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
</head><body lang=NL style='tab-interval:35.4pt'><!--StartFragment-->
<h1><span style='mso-fareast-font-family:"Times New Roman"'>Advies<o:p></o:p></span></h1>
<p class=MsoNormal>Wij vragen om <b style='mso-bidi-font-weight:normal'>niet</b> in te
<i>stemmen</i> met het <a href="https://www.haren.nl/voorstel">voorstel</a>.<span
class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[A1]</a></span><o:p></o:p></p>
<h2>Argumenten</h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>De
kosten stijgen<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span><!--[endif]-->in 2027 met 3 %</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·&nbsp;</span>De raad is<del cite="x"> tegen</del><ins> verdeeld</ins></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.&nbsp;</span>Eerst dit</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>2.&nbsp;</span>Dan dat</p>
<table class=MsoTableGrid border=1><tr><td colspan=2><p class=MsoNormal><b>Kosten</b></p></td>
<td>Jaar</td></tr>
<tr><td><p>€ 12.500</p><p>per jaar</p></td><td>a|b</td><td rowspan=2>2027</td></tr>
<tr><td>x</td><td>y</td></tr></table>
<p class=MsoNormal><img src="https://elders.example/volgt.png" onerror="window.ranWhilePasting=1">
<script>window.ranWhilePasting=1</script><iframe
src="https://elders.example/"></iframe>[naam] en 5 * 3 &lt;b&gt;</p>
<p>&nbsp;</p><!--EndFragment--></body></html>"""
WORD_AS_MARKDOWN = """# Advies

Wij vragen om **niet** in te *stemmen* met het [voorstel](https://www.haren.nl/voorstel).

## Argumenten

- De kosten stijgen
  - in 2027 met 3 %
- De raad is verdeeld

1. Eerst dit
2. Dan dat

| **Kosten** |  | Jaar |
| --- | --- | --- |
| € 12.500 per jaar | a\\|b | 2027 |
| x | y |  |

[naam] en 5 * 3 <b>"""

#: Per program: what it puts on the clipboard, and what should stand in the field.
OTHERS = {
    "Word in a browser": (
        '<div class="ListContainerWrapper"><ul class="BulletListStyle1"><li data-aria-level="1">'
        '<p class="Paragraph">een</p></li></ul></div><div class="ListContainerWrapper"><ul>'
        '<li data-aria-level="2"><p>half</p></li></ul></div>',
        "- een\n  - half",
    ),
    "LibreOffice": (
        '<meta http-equiv="content-type" content="text/html"><style type="text/css">p { margin: 0 }'
        '</style><h2 class="western">Kop</h2><p class="western"><font face="Arial"><b>vet</b> en'
        "</font>\n<i>schuin</i></p><ol><li><p>een</p></li><li><p>twee</p></li></ol>",
        "# Kop\n\n**vet** en *schuin*\n\n1. een\n2. twee",
    ),
    "Google": (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-'
        'weight:700;font-style:normal">vet</span><span style="font-weight:400"> gewoon</span>'
        "</p></b>",
        "**vet** gewoon",
    ),
    "Outlook": (
        '<div><p class="MsoNormal">Dag,<br><br>zie <a href="https://eur03.safelinks.protection.outlook'
        '.com/?url=https%3A%2F%2Fwww.haren.nl%2F&amp;data=x">hier</a></p></div>',
        "Dag,\n\nzie [hier](https://www.haren.nl/)",
    ),
    "a page that lays out with tables": (
        "<table><tr><td><table><tr><td>links</td></tr></table></td><td>rechts</td></tr></table>",
        "links\n\nrechts",
    ),
    "links that lead nowhere good": (
        '<a href="javascript:alert(1)">klik</a> <a href="file:///c:/x">schijf</a>',
        "klik schijf",
    ),
    "letters that nobody sees": ("<p>on\u00adzicht\u200bbaar\u00a0 wit</p>", "onzichtbaar wit"),
}

_PARAGRAPH = (
    "<p class=MsoNormal style='margin:0cm;font-size:11.0pt;font-family:\"Calibri\",sans-serif'>"
    "<b><span lang=NL style='color:#%06x;mso-ansi-language:NL'>Regel %d<o:p></o:p></span>"
    "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>over de begroting"
    "<span style='mso-spacerun:yes'><font color=#%06x><!--[if gte vml 1]><v:shape/><![endif]-->"
)


def heavy(megabytes: float = 5) -> str:
    """So much of what Word makes, with hardly a tag closed, and most of it styles."""
    body = "".join(_PARAGRAPH % (one, one, one) for one in range(1500))
    style = "<style>" + "p.MsoNormal {mso-style-unhide:no;} " * 100 + "</style>"
    rest = int(megabytes * 1024 * 1024) - len(body)
    return "<html><body>" + style * (rest // len(style)) + body
