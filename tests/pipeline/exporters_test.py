#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the example of an exporter, scripts/examples/export-sqlite, on a real database: again and again, as it changes.

usage: exporters_test.py FOLDER_OF_PROGRAMS FOLDER_OF_EXAMPLES
Exits with 77, "skipped", where there is no sqlite3 program.
"""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

PROGRAMS, EXAMPLES = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])


class ExportSqlite(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.index = self.folder / "index"
        self.database = sqlite3.connect(self.folder / "tickets.db")
        self.addCleanup(self.database.close)
        self.database.executescript("""
            CREATE TABLE tickets (id INTEGER PRIMARY KEY, title TEXT, body TEXT, state TEXT, changed TEXT);
            CREATE TABLE comments (ticket INTEGER, position INTEGER, author TEXT, body TEXT);
            INSERT INTO tickets VALUES (1, 'Pump leaks', 'The seal of pump P-7 drips.', 'open', '2026-06-15 08:00:00');
            INSERT INTO tickets VALUES (2, 'A "quoted" title', 'Line one,\n\nline two: über alles.', 'closed', NULL);
            INSERT INTO tickets VALUES (3, 'Only a headline', NULL, NULL, NULL);
            INSERT INTO comments VALUES (1, 1, 'Ada', 'A new gasket is ordered.');
            INSERT INTO comments VALUES (1, 0, 'Bob', 'Tightened, and it drips less.');
        """)
        self.database.commit()

    def run_program(self, *command, status=0):
        environment = dict(os.environ, PATH=f"{PROGRAMS}:{os.environ['PATH']}", TMPDIR=str(self.folder))
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, status, run.stderr)
        json_schema.check(run.stdout)
        return run.stdout

    def export(self, status=0):
        self.run_program(EXAMPLES / "export-sqlite", self.folder / "tickets.db", self.index, status=status)

    def find(self, query):
        out = self.run_program("pilcrow-search", "--index", self.index, "--json", query, status=0)
        return [hit for hit in map(json.loads, out.splitlines()) if hit["type"] == "hit"]

    def known(self):
        out = self.run_program("pilcrow-index", "--index", self.index, "--list", "--format", "json")
        return {file["path"]: file["read_unix_seconds"] for file in map(json.loads, out.splitlines())}

    def change(self, statement):
        self.database.execute(statement)
        self.database.commit()

    def test_tickets_are_found_with_all_that_is_known_of_them(self):
        self.export()
        self.assertEqual(sorted(self.known()), ["ticket:1", "ticket:2", "ticket:3"])
        hit = self.find("gasket")[0]
        self.assertEqual(hit["path"], "ticket:1")
        self.assertEqual(hit["title"], "Pump leaks")
        self.assertEqual(hit["headings"], ["Comment of Ada"])
        self.assertEqual(hit["date"], "2026-06-15")
        self.assertEqual(hit["meta"], {"state": "open"})
        self.assertEqual(self.find("line two")[0]["text"], "Line one,\n\nline two: über alles.")
        self.assertEqual(self.find("headline")[0]["path"], "ticket:3")
        order = [self.find(word)[0]["paragraph"] for word in ("seal", "tightened", "gasket")]
        self.assertEqual(order, [1, 2, 3])

    def test_a_second_run_indexes_what_has_changed(self):
        self.export()
        self.change("UPDATE comments SET body = 'The bolt is replaced.' WHERE author = 'Ada'")
        self.change("INSERT INTO tickets VALUES (10, 'New', 'A belt squeaks.', 'open', NULL)")
        before = self.run_program("pilcrow-index", "--index", self.index, "--status", "--format", "json")
        self.export()
        after = self.run_program("pilcrow-index", "--index", self.index, "--status", "--format", "json")
        self.assertEqual(json.loads(after)["paragraphs"], json.loads(before)["paragraphs"] + 1)
        self.assertEqual(self.find("bolt")[0]["path"], "ticket:1")
        self.assertEqual(self.find("belt")[0]["path"], "ticket:10")

    def test_a_run_without_a_change_leaves_the_index_alone(self):
        self.export()
        revision = json.loads(self.run_program("pilcrow-index", "--index", self.index, "--status", "--format", "json"))["revision"]
        self.export()
        again = json.loads(self.run_program("pilcrow-index", "--index", self.index, "--status", "--format", "json"))["revision"]
        self.assertEqual(again, revision)

    def test_what_is_gone_from_the_database_goes_from_the_index(self):
        self.export()
        self.change("DELETE FROM tickets WHERE id = 2")
        self.export()
        self.assertEqual(sorted(self.known()), ["ticket:1", "ticket:3"])

    def test_a_database_that_is_suddenly_empty_deletes_nothing(self):
        self.export()
        self.change("DELETE FROM tickets")
        self.export(status=1)
        self.assertEqual(len(self.known()), 3)

    def test_a_database_that_cannot_be_read_deletes_nothing(self):
        self.export()
        self.change("DROP TABLE comments")
        self.export(status=1)
        self.assertEqual(len(self.known()), 3)


if __name__ == "__main__":
    if shutil.which("sqlite3") is None:
        print("skipped: no sqlite3")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
