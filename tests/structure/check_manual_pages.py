#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that each program's --help and its manual page name the same options, and what the pages say of each other:
each is called as its file is, refers to pages that there are, and is referred to by another.

usage: check_manual_pages.py FOLDER [PROGRAM PAGE]...
"""
import os
import re
import subprocess
import sys

OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*|-[A-Za-z])(?![\w-])")


def options_of_help(text):
    return set(OPTION.findall(text))


def options_of_page(text):
    """Options in the line after each .TP of the section OPTIONS, the tag of a tagged paragraph."""
    found = set()
    section = re.search(r"^\.SH OPTIONS\n(.*?)^\.SH ", text, re.MULTILINE | re.DOTALL).group(1)
    for tag in re.findall(r"^\.TP\n(.*)$", section, re.MULTILINE):
        plain = re.sub(r"^\.[A-Z]+ |\\f.", "", tag).replace("\\-", "-").replace('"', "")
        found |= set(OPTION.findall(plain))
    return found


def faults_of_references(folder):
    pages = sorted(os.listdir(folder))
    referred = set()
    for page in pages:
        with open(os.path.join(folder, page), encoding="utf-8") as file:
            text = file.read()
        name, number = re.search(r"^\.TH (\S+) (\d)", text, re.MULTILINE).groups()
        if f"{name.lower()}.{number}" != page:
            yield f"{page}: is called {name}({number})"
        see_also = text[text.index(".SH SEE ALSO\n") :]
        references = {".".join(found) for found in re.findall(r"^\.BR (pilcrow-\w+) \((\d)\)", see_also, re.MULTILINE)}
        for reference in sorted(references - set(pages)):
            yield f"{page}: refers to {reference}, which there is not"
        referred |= references
    for page in sorted(set(pages) - referred):
        yield f"{page}: no other page refers to it"


def main():
    wrong = False
    for fault in faults_of_references(sys.argv[1]):
        print(fault)
        wrong = True
    for program, page in zip(sys.argv[2::2], sys.argv[3::2]):
        shown = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
        with open(page, encoding="utf-8") as file:
            documented = options_of_page(file.read())
        helped = options_of_help(shown)
        if not helped:
            print(f"{program} --help names no options")
            wrong = True
        for option in sorted(helped - documented):
            print(f"{page}: does not say what {option} does")
            wrong = True
        for option in sorted(documented - helped):
            print(f"{program} --help does not name {option}, which {page} does")
            wrong = True
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
