#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds lines of every type, with drawn members, to the schema of the output, and the schema to planted mistakes.

usage: json_schema_test.py PRINT_RANDOM_JSON
"""
import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

ROUNDS = "200"
# Objects whose members have any names.
OPEN = ("meta", "languages")


def objects_in(value, path=()):
    """Every object in `value` but those that are open, with the way to it."""
    if isinstance(value, dict):
        if not path or path[-1] not in OPEN:
            yield path, value
            for name, one in value.items():
                if name not in OPEN:
                    yield from objects_in(one, (*path, name))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from objects_in(one, (*path, at))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def other_type(value):
    """What no member that holds `value` may hold."""
    if value is None:
        return 7
    if isinstance(value, bool):
        return "true"
    if isinstance(value, (int, float)):
        return str(value)
    return 7


def members_of(schema):
    """The names of all members that a schema has."""
    if isinstance(schema, list):
        for one in schema:
            yield from members_of(one)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties":
                yield from value
                value = list(value.values())
            yield from members_of(value)


def mistakes_in(line):
    """Copies of a line, each with one mistake, and what it is."""
    for path, found in objects_in(line):
        for name in found:
            renamed = copy.deepcopy(line)
            place = at(renamed, path)
            place[name + "s"] = place.pop(name)
            yield renamed, "/".join(map(str, (*path, name))) + " renamed"
            retyped = copy.deepcopy(line)
            place = at(retyped, path)
            place[name] = other_type(place[name])
            yield retyped, "/".join(map(str, (*path, name))) + " of another type"


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schema = json.loads(json_schema.SCHEMA.read_text())
        done = subprocess.run([cls.program, ROUNDS], stdout=subprocess.PIPE, check=True)
        cls.output = done.stdout.decode("utf-8")  # Whatever was drawn, it is UTF-8.
        cls.lines = [json.loads(line) for line in cls.output.splitlines()]
        cls.types = [one["$ref"].removeprefix("#/$defs/") for one in cls.schema["oneOf"]]

    def setUp(self):
        self.seed = os.environ.get("PILCROW_SEED", "the usual one")

    def test_it_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)
        jsonschema.Draft202012Validator.check_schema(json_schema.closed_schema())

    def test_drawn_lines_pass(self):
        self.assertEqual(json_schema.errors_in(self.output), [], f"PILCROW_SEED={self.seed}")

    def test_every_type_was_drawn(self):
        self.assertEqual({line["type"] for line in self.lines}, set(self.types) - {"run"})

    def test_a_line_is_one_line_for_every_reader(self):
        self.assertEqual(self.output.splitlines(), self.output.split("\n")[:-1])
        self.assertFalse(set(self.output) & {chr(c) for c in (*range(10), *range(11, 32), *range(127, 160))})

    def test_every_definition_is_used(self):
        text = json.dumps(self.schema)
        for name in self.schema["$defs"]:
            self.assertIn(f'"#/$defs/{name}"', text)

    def test_the_document_names_every_member(self):
        document = (json_schema.SCHEMA.parents[1] / "json-output.md").read_text()
        told = set(re.findall(r"\w+", " ".join(re.findall(r"```.*?```|`[^`]+`", document, re.DOTALL))))
        self.assertEqual(set(members_of(self.schema)) - told, set())

    def test_readers_pass_over_what_they_do_not_know(self):
        as_shipped = jsonschema.Draft202012Validator(self.schema)
        for kind in set(self.types) - {"run"}:
            line = next(line for line in self.lines if line["type"] == kind)
            for path, _ in objects_in(line):
                newer = copy.deepcopy(line)
                at(newer, path)["what_comes_later"] = [{}]
                if at(newer, path).keys() == {"bytes", "what_comes_later"}:
                    continue
                as_shipped.validate(newer)

    def test_planted_mistakes_are_found(self):
        planted = 0
        for kind in set(self.types) - {"run"}:
            of_kind = sorted((line for line in self.lines if line["type"] == kind), key=lambda line: -len(str(line)))
            for line in of_kind[:3]:  # Those with the most members.
                for wrong, what in mistakes_in(line):
                    planted += 1
                    with self.subTest(kind=kind, what=what):
                        self.assertTrue(json_schema.errors_of(json.dumps(wrong)))
        self.assertGreater(planted, 1000)

    def test_what_is_no_line_is_found(self):
        for text in ('{"type":"hit"', '{"type":"hut"}', '{"type":7}', '{"type":"change","type":"change"}',
                     '{"type":"export","seconds":NaN}'):
            with self.subTest(text):
                self.assertTrue(json_schema.errors_in(text + "\n"))
        self.assertEqual(json_schema.errors_in("any text\n[1]\n"), [])

    def test_a_run_that_did_something_says_what(self):
        run = {"type": "run", "format_version": 1, "began_unix_seconds": 1, "began": "2026-01-31T02:15:00Z",
               "action": "update", "index": "/ix", "exit_status": 2, "outcome": "failed", "error": "full",
               "seconds": 1.5, "cpu_seconds": 0, "max_rss_bytes": 1, "problems": [], "problems_cut": 0}
        self.assertEqual(json_schema.errors_of(json.dumps(run)), [])
        self.assertTrue(json_schema.errors_of(json.dumps({**run, "outcome": "complete"})))
        report = next(line for line in self.lines if line["type"] == "report")
        figures = {name: report[name] for name in self.schema["$defs"]["report_figures"]["required"]}
        whole = {**figures, **run, "outcome": "complete"}
        self.assertEqual(json_schema.errors_of(json.dumps(whole)), [])
        for name in figures:
            with self.subTest(name):
                self.assertTrue(json_schema.errors_of(json.dumps({**whole, name: None})))
        self.assertTrue(json_schema.errors_of(json.dumps({**whole, "new_problems": []})))


if __name__ == "__main__":
    Schema.program = sys.argv.pop(1)
    unittest.main()
