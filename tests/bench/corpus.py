# SPDX-License-Identifier: GPL-3.0-or-later
"""What is indexed: a copy of a folder, or generated files; split as well, for engines that take paragraphs."""
import itertools
import json
import pathlib
import random
import shutil
import subprocess

from measure import Failure, size

SUFFIXES = (".htm", ".html", ".md", ".txt")  # what every one of the peers reads


def queries_in(text):
    """One a line; an id and a tab before it are passed over."""
    queries = [line.rpartition("\t")[2] for line in text.splitlines() if line.strip()]
    if not queries:
        raise Failure("there are no queries")
    return queries


def edit(path, choice, number):
    """Puts a sentence at the end of a paragraph; False where the file shows none."""
    content = path.read_bytes()
    mark = b"</p>" if b"</p>" in content else b"\n\n"
    ends = []
    at = content.find(mark)
    while at > 0:
        ends.append(at)
        at = content.find(mark, at + len(mark))
    if not ends:
        return False
    at = choice.choice(ends)
    path.write_bytes(content[:at] + f" Round {number} changed {choice.randrange(10**6)} here.".encode() + content[at:])
    return True


class Corpus:
    """A folder of files, and what plain_xapian splits them into: a paragraph a line, and a JSON document a file."""

    def __init__(self, programs, place):
        self.programs = programs
        self.tree = place / "tree"
        self.split = place / "split.tsv"
        self.documents = place / "documents.jsonl"
        self.changed_split = place / "changed.tsv"
        self.changed_documents = place / "changed.jsonl"
        self.choice = random.Random(7)
        self.rounds = 0

    def copy(self, folder):
        """Every file that any peer reads, with its time."""
        folder = pathlib.Path(folder).resolve()
        for path in folder.rglob("*"):
            if path.suffix.lower() in SUFFIXES and path.is_file() and not path.is_symlink():
                to = self.tree / path.relative_to(folder)
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, to)
        if not self.tree.exists():
            raise Failure(f"{folder} has no files that end in {', '.join(SUFFIXES)}")
        self.measure()

    def generate(self, megabytes, seed=1):
        """What the generator says of its vocabulary."""
        report = subprocess.run([self.programs["corpus_generator"], "write", self.tree, str(megabytes), str(seed)],
                                check=True, stdout=subprocess.PIPE, text=True).stdout
        self.measure()
        return report

    def measure(self):
        self.files = sorted(path for path in self.tree.rglob("*") if path.is_file())
        self.megabytes = size(self.tree)
        self.write_split([self.tree], self.split, self.documents)
        with open(self.split, "rb") as lines:
            self.paragraphs = sum(1 for _ in lines)

    def write_split(self, paths, split, documents):
        with open(split, "wb") as out:
            subprocess.run([self.programs["plain_xapian"], "split", *paths], check=True, stdout=out)
        with open(split, encoding="utf-8", errors="replace", newline="\n") as lines, open(documents, "w") as out:
            rows = (line.rstrip("\n").split("\t", 2) for line in lines)
            for path, paragraphs in itertools.groupby(rows, lambda row: row[0]):
                blocks = [{"type": "paragraph", "text": text} for _, _, text in paragraphs]
                out.write(json.dumps({"uri": path, "blocks": blocks}, ensure_ascii=False) + "\n")

    def edit(self, share):
        """A paragraph in `share` of a hundred files."""
        self.rounds += 1
        left = max(1, round(len(self.files) * share / 100))
        changed = set()
        for path in self.choice.sample(self.files, len(self.files)):
            if len(changed) < left and edit(path, self.choice, self.rounds):
                changed.add(path)
        if not changed:
            raise Failure("no file has a paragraph that could be edited")
        self.write_split(sorted(changed), self.changed_split, self.changed_documents)
