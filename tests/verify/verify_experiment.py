#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the verdicts of pilcrow-search --verify against the truth: takes citations from an index of a copied tree, edits
the tree by rules whose outcome is known, and verifies, before the index was brought up to date and after.

usage: verify_experiment.py --bin FOLDER --documents FOLDER [--count N] [--seed N] [--files N] [--check]

Prints a table for each of the two: what was claimed and what was done to it, by the verdicts that came. --check: exit
status 1 where a verdict is not one of those that the truth allows.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import textwrap

VERDICTS = ("exact", "moved", "changed", "gone", "misquoted", "invalid")
KINDS = ("hit", "bare", "quote", "misquote")
# What is done to a file, or to the one paragraph of it that is cited.
FILE_EDITS = ("untouched", "shifted", "renamed", "file deleted")
PARAGRAPH_EDITS = ("moved within", "moved away", "word changed", "sentence added", "reflowed", "deleted")
LARGEST_FILE = 200_000
SUFFIXES = (".txt", ".md", ".markdown", ".rst", "")


def allowed(kind, edit, again):
    """The verdicts that are right; `again`: the index was brought up to date."""
    if kind == "misquote":
        if edit in ("deleted", "file deleted"):
            return {"gone"}
        if edit in ("renamed", "moved away"):
            return {"misquoted"} if again else {"gone"}
        if edit in ("word changed", "sentence added"):
            return {"changed", "gone"} if again else {"misquoted"}  # then nobody knows any more what it said
        if edit == "reflowed":
            return {"misquoted", "changed", "gone"} if again else {"misquoted"}
        return {"misquoted"}
    if edit in ("deleted", "file deleted"):
        return {"gone"}
    if edit in ("renamed", "moved away"):
        return {"moved"} if again else {"gone"}  # where it went, is not known before
    if edit in ("shifted", "moved within"):
        return {"moved"} if kind == "hit" else {"exact"}
    if edit == "word changed":
        return {"gone"} if kind == "bare" and again else {"changed"}
    if edit == "sentence added":
        return {"exact"} if kind == "quote" else {"gone"} if kind == "bare" and again else {"changed"}
    if edit == "reflowed":
        # Lines are others; of a format that joins lines, the text is the same to the letter.
        return {"hit": {"exact", "moved"}, "bare": {"exact", "gone"} if again else {"exact"}, "quote": {"exact"}}[kind]
    return {"exact"}


def folded(text):
    return " ".join(text.split())


def reflowed(block):
    """The same words in lines of another width."""
    for width in (64, 52):
        lines = textwrap.wrap(folded(block.decode()), width, break_long_words=False, break_on_hyphens=False)
        if "\n".join(lines).encode() != block:
            break
    return "\n".join(lines).encode()


class Claim:
    def __init__(self, hit, kind, edit, quote):
        self.hit, self.kind, self.edit, self.quote = hit, kind, edit, quote

    def json(self):
        """One line, as an answer would have it."""
        if self.kind == "hit":
            return json.dumps(self.hit)
        claim = {"citation": self.hit["citation"]}
        if self.quote:
            claim["quote"] = self.quote
        return json.dumps(claim)

    def markdown(self):
        if self.kind == "bare":
            return f"So it is said [{self.hit['citation']}].\n\n"
        return "".join(f"> {line}\n" for line in self.quote.split("\n")) + f">\n> — {self.hit['citation']}\n\n"


class Experiment:
    def __init__(self, arguments, folder):
        self.bin = pathlib.Path(arguments.bin)
        self.random = random.Random(arguments.seed)
        self.count = arguments.count
        self.tree = folder / "tree"
        self.index = folder / "index"
        self.tree.mkdir()
        self.copy(pathlib.Path(arguments.documents), arguments.files)

    def copy(self, source, most):
        files = sorted(path for path in source.rglob("*")
                       if path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST_FILE)
        files = [path for path in files if path.suffix != ".gz"]
        if most:
            files = sorted(self.random.sample(files, min(most, len(files))))
        for path in files:
            to = self.tree / path.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
            os.utime(to, (1_700_000_000, 1_700_000_000))
        # What is moved away goes where it is read as it was.
        for suffix in SUFFIXES:
            (self.tree / ("collected" + suffix)).write_text("Paragraphs that came from other files are collected here.\n")

    def run(self, program, *words, stdin=None, statuses=(0,)):
        done = subprocess.run([self.bin / program, "--index", self.index, *words], input=stdin, capture_output=True,
                              encoding="utf-8", errors="surrogateescape")
        if done.returncode not in statuses:
            sys.exit(f"{program} {words}: status {done.returncode}\n{done.stderr}")
        return done.stdout

    def bring_up_to_date(self):
        self.run("pilcrow-index", "--quiet", "--allow-purge", self.tree, statuses=(0, 1))

    def hits(self):
        """Every paragraph that this script can edit: a text that stands in its file as a block of its own."""
        lines = self.run("pilcrow-search", "--json", "--sort", "path", "-n", "100000").splitlines()
        hits = [json.loads(line) for line in lines]
        hits = [hit for hit in hits if hit["type"] == "hit" and isinstance(hit["path"], str)]
        texts = collections.Counter(folded(hit["text"]) for hit in hits)
        self.everything = "\n".join(texts)
        editable = []
        for hit in hits:
            if hit["encoding"] != "utf-8" or pathlib.Path(hit["path"]).suffix not in SUFFIXES:
                continue
            text = hit["text"]
            if not 10 <= len(text.split()) <= 300 or any(mark in text for mark in "*_`\\<>[]|#\"“”…^{}") or "..." in text:
                continue
            content = self.bytes_of(hit["path"])
            begin, end = hit["bytes"]
            block = content[begin:end]
            stands_alone = content[:begin].endswith(b"\n\n") and content[end:].startswith(b"\n\n")
            is_plain = folded(block.decode("utf-8", "replace")) == folded(text) and not block.startswith((b" ", b"\t", b"-"))
            if stands_alone and is_plain and texts[folded(text)] == 1:
                editable.append(hit)
        return editable

    def bytes_of(self, path):
        with open(path, "rb") as file:
            return file.read()

    def part_of(self, text):
        """Eight words or more in a row, which stand nowhere else."""
        words = text.split()
        for _ in range(20):
            size = self.random.randint(8, min(20, len(words)))
            begin = self.random.randint(0, len(words) - size)
            quote = " ".join(words[begin:begin + size])
            if self.everything.count(quote) == 1 and not quote.startswith(("- ", "(", "'")):
                return quote
        return None

    def take_claims(self):
        """Of some files all that is cited has one truth; of the others each cited paragraph has its own."""
        by_file = collections.defaultdict(list)
        for hit in self.hits():
            by_file[hit["path"]].append(hit)
        files = sorted(by_file)
        self.random.shuffle(files)
        edits = FILE_EDITS + PARAGRAPH_EDITS
        offered = {edit: [] for edit in edits}
        turn = 0
        for number, path in enumerate(files):
            as_a_whole = number % len(edits) < len(FILE_EDITS)
            # Not two that follow each other: the edit of one would touch the other.
            for hit in by_file[path][::2]:
                edit = FILE_EDITS[number % len(edits)] if as_a_whole else PARAGRAPH_EDITS[turn % len(PARAGRAPH_EDITS)]
                turn += not as_a_whole
                offered[edit].append(hit)
        claims = []
        for edit in edits:
            self.random.shuffle(offered[edit])
            most = self.count // len(edits)
            taken = 0
            for hit in offered[edit]:
                if taken == most:
                    break
                # Nor a part of another paragraph: then its text stands there whatever is done to it.
                if self.everything.count(folded(hit["text"])) != 1:
                    continue
                kind = KINDS[taken % len(KINDS)]
                quote = self.quote(hit, kind, edit)
                if quote is not None:
                    claims.append(Claim(hit, kind, edit, quote))
                    taken += 1
        return claims

    def quote(self, hit, kind, edit):
        if kind in ("hit", "bare"):
            return ""
        quote = self.part_of(hit["text"])
        if quote is None:
            return None
        words = quote.split()
        if kind == "misquote":
            words[len(words) // 2] = "never" if words[len(words) // 2] != "never" else "always"
            return " ".join(words)
        if edit == "word changed":  # which is one of those that are quoted
            hit["changed"] = words[len(words) // 2]
        return "\n".join([" ".join(words[:4]), " ".join(words[4:])]) if self.random.random() < 0.5 else quote

    def edit_files(self, claims):
        # From the end of each file to its beginning, so that the places before stay what they were.
        whole = set()
        for claim in sorted(claims, key=lambda one: (one.hit["path"], -one.hit["bytes"][0])):
            path = claim.hit["path"]
            if path not in whole:
                self.edit(pathlib.Path(path), claim)
            if claim.edit in FILE_EDITS:
                whole.add(path)

    def edit(self, path, claim):
        content = self.bytes_of(path)
        begin, end = claim.hit["bytes"]
        block = content[begin:end]
        if claim.edit == "untouched":
            return
        if claim.edit == "file deleted":
            path.unlink()
            return
        if claim.edit == "renamed":
            path.rename(path.with_name("renamed-" + path.name))
            return
        if claim.edit == "shifted":
            # Behind the first block, since the first lines may be what says which format it is.
            at = min(content.find(b"\n\n") + 2, begin)
            content = content[:at] + b"A paragraph that was not there\nbefore anybody edited this.\n\n" + content[at:]
        elif claim.edit == "moved within":
            content = content[:begin] + content[end + 2:] + b"\n\nThis was put before it.\n\n" + block + b"\n"
        elif claim.edit in ("moved away", "deleted"):
            content = content[:begin] + content[end + 2:]
            if claim.edit == "moved away":
                with open(self.tree / ("collected" + path.suffix), "ab") as target:
                    target.write(b"\n" + block + b"\n")
        elif claim.edit == "word changed":
            words = claim.hit["text"].split()
            word = claim.hit.get("changed", words[len(words) // 2]).encode()
            middle = claim.quote.encode().split()
            at = self.place_of(block, word, middle)
            content = content[:begin] + block[:at] + b"zweiundvierzig" + block[at + len(word):] + content[end:]
        elif claim.edit == "sentence added":
            content = content[:end] + b" So it was found by those who looked again." + content[end:]
        elif claim.edit == "reflowed":
            content = content[:begin] + reflowed(block) + content[end:]
        path.write_bytes(content)

    @staticmethod
    def place_of(block, word, quoted):
        """Where the word stands that is changed: in what is quoted, where something is."""
        words, at = [], 0
        for part in block.split():
            at = block.index(part, at)
            words.append((part, at))
            at += len(part)
        plain = [part for part, _ in words]
        for first in range(len(plain) - len(quoted) + 1):
            if quoted and plain[first:first + len(quoted)] == quoted:
                return words[first + len(quoted) // 2][1]
        return next(at for part, at in words if part == word)

    def verify(self, claims):
        """The verdicts, in the order of the claims: hits as JSON Lines, the others as Markdown."""
        verdicts = {}
        for chosen, text in ((lambda claim: claim.kind == "hit", Claim.json), (lambda claim: claim.kind != "hit", Claim.markdown)):
            some = [claim for claim in claims if chosen(claim)]
            if not some:
                continue
            ends = "\n" if text is Claim.json else ""
            out = self.run("pilcrow-search", "--verify", "-", "--json", stdin="".join(text(claim) + ends for claim in some),
                           statuses=(0, 1))
            lines = [json.loads(line) for line in out.splitlines()]
            found = [line for line in lines if line["type"] == "verdict"]
            assert len(found) == len(some), (len(found), len(some))
            for claim, verdict in zip(some, found):
                verdicts[id(claim)] = verdict
        return [verdicts[id(claim)] for claim in claims]


def show(claims, verdicts, again):
    print(f"\n{'after' if again else 'before'} the index was brought up to date")
    print(f"{'truth':<15} {'claim':<9}" + "".join(f"{verdict:>10}" for verdict in VERDICTS) + "   wrong")
    wrong = []
    for edit in FILE_EDITS + PARAGRAPH_EDITS:
        for kind in KINDS:
            here = [(claim, verdict) for claim, verdict in zip(claims, verdicts)
                    if claim.edit == edit and claim.kind == kind]
            if not here:
                continue
            right = allowed(kind, edit, again)
            counts = collections.Counter(verdict["verdict"] for _, verdict in here)
            bad = [(claim, verdict) for claim, verdict in here if verdict["verdict"] not in right]
            wrong += bad
            print(f"{edit:<15} {kind:<9}" + "".join(f"{counts[verdict] or '.':>10}" for verdict in VERDICTS)
                  + f"{len(bad) or '':>8}")
    print(f"{len(claims)} claims, {len(claims) - len(wrong)} verdicts as the truth allows")
    for claim, verdict in wrong:
        print(f"  {claim.edit}, {claim.kind}: {verdict['verdict']}: {verdict['message']}")
        print(f"    text  {claim.hit['text']!r}\n    quote {claim.quote!r}\n    found {(verdict['found'] or {}).get('text')!r}")
    return not wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--documents", required=True)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=0, help="so many of them, drawn at random; 0: all")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        experiment = Experiment(arguments, pathlib.Path(folder))
        experiment.bring_up_to_date()
        claims = experiment.take_claims()
        experiment.edit_files(claims)
        print(f"seed {arguments.seed}")
        good = show(claims, experiment.verify(claims), False)
        experiment.bring_up_to_date()
        good = show(claims, experiment.verify(claims), True) and good
    return 1 if arguments.check and not good else 0


if __name__ == "__main__":
    sys.exit(main())
