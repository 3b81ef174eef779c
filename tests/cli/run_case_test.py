#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The harness itself: a case that is wrong must fail, and only what differs from run to run is evened out."""
import os
import pathlib
import tempfile
import unittest

import run_case


class Normalise(unittest.TestCase):
    CASES = (
        ("a citation loses index and path, keeps content and ordinal",
         '"citation":"pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10:2"', '"citation":"pc1:ID:PATH:77ab01c3ee10:2"'),
        ("times are evened out", '"milliseconds":0.73}', '"milliseconds":0}'),
        ("in text too", "3 of 17 paragraphs, 1.2 ms", "3 of 17 paragraphs, N ms"),
        ("and seconds", "done in 12.5 s", "done in N s"),
        ("an index id", '"index_id":"k3f9a2zq","revision":2', '"index_id":"ID","revision":2'),
        ("a fingerprint", "analyser  pilcrow-analyzer/1 icu/72.1", "analyser  FINGERPRINT"),
        ("a date with a time", "updated 2026-01-31 23:59", "updated TIME"),
        ("a state", '"state":"k3f9a2zq@7.12,aaaaaaaa@1.0"', '"state":"ID@7.12,ID@1.0"'),
        ("an index id in a status", "index  /x (id k3f9a2zq)", "index  /x (id ID)"),
        ("the size of an index", "files  3\nsize         1.3 MB\n", "files  3\nsize         N\n"),
        ("what a run cost", '"cpu_seconds":0.5,"max_rss_bytes":1024,"bytes_read":24',
         '"cpu_seconds":0,"max_rss_bytes":0,"bytes_read":24'),
        ("when it began", '"began_unix_seconds":1769822100,"began":"2026-01-31T01:15:00Z"',
         '"began_unix_seconds":0,"began":"TIME"'),
        ("what a compaction gained", "1.2 MB before, 1.1 MB after; generation 3", "N before, N after; generation 3"),
        ("who holds the lock", "by process 77 since 2026-01-31 23:59:59 UTC", "by process N since TIME"),
        ("other sizes stay", "95.8 kB read", "95.8 kB read"),
        ("a date alone stays", "on 2026-01-31", "on 2026-01-31"),
        ("scores, counts and places stay", '"score":8.31,"lines":[4,9]', '"score":8.31,"lines":[4,9]'),
        ("words that begin with a unit stay", "12 samples", "12 samples"),
        ("decades stay", "the 1990s", "the 1990s"),
    )

    def test_rules(self):
        for name, text, expected in self.CASES:
            with self.subTest(name):
                self.assertEqual(run_case.normalise(text, []), expected)

    def test_the_longer_folder_wins(self):
        folders = [("/t", "TOP"), ("/t/inner", "WORK")]
        self.assertEqual(run_case.normalise("/t/inner/a /t/home", folders), "WORK/a TOP/home")


class Run(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.case = pathlib.Path(os.path.realpath(self.folder.name))

    def differences(self, **files):
        for name, content in files.items():
            (self.case / name).write_text(content)
        written, wrong_json = run_case.run(str(self.case), "/bin", "/")
        return wrong_json + run_case.differences(self.case, written)

    def test_what_is_expected_passes(self):
        self.assertEqual(self.differences(cmd='echo "$PWD"; echo e >&2; exit 3', stdout="WORK\n", stderr="e\n",
                                          status="3\n"), [])

    def test_other_output_fails(self):
        self.assertIn("+b", self.differences(cmd="echo b", stdout="a\n"))

    def test_output_without_a_file_for_it_fails(self):
        self.assertIn("+b", self.differences(cmd="echo b >&2"))

    def test_another_status_fails(self):
        self.assertIn("+1", self.differences(cmd="false"))

    def test_a_missing_last_line_end_fails(self):
        self.assertTrue(self.differences(cmd="printf a", stdout="a\n"))

    def test_a_failing_command_ends_the_script(self):
        self.assertIn("+1", self.differences(cmd="false\necho never"))

    def test_json_that_is_not_as_its_schema_says_fails_though_it_is_expected(self):
        good = '{"type":"error","format_version":1,"code":"index_busy","message":"m"}\n'
        self.assertEqual(self.differences(cmd=f"echo '{good[:-1]}'", stdout=good), [])
        wrong = good.replace("message", "massage")
        self.assertIn("massage", "".join(self.differences(cmd=f"echo '{wrong[:-1]}'", stdout=wrong)))

    def test_update_writes_what_passes_then(self):
        (self.case / "cmd").write_text("printf 'caf\\xe9\\n'; exit 2")
        run_case.update(self.case, run_case.run(str(self.case), "/bin", "/")[0])
        self.assertEqual((self.case / "stdout").read_bytes(), b"caf\xe9\n")
        self.assertFalse((self.case / "stderr").exists())
        self.assertEqual(self.differences(), [])


if __name__ == "__main__":
    unittest.main()
