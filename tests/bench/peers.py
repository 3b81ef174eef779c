# SPDX-License-Identifier: GPL-3.0-or-later
"""pilcrow and what else people use: the command of each for each thing that is measured."""
import json
import pathlib
import re
import shutil
import subprocess

from measure import TOP

ROWS = 10  # answers a query


def words_and_phrases(query):
    """For tools with a syntax of their own: 'a "b c"' is ["b c", "a"]."""
    phrases = [" ".join(re.findall(r"\w+", phrase)) for phrase in re.findall(r'"([^"]*)"', query)]
    return [phrase for phrase in phrases if phrase] + re.findall(r"\w+", re.sub(r'"[^"]*"', " ", query))


def is_empty(line):
    return line == b"\n"


class Peer:
    """Commands, as lists of words; None where there is no such thing."""
    name = ""
    needs = ()             # programs that must be installed
    good = (0,)            # exit statuses
    environment = None

    def __init__(self, programs, corpus, place):
        self.programs = programs
        self.corpus = corpus
        self.place = place / re.sub(r"\W+", "-", self.name)  # its own
        self.index = self.place / "index"

    @classmethod
    def missing(cls):
        """What is not installed, or nothing."""
        return ", ".join(program for program in cls.needs if not shutil.which(program))

    def prepare(self):
        """What is not measured: an empty place for an index."""
        if self.place.exists():
            shutil.rmtree(self.place)
        self.place.mkdir(parents=True)

    def build(self):
        return None

    def unchanged(self):
        return None

    def update(self):
        """After the corpus was edited."""
        return None

    def cold(self, query):
        """A whole process for one query."""
        return None

    def warm(self):
        """One that answers line by line."""
        return None

    ends_answer = staticmethod(is_empty)

    def line(self, query):
        """What the process of warm() is told."""
        return query

    def count(self):
        """How many documents the index has."""
        return None

    def printed(self, *command):
        return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout


class Pilcrow(Peer):
    name = "pilcrow"
    good = (0, 1)  # 1: some files could not be read, which every large tree has; no hits

    def build(self):
        return [self.programs["pilcrow-index"], "--quiet", "--index", self.index, self.corpus.tree]

    def unchanged(self):
        return [self.programs["pilcrow-index"], "--quiet", "--index", self.index]

    def update(self):
        return self.unchanged()

    def cold(self, query):
        return [self.programs["pilcrow-search"], "--index", self.index, "--json", "-n", ROWS, query]

    def warm(self):
        return [self.programs["pilcrow-search"], "--index", self.index, "--json", "-n", ROWS, "--queries", "-"]

    @staticmethod
    def ends_answer(line):
        return line.startswith(b'{"type":"summary"')

    def count(self):
        status = json.loads(self.printed(self.programs["pilcrow-index"], "--index", self.index, "--status", "--format",
                                         "json"))
        return status["paragraphs"]


class PilcrowSplit(Pilcrow):
    name = "pilcrow, split text given"

    def build(self):
        return [self.programs["pilcrow-index"], "--quiet", "--index", self.index, "--documents", self.corpus.documents]

    def unchanged(self):
        return self.build()  # an exporter hands over everything

    def update(self):
        return [self.programs["pilcrow-index"], "--quiet", "--index", self.index, "--documents",
                self.corpus.changed_documents]


class Quest(Peer):
    name = "quest on pilcrow's index"
    needs = ("quest",)

    def cold(self, query):
        index = self.place.parent / Pilcrow.name / "index"
        return ["quest", "--default-op=or", f"--msize={ROWS}", f"--db={index}", query]


class PlainXapian(Peer):
    name = "plain Xapian"

    def build(self):
        return [self.programs["plain_xapian"], "index", self.corpus.tree, self.index]

    def unchanged(self):
        return [self.programs["plain_xapian"], "update", self.corpus.tree, self.index]

    def update(self):
        return self.unchanged()

    def cold(self, query):
        return [self.programs["plain_xapian"], "query", self.index, query]

    def warm(self):
        return [self.programs["plain_xapian"], "ask", self.index]

    def count(self):
        return int(self.printed(self.programs["plain_xapian"], "count", self.index))


class Omega(PlainXapian):  # a Xapian database as well; its first run and later ones are the same command
    name = "omega, a document a file"
    needs = ("omindex", "quest")

    def build(self):
        return ["omindex", f"--db={self.index}", "--url=/", self.corpus.tree]

    def unchanged(self):
        return self.build()

    def cold(self, query):
        return ["quest", "--default-op=or", f"--msize={ROWS}", f"--db={self.index}", query]

    def warm(self):
        return None


class Recoll(PlainXapian):  # so is this
    name = "recoll, a document a file"
    needs = ("recollindex", "recollq")

    def prepare(self):
        super().prepare()
        (self.place / "recoll.conf").write_text(
            f"topdirs = {self.corpus.tree}\nloglevel = 1\nnoaspell = 1\ndbdir = {self.index}\n")

    def build(self):
        return ["recollindex", "-c", self.place]

    def unchanged(self):
        return self.build()

    def cold(self, query):
        return ["recollq", "-c", self.place, "-o", "-n", ROWS, query]

    def warm(self):
        return None


class Sqlite(Peer):
    name = "SQLite FTS5, split text given"
    needs = ("sqlite3",)
    IMPORT = '.mode ascii\n.separator "\\t" "\\n"\n'

    @classmethod
    def missing(cls):
        if super().missing():
            return super().missing()
        options = subprocess.run(["sqlite3", ":memory:", "pragma compile_options"], stdout=subprocess.PIPE, text=True)
        return "" if "ENABLE_FTS5" in options.stdout else "FTS5 in sqlite3"

    def prepare(self):
        super().prepare()
        # Which rows a file has; a program would know as it hands over the text.
        rows = {}
        with open(self.corpus.split, "rb") as lines:
            for number, line in enumerate(lines, 1):
                path = line.partition(b"\t")[0]
                rows[path] = (rows.get(path, (number,))[0], number)
        with open(self.place / "files.tsv", "wb") as out:
            for path, (first, last) in rows.items():
                out.write(b"%s\t%d\t%d\n" % (path, first, last))
        (self.place / "build.sql").write_text(
            "create virtual table paragraphs using fts5(path unindexed, number unindexed, text,"
            " tokenize='porter unicode61');\n"
            "create table files(path text primary key, first integer, last integer) without rowid;\n"
            + self.IMPORT + f".import {self.corpus.split} paragraphs\n.import {self.place}/files.tsv files\n")
        (self.place / "update.sql").write_text(
            "create temporary table changed(path text, number text, text text);\n"
            + self.IMPORT + f".import {self.corpus.changed_split} changed\n"
            "begin;\n"
            "delete from paragraphs where rowid in (select value from files, generate_series(files.first, files.last)"
            " where path in (select path from changed));\n"
            "create temporary table base as select max(rowid) as id from paragraphs;\n"
            "insert into paragraphs(rowid, path, number, text)"
            " select base.id + changed.rowid, path, number, text from changed, base;\n"
            "insert or replace into files select path, base.id + min(changed.rowid), base.id + max(changed.rowid)"
            " from changed, base group by path;\n"
            "commit;\n")

    def shell(self, script):
        return ["sqlite3", "-bail", self.index, f".read {self.place / script}"]

    def build(self):
        return self.shell("build.sql")

    def update(self):
        return self.shell("update.sql")

    def statement(self, query):
        match = " OR ".join(f'"{words}"' for words in words_and_phrases(query))
        return (f"select rank, path, number, text from paragraphs where paragraphs match '{match}' order by rank"
                f" limit {ROWS};")

    def cold(self, query):
        return ["sqlite3", "-readonly", self.index, self.statement(query)]

    def warm(self):
        # The shell keeps what it prints until it has a block of it, unless it is told otherwise.
        return ["stdbuf", "-oL", "sqlite3", "-readonly", self.index]

    def line(self, query):
        return self.statement(query) + "\nselect '';"

    def count(self):
        return int(self.printed("sqlite3", self.index, "select count(*) from paragraphs"))


class Lucene(Peer):
    name = "Lucene 4.10, split text given"
    needs = ("java", "javac")
    JARS = [f"/usr/share/java/lucene-{part}-4.10.4.jar" for part in ("core", "analyzers-common", "queryparser")]

    @classmethod
    def missing(cls):
        there = all(pathlib.Path(jar).exists() for jar in cls.JARS)
        return super().missing() or ("" if there else "liblucene4.10-java")

    def prepare(self):
        super().prepare()
        subprocess.run(["javac", "-d", self.place / "classes", "-cp", ":".join(self.JARS),
                        TOP / "tests/bench/LuceneBench.java"], check=True)

    def java(self, *words):
        return ["java", "-cp", ":".join([str(self.place / "classes"), *self.JARS]), "LuceneBench", *words]

    def build(self):
        return self.java("index", self.corpus.split, self.index)

    def update(self):
        return self.java("update", self.corpus.changed_split, self.index)

    def cold(self, query):
        return self.java("query", self.index, query)

    def warm(self):
        return self.java("ask", self.index)

    def count(self):
        return int(self.printed(*self.java("count", self.index)))


class Ripgrep(Peer):
    """No index: every line that has one of the words, unranked."""
    name = "ripgrep, no index"
    needs = ("rg",)
    good = (0, 1)  # 1: none

    def cold(self, query):
        patterns = [word for words in words_and_phrases(query) for word in ("-e", words)]
        return ["rg", "--ignore-case", "--fixed-strings", "--word-regexp", *patterns, self.corpus.tree]


class Find(Peer):
    """The least that any tool must ask to see that nothing has changed."""
    name = "find, asking for times"
    needs = ("find",)

    def unchanged(self):
        return ["find", self.corpus.tree, "-printf", "%s %T@ %i\\n"]


BASELINE = PlainXapian.name
PEERS = (Pilcrow, PilcrowSplit, PlainXapian, Omega, Recoll, Sqlite, Lucene, Ripgrep, Quest, Find)
