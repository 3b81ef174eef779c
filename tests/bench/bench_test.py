#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench_test.py BUILD: that scripts/bench works, with whatever is installed and with nothing. It looks at no times."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

sys.dont_write_bytecode = True

import chart  # noqa: E402
import corpus  # noqa: E402
import peers  # noqa: E402
import table  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
BENCH = HERE.parent.parent / "scripts/bench"
BUILD = pathlib.Path()
NEEDED = ("find", "stdbuf", "env", "bash")  # of the system; none is a peer but find, which is everywhere


def run(*words, **options):
    return subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          **options)


def bench(*words, path=None):
    return run(sys.executable, BENCH, *words, env={**os.environ, **({"PATH": str(path)} if path else {})})


def cells(row):
    return [cell.strip() for cell in row.strip("|").split(" | ")]


class WithFolder(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.place = pathlib.Path(self.temporary.name)


class Generator(WithFolder):
    def write(self, name, megabytes, seed=1):
        report = run(BUILD / "tests/corpus_generator", "write", self.place / name, megabytes, seed, check=True).stdout
        files = {path.relative_to(self.place / name): path.read_bytes()
                 for path in (self.place / name).rglob("*") if path.is_file()}
        return report, files

    def test_the_same_seed_gives_the_same_files_and_a_larger_corpus_begins_with_the_smaller(self):
        _, small = self.write("small", 0.1)
        _, again = self.write("again", 0.1)
        _, large = self.write("large", 0.3)
        _, other = self.write("other", 0.1, seed=2)
        self.assertEqual(small, again)
        self.assertLess(len(small), len(large))
        self.assertEqual(small, {path: large[path] for path in small})
        self.assertFalse(set(small.values()) & set(other.values()))

    def test_sizes_and_kinds(self):
        _, files = self.write("files", 0.5)
        self.assertEqual({path.suffix for path in files}, {".txt", ".md", ".html"})
        self.assertTrue(500_000 <= sum(map(len, files.values())) < 530_000)
        self.assertTrue(all(2_000 <= len(content) < 28_000 for content in files.values()))  # markup comes on top

    def test_the_vocabulary_grows_as_it_says_and_as_heaps_law_has_it(self):
        report, files = self.write("files", 1)
        words = set()
        for path, content in files.items():
            if path.suffix != ".html":
                words |= set(re.findall(r"[a-z0-9]+", content.decode().lower()))
        curve = [line.split() for line in report.splitlines()[2:-1]]
        self.assertGreater(len(words), int(curve[-1][1]) / 2)
        self.assertLess(len(words), int(curve[-1][1]))
        self.assertTrue(all(0.55 < float(exponent) < 0.85 for _, _, exponent in curve[1:-1]))

    def test_queries_are_found_in_the_first_files(self):
        _, files = self.write("files", 1)
        text = " ".join(re.sub("[,.]", "", content.decode().lower()) for content in files.values())
        queries = run(BUILD / "tests/corpus_generator", "queries", 20, check=True).stdout.splitlines()
        self.assertEqual(len(queries), 20)
        self.assertEqual([query.startswith('"') for query in queries], [number % 5 == 4 for number in range(20)])
        for query in queries:
            self.assertTrue(query.replace('"', "") in text, query)


class Splitting(WithFolder):
    def test_paragraphs(self):
        for name, content, paragraphs in (
                ("a.txt", "One\n two\t\n\n--\n\n \nthree\tfour", ["One two", "three four"]),
                ("b.html", "<title>T</title><p>a <b>b</b> &lt;c&gt; &amp;d"
                 "<P>e<script>if (a < b) x</script>f<!-- g -->h", ["T", "a b <c> &d", "efh"]),
                ("c.HTM", "x < y", ["x"]),
                ("d.txt", "", []),
                ("e.txt", "caf\u00e9\r\n\r\n\u3042\r\n", ["caf\u00e9", "\u3042"])):
            with self.subTest(name):
                path = self.place / name
                path.write_bytes(content.encode())
                split = run(BUILD / "tests/plain_xapian", "split", path, check=True).stdout
                expected = "".join(f"{path}\t{number}\t{text}\n" for number, text in enumerate(paragraphs, 1))
                self.assertEqual(split, expected)


class Tables(unittest.TestCase):
    def test_numbers(self):
        for figure, text in ((0, "0"), (0.01234, "0.012"), (1.234, "1.23"), (12.34, "12.3"), (1234.5, "1,234")):
            self.assertEqual(table.number(figure), text)

    def test_text_and_markdown(self):
        header, rows = ["", "first build"], [["pilcrow", "1.23 (0.10)"], ["x", "–"]]
        self.assertEqual(table.text(header, rows), "         first build\npilcrow  1.23 (0.10)\nx                  –")
        self.assertEqual(table.markdown(header, rows),
                         "|  | first build |\n| --- | --: |\n| pilcrow | 1.23 (0.10) |\n| x | – |")

    def test_words_and_phrases(self):
        for query, words in (('a "b c" d', ["b c", "a", "d"]), ('"', []), ("it's", ["it", "s"]), ('"" x', ["x"])):
            self.assertEqual(peers.words_and_phrases(query), words)


class Charts(unittest.TestCase):
    def test_labels_keep_apart_and_in_order(self):
        places = chart.apart([100, 101, 300, 99])
        self.assertLess(places[3], places[0])
        self.assertLess(places[0], places[1])
        self.assertAlmostEqual(places[1] - places[3], 2 * chart.LABEL_STEP)
        self.assertEqual(places[2], 300)

    def test_one_point_is_a_chart(self):
        drawing = chart.draw("A & B", "x", "y", [chart.Series("<one>", [(1, 1)], 0, True)])
        texts = [element.text for element in xml.etree.ElementTree.fromstring(drawing).iter() if element.text]
        self.assertIn("A & B", texts)
        self.assertIn("<one>", texts)


class Edits(WithFolder):
    def test_a_sentence_at_the_end_of_a_paragraph(self):
        path = self.place / "a.html"
        path.write_text("<p>one</p>")
        self.assertTrue(corpus.edit(path, corpus.random.Random(1), 3))
        self.assertRegex(path.read_text(), r"^<p>one Round 3 changed \d+ here\.</p>$")
        path.write_text("none")
        self.assertFalse(corpus.edit(path, corpus.random.Random(1), 3))


class Commands(WithFolder):
    def queries(self):
        path = self.place / "queries"
        path.write_text('7\t"wind" batteries\nnothing\n')
        return path

    def check_rows(self, output, installed):
        """Each row is a peer with figures, or says what is missing."""
        rows = {cells(line)[0]: cells(line)[1:] for line in output.splitlines() if line.startswith("| ")}
        for peer in peers.PEERS:
            row = rows[peer.name]
            self.assertEqual(row[0].startswith("not installed"), not installed(peer), peer.name)
            if not installed(peer):
                continue
            self.assertTrue(any(re.match(r"[\d.]+", cell) for cell in row), peer.name)
            builds = peer.build is not peers.Peer.build
            self.assertEqual(re.match(r"[\d,]+$", row[0]) is not None, builds, peer.name)
            self.assertEqual(re.match(r"[\d.]+ \([\d.]+\)$", row[1]) is not None, builds, peer.name)
            self.assertEqual(row[7] != "–", peer.cold is not peers.Peer.cold, peer.name)

    def test_every_peer_that_is_installed(self):
        result = bench("peers", "--programs", BUILD, "--size", 0.1, "--runs", 1, "--share", 20, "--markdown",
                       "--queries", self.queries())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.check_rows(result.stdout, lambda peer: not peer.missing())

    def test_no_peer_is_installed(self):
        programs = self.place / "bin"
        programs.mkdir()
        for name in NEEDED:
            (programs / name).symlink_to(shutil.which(name))
        tree = self.place / "tree"
        tree.mkdir()
        (tree / "a.md").write_text("# Storage\n\nBatteries take up wind.\n\nWater keeps it.\n")
        (tree / "b.png").write_text("not taken")
        result = bench("peers", "--programs", BUILD, "--runs", 1, "--markdown", "--queries", self.queries(), tree,
                       path=programs)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("\n1 files, ", result.stdout)
        self.check_rows(result.stdout, lambda peer: not peer.needs or peer is peers.Find)
        self.assertEqual((tree / "a.md").read_text().count("Round"), 0)

    def test_growth_in_two_parts(self):
        figures, plots = self.place / "figures.json", self.place / "plots"
        for words in (("--sizes", "0.05", "--only", "plain"), ("--sizes", "0.05,0.1", "--only", "pilcrow"),
                      ("--sizes", "", "--plots", plots)):
            result = bench("growth", "--programs", BUILD, "--figures", figures, "--queries", self.queries(), *words)
            self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, r"Heaps' exponent over the last doublings: 0\.\d+")
        self.assertRegex(result.stdout, r"\nplain Xapian +[\d.]+ +– +1.00\n")
        names = {"first-build", "index-size", "peak-memory", "warm-query", "cold-query"}
        self.assertEqual({path.stem for path in plots.iterdir()}, names)
        for path in plots.iterdir():
            text = " ".join(xml.etree.ElementTree.parse(path).getroot().itertext())
            self.assertIn("plain Xapian", text)
            self.assertIn("pilcrow, split text given", text)

    def test_usage(self):
        self.assertIn("peers", bench("--help").stdout)
        for words, message in (((), "'' is no command"), (("speed",), "'speed' is no command"),
                               (("peers",), "either FOLDER or --size"),
                               (("peers", "--only", "nobody", "--size", "1"), "no peer is called 'nobody'"),
                               (("growth", "--sizes", "many"), "--sizes wants numbers")):
            result = bench(*words)
            self.assertNotEqual(result.returncode, 0)
            self.assertIn(message, result.stderr)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
