#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the PDF files of tests/golden/readers, byte for byte the same each time.

usage: make_pdf.py FOLDER

Nothing is compressed, so that a file can be read, and a flipped byte means something. The fonts are those that every
reader of PDF has. Lines are set where the lists below say: no typesetter is hidden here.
"""
import hashlib
import pathlib
import sys

PAGE_HEIGHT = 792
FONTS = {"R": "Times-Roman", "B": "Times-Bold", "I": "Times-Italic", "C": "Courier", "H": "Helvetica-Bold"}


def quoted(text):
    """A string of PDF in WinAnsi."""
    out = ""
    for byte in text.encode("cp1252"):
        out += "\\" + chr(byte) if chr(byte) in "()\\" else chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"
    return f"({out})"


class Page:
    def __init__(self):
        self.content = []

    def line(self, x, y, text, font="R", size=10, rise=0):
        """`y` is that of the baseline, from the top of the page."""
        self.content.append(f"BT /{font} {size} Tf {rise} Ts {x} {PAGE_HEIGHT - y} Td {quoted(text)} Tj ET")

    def lines(self, x, y, texts, font="R", size=10, leading=12):
        """Lines below each other; the place of the next one."""
        for text in texts:
            self.line(x, y, text, font, size)
            y += leading
        return y

    def bytes(self):
        return "\n".join(self.content).encode("latin-1")


def rc4(key, text):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in text:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


class Lock:
    """The standard security handler, revision 2: RC4 with 40 bits."""
    PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    FILE_ID = b"pilcrow golden!!"

    def __init__(self, user, owner):
        padded = [(word + self.PADDING)[:32] for word in (user, owner)]
        self.owner_entry = rc4(hashlib.md5(padded[1]).digest()[:5], padded[0])
        permissions = (0xFFFFFFFC).to_bytes(4, "little")
        self.key = hashlib.md5(padded[0] + self.owner_entry + permissions + self.FILE_ID).digest()[:5]
        self.user_entry = rc4(self.key, self.PADDING)

    def lock(self, number, text):
        key = hashlib.md5(self.key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        return rc4(key, text)

    def dictionary(self):
        return (b"<</Filter/Standard/V 1/R 2/Length 40/P -4/O<" + self.owner_entry.hex().encode() + b">/U<"
                + self.user_entry.hex().encode() + b">>>")


class File:
    def __init__(self, lock=None):
        self.objects = []
        self.lock = lock

    def add(self, text=b""):
        self.objects.append(text if isinstance(text, bytes) else text.encode("latin-1"))
        return len(self.objects)

    def add_stream(self, content):
        number = len(self.objects) + 1
        if self.lock:
            content = self.lock.lock(number, content)
        return self.add(b"<</Length %d>>\nstream\n" % len(content) + content + b"\nendstream")

    def bytes(self, root, info=None, xref_off_by=0):
        out = bytearray(b"%PDF-1.4\n")
        places = []
        if self.lock:
            encrypt = self.add(self.lock.dictionary())
        for number, text in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n" % number + text + b"\nendobj\n"
        start = len(out) + xref_off_by
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        for place in places:
            out += b"%010d 00000 n \n" % (place + xref_off_by)
        trailer = f"<</Size {len(places) + 1}/Root {root} 0 R"
        if info:
            trailer += f"/Info {info} 0 R"
        if self.lock:
            file_id = self.lock.FILE_ID.hex()
            trailer += f"/Encrypt {encrypt} 0 R/ID[<{file_id}><{file_id}>]"
        out += f"trailer\n{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


def document(pages, info=None, labels=None, lock=None, xref_off_by=0, fonts=None):
    """A whole file of these pages."""
    file = File(lock)
    tree = 1
    file.add()  # written when its kids are known
    names = fonts(file) if fonts else {
        name: file.add(f"<</Type/Font/Subtype/Type1/BaseFont/{font}/Encoding/WinAnsiEncoding>>")
        for name, font in FONTS.items() if any(f"/{name} ".encode() in page.bytes() for page in pages)}
    resources = "<</Font<<" + "".join(f"/{name} {number} 0 R" for name, number in names.items()) + ">>>>"
    kids = []
    for page in pages:
        content = file.add_stream(page.bytes())
        kids.append(file.add(f"<</Type/Page/Parent {tree} 0 R/Contents {content} 0 R>>"))
    kid_list = " ".join(f"{kid} 0 R" for kid in kids)
    file.objects[tree - 1] = (f"<</Type/Pages/Count {len(kids)}/Kids[{kid_list}]/MediaBox[0 0 612 {PAGE_HEIGHT}]"
                              f"/Resources {resources}>>").encode()
    root = file.add(f"<</Type/Catalog/Pages {tree} 0 R" + (f"/PageLabels<</Nums[{labels}]>>" if labels else "") + ">>")
    said = file.add("<<" + "".join(f"/{key}{quoted(value)}" for key, value in info.items()) + ">>") if info else None
    return file.bytes(root, said, xref_off_by)


def article():
    first = Page()
    first.line(130, 90, "The Keeping of Tidal Mills", "H", 18)
    first.line(250, 112, "A survey of the coast", "I", 12)
    first.lines(72, 150, [
        "Summary. A tidal mill turns when the sea runs out of its pond. This text says how such mills were kept, what",
        "they ground, and why most of them stand still."])
    left = [
        "A mill of this kind needs a bay that the",
        "sea fills twice a day. The dam has gates",
        "which the flood opens and the ebb shuts.",
        "So the water stays behind the dam until",
        "the miller lets it run through the wheel.",
        "  Nobody knows who built the first one.",
        "The oldest timbers that have been dated",
        "are from a well-known island abbey, and",
        "its monks were careful about their recon-",
        "struction of the wheel. Later mills are well-",
        "known from tax lists, which give the rent",
        "in flour rather than in coin, and from the"]
    first.line(72, 190, "1 The pond", "B", 12)
    y = 208
    for text in left:
        first.line(84 if text.startswith(" ") else 72, y, text.strip())
        y += 12
    right = [
        "complaints of fishermen, whose way was",
        "barred.",
        "  A miller works by the tide, not by the",
        "sun. Twice in a day and a night he has",
        "four hours, and they move by fifty min-",
        "utes each day. No rule changes that."]
    y = 190
    for text in right:
        first.line(332 if text.startswith(" ") else 320, y, text.strip())
        y += 12
    first.line(320, 274, "2 What they ground", "B", 12)
    y = first.lines(320, 292, ["The mills of this coast ground what ships", "brought them:"])
    for item in ["wheat from the inland farms,", "malt, where a brewer held a share, and", "dyer's wood, which spoils the stones."]:
        first.line(326, y, "\u2022")
        first.line(336, y, item)
        y += 12
    first.line(72, 690, "1", size=6, rise=4)
    first.line(76, 690, "The rents of the abbey were printed in full a century ago.", size=8)
    first.line(300, 750, "i", size=10)

    second = Page()
    second.line(72, 40, "Tidal mills", "I", 9)
    second.line(72, 80, "3 The figures", "B", 12)
    second.lines(72, 98, [
        "What could be found about the three largest mills is in the table. The heads are those of a spring tide, which",
        "comes twice in a month; at neap tide a mill had half of that or less."])
    y = 136
    for row in [("Mill", "Wheels", "Head", "Still standing"), ("Saint Olave", "4", "3.1 m", "yes, as a house"),
                ("Long Quay", "2", "2.6 m", "no"), ("Grey Abbey", "7", "4.0 m", "walls only")]:
        for x, cell in zip((72, 180, 250, 330), row):
            second.line(x, y, cell)
        y += 13
    second.lines(72, 206, [
        "Seven wheels were more than the pond of Grey Abbey could feed, and so the miller there drew lots every morning",
        "for which of them would turn. The book in which he wrote them down was kept in the mill until it burnt, but a",
        "copy of the last thirty years is with the county; from it we know that the wheel next to the gate was never the"])
    second.line(300, 750, "1", size=10)

    third = Page()
    third.line(72, 40, "Tidal mills", "I", 9)
    third.lines(72, 80, [
        "one that was drawn twice running, which can hardly be chance. Whoever cast those lots knew which bearing was",
        "worn."])
    third.line(72, 120, "4 How to begin", "B", 12)
    third.lines(72, 138, ["Who wants to see one at work types this:"])
    third.lines(90, 156, ["tide --port olave --days 7", "  --only spring"], "C", 9, 11)
    third.lines(72, 188, ["and goes there an hour after high water."])
    third.line(300, 750, "2", size=10)
    return document([first, second, third], {
        "Title": "The Keeping of Tidal Mills", "CreationDate": "D:20240229101500+01'00'", "ModDate": "D:20250704"},
        labels="0<</S/r>>1<</S/D>>")


def with_owner_password(user):
    page = Page()
    page.line(72, 90, "Notice to all tenants", "H", 16)
    page.lines(72, 120, ["The stair will be painted in the second week of May, and the", "lift will be out of use for a day."])
    return document([page], lock=Lock(user, b"owner"))


def image_only():
    page = Page()
    page.content.append("q 200 0 0 200 72 400 cm BI /W 4 /H 4 /CS /G /BPC 8 ID 0123456789abcdef EI Q")
    return document([page, page])


def page_tree_loop():
    file = File()
    content = Page()
    content.line(72, 90, "The only page of a tree that bites its tail.")
    stream = file.add_stream(content.bytes())
    font = file.add("<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>")
    page = file.add(f"<</Type/Page/Parent 4 0 R/Contents {stream} 0 R/Resources<</Font<</R {font} 0 R>>>>>>")
    file.add(f"<</Type/Pages/Count 3/Kids[{page} 0 R 4 0 R 5 0 R]/MediaBox[0 0 612 792]>>")
    file.add("<</Type/Pages/Parent 4 0 R/Count 2/Kids[4 0 R 5 0 R]>>")
    return file.bytes(file.add("<</Type/Catalog/Pages 4 0 R>>"))


def broken_xref():
    page = Page()
    page.line(72, 90, "Minutes of the garden club", "H", 16)
    page.lines(72, 120, ["The hedge will be cut when the birds have left it."])
    return document([page], {"Title": "Microsoft Word - minutes.doc"}, xref_off_by=17)


def letters():
    """Characters that are not what they look like: each byte of the text stands for what the list says."""
    meanings = {"{": "\ufb01", "}": "\ufb02", "_": "\u00a0", "1": "\u05d0", "2": "\u05d1", "3": "\u05d2", "4": "\u05d3",
                "5": "\u05d4", "~": "\uf0b7"}

    def fonts(file):
        chars = "\n".join(f"<{ord(code):02x}> <{ord(char):04x}>" for code, char in sorted(meanings.items()))
        plain = "\n".join(f"<{code:02x}> <{code:04x}>" for code in range(32, 127) if chr(code) not in meanings)
        cmap = file.add_stream(f"/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <00> <ff> "
                               f"endcodespacerange\n{len(meanings)} beginbfchar\n{chars}\nendbfchar\n"
                               f"{plain.count(chr(10)) + 1} beginbfchar\n{plain}\nendbfchar\nendcmap".encode())
        return {"R": file.add(f"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/ToUnicode {cmap} 0 R>>")}

    page = Page()
    page.line(72, 90, "The {rst {re was small, and the re}ux was measured all the way to the")
    page.line(72, 102, "}agstone of the dam. A_space that does not break is a space.")
    page.line(72, 130, "~ A bullet of a font for symbols")
    page.line(72, 142, "~ Another one")
    # Printed from left to right are the last word first, and the last letter of each word first.
    page.line(300, 170, "543 (21) 4321 12")
    page.line(72, 200, "x")
    page.line(77, 200, "7", size=6, rise=4)
    page.line(82, 200, "is the power that the wheel has in theory.")
    # A line in the margin that reads upwards.
    page.content.append(f"BT /R 9 Tf 0 1 -1 0 40 300 Tm {quoted('Upwards in the margin')} Tj ET")
    return document([page], fonts=fonts)


FILES = {
    "article.pdf": article,
    "encrypted.pdf": lambda: with_owner_password(b"secret"),
    "owner_password.pdf": lambda: with_owner_password(b""),
    "image_only.pdf": image_only,
    "page_tree_loop.pdf": page_tree_loop,
    "broken_xref.pdf": broken_xref,
    "letters.pdf": letters,
}


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, make in FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main()
