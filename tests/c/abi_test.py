#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""abi_test.py LIBRARY LAYOUT_PROGRAM SOURCE COMPILER [--update]

What was built against libpilcrow.so.0 must go on working: its name and version, the functions that it exports and nothing else,
the layout of each struct; and, where abidiff is installed, whatever else there is in the types and functions of pilcrow.h.
--update writes down what there is now. Whatever is not added at an end asks for another SONAME, not for an update.
"""
import argparse
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

SONAME = "libpilcrow.so.0"
VERSION = "PILCROW_0"


def output_of(*command):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=True).stdout


def exported(library):
    """Each symbol as "name@@version"."""
    lines = output_of("readelf", "--dyn-syms", "--wide", library).splitlines()
    rows = [line.split() for line in lines if re.match(r"\s*\d+:", line)]
    # Number, value, size, type, binding, visibility, section, name; without a section it is what we need, not what we give.
    return [row[7] for row in rows if len(row) > 7 and row[6] not in ("UND", "ABS")]


def check_symbols(library, expected, complain):
    found = exported(library)
    for name in found:
        if not name.endswith("@@" + VERSION):
            complain(f"{name} is exported, and has not the version {VERSION}")
    names = sorted(name.split("@")[0] for name in found)
    for name in sorted(set(expected) - set(names)):
        complain(f"{name} is not exported any more")
    for name in sorted(set(names) - set(expected)):
        complain(f"{name} is exported, and not in pilcrow.symbols")


def check_name(library, complain):
    dynamic = output_of("readelf", "--dynamic", "--wide", library)
    soname = re.search(r"Library soname: \[(.*)\]", dynamic)
    if not soname or soname.group(1) != SONAME:
        complain(f"the SONAME is {soname and soname.group(1)}, not {SONAME}")
    needed = re.findall(r"Shared library: \[(.*)\]", dynamic)
    if not any(name.startswith("libxapian.so") for name in needed):
        complain(f"it does not need libxapian: {needed}")  # Else a program that uses Xapian had two.


def check_header(source, expected, complain):
    declared = re.findall(r"PILCROW_API [^;]*?\b(pilcrow_\w+)\(", (source / "include/pilcrow.h").read_text())
    if sorted(declared) != sorted(expected):
        complain(f"pilcrow.h and pilcrow.symbols differ in {sorted(set(declared) ^ set(expected))}")


def dump(source, compiler, out):
    """Of a library of empty functions, made of the header alone: it has the types of ours, which includes it, and no others."""
    header = source / "include/pilcrow.h"
    declarations = re.findall(r"^PILCROW_API ([^;]*);", header.read_text(), re.MULTILINE)
    with tempfile.TemporaryDirectory(prefix="pilcrow-abi-") as folder:
        stub = pathlib.Path(folder) / "stub.c"
        library = pathlib.Path(folder) / SONAME
        shutil.copy(header, folder)
        stub.write_text('#include <stdlib.h>\n#include "pilcrow.h"\n' + "".join(f"{it} {{\n  abort();\n}}\n" for it in declarations))
        subprocess.run([compiler, "-g", "-shared", "-fPIC", f"-Wl,-soname,{SONAME}", "-o", str(library), stub.name], cwd=folder, check=True)
        subprocess.run(["abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--no-elf-needed", "--type-id-style", "hash",
                        "--out-file", str(out), str(library)], check=True)


def check_types(source, compiler, recorded, complain):
    with tempfile.TemporaryDirectory(prefix="pilcrow-abi-") as folder:
        now = pathlib.Path(folder) / "now.abi"
        dump(source, compiler, now)
        done = subprocess.run(["abidiff", str(recorded), str(now)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False)
        if done.returncode != 0:
            complain(f"abidiff, status {done.returncode}:\n{done.stdout}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("layout")
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("compiler")
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    folder = arguments.source / "tests/c"
    layout = output_of(arguments.layout)
    if arguments.update:
        (folder / "pilcrow.layout").write_text(layout)
        (folder / "pilcrow.symbols").write_text("\n".join(sorted(name.split("@")[0] for name in exported(arguments.library))) + "\n")
        dump(arguments.source, arguments.compiler, folder / "pilcrow.abi")
        return 0

    errors = []
    expected = (folder / "pilcrow.symbols").read_text().split()
    check_symbols(arguments.library, expected, errors.append)
    check_name(arguments.library, errors.append)
    check_header(arguments.source, expected, errors.append)
    if sys.maxsize > 2**32 and layout != (folder / "pilcrow.layout").read_text():
        errors.append("structs are laid out otherwise than in pilcrow.layout; it is now:\n" + layout)
    if platform.machine() != "x86_64":
        print("types were compared by their layout alone: those recorded are of another machine")
    elif shutil.which("abidiff") and shutil.which("abidw"):
        check_types(arguments.source, arguments.compiler, folder / "pilcrow.abi", errors.append)
    else:
        print("abidiff is not installed: types were compared by their layout alone")
    for error in errors:
        print(error)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
