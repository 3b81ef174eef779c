#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""same_answers_test.py BIN CORPUS

The same files give the same answers, byte for byte, however the index came to be: roots in another order, folders written in
another order, one thread or many, at once or bit by bit. Only what names the index itself may differ.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

# What names the index, not the answer.
OWN = [
    (re.compile(rb'"index_id":"[^"]*"'), b'"index_id":"ID"'),
    (re.compile(rb'"state":"[^"]*"'), b'"state":"STATE"'),
    (re.compile(rb'"citation":"pc1:[^:]*:'), b'"citation":"pc1:ID:'),
    (re.compile(rb'"milliseconds":[^,]*'), b'"milliseconds":0'),
    (re.compile(rb'"(generation|revision)":[0-9]+'), rb'"\1":0'),
]
# A copy of every file stands in a folder of its own: equal texts, so equal scores, in files of different roots.
TWINS = "twins"


def documents(corpus):
    """Relative paths and bytes of all that is in the corpus."""
    found = {}
    for folder, _, names in os.walk(corpus):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, corpus)] = file.read()
    for name in sorted(found):
        if name.startswith("service/"):
            found[os.path.join(TWINS, name)] = found[name]
    return found


class Library:
    def __init__(self, binary, work, corpus):
        self.checked = set()  # Lines that are as their schema says.
        self.binary = binary
        self.work = work
        self.docs = os.path.join(work, "docs")
        self.documents = documents(corpus)
        # The files at the top are a root; each folder is one within it.
        self.folders = sorted({name.split("/")[0] for name in self.documents if "/" in name})
        self.queries = os.path.join(corpus, "queries.tsv")

    def write(self, names):
        """Each file with a time stamp of its own, the same whenever it is written."""
        for name in names:
            path = os.path.join(self.docs, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(self.documents[name])
            os.utime(path, (1_700_000_000, 1_700_000_000))

    def remove(self, names):
        for name in names:
            os.remove(os.path.join(self.docs, name))

    def index(self, index, folders, *options):
        subprocess.run([os.path.join(self.binary, "pilcrow-index"), "--quiet", *options, "--index", os.path.join(self.work, index)]
                       + [os.path.join(self.docs, folder) for folder in folders], check=True)

    def answers(self, index, *options):
        run = subprocess.run([os.path.join(self.binary, "pilcrow-search"), "--index", os.path.join(self.work, index), "--queries",
                              self.queries, "--format", "jsonl", *options], stdout=subprocess.PIPE, check=True)
        out = run.stdout
        for pattern, replacement in OWN:
            out = pattern.sub(replacement, out)
        lines = out.splitlines()
        json_schema.check(b"\n".join(set(lines) - self.checked))
        self.checked.update(lines)
        return lines


def forward(library):
    library.write(sorted(library.documents))
    library.index("forward", ["."] + library.folders, "--jobs", "1")
    return "forward"


def backward(library):
    library.write(sorted(library.documents, reverse=True))
    library.index("backward", library.folders[::-1] + ["."], "--jobs", "4")
    return "backward"


def root_by_root(library):
    """The inner roots first, one a run, then what lies around them, which by then is partly known."""
    library.write(sorted(library.documents, key=lambda name: name[::-1]))
    for folder in library.folders[1::2] + library.folders[::2] + ["."]:
        library.index("root_by_root", [folder], "--jobs", "2")
    return "root_by_root"


def half_then_the_rest(library):
    names = sorted(library.documents)
    library.write(names[::2])
    library.index("half", library.folders + ["."])
    library.write(names[1::2])
    library.index("half", [])
    return "half"


def with_a_past(library):
    """Files that change and change back, go and come again, leave gaps in the numbers and documents out of order."""
    names = sorted(library.documents)
    library.write(names)
    library.index("past", ["."] + library.folders)
    for name in names[::3]:
        with open(os.path.join(library.docs, name), "ab") as file:
            file.write(b"\n\nA paragraph that does not stay.\n\n")
    library.remove(names[1::3])
    library.index("past", [], "--allow-purge")
    library.write(names)
    library.index("past", [])
    return "past"


def first_difference(expected, actual):
    for number, (left, right) in enumerate(zip(expected, actual)):
        if left != right:
            return "line %d\n  %s\n  %s" % (number + 1, left.decode()[:600], right.decode()[:600])
    return "%d lines, %d lines" % (len(expected), len(actual))


def main():
    binary, corpus = sys.argv[1:]
    failed = 0
    with tempfile.TemporaryDirectory() as work:
        library = Library(binary, work, corpus)
        views = [("-n", "100"), ("-n", "3"), ("-n", "100", "--files")]
        expected = {}
        for build in (forward, backward, root_by_root, half_then_the_rest, with_a_past):
            shutil.rmtree(library.docs, ignore_errors=True)
            index = build(library)
            for view in views:
                answers = library.answers(index, *view)
                assert len(answers) > 300, "hardly an answer"
                same = expected.setdefault(view, answers) == answers
                print("%-20s %-20s %5d lines %s" % (build.__name__, " ".join(view), len(answers), "same" if same else "DIFFERENT"))
                if not same:
                    print(first_difference(expected[view], answers))
                failed += not same
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
