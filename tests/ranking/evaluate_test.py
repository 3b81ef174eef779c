#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""evaluate_test.py BIN: scripts/evaluate against figures worked out by hand, readers, messages and the whole."""
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

from evaluate_module import SCRIPT, evaluate

Place = evaluate.Place
BIN = ""


def written(folder, name, text):
    path = pathlib.Path(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return str(path)


class Measures(unittest.TestCase):
    X = ["x%d" % number for number in range(100)]  # judged by nobody
    LOG3 = math.log2(3)
    CASES = (  # name, grades, ranking; nDCG@10, MRR@10, R@10, R@100, MAP, P@1
        ("all in the ideal order", {"a": 2, "b": 1}, ["a", "b"], (1, 1, 1, 1, 1, 1)),
        ("nothing found", {"a": 2}, [], (0, 0, 0, 0, 0, 0)),
        ("grades are gains, discounted by log2(rank + 1)", {"a": 2, "b": 1}, ["x", "a", "b"],
         ((2 / LOG3 + 1 / 2) / (2 + 1 / LOG3), 1 / 2, 1, 1, (1 / 2 + 2 / 3) / 2, 0)),
        ("the lesser one first", {"a": 2, "b": 1}, ["b", "a"], ((1 + 2 / LOG3) / (2 + 1 / LOG3), 1, 1, 1, 1, 1)),
        ("one of two", {"a": 1, "b": 1}, ["a"], (1 / (1 + 1 / LOG3), 1, 1 / 2, 1 / 2, 1 / 2, 1)),
        ("the tenth counts", {"a": 1}, X[:9] + ["a"], (1 / math.log2(11), 1 / 10, 1, 1, 1 / 10, 0)),
        ("the eleventh counts for R@100 and MAP", {"a": 1}, X[:10] + ["a"], (0, 0, 0, 1, 1 / 11, 0)),
        ("what is beyond a hundred counts for MAP", {"a": 1}, X + ["a"], (0, 0, 0, 0, 1 / 101, 0)),
        ("0 and less are judged, and no gain", {"a": 1, "b": -2, "c": 0}, ["b", "c", "a"],
         (1 / 2, 1 / 3, 1, 1, 1 / 3, 0)),
        ("no ten can hold twelve", {name: 1 for name in X[:12]}, X[:12], (1, 1, 10 / 12, 1, 1, 1)),
    )

    def test_by_hand(self):
        for name, judged, ranking, expected in self.CASES:
            with self.subTest(name):
                for measure, figure, wanted in zip(evaluate.MEASURES, evaluate.measure(judged, ranking), expected):
                    self.assertAlmostEqual(figure, wanted, 12, measure)

    def test_a_query_without_answer_counts_as_0_and_means_are_over_queries(self):
        judgements = {"q": {Place("a"): 1}, "r": {Place("b"): 1}}
        scores = evaluate.Scores(judgements, {"q": [Place("a"), Place("c")]}, ["q", "r"])
        self.assertEqual(scores.means(), [0.5] * 6)
        self.assertEqual(scores.unjudged, 0.5)


class RankedKeys(unittest.TestCase):
    CASES = (  # name, judged, found, whether parts of files are judged; keys
        ("a file counts once, where it is first", {Place("a"): 1},
         [Place("b", 1, (1, 1)), Place("a", 2, (3, 3)), Place("b", 9, (9, 9)), Place("a", 1, (1, 1))], False,
         [Place("b"), Place("a")]),
        ("paragraphs nobody judged count one by one", {Place("a", 2): 1},
         [Place("b", 1, (1, 1)), Place("b", 9, (9, 9)), Place("a", 2, (3, 3))], True,
         [Place("b", 1, (1, 1)), Place("b", 9, (9, 9)), Place("a", 2)]),
        ("a line within the paragraph", {Place("a", None, (4, 4)): 1},
         [Place("a", 1, (1, 3)), Place("a", 2, (4, 6)), Place("a", 3, (7, 7))], True,
         [Place("a", 1, (1, 3)), Place("a", None, (4, 4)), Place("a", 3, (7, 7))]),
        ("two paragraphs within the lines are one", {Place("a", None, (2, 8)): 1},
         [Place("a", 2, (4, 6)), Place("a", 1, (1, 3))], True, [Place("a", None, (2, 8))]),
        ("a paragraph over two judged places is both, the best first",
         {Place("a", None, (1, 1)): 1, Place("a", None, (3, 3)): 2}, [Place("a", 1, (1, 3))], True,
         [Place("a", None, (3, 3)), Place("a", None, (1, 1))]),
        ("what has no lines is on none", {Place("a", None, (1, 1)): 1}, [Place("a", 1)], True, [Place("a", 1)]),
    )

    def test_keys(self):
        for name, judged, found, has_parts, expected in self.CASES:
            with self.subTest(name):
                self.assertEqual(evaluate.ranked_keys(judged, found, has_parts), expected)


class Keys(unittest.TestCase):
    DOCUMENTS = evaluate.Documents("/kb", {f"/kb/{name}": 3 for name in (
        "a.txt", "n/b.txt", "n/same", "m/same", "t#2", "t", "w x.txt", "100%25", "e:7", "n/c\udcff")} | {"/far/d": 3})
    CASES = (
        ("a path", "n/b.txt", Place("n/b.txt")),
        ("a path, written at length", "./n//b.txt", Place("n/b.txt")),
        ("an absolute path", "/kb/n/b.txt", Place("n/b.txt")),
        ("a path elsewhere in the index", "/far/d#1", Place("/far/d", 1)),
        ("a name alone", "b.txt", Place("n/b.txt")),
        ("a paragraph", "b.txt#3", Place("n/b.txt", 3)),
        ("a line", "b.txt:4", Place("n/b.txt", None, (4, 4))),
        ("lines", "b.txt:4-7", Place("n/b.txt", None, (4, 7))),
        ("a paragraph and its lines, as runs have it", "n/b.txt#3:4-7", Place("n/b.txt", 3, (4, 7))),
        ("a name that looks like a paragraph", "t#2", Place("t#2")),
        ("a paragraph of its neighbour", "t#3", Place("t", 3)),
        ("a name that looks like a line", "e:7", Place("e:7")),
        ("white space", "w x.txt#1", Place("w x.txt", 1)),
        ("white space, encoded", "w%20x.txt#1", Place("w x.txt", 1)),
        ("a name to the letter before a decoded one", "100%25", Place("100%25")),
        ("bytes that are no UTF-8", "n/c%FF", Place("n/c\udcff")),
        ("no such file", "c.txt", None),
        ("no such paragraph", "b.txt#4", None),
        ("no paragraph is the 0th", "b.txt#0", None),
    )

    def test_keys(self):
        for name, key, expected in self.CASES:
            with self.subTest(name):
                self.assertEqual(self.DOCUMENTS.find(key), expected)

    def test_a_name_that_several_have(self):
        with self.assertRaisesRegex(evaluate.BadInput, "^'same:1' may mean n/same, m/same: say which$"):
            self.DOCUMENTS.find("same:1")

    def test_a_place_judged_twice(self):
        judgements = [("j:1", "q", "b.txt", 1), ("j:2", "q", "n/b.txt", 1), ("j:3", "q", "gone", 1)]
        resolved, unknown = evaluate.resolve(judgements, self.DOCUMENTS)
        self.assertEqual(resolved, {"q": {Place("n/b.txt"): 1, Place("gone"): 1}})
        self.assertEqual(unknown, ["gone"])
        with self.assertRaisesRegex(evaluate.BadInput, "^j:4: 'b.txt' has another grade above$"):
            evaluate.resolve(judgements + [("j:4", "q", "b.txt", 2)], self.DOCUMENTS)


class Readers(unittest.TestCase):
    QUERIES = (
        ("TSV", "q1\twind power\nq2\tpump\n", {"q1": "wind power", "q2": "pump"}),
        ("Windows lines, a byte order mark, an empty line", "\ufeffq1\twind\r\n\r\nq2\tpump",
         {"q1": "wind", "q2": "pump"}),
        ("tabs and spaces in a query", "q1\twind \t power", {"q1": "wind power"}),
        ("no UTF-8", "q1\tcaf\udce9", {"q1": "caf\udce9"}),
        ("TREC topics",
         "<top>\n<num> Number: 301\n<title> Topic: Wind &amp;\n power\n\n<desc> Description:\nNo.\n</top>\n"
         "<top><num>302</num><title>pump</title></top>", {"301": "Wind & power", "302": "pump"}),
    )
    NO_QUERIES = (
        ("no tab", "q1\twind\nwind\n", "q:2: a query needs an id, a tab and its words"),
        ("no words", "q1\t\n", "q:1: a query needs an id, a tab and its words"),
        ("no number", "<top><title> wind</top>", "q, topic '': a query needs an id, a tab and its words"),
        ("twice", "q1\twind\nq1\tpump\n", "q:2: there is a query 'q1' already"),
        ("no topics", "<html></html>", "q: holds no queries"),
        ("nothing", "", "q: holds no queries"),
        ("opened tags only", "<a" * 100000, "q: holds no queries"),
    )
    JUDGEMENTS = (
        ("TSV", "q1\ta b.txt:3\t2\n", [("j:1", "q1", "a b.txt:3", 2)]),
        ("TREC", "301 0 a%20b.txt -2\n", [("j:1", "301", "a%20b.txt", -2)]),
        ("TREC with tabs", "301\tQ0\t12-34\t1\n", [("j:1", "301", "12-34", 1)]),
        ("lines in a column of their own", "q1\ta b.txt\t3-5\t1\n", [("j:1", "q1", "a b.txt:3-5", 1)]),
        ("spaces alone part three columns too", "\nq1 a.txt 1\r\n", [("j:2", "q1", "a.txt", 1)]),
    )
    NO_JUDGEMENTS = (
        ("a name with a space, and no tab", "q1 a b.txt 1",
         "j:1: a judgement is 'id<TAB>key<TAB>grade', or TREC's 'id 0 key grade'"),
        ("two columns", "q1\ta.txt",
         "j:1: a judgement is 'id<TAB>key<TAB>grade', or TREC's 'id 0 key grade'"),
        ("a word for a grade", "q1\ta.txt\tgood", "j:1: the grade 'good' is no whole number"),
        ("a grade beyond all measure", "q1\ta.txt\t1234567890", "j:1: the grade '1234567890' is no whole number"),
        ("nothing", "\n", "j: holds no judgements"),
    )

    def check(self, read, name, cases, is_error):
        with tempfile.TemporaryDirectory() as folder:
            for title, text, expected in cases:
                path = written(folder, name, text)
                with self.subTest(title):
                    if not is_error:
                        found = read(path)
                        if name == "j":
                            found = [(where.replace(path, name), *rest) for where, *rest in found]
                        self.assertEqual(found, expected)
                    else:
                        with self.assertRaises(evaluate.BadInput) as caught:
                            read(path)
                        self.assertEqual(str(caught.exception).replace(path, name), expected)

    def test_queries(self):
        self.check(evaluate.read_queries, "q", self.QUERIES, False)
        self.check(evaluate.read_queries, "q", self.NO_QUERIES, True)

    def test_judgements(self):
        self.check(evaluate.read_judgements, "j", self.JUDGEMENTS, False)
        self.check(evaluate.read_judgements, "j", self.NO_JUDGEMENTS, True)


class Runs(unittest.TestCase):
    DOCUMENTS = evaluate.Documents("/kb", {"/kb/w x": 3, "/kb/a": 3, "/kb/b\udcff%": 3})
    RUN = {"q 1": [Place("w x", 2, (3, 4)), Place("a", 1, (1, 1)), Place("w x", 1, (1, 2)),
                   Place("b\udcff%", 1, (1, 1))]}

    def test_what_is_written_is_read(self):
        cases = (((True, True), self.RUN["q 1"]),
                 ((True, False), [Place(place.path, place.paragraph) for place in self.RUN["q 1"]]),
                 ((False, False), [Place("w x"), Place("a"), Place("b\udcff%")]))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "run")
            for form, expected in cases:
                with self.subTest(form):
                    evaluate.write_run(path, self.RUN, *form)
                    self.assertEqual(evaluate.read_run(path, self.DOCUMENTS), {"q 1": expected})

    def test_others_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            path = written(folder, "run", "q Q0 a 1 0.5 x\nq Q0 gone 2 1.5 x\nq Q0 w%20x#1 3 0.5 x\n")
            self.assertEqual(evaluate.read_run(path, self.DOCUMENTS),
                             {"q": [Place("gone"), Place("a"), Place("w x", 1)]},
                             "the score ranks; what ties stays in order")
            for line in ("q Q0 a 1 0.5", "q Q0 a 1 high x", "q Q0 a b 1 0.5 x"):
                with self.assertRaisesRegex(evaluate.BadInput, ":1: a line of a run is 'id Q0 key rank score tag'$"):
                    evaluate.read_run(written(folder, "run", line), self.DOCUMENTS)


class Statistics(unittest.TestCase):
    def test_runs_that_do_not_differ(self):
        self.assertEqual(evaluate.randomization_test([0.0] * 20), 1)
        self.assertEqual(evaluate.randomization_test([]), 1)

    def test_either_run_may_be_the_first(self):
        chance = random.Random(5)
        for count in (1, 7, 8, 9, 60):
            differences = [chance.uniform(-1, 1.5) for _ in range(count)]
            self.assertEqual(evaluate.randomization_test(differences),
                             evaluate.randomization_test([-difference for difference in differences]))

    def test_known_chances(self):
        # Of the 2^n ways to swap, two leave all differences on one side.
        for count in (1, 4, 6, 9):
            self.assertAlmostEqual(evaluate.randomization_test([0.25] * count), 2 / 2**count, delta=0.01)
        # 1 + 2 - 4: of the eight sums, ±7, ±5, ±3, ±1, all are as far from 0 as 1; of 4 + 2 + 1, two are.
        self.assertEqual(evaluate.randomization_test([1, 2, -4]), 1)
        self.assertAlmostEqual(evaluate.randomization_test([1, 2, 4]), 2 / 8, delta=0.02)

    def test_queries_that_do_not_differ_say_nothing(self):
        self.assertEqual(evaluate.randomization_test([0.5, 0.0, -0.1, 0.0]), evaluate.randomization_test([0.5, -0.1]))

    def test_interval(self):
        # By the table of Student's t: 2.776 with 4 degrees of freedom; the mean's standard error is sqrt(2.5 / 5).
        low, high = evaluate.interval([1, 2, 3, 4, 5])
        self.assertAlmostEqual(low, 3 - 2.776 * math.sqrt(0.5), delta=0.01)
        self.assertAlmostEqual(high, 3 + 2.776 * math.sqrt(0.5), delta=0.01)
        for freedom, quantile in ((9, 2.262), (29, 2.045), (999, 1.962)):
            self.assertAlmostEqual(evaluate.student_quantile(freedom), quantile, delta=0.001)
        self.assertEqual(evaluate.interval([0.5] * 5), (0.5, 0.5))
        self.assertIsNone(evaluate.interval([1, 2, 3, 4]))


class Whole(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name
        written(self.folder, "kb/pump.txt", "The pump starts at six.\n\nThe valve is closed at nine.\n")
        written(self.folder, "kb/notes/wind mill.txt", "Wind turns the mill.\n\nA pump fills the pond.\n")
        written(self.folder, "q", "q1\tpump starts\nq2\twind\nq3\tzebra\nq4\tmill\n")
        written(self.folder, "j", "q1\tpump.txt:1\t2\nq1\tgone.txt\t1\nq2\twind mill.txt\t1\n"
                                  "q3\tpump.txt#2\t1\nq5\tpump.txt\t1\n")

    def run_it(self, *words, judgements="j", status=0):
        done = subprocess.run([sys.executable, SCRIPT, "--bin", BIN, *words, "kb", "q", judgements], cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def test_figures_and_notes(self):
        done = self.run_it("--per-query")
        # q1: the grade 2 is first, the grade 1 is in a file that is gone: 2 / (2 + 1 / log2(3)). q2: all. q3: nothing.
        # Of the first ten of q1, the pond's and the valve's (by its file's name) are unjudged; of q2, the file is one.
        self.assertEqual(done.stdout,
                         "3 queries, 4 judgements, 4 paragraphs, 2 files\n"
                         "\n"
                         "                      nDCG@10   MRR@10     R@10    R@100      MAP      P@1 unjudged\n"
                         "this run               0.5867   0.6667   0.5000   0.5000   0.5000   0.6667      50%\n"
                         "\n"
                         "                      nDCG@10   MRR@10     R@10    R@100      MAP      P@1\n"
                         "q1                     0.7602   1.0000   0.5000   0.5000   0.5000   1.0000  pump starts\n"
                         "q2                     1.0000   1.0000   1.0000   1.0000   1.0000   1.0000  wind\n"
                         "q3                     0.0000   0.0000   0.0000   0.0000   0.0000   0.0000  zebra\n")
        self.assertEqual(done.stderr,
                         "evaluate: note: 1 of 5 judged keys name no document, and count as not found: gone.txt\n"
                         "evaluate: note: left out, for want of a judgement above 0: 1 of 4 queries: q4\n"
                         "evaluate: note: left out, for want of a query: 1 of 4 judged ids: q5\n")

    def test_two_runs(self):
        self.run_it("--run", "all")
        self.assertEqual(pathlib.Path(self.folder, "all").read_text(),
                         "q1 Q0 pump.txt#1:1-1 1 3 pilcrow\n"
                         "q1 Q0 notes/wind%20mill.txt#2:3-3 2 2 pilcrow\n"
                         "q1 Q0 pump.txt#2:3-3 3 1 pilcrow\n"
                         "q2 Q0 notes/wind%20mill.txt#1:1-1 1 2 pilcrow\n"
                         "q2 Q0 notes/wind%20mill.txt#2:3-3 2 1 pilcrow\n")
        same = self.run_it("--compare", "all").stdout.splitlines()
        self.assertEqual(same[3].split()[2:], same[4].split()[1:])
        self.assertEqual([line.split() for line in same if line.startswith("  p ")], [["p"] + ["1.0000"] * 6])
        self.assertEqual([line.split() for line in same if line.startswith("  same ")], [["same"] + ["3"] * 6])
        fewer = self.run_it("--options=--path 'pump*'", "--compare", "all").stdout
        self.assertIn("\nlargest losses in nDCG@10\n  1.0000 to 0.0000  q2  wind\n", fewer)
        self.assertNotIn("gains", fewer)

    def test_an_index_that_is_there(self):
        subprocess.run([os.path.join(BIN, "pilcrow-index"), "--quiet", "--index", "ix", "kb/notes"], cwd=self.folder,
                       check=True)
        done = self.run_it("--index", "ix")
        self.assertIn(", 2 paragraphs, 1 file\n", done.stdout)

    def test_a_folder_behind_a_link(self):
        expected = self.run_it().stdout
        os.rename(os.path.join(self.folder, "kb"), os.path.join(self.folder, "elsewhere"))
        os.symlink("elsewhere", os.path.join(self.folder, "kb"))
        self.assertEqual(self.run_it().stdout, expected)

    def test_messages(self):
        written(self.folder, "none", "q1\tenergy.txt\t1\n")
        written(self.folder, "zero", "q1\tpump.txt\t0\n")
        for words, judgements, message in (
                ((), "absent", "cannot use 'absent': No such file or directory"),
                ((), "none", "no judged key names a document: keys such as 'energy.txt', documents such as "),
                ((), "zero", "no query has a judgement above 0: do the ids of queries and judgements agree?"),
                (("--bin", "/nowhere"), "j", "cannot run '/nowhere/pilcrow-index': No such file or directory; "),
                (("--compare", "absent"), "j", "cannot use 'absent': No such file or directory"),
                (("--options=--frobnicate",), "j", "pilcrow-search ended with status 2")):
            with self.subTest(message):
                done = self.run_it(*words, judgements=judgements, status=2)
                self.assertIn("evaluate: " + message, done.stderr)
                self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    BIN = os.path.abspath(sys.argv.pop(1))
    unittest.main()
