#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the archives and compressed files among the golden inputs, the same bytes each time.

Run it without arguments. Needs the program zstd, which Python has no module for.
"""
import bz2
import gzip
import io
import lzma
import subprocess
import tarfile
import zipfile
from pathlib import Path

READERS = Path(__file__).resolve().parent / "readers"
NOTE = b"# Tide tables\n\nHigh water at the sluice is at ten.\n"
LETTER = b"The ferry leaves from the outer pier.\n\nIt takes bicycles.\n"
MOMENT = (2026, 3, 1, 10, 15, 0)


def zipped(members):
    """A zip of (name, bytes) in this order; a name may be a ZipInfo."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def tarred(members):
    """A tar of (name, bytes, type, what a link leads to)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content, kind, target in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, target, len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def link(name):
    info = zipfile.ZipInfo(name, MOMENT)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info


def dos_named(archive, placeholder, name):
    """The archive with a name in the encoding of MS-DOS, which no flag tells."""
    return archive.replace(placeholder.encode(), name.encode("cp437"))


def main():
    REGULAR, LINK, HARD, PIPE, DEVICE = (
        tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE)
    inner = zipped([("deep/letter.txt", LETTER)])
    (READERS / "archive-harbour.zip").write_bytes(zipped([
        ("notes/", b""),
        ("notes/tides.md", NOTE),
        ("notes/tides.md", b"A second file of the same name.\n"),
        ("../../escape.txt", b"It stays inside of the archive.\n"),
        ("/etc/absolute.txt", b"So does this one.\n"),
        ("fähre/plan.txt", LETTER),
        (".hidden/secret.txt", b"Nobody asked for hidden files.\n"),
        ("picture.png", b"no picture"),
        (link("way-out"), b"/etc/passwd"),
        ("inner.zip", inner),
        ("empty.txt", b""),
    ]))
    (READERS / "archive-dos.zip").write_bytes(dos_named(
        zipped([("gr__e.txt", b"A name in the letters of MS-DOS.\n")]), "gr__e.txt", "größe.txt"))
    tar = tarred([
        ("notes", b"", tarfile.DIRTYPE, ""),
        ("notes/tides.md", NOTE, REGULAR, ""),
        ("notes/übersicht.txt", LETTER, REGULAR, ""),
        ("notes/" + "long-" * 30 + "name.txt", b"The name is longer than the header has room for.\n", REGULAR, ""),
        ("link", b"", LINK, "/etc/passwd"),
        ("same", b"", HARD, "notes/tides.md"),
        ("pipe", b"", PIPE, ""),
        ("console", b"", DEVICE, ""),
        ("../escape.txt", b"It stays inside of the archive.\n", REGULAR, ""),
    ])
    (READERS / "archive-harbour.tar").write_bytes(tar)
    (READERS / "archive-harbour.tar.gz").write_bytes(gzip.compress(tar, mtime=0))
    # Two members, as when one is appended; what follows is no member and is passed over.
    (READERS / "packed.md.gz").write_bytes(
        gzip.compress(NOTE, mtime=0) + gzip.compress(b"\nLow water is at four.\n", mtime=0) + b"not gzip")
    (READERS / "packed.txt.bz2").write_bytes(bz2.compress(LETTER))
    (READERS / "packed.html.xz").write_bytes(lzma.compress(b"<title>Ferry</title><p>It leaves at <b>nine</b>.</p>\n"))
    (READERS / "packed.csv.zst").write_bytes(
        subprocess.run(["zstd", "-q", "-c"], input=b"pier,boats\nouter,3\ninner,5\n", check=True, capture_output=True).stdout)
    (READERS / "packed-cut.txt.gz").write_bytes(gzip.compress(LETTER * 20, mtime=0)[:-30])


if __name__ == "__main__":
    main()
