#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pilcrow-search --queries -, driven as a program drives it: a line, its answer, the next line.

usage: queries_test.py FOLDER_OF_PROGRAMS
"""
import json
import os
import pathlib
import select
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

DEADLINE = 120  # Seconds; for what takes one at most.
LONGEST_LINE = 1 << 20

# None of them is an error, and each is answered under its own id.
ODD = (
    ("empty", b""),
    ("blank", b" \x0b\x0c "),
    ("NUL bytes", b"pump\0valve\0"),
    ("nothing but NUL", b"\0"),
    ("not UTF-8", b"pump \xff\xfe\xc3"),
    ("a surrogate", b"pump \xed\xa0\x80"),
    ("controls", bytes(range(1, 9)) + b"\x1b]0;owned\x07 \x7f pump"),
    ("tabs", b"pump\tvalve\t\t"),
    ("carriage returns", b"pump\rvalve\r\r"),
    ("separators of other worlds", "pump\u0085valve\u2028pump\u2029".encode()),
    ("brackets", b"(" * 1_000_000),
    ("brackets that turn round", b")(" * 500_000),
    ("quotes", b'"' * 999_999),
    ("operators", b"AND OR NOT NEAR/5 " * 50_000),
    ("signs", b"+-" * 500_000),
    ("stars", b"*" * 1_000_000),
    ("a word without end", b"a" * 1_000_000),
    ("many words", b" ".join(b"w%d" % i for i in range(100_000))),
    ("prefixes", b"title:heading:path:type:lang:date:" * 20_000),
    ("more than a line may have", b"pump " + b"b" * 2 * LONGEST_LINE),
)


class Session:
    """A process that answers. What it says has to come within the deadline."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *what):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def write(self, text):
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def close_input(self):
        self.process.stdin.close()
        self.process.stdin = None  # Or communicate() would write to it.

    def line(self):
        deadline = time.monotonic() + DEADLINE
        while b"\n" not in self.unread:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise AssertionError(f"no answer, but {self.unread[:200]!r}")
            some = os.read(self.process.stdout.fileno(), 1 << 16)
            if not some:
                raise AssertionError(f"it ended: {self.process.stderr.read()!r}")
            self.unread += some
        line, _, self.unread = self.unread.partition(b"\n")
        json_schema.check(line)
        return json.loads(line)

    def answer(self):
        """The lines up to the summary, or the error that took its place."""
        lines = [self.line()]
        while lines[-1]["type"] == "hit":
            lines.append(self.line())
        return lines

    def ask(self, query, query_id="q"):
        self.write(f"{query_id}\t{query}\n".encode())
        lines = self.answer()
        assert {line["query_id"] for line in lines} == {query_id}, lines
        return lines

    def says_nothing(self):
        return not self.unread and not select.select([self.process.stdout], [], [], 0)[0]

    def end(self):
        """Status and standard error; there is nothing more to be read."""
        out, said = self.process.communicate(timeout=DEADLINE)
        assert not self.unread + out, self.unread + out
        return self.process.returncode, said.decode()


class Queries(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(os.path.realpath(folder.name))
        self.index = self.folder / "index"
        (self.folder / "kb").mkdir()
        self.write("one.txt", "The pump starts at one.")
        self.update(self.folder / "kb")

    def write(self, name, text):
        (self.folder / "kb" / name).write_text(text)

    def update(self, *options):
        subprocess.run([PROGRAMS / "pilcrow-index", "--quiet", "--index", self.index, *options], check=True)

    def session(self, *options):
        command = [PROGRAMS / "pilcrow-search", "--index", self.index, "--json", "--queries", "-", *options]
        return Session([str(word) for word in command])

    def test_each_line_is_answered_before_the_next_is_written(self):
        with self.session() as session:
            for number in range(1, 20):
                session.write(b"pump\n")
                lines = session.answer()
                self.assertEqual([line["type"] for line in lines], ["hit", "summary"])
                self.assertEqual({line["query_id"] for line in lines}, {str(number)})
            self.assertEqual(session.ask("valve", "none")[-1]["matches"], 0)
            self.assertEqual(session.end(), (0, ""))

    def test_a_line_is_not_answered_before_it_is_whole(self):
        with self.session() as session:
            session.write(b"q1\tpum")
            self.assertTrue(session.says_nothing())
            session.write(b"p\nq2\tval")
            self.assertEqual(session.answer()[-1]["query"], "pump")
            self.assertTrue(session.says_nothing())
            session.close_input()  # A line that is cut off is one all the same.
            self.assertEqual([line["query_id"] for line in session.answer()], ["q2"])

    def test_many_lines_at_once_are_answered_in_their_order(self):
        with self.session() as session:
            session.write(b"".join(b"q%d\tpump\n" % number for number in range(100)))
            answered = [session.answer()[-1]["query_id"] for _ in range(100)]
            self.assertEqual(answered, [f"q{number}" for number in range(100)])
            self.assertEqual(session.end(), (0, ""))

    def test_an_answer_is_of_the_newest_index(self):
        with self.session() as session:
            before = session.ask("pump")
            self.assertEqual([line["type"] for line in before], ["hit", "summary"])
            self.write("two.txt", "The valve opens when the pump starts.")
            self.update()
            self.assertEqual(session.ask("pump")[-1]["matches"], 2)
            self.write("one.txt", "The motor starts at one.")
            self.update("--rebuild")
            after = session.ask("pump")
            self.assertEqual(after[-1]["matches"], 1)
            self.assertEqual(after[-1]["generation"], before[-1]["generation"] + 1)
            self.assertEqual(after[-1]["index_id"], before[-1]["index_id"])
            for _ in range(3):  # The files of the first are deleted by now.
                self.update("--rebuild")
            self.assertEqual(session.ask("motor")[-1]["matches"], 1)
            self.assertEqual(session.end(), (0, ""))

    def test_an_index_that_is_away_for_a_moment_is_an_error_for_that_moment(self):
        away = self.folder / "away"
        with self.session() as session:
            session.ask("pump")
            self.index.rename(away)
            for _ in range(2):
                error = session.ask("pump", "gone")[0]
                self.assertEqual((error["type"], error["code"]), ("error", "index_missing"))
                self.assertIn(str(self.index), error["message"])
            away.rename(self.index)
            self.assertEqual(session.ask("pump")[-1]["matches"], 1)
            # Another index in its place.
            self.index.rename(away)
            self.update(self.folder / "kb")
            self.assertEqual(session.ask("pump")[-1]["matches"], 1)
            (self.index / "XAPIANDB").write_text("nonsense\n")
            self.assertEqual(session.ask("pump")[0]["type"], "error")
            self.update("--rebuild")
            self.assertEqual(session.ask("pump")[-1]["matches"], 1)
            self.assertEqual(session.end(), (2, ""))

    def test_odd_lines_are_answered_like_others(self):
        with self.session("--limit", "3") as session:
            for name, query in ODD:
                with self.subTest(name):
                    session.write(b"odd\t" + query + b"\n")
                    lines = session.answer()
                    self.assertEqual(lines[-1]["type"], "summary")
                    self.assertEqual({line["query_id"] for line in lines}, {"odd"})
                    self.assertEqual(session.ask("pump", "next")[-1]["matches"], 1)
            self.assertEqual(session.end(), (0, ""))

    def test_an_id_comes_back_whatever_it_is(self):
        for query_id in ("", " ", "a b", "\x01\x1b[31m", "ü\u2028", '"\\', "x" * 100_000):
            with self.subTest(query_id[:20]), self.session() as session:
                self.assertEqual(session.ask("pump", query_id)[-1]["matches"], 1)

    def test_what_no_query_can_have_is_an_error_of_each(self):
        with self.session("--state", "k3f9a2zq@7.12") as session:
            for query_id in ("a", "b"):
                error = session.ask("pump", query_id)[0]
                self.assertEqual((error["type"], error["code"]), ("error", "other_revision"))
            self.assertEqual(session.end(), (2, ""))

    def test_people_are_told_on_standard_error(self):
        command = [PROGRAMS / "pilcrow-search", "--index", self.index, "--state", "k3f9a2zq@7.12", "--queries", "-"]
        done = subprocess.run(command, input=b"q\x1b1\tpump\nvalve\n", capture_output=True, check=False, timeout=DEADLINE)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        first, second = done.stderr.decode().splitlines()
        self.assertTrue(first.startswith("pilcrow-search: q\\x1b1: the index is in the state "), first)
        self.assertTrue(second.startswith("pilcrow-search: 2: the index is in the state "), second)

    def test_a_stream_that_does_not_wait_is_waited_for(self):
        mine, theirs = os.pipe()
        os.set_blocking(mine, False)
        command = [str(word) for word in (PROGRAMS / "pilcrow-search", "--index", self.index, "--count", "--queries", "-")]
        with subprocess.Popen(command, stdin=mine, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            os.close(mine)
            for number in range(1, 4):
                os.write(theirs, b"pump\n")
                self.assertEqual(process.stdout.readline(), b"%d\t1\n" % number)
            os.close(theirs)
            self.assertEqual((process.wait(DEADLINE), process.stderr.read()), (0, b""))


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
