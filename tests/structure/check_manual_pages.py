#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that each program's --help and its manual page name the same options.

usage: check_manual_pages.py PROGRAM PAGE [PROGRAM PAGE]...
"""
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


def main():
    wrong = False
    for program, page in zip(sys.argv[1::2], sys.argv[2::2]):
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
