#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the examples of the query language that the documents give, on the sample corpus.

usage: query_examples_test.py BIN CORPUS DOCUMENT...

An example is a row of a table, in Markdown or in a manual page, whose first column is headed "query", with the columns
"canonical form" and "first hit" or one of them. The program must show the query in the canonical form, read that as
itself, and have the first hit first; a dash stands for no hits, and where nothing is said there must be some.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

NO_HITS = "—"
ROFF = {r"\-": "-", r"\(dq": '"', r"\(ti": "~", r"\(em": NO_HITS, r"\e": "\\"}


def markdown_tables(text):
    table = []
    for line in text.split("\n") + [""]:
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            table.append([re.sub(r"^`(.*)`$", r"\1", cell) for cell in cells])
        elif table:
            # The second row is the rule below the head.
            yield table[:1] + table[2:]
            table = []


def manual_tables(text):
    for table in re.findall(r"^\.TS\n.*?\.\n(.*?)^\.TE$", text, re.MULTILINE | re.DOTALL):
        rows = [line.split("@") for line in table.splitlines()]
        yield [[re.sub(r"\\(?:\(..|.)", lambda found: ROFF[found.group()], cell) for cell in row] for row in rows]


def examples(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    tables = markdown_tables(text) if path.endswith(".md") else manual_tables(text)
    for table in tables:
        if table[0][0] == "query":
            for row in table[1:]:
                yield dict(zip(table[0], row))


class Searches:
    def __init__(self, binaries, corpus, index):
        self.program = os.path.join(binaries, "pilcrow-search")
        self.corpus = corpus
        self.index = index
        indexer = os.path.join(binaries, "pilcrow-index")
        subprocess.run([indexer, "--quiet", "--index", index, corpus], check=True)

    def ask(self, query):
        """The canonical form, and the first hit's file or the dash."""
        command = [self.program, "--index", self.index, "--json", "--limit", "1", "--", query]
        run = subprocess.run(command, capture_output=True, check=False)
        if run.returncode not in (0, 1):
            sys.exit(f"{query}: {run.stderr.decode()}")
        json_schema.check(run.stdout)
        objects = [json.loads(line) for line in run.stdout.decode().splitlines()]
        hits = [os.path.relpath(found["path"], self.corpus) for found in objects if found["type"] == "hit"]
        return objects[-1]["query"], hits[0] if hits else NO_HITS


def main():
    binaries, corpus, *documents = sys.argv[1:]
    wrong = []
    with tempfile.TemporaryDirectory() as work:
        searches = Searches(binaries, os.path.abspath(corpus), os.path.join(work, "index"))
        for document in documents:
            count = 0
            for example in examples(document):
                count += 1
                query = example["query"]
                canonical = example.get("canonical form", query)
                first = example.get("first hit")
                shown, hit = searches.ask(query)
                again = searches.ask(canonical)
                where = f"{os.path.basename(document)}: {query}"
                if shown != canonical:
                    wrong.append(f"{where}: is read as {shown}, not as {canonical}")
                if again != (shown, hit):
                    wrong.append(f"{where}: its canonical form is read as {again[0]} and finds {again[1]}, not {hit}")
                if first and hit != first:
                    wrong.append(f"{where}: finds {hit}, not {first}")
                if first == "" and hit == NO_HITS:
                    wrong.append(f"{where}: finds nothing")
            if count < 10:
                wrong.append(f"{document}: only {count} examples")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
