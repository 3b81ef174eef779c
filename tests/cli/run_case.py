#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs command-line cases; tests/cli/README.md says what a case is.

usage: run_case.py --bin FOLDER --source FOLDER [--update] CASE...
"""
import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

TIMEOUT_SECONDS = 120

NUMBER = r"\d+(?:[.,]\d+)?"
RULES = [(re.compile(pattern), replacement) for pattern, replacement in (
    (r"pc1:[0-9a-z]{8}:[0-9a-f]{8}:", "pc1:ID:PATH:"),
    (r'("index_id": ?)"[0-9a-z]{8}"', r'\1"ID"'),
    (r"\(id [0-9a-z]{8}\)", "(id ID)"),
    (r"\b[0-9a-z]{8}@(?=\d+\.\d)", "ID@"),
    (r'("fingerprint": ?)"[^"]*"', r'\1"FINGERPRINT"'),
    (r'pilcrow-analyzer/[^")\n]*', "FINGERPRINT"),
    (r'("(?:milliseconds|(?:cpu_)?seconds|\w+_unix_seconds|(?:fresh_)?size_bytes|other_bytes|bytes_before|bytes_after'
     r'|max_rss_bytes)": ?)[\d.e+-]+', r"\g<1>0"),
    (rf"\b{NUMBER}( )(ms|s)\b", r"N\1\2"),
    (r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?( ?(Z|UTC|[+-]\d\d:?\d\d))?", "TIME"),
    (r"(?m)^(size +).*$", r"\1N"),
    (r"(?m)^.* before, .* after;", "N before, N after;"),
    # Of lines in which the paths of the machine stand.
    (r"(paragraphs? exported, )[^;\n]+;", r"\1N;"),
    (r'("type":"export".*"bytes": ?)\d+', r"\g<1>0"),
    (r"(?m)^(protection +).*$", r"\1N"),
    (r'("protection": ?)\{[^}]*\}', r"\1{}"),
    (r"\bprocess \d+ since TIME", "process N since TIME"),
)]


def normalise(text, folders):
    """`folders`: pairs of a path and the name that stands for it."""
    for path, name in sorted(folders, key=lambda pair: -len(pair[0])):
        text = text.replace(path, name)
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def run(case, bin_folder, source):
    """What the case wrote, as {"stdout": …, "stderr": …, "status": "0\n"}, and what is wrong with the JSON in it."""
    with tempfile.TemporaryDirectory(prefix="pilcrow-case-") as top:
        top = os.path.realpath(top)
        folders = {name: os.path.join(top, name) for name in ("work", "home", "data", "config", "cache", "tmp")}
        for folder in folders.values():
            os.mkdir(folder)
        corpus = os.path.join(source, "corpus")
        environment = {
            "PATH": bin_folder + os.pathsep + "/usr/local/bin:/usr/bin:/bin",
            "HOME": folders["home"],
            "XDG_DATA_HOME": folders["data"],
            "XDG_CONFIG_HOME": folders["config"],
            "XDG_CACHE_HOME": folders["cache"],
            "TMPDIR": folders["tmp"],
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "PILCROW_CORPUS": corpus,
            "PILCROW_CASE": case,
        }
        # Sanitizers and coverage are told by the environment what to do.
        environment |= {key: value for key, value in os.environ.items()
                        if re.fullmatch(r"(A|L|T|UB)SAN_OPTIONS|GCOV_\w+", key)}
        done = subprocess.run(["bash", "-eu", os.path.join(case, "cmd")], cwd=folders["work"], env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
        # Paths of the machine, each with what stands for it; the other folders keep their names below the first.
        named = [(case, "CASE"), (corpus, "CORPUS"), (folders["work"], "WORK"), (top, "TOP")]
        # surrogateescape: a file name that is not UTF-8 must survive the comparison to the byte.
        written = {name: normalise(stream.decode("utf-8", "surrogateescape"), named)
                   for name, stream in (("stdout", done.stdout), ("stderr", done.stderr))}
        return written | {"status": f"{done.returncode}\n"}, json_schema.errors_in(done.stdout)


WHEN_MISSING = {"stdout": "", "stderr": "", "status": "0\n"}


def read(path, when_missing):
    if not path.exists():
        return when_missing
    return path.read_bytes().decode("utf-8", "surrogateescape")


def update(case, written):
    for name, when_missing in WHEN_MISSING.items():
        path = pathlib.Path(case) / name
        if written[name] != when_missing:
            path.write_bytes(written[name].encode("utf-8", "surrogateescape"))
        else:
            path.unlink(missing_ok=True)


def differences(case, written):
    """Unified differences between what is expected and what was written; empty where there are none."""
    found = []
    for name, when_missing in WHEN_MISSING.items():
        expected = read(pathlib.Path(case) / name, when_missing)
        if expected != written[name]:
            lines = difflib.unified_diff(expected.splitlines(), written[name].splitlines(),
                                         f"{name} (expected)", f"{name} (written)", lineterm="")
            found += list(lines) or [f"{name}: only the ends of lines differ: {expected!r}, {written[name]!r}"]
    return found


def main():
    parser = argparse.ArgumentParser(description="Runs command-line cases.")
    parser.add_argument("--bin", required=True, help="folder of the built programs")
    parser.add_argument("--source", required=True, help="top folder of the sources")
    parser.add_argument("--update", action="store_true", help="rewrite what is expected")
    parser.add_argument("cases", nargs="+", metavar="CASE")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")

    wrong = False
    for case in map(os.path.realpath, arguments.cases):
        written, found = run(case, os.path.realpath(arguments.bin), os.path.realpath(arguments.source))
        if arguments.update:
            update(case, written)
        found += differences(case, written)
        if found:
            wrong = True
            print(f"{os.path.basename(case)}:", *found, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
