#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the office files and books of golden/readers: the smallest that show what their readers are to find.

usage: make_office.py FOLDER
"""
import pathlib
import sys
import zipfile

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def package(path, parts, stored=()):
    """A zip archive with the same bytes each time."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6))
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)


def relations(*rows):
    """`rows`: (id, type, target)"""
    return (f'<Relationships xmlns="{RELATIONS}">' + "".join(
        f'<Relationship Id="{key}" Type="{kind if "/" in kind else OFFICE + "/" + kind}" Target="{target}"/>'
        for key, kind, target in rows) + "</Relationships>")


def core(title, created, modified):
    return ('<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t">'
            f"<dc:title>{title}</dc:title><dcterms:created>{created}</dcterms:created>"
            f"<dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>")


# ── docx ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

def paragraph(text, style=None, properties=""):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{text}</w:p>"


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text, level):
    return paragraph(run(text), None, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def word(body):
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<w:document xmlns:w="w" xmlns:mc="mc" xmlns:wps="wps" xmlns:v="v"><w:body>' + body
            + "<w:sectPr/></w:body></w:document>")


def docx(path, inner):
    styles = (
        '<w:styles xmlns:w="w"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Standard"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="Chapter"/><w:basedOn w:val="berschrift1"/>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
        "</w:styles>")
    box = ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent>'
           + paragraph(run("The box says: mind the gap.")) + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback>"
           "<v:textbox><w:txbxContent>" + paragraph(run("The box says: mind the gap."))
           + "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>")
    body = (
        paragraph(run("Harbour handbook"), "Titel")
        + paragraph(run("Mooring\t1"), "Verzeichnis1")
        + paragraph(run("Mooring"), "berschrift1")
        + paragraph(run("Ships wait ") + run("at the pier", "<w:b/>") + run(" until the pilot")
                    + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" comes aboard, with all well")
                    + "<w:r><w:noBreakHyphen/></w:r>" + run("known papers.") + '<w:r><w:commentReference w:id="0"/></w:r>')
        + paragraph(box + run("Beside the box stands this sentence."), "Loop")
        + paragraph('<w:del w:id="9" w:author="A"><w:r><w:delText>Never </w:delText></w:r></w:del>'
                    '<w:ins w:id="8" w:author="A">' + run("Always ") + "</w:ins>" + run("use two lines")
                    + run(" secretly", "<w:vanish/>") + run(".") + "<w:r><w:br/></w:r>" + run("And a third one."))
        + paragraph(run("This sentence goes "), None, '<w:rPr><w:del w:id="7" w:author="A"/></w:rPr>')
        + paragraph(run("on in one piece."))
        + item("bow line", 0) + item("shore end", 1) + item("stern line", 0)
        + paragraph(run("Fees"), "berschrift2")
        + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@ "yyyy"</w:instrText></w:r>'
                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("2026")
                    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(" brought new fees.")
                    + '<w:r><w:endnoteReference w:id="1"/></w:r>')
        + "<w:tbl>" + row(paragraph(run("Berth")), paragraph(run("Fee")), properties="<w:tblHeader/>")
        + row(paragraph(run("North")) + "<w:tbl>" + row(paragraph(run("inner")), paragraph(run("cell"))) + "</w:tbl>",
              paragraph(run("120")))
        + row(paragraph(run("gone")), properties="<w:del/>")
        + row(paragraph(run("South")), paragraph(""), paragraph(run("80"))) + "</w:tbl>"
        + paragraph(run("Lighting"), "Chapter")
        + paragraph(run("Lamps burn from dusk to dawn."))
        + "<w:tbl>" + row(paragraph(run("A frame around a section"), "berschrift2") + paragraph(run("Framed prose.")))
        + "</w:tbl>")
    notes = ('<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="0">' + paragraph("")
             + '</w:footnote><w:footnote w:id="2">' + paragraph(run(" Pilots board at buoy seven.")) + "</w:footnote>"
             "</w:footnotes>")
    endnotes = ('<w:endnotes xmlns:w="w"><w:endnote w:id="1">' + paragraph(run("By order of the council."))
                + "</w:endnote></w:endnotes>")
    comments = ('<w:comments xmlns:w="w"><w:comment w:id="0" w:author="Rosa Lind">' + paragraph(run("Which papers?"))
                + paragraph(run("Name them.")) + "</w:comment></w:comments>")
    package(path, {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("a", "officeDocument", "word/document.xml"), ("b", CORE, "docProps/core.xml")),
        "docProps/core.xml": core("A template", "2026-01-05T08:00:00Z", "2026-03-04T10:20:00Z"),
        "word/_rels/document.xml.rels": relations(
            ("r1", "styles", "styles.xml"), ("r2", "footnotes", "footnotes.xml"), ("r3", "endnotes", "/word/endnotes.xml"),
            ("r4", "comments", "comments.xml"), ("r5", "header", "header1.xml")),
        "word/document.xml": word(body),
        "word/styles.xml": styles,
        "word/footnotes.xml": notes,
        "word/endnotes.xml": endnotes,
        "word/comments.xml": comments,
        "word/header1.xml": '<w:hdr xmlns:w="w">' + paragraph(run("Page header")) + "</w:hdr>",
        "word/embeddings/prices.csv": inner,
    })


# ── pptx ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

def shape(text, placeholder=None):
    kind = "" if placeholder is None else f'<p:nvPr><p:ph{placeholder}/></p:nvPr>'
    return f"<p:sp><p:nvSpPr>{kind}</p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>"


def line(text, level=0):
    properties = f'<a:pPr lvl="{level}"/>' if level else ""
    return f'<a:p>{properties}<a:r><a:rPr lang="en-US"/><a:t>{text}</a:t></a:r></a:p>'


def slide(*shapes, root="sld"):
    return (f'<p:{root} xmlns:p="p" xmlns:a="a" xmlns:r="r" xmlns:dgm="dgm"><p:cSld><p:spTree>' + "".join(shapes)
            + f"</p:spTree></p:cSld></p:{root}>")


def pptx(path):
    table = ("<p:graphicFrame><a:tbl>" + "".join(
        "<a:tr>" + "".join(f"<a:tc><a:txBody>{line(cell)}</a:txBody></a:tc>" for cell in cells) + "</a:tr>"
        for cells in (("Quarter", "Ships"), ("First", "31"))) + "</a:tbl></p:graphicFrame>")
    first = slide(shape(line("Harbour plan"), ' type="ctrTitle"'), shape(line("For the council"), ' type="subTitle" idx="1"'))
    second = slide(
        shape(line("A box beside the points")), shape(line("New piers"), ' type="title"'),
        shape(line("Two piers") + line("one of wood", 1) + '<a:p><a:r><a:t>Opened</a:t></a:r><a:br/><a:r><a:t>in May</a:t>'
              "</a:r></a:p>", ' idx="1"'),
        table, shape(line("12"), ' type="sldNum" idx="9"'),
        '<p:graphicFrame><dgm:relIds r:dm="d1"/></p:graphicFrame>')
    third = slide(shape(line("No title here")))
    notes = slide(shape(line("slide image"), ' type="sldImg"'), shape(line("Tell the story of the old pier."), ' type="body"'),
                  root="notes")
    package(path, {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("a", "officeDocument", "ppt/presentation.xml"), ("b", CORE, "docProps/core.xml")),
        "docProps/core.xml": core("PowerPoint Presentation", "2026-02-01T00:00:00Z", "2026-02-03T00:00:00Z"),
        "ppt/presentation.xml": '<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="256" r:id="r9"/>'
                                '<p:sldId id="257" r:id="r2"/><p:sldId id="258" r:id="r3"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(("r2", "slide", "slides/slide1.xml"), ("r9", "slide", "slides/slide2.xml"),
                                                     ("r3", "slide", "slides/slide3.xml"),
                                                     ("r5", "commentAuthors", "commentAuthors.xml")),
        "ppt/commentAuthors.xml": '<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="4" name="Rosa Lind"/></p:cmAuthorLst>',
        "ppt/slides/slide1.xml": second,
        "ppt/slides/slide2.xml": first,
        "ppt/slides/slide3.xml": third,
        "ppt/slides/_rels/slide1.xml.rels": relations(("n", "notesSlide", "../notesSlides/notes1.xml"),
                                                      ("d1", "diagramData", "../diagrams/data1.xml"),
                                                      ("c", "comments", "../comments/comment1.xml")),
        "ppt/notesSlides/notes1.xml": notes,
        "ppt/diagrams/data1.xml": '<dgm:dataModel xmlns:dgm="dgm" xmlns:a="a"><dgm:ptLst><dgm:pt><dgm:t>'
                                  + line("Plan, then build") + "</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>",
        "ppt/comments/comment1.xml": '<p:cmLst xmlns:p="p"><p:cm authorId="4"><p:text>Is wood allowed?</p:text></p:cm>'
                                     "</p:cmLst>",
    })


# ── xlsx ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

def xlsx(path):
    sheet = ('<worksheet xmlns="s"><sheetData>'
             '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
             '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="s"><v>2</v></c><c r="C3" t="s"><v>3</v></c>'
             '<c r="D3" t="inlineStr"><is><t>Paid</t></is></c></row>'
             '<row r="4"><c r="A4" t="s"><v>4</v></c><c r="B4"><v>0.30000000000000004</v></c><c r="C4" s="1"><v>46188</v></c>'
             '<c r="D4" t="b"><v>1</v></c></row>'
             '<row r="5"><c r="A5" t="str"><f>A4&amp;"x"</f><v>Anna x</v></c><c r="B5" t="e"><v>#N/A</v></c>'
             '<c r="C5" s="2"><v>46188.395833333336</v></c><c r="E5" s="3"><v>1.5</v></c></row>'
             '<row r="1048576"><c r="A1048576"><v>12345678</v></c></row>'
             "</sheetData></worksheet>")
    hidden = ('<worksheet xmlns="s"><sheetData><row><c><v>7</v></c><c t="s"><v>5</v></c></row></sheetData></worksheet>')
    package(path, {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml"), ("b", CORE, "docProps/core.xml")),
        "docProps/core.xml": core("Harbour fees", "2026-02-01T00:00:00Z", ""),
        "xl/workbook.xml": '<workbook xmlns="s" xmlns:r="r"><workbookPr/><sheets><sheet name="Fees 2026" sheetId="2" r:id="r2"/>'
                           '<sheet name="Empty" sheetId="4" r:id="r4"/>'
                           '<sheet name="Notes" sheetId="3" state="hidden" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("r1", "worksheet", "worksheets/sheet1.xml"),
                                                ("r2", "worksheet", "worksheets/sheet2.xml"),
                                                ("r4", "worksheet", "worksheets/sheet4.xml"),
                                                ("r5", "sharedStrings", "sharedStrings.xml"), ("r6", "styles", "styles.xml")),
        "xl/sharedStrings.xml": '<sst xmlns="s"><si><t>All fees of the year</t></si><si><t>Ship</t></si><si><t>Fee</t></si>'
                                "<si><r><t>Due </t></r><r><t>date</t></r><rPh><t>spoken</t></rPh></si>"
                                "<si><t>Anna_x000D_\nMaria</t></si><si><t>a hidden word</t></si></sst>",
        "xl/styles.xml": '<styleSheet xmlns="s"><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>'
                         '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
                         '<xf numFmtId="22"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": hidden,
        "xl/worksheets/sheet2.xml": sheet,
        "xl/worksheets/sheet4.xml": '<worksheet xmlns="s"><sheetData/></worksheet>',
        "xl/worksheets/_rels/sheet2.xml.rels": relations(("c", "comments", "../comments1.xml")),
        "xl/comments1.xml": '<comments xmlns="s"><commentList><comment ref="B4" authorId="0"><text><r><t>Rosa: </t></r><r>'
                            "<t>rounded?</t></r></text></comment></commentList></comments>",
    })


# ── OpenDocument ─────────────────────────────────────────────────────────────────────────────────────────────────────

NAMESPACES = " ".join(f'xmlns:{name}="{name}"' for name in (
    "office", "text", "table", "draw", "style", "fo", "dc", "meta", "presentation", "svg", "manifest"))


def part(root, body):
    return f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {NAMESPACES}>{body}</office:{root}>'


META = ("<office:meta><dc:title>{}</dc:title><meta:creation-date>2026-01-02T00:00:00</meta:creation-date>"
        "<dc:date>2026-04-05T06:07:08</dc:date></office:meta>")
ODF_STYLES = ('<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:language="de" '
              'fo:country="DE"/></style:default-style><style:style style:name="Title" style:family="paragraph"/></office:styles>')
ODT_TEXT = (
    '<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted words.</text:p></text:deletion>'
    "</text:changed-region></text:tracked-changes>"
    '<text:p text:style-name="P1">Hafenbuch</text:p>'
    '<text:table-of-content><text:index-body><text:p>Anlegen 1</text:p></text:index-body></text:table-of-content>'
    '<text:h text:outline-level="1">Anlegen</text:h>'
    '<text:p>Schiffe   warten\n am Pier,<text:s text:c="3"/>bis der <text:span>Lotse</text:span><text:note><text:note-citation>1'
    "</text:note-citation><text:note-body><text:p>Lotsen gehen an Tonne sieben an Bord.</text:p></text:note-body></text:note>"
    " kommt.<office:annotation><dc:creator>Rosa Lind</dc:creator><dc:date>2026-01-01</dc:date><text:p>Stimmt das?</text:p>"
    "</office:annotation></text:p>"
    '<text:list><text:list-item><text:p>Bugleine</text:p><text:p>Sie ist lang.</text:p><text:list><text:list-item><text:p>am '
    "Land</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Heckleine</text:p></text:list-item>"
    "</text:list>"
    "<text:p><draw:frame><draw:text-box><text:p>Im Kasten: Vorsicht!</text:p></draw:text-box><svg:title>Bild</svg:title>"
    "</draw:frame>Neben dem Kasten.</text:p>"
    '<text:h text:outline-level="2">Gebühren</text:h>'
    '<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Platz</text:p></table:table-cell>'
    "<table:table-cell><text:p>Preis</text:p></table:table-cell></table:table-row></table:table-header-rows>"
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000000">'
    "<text:p>Nord</text:p></table:table-cell><table:table-cell><text:p>120</text:p></table:table-cell></table:table-row>"
    "</table:table>")


def odf(path, kind, content, title):
    mime = f"application/vnd.oasis.opendocument.{kind}"
    package(path, {
        "mimetype": mime,
        "content.xml": part("document-content", content),
        "styles.xml": part("document-styles", ODF_STYLES),
        "meta.xml": part("document-meta", META.format(title)),
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="manifest"><manifest:file-entry manifest:media-type="{mime}"'
                                 ' manifest:full-path="/"/></manifest:manifest>',
    }, stored=("mimetype",))


def odt_content(text):
    return ('<office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
            f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>")


def odp(path):
    def frame(text, kind=None):
        named = f' presentation:class="{kind}"' if kind else ""
        return f"<draw:frame{named}><draw:text-box>{text}</draw:text-box></draw:frame>"
    pages = (
        '<draw:page draw:name="page1">' + frame("<text:p>Hafenplan</text:p>", "title")
        + frame("<text:p>Für den Rat</text:p>", "subtitle") + "</draw:page>"
        '<draw:page draw:name="page2">' + frame("<text:p>Neue Piers</text:p>", "title")
        + frame("<text:list><text:list-item><text:p>Zwei Piers</text:p><text:list><text:list-item><text:p>einer aus Holz"
                "</text:p></text:list-item></text:list></text:list-item></text:list>", "outline")
        + "<draw:custom-shape><text:p>Ein Pfeil</text:p></draw:custom-shape>" + frame("<text:p>7</text:p>", "page-number")
        + "<draw:frame><table:table><table:table-row><table:table-cell><text:p>Quartal</text:p></table:table-cell>"
        "<table:table-cell><text:p>Schiffe</text:p></table:table-cell></table:table-row></table:table></draw:frame>"
        + "<office:annotation><dc:creator>Rosa Lind</dc:creator><text:p>Holz?</text:p></office:annotation>"
        "<presentation:notes>" + frame("<text:p>Vom alten Pier erzählen.</text:p>", "notes") + "</presentation:notes></draw:page>"
        '<draw:page draw:name="page3">' + frame("<text:p>Ohne Titel</text:p>") + "</draw:page>")
    odf(path, "presentation", f"<office:body><office:presentation>{pages}</office:presentation></office:body>", "Plan")


def ods(path):
    def cell(text, attributes=""):
        return f"<table:table-cell{attributes}><text:p>{text}</text:p></table:table-cell>"
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    comment = ("<office:annotation><dc:creator>Rosa</dc:creator><dc:date>2026-01-01</dc:date><text:p>gerundet?</text:p>"
               "</office:annotation>")
    rows = (
        "<table:table-row>" + cell("Schiff") + cell("Preis") + cell("Tag") + empty + "</table:table-row>"
        "<table:table-row>" + cell("Anna") + f'<table:table-cell office:value-type="float" office:value="0.1">{comment}<text:p>0,10 €'
        "</text:p></table:table-cell>" + cell("15.06.26", ' office:value-type="date" office:date-value="2026-06-15"')
        + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="3">' + cell("Berta") + cell("25 %", ' office:value-type="percentage" '
                                                                                     'office:value="0.25"')
        + cell("9:30", ' office:value-type="date" office:date-value="2026-06-15T09:30:00"') + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        "<table:table-row>" + cell("Ende", ' table:number-columns-repeated="2"') + "</table:table-row>")
    second = ('<table:table table:name="Zwei"><table:table-row><table:covered-table-cell/>'
              + cell("wahr", ' office:value-type="boolean" office:boolean-value="true"') + "</table:table-row></table:table>")
    odf(path, "spreadsheet", f'<office:body><office:spreadsheet><table:table table:name="Preise">{rows}</table:table>{second}'
        "</office:spreadsheet></office:body>", "Preise")


# ── EPUB ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

def chapter(body, title="<title/>"):
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head>{title}</head><body>{body}</body></html>'


def epub(path, protected=False):
    items = (("nav", "nav.xhtml", "application/xhtml+xml", ' properties="nav"'), ("cover", "cover.xhtml", "application/xhtml+xml", ""),
             ("one", "text/ch%201.xhtml", "application/xhtml+xml", ""), ("two", "text/ch2.xhtml", "application/xhtml+xml", ""),
             ("css", "a.css", "text/css", ""))
    opf = ('<package xmlns="o" xmlns:dc="d"><metadata><dc:title>The Pier</dc:title><dc:language>en-GB</dc:language>'
           "<dc:date>2026-05-06</dc:date></metadata><manifest>"
           + "".join(f'<item id="{key}" href="{href}" media-type="{kind}"{more}/>' for key, href, kind, more in items)
           + '</manifest><spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="two"/><itemref idref="one"/></spine>'
           '<guide><reference type="cover" href="cover.xhtml"/></guide></package>')
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="c"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": opf,
        "OEBPS/nav.xhtml": chapter('<nav><ol><li><a href="text/ch2.xhtml">Arrival</a></li>'
                                   '<li><a href="text/ch%201.xhtml">Waiting</a></li></ol></nav>'),
        "OEBPS/cover.xhtml": chapter("<p>Cover words</p>"),
        "OEBPS/text/ch2.xhtml": chapter('<h1>Arrival</h1><p>The boat came <a id="p1"/>late.</p><ul><li>rope</li><li>lamp</li></ul>'),
        "OEBPS/text/ch 1.xhtml": chapter("<p>Nobody waited, but for the <i>keeper</i>.</p>", "<title>Untitled</title>"),
    }
    if protected:
        parts["META-INF/encryption.xml"] = ('<encryption xmlns:enc="e"><enc:EncryptedData><enc:CipherData><enc:CipherReference '
                                            'URI="OEBPS/text/ch2.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>')
    package(path, parts, stored=("mimetype",))


# ── RTF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

RTF = r"""{\rtf1\ansi\ansicpg1252\deff0\deflang1031
{\fonttbl{\f0\froman\fcharset0 Serif;}{\f1\fswiss\fcharset204{\*\falt Sans}Sans Cyr;}{\f2\fnil\fcharset2 Symbol;}{\f3\fnil\fcharset128 Mincho;}}
{\colortbl;\red0\green0\blue0;}
{\stylesheet{\s0 Normal;}{\s1\sbasedon0\outlinelevel0 heading 1;}{\s2 heading 2;}{\s3\sbasedon1 Kapitel;}{\s4 Title;}{\s5 toc 1;}{\*\cs10 Default Font;}}
{\info{\title Vorlage}{\author Niemand}{\creatim\yr2026\mo1\dy2\hr3}{\revtim\yr2026\mo7\dy8}}
{\header\pard Seite \chpgn\par}
\pard\plain\s4\f0\lang1031 Hafenbuch\par
\pard\s5 Anlegen\tab 1\par
\pard\s1 Anlegen\par
\pard Schiffe warten am Pier, \'fcberall gr\'fc\'dfen Leute; \u8220"Ahoi\u8221", \uc2\u-10179\'3f\'3f\u-8704\'3f\'3f\uc1  und \{Klammern\}.{\super\chftn{\footnote\pard\plain {\super\chftn} Lotsen gehen an Tonne sieben an Bord.}} Weiter.\par
{\f1 \'cf\'f0\'e8\'e2\'e5\'f2, \'ea\'e0\'ef\'e8\'f2\'e0\'ed.}{\f2 \'b7}{\f3 \'93\'fa\'96\'7b}\par
Ein {\v geheimes }{\deleted altes }Wort mit wei\-chem und festem\_Strich\~hier,\line neue Zeile.\par
{\*\atnid RL}{\*\atnauthor Rosa Lind}{\*\annotation\pard Stimmt das?\par}Dazu ein Kommentar.\par
{\listtext\bullet\tab}\pard\ls1\ilvl0 Bugleine\par
{\listtext -\tab}\pard\ls1\ilvl1 am Land\par
\pard\s2 Geb\'fchren\par
\trowd\cellx1000\cellx2000\pard\intbl Platz\cell Preis\cell\row
\trowd\cellx1000\cellx2000\pard\intbl Nord\par am Turm\cell 120\cell\row
\pard Nach {\field{\*\fldinst HYPERLINK "http://example.org/"}{\fldrslt dem Tarif}} von 2026.{\pict\wmetafile8 0102030405}{\*\unknown Nichts}\par
{\shp{\*\shpinst{\sp{\sn fillColor}{\sv 1}}{\shptxt\pard Im Kasten: Vorsicht!\par}}{\shprslt\pard Im Kasten: Vorsicht!\par}}Neben dem Kasten.\par
\pard\s3 Licht\par
\pard Lampen brennen bis zum Morgen.{\bin3 }}}{{\*\objdata\bin4 \par}}
}
"""


def main():
    folder = pathlib.Path(sys.argv[1])
    docx(folder / "office-harbour.docx", "Berth,Fee\r\nNorth,120\r\n")
    pptx(folder / "office-harbour.pptx")
    xlsx(folder / "office-harbour.xlsx")
    odf(folder / "office-hafen.odt", "text", odt_content(ODT_TEXT), "")
    odp(folder / "office-hafen.odp")
    ods(folder / "office-hafen.ods")
    flat = META.format("Flach") + ODF_STYLES + odt_content("<text:h>Flach</text:h><text:p>Ein Teil ist alles.</text:p>")
    (folder / "office-flat.fodt").write_text(part("document", flat))
    epub(folder / "office-book.epub")
    epub(folder / "office-protected.epub", protected=True)
    (folder / "office-hafen.rtf").write_bytes(RTF.replace("\n", "\r\n").encode("ascii"))
    (folder / "office-encrypted.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    package(folder / "office-encrypted.odt", {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": bytes(range(64)),
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="content.xml">'
                                 "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
    }, stored=("mimetype",))
    (folder / "office-no-package.docx").write_text("This is no package, whatever it is called.\n")


if __name__ == "__main__":
    main()
