# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents that exist in two states, what a run does to their index, and what must be true of it after each accident.

A paragraph says of which document it is, which number it has and in which version it was written. So what a search finds tells
whether each file is found as it was, as it is, or as something that never was.
"""
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

import xapian

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

SEED = int(os.environ.get("PILCROW_SEED", "1"))
STAMP = 1_700_000_000  # Files get a time long ago, so that none is as young as the index.
SECRET = "zwiebelkuchengeheimnis"
FAILED, LOCKED, INTERRUPTED = 2, 75, 130
DEADLINE = 120  # Seconds; for what takes one at most.

GLASS = {"iamglass", "flintlock", "docdata.glass", "position.glass", "postlist.glass", "termlist.glass"}
PARAGRAPH = re.compile(r"Paragraph (\d+) of (\S+) in version (\d+)")


class Wrong(AssertionError):
    """Something that must never be."""


def ensure(holds, *what):
    if not holds:
        raise Wrong(" ".join(str(part) for part in what))


def wait_until(condition, what):
    """There is no better way to wait for what another process does."""
    deadline = time.monotonic() + DEADLINE
    while not condition():
        ensure(time.monotonic() < deadline, "waited in vain:", what)
        time.sleep(0.002)


# --- documents ---

def paragraphs_of(name, versions):
    """What makes a document: (name, number, version) of its paragraphs."""
    return [(name, number, version) for number, version in enumerate(versions)]


def text_of(path, paragraphs):
    secret = f" {SECRET}" if "secret" in path else ""
    lines = [f"Paragraph {number} of {name} in version {version} speaks of subject{number % 7} and of topic{(number * 31 + version) % 101}"
             f"{secret} at some length." for name, number, version in paragraphs]
    if path.endswith(".html"):
        return "<html><body><h1>Page</h1>\n" + "\n".join(f"<p>{line}</p>" for line in lines) + "\n</body></html>\n"
    if path.endswith(".md"):
        return "# Notes\n\n" + "\n\n".join(lines) + "\n"
    return "\n\n".join(lines) + "\n"


def two_states(files, large):
    """{path: paragraphs} before and after people have worked: most files stay, and everything that can happen happens."""
    before, after = {}, {}
    for i in range(files):
        suffix = ("txt", "md", "html")[i // 6 % 3]
        path = f"folder-{i % 5}/document-{i}.{suffix}"
        old = paragraphs_of(f"document-{i}", [1] * (3 + i % 5))
        before[path] = old
        kind = i % 12
        if kind in (0, 6):  # rewritten, and longer
            after[path] = paragraphs_of(f"document-{i}", [2] * (len(old) + 1))
        elif kind == 1:  # one paragraph edited
            after[path] = paragraphs_of(f"document-{i}", [2] + [1] * (len(old) - 1))
        elif kind == 7:  # shorter
            after[path] = old[:-1]
        elif kind == 3:  # moved
            after[f"moved/document-{i}.{suffix}"] = old
        elif kind == 4 and i < 48:  # removed; few, or the guard would not believe it
            pass
        else:
            after[path] = old
    for i in range(files, files + files // 10):
        after[f"new/document-{i}.md"] = paragraphs_of(f"document-{i}", [1] * 4)
    before["large.txt"] = paragraphs_of("large", [1] * large)
    after["large.txt"] = paragraphs_of("large", [2 if i % 3 == 0 else 1 for i in range(large)])
    for state in before, after:
        state["folder-2/secret.md"] = paragraphs_of("secret", [1] * 5)
    return before, after


def below(path, folder):
    return path == folder or path.startswith(folder + "/")


# --- what a run does ---

class Operation:
    """A run: which index it finds, which documents, what it is told."""

    def __init__(self, name, start, state, options, taken_out=None, environment=None):
        self.name = name
        self.environment = environment or {}
        self.start = start  # "none", "whole", "damaged"
        self.state = state  # "before" or "after"
        self.options = options
        self.taken_out = taken_out

    @property
    def makes_afresh(self):
        """Nothing that was indexed is taken over: a file that cannot be read now is lacking."""
        return self.name in ("build", "build by API", "rebuild", "repair")


OPERATIONS = {operation.name: operation for operation in [
    Operation("build", "none", "before", ["{documents}"]),
    Operation("update", "whole", "after", []),
    Operation("rebuild", "whole", "after", ["--rebuild"]),
    Operation("repair", "damaged", "after", ["--rebuild", "{documents}"]),
    Operation("remove", "whole", "before", ["--remove", "{documents}/folder-1"], "folder-1"),
    Operation("compact", "whole", "before", ["--compact"]),
    Operation("forget", "whole", "before", ["--forget", "{documents}/folder-2/secret.md"], "folder-2/secret.md"),
]}
# Through Xapian's API, as where its format is unknown. Only programs with test points can be told to.
BUILD_BY_API = Operation("build by API", "none", "before", ["{documents}"], environment={"PILCROW_TEST_BULK": "0"})


class Library:
    """Documents and their index in a folder of their own."""

    def __init__(self, binaries, folder, files=60, large=200):
        self.binaries = pathlib.Path(binaries)
        self.folder = pathlib.Path(folder)
        self.documents = self.folder / "documents"
        self.index = self.folder / "index"
        self.states = dict(zip(("before", "after"), two_states(files, large)))
        self.shown = None
        self.fresh = {}
        self.environment = {**os.environ, "PILCROW_TEST_COMMIT_AFTER": "100", "XAPIAN_FLUSH_THRESHOLD": "60",
                            # Xapian 1.4.22's Database::check() deletes a table as a smaller one.
                            "ASAN_OPTIONS": "new_delete_type_mismatch=0"}
        self.write_states()

    # -- documents

    def write_states(self):
        """What is the same in both states is one file with two names: same inode, same stamp."""
        old_home, new_home = self.folder / "before", self.folder / "after"
        written = {}
        for home, state in (old_home, self.states["before"]), (new_home, self.states["after"]):
            for path, paragraphs in state.items():
                file = home / path
                file.parent.mkdir(parents=True, exist_ok=True)
                text = text_of(path, paragraphs)
                same = written.get((text, path.rsplit("/", 1)[-1]))
                if same is not None:
                    os.link(same, file)
                    continue
                file.write_text(text)
                written[text, path.rsplit("/", 1)[-1]] = file
                stamp = STAMP + len(written)
                os.utime(file, (stamp, stamp))

    def show(self, state):
        """Puts the documents in a state. The index names their folder, so it is always the same one."""
        if self.shown == state:
            return
        if self.shown is not None:
            self.documents.rename(self.folder / self.shown)
        (self.folder / state).rename(self.documents)
        self.shown = state

    def expected(self, operation, done):
        """{path: paragraphs} of the index before or after an operation."""
        if not done:
            return {} if operation.start == "none" else self.states["before"]
        return {path: paragraphs for path, paragraphs in self.states[operation.state].items()
                if operation.taken_out is None or not below(path, operation.taken_out)}

    # -- runs

    def command(self, *options, index=None):
        return [str(self.binaries / "pilcrow-index"), "--index", str(index or self.index), *map(str, options)]

    def run(self, *options, index=None, **environment):
        """Status (negative: the signal that ended it) and what was said on standard error."""
        done = subprocess.run(self.command(*options, index=index), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              errors="replace", check=False, timeout=DEADLINE, env={**self.environment, **environment})
        return done.returncode, done.stderr

    def options(self, operation):
        return [option.format(documents=self.documents) for option in operation.options]

    def operate(self, operation, **environment):
        return self.run(*self.options(operation), **{**operation.environment, **environment})

    # -- indexes

    def prepared(self, start):
        """The folder of an index in a known state, made once."""
        place = self.folder / f"prepared-{start}"
        if place.exists():
            return place
        self.show("before")
        making = self.folder / "making"
        # Two generations: so there is one to be cleared away.
        for options in [self.documents], ["--rebuild"]:
            status, said = self.run(*options, index=making)
            ensure(status == 0, "cannot prepare an index:", status, said)
        secret = [file for file in making.rglob("*.glass") if SECRET.encode() in file.read_bytes()]
        ensure(secret, "the secret would not be found where it is")
        if start == "damaged":
            with open(making / published(making) / "postlist.glass", "r+b") as table:
                table.truncate(8192)
        making.rename(place)
        return place

    def put(self, operation):
        """The index and the documents as the operation finds them."""
        self.clear()
        if operation.start != "none":
            shutil.copytree(self.prepared(operation.start), self.index)
        self.show(operation.state)

    def clear(self):
        shutil.rmtree(self.index, ignore_errors=True)

    def fresh_content(self, operation, done=True):
        """The content of an index that is built afresh of what the operation shall leave."""
        key = operation.state, operation.taken_out if done else None
        if key not in self.fresh:
            shown = self.shown
            self.show(operation.state)
            fresh = self.folder / "fresh"
            shutil.rmtree(fresh, ignore_errors=True)
            options = ["--exclude", key[1]] if key[1] is not None else []
            status, said = self.run(*options, self.documents, index=fresh)
            ensure(status == 0, "cannot build afresh:", status, said)
            self.fresh[key] = content(self.binaries, fresh)
            if shown is not None:
                self.show(shown)
        return self.fresh[key]

    # -- what must be true

    def check_answers(self, operation, may_lack=False):
        """It opens, and every file is found wholly as it was or wholly as it is, or, where it `may_lack` some, not at all. Whether
        there is an index."""
        status, hits, said = search(self.binaries, self.index)
        if operation.start == "none" and status == 2 and "no index" in said:
            return False
        if operation.start == "damaged" and status == 2 and "damaged" in said:
            return False
        # A first build is published empty.
        ensure(status == 0 or (status == 1 and operation.start == "none"), "a search fails:", status, said)
        check_hits(hits, self.documents, self.expected(operation, False), self.expected(operation, True), may_lack)
        return True

    def check_whole(self):
        checked = subprocess.run(["xapian-check", self.index / "XAPIANDB"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                 check=False)
        ensure("No errors found" in checked.stdout, "xapian-check:", checked.stdout)
        status, said = self.run("--check")
        ensure(status == 0, "--check:", status, said)

    def check_tidy(self, operation):
        """What a run leaves after one that was killed: nothing of that."""
        names = sorted(path.name for path in self.index.iterdir())
        generations = [name for name in names if name.startswith("gen-")]
        ensure(1 <= len(generations) <= 2, "generations:", names)
        known = {"XAPIANDB", "lock", "settings.json", "last-run.json", *generations}
        if operation.start == "damaged":
            known |= {name for name in names if name.startswith("damaged-")}
        ensure(set(names) <= known, "left behind:", sorted(set(names) - known))
        found = {path.name for path in (self.index / published(self.index)).iterdir()}
        ensure(found <= GLASS | {"v.tmp"}, "left behind in a generation:", sorted(found - GLASS))

    def check_like_fresh(self, operation, done=True):
        ours, fresh = content(self.binaries, self.index), self.fresh_content(operation, done)
        for name in fresh:
            if ours[name] == fresh[name]:
                continue
            only_ours, only_fresh = (sorted(set(one[name]) - set(other[name])) for one, other in ((ours, fresh), (fresh, ours)))
            raise Wrong(f"{name} are not those of a fresh build: {len(only_ours)} of {len(ours[name])} are ours only, "
                        f"{len(only_fresh)} of {len(fresh[name])} the other's only; {only_ours[:1]} {only_fresh[:1]}")

    def check_forgotten(self):
        """No file of the index folder has the secret in it, nor does any term."""
        for file in self.index.rglob("*"):
            ensure(not file.is_file() or SECRET.encode() not in file.read_bytes(), "the secret is still in", file)
        for generation in self.index.glob("*-[0-9]*"):
            database = xapian.Database(str(generation))
            ensure(not any(SECRET.encode() in term.term for term in database.allterms()), "the secret is a term of", generation)

    def check_after(self, operation, may_lack=False):
        """All that must be true after an accident; the next run heals it. How many checks that were."""
        has_index = self.check_answers(operation, may_lack)
        if has_index:
            self.check_whole()
        if operation.start == "damaged":
            damaged = [self.index / name for name in ("gen-000002", "damaged-000002")]
            ensure(any(folder.exists() for folder in damaged), "the damaged generation was deleted")
        # The next night's run.
        again = operation if operation.start == "damaged" and not has_index else OPERATIONS["build"]
        status, said = self.operate(again)
        ensure(status == 0, "the next run fails:", status, said)
        self.check_whole()
        self.check_tidy(operation)
        if operation.taken_out is None:
            self.check_like_fresh(operation)
            return 5
        # Naming the root does not lift the exclusion; so it is gone or all there.
        status, hits, said = search(self.binaries, self.index)
        ensure(status == 0, "a search fails:", status, said)
        paths = {pathlib.Path(hit["path"]).relative_to(self.documents).as_posix() for hit in hits}
        done = not any(below(path, operation.taken_out) for path in paths)
        self.check_like_fresh(operation, done)
        # And the same once more.
        status, said = self.operate(operation)
        ensure(status == 0, "the same again fails:", status, said)
        self.check_whole()
        self.check_tidy(operation)
        self.check_like_fresh(operation)
        if operation.name == "forget":
            self.check_forgotten()
        return 10


def published(index):
    return (pathlib.Path(index) / "XAPIANDB").read_text().split()[1]


def search(binaries, index, *options):
    """Status, all paragraphs, and what was said."""
    done = subprocess.run([pathlib.Path(binaries) / "pilcrow-search", "--index", index, "--json", "-n", "100000", *options, "paragraph topic4"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=DEADLINE)
    json_schema.check(done.stdout)
    hits = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, [hit for hit in hits if hit["type"] == "hit"], done.stderr


def check_hits(hits, documents, before, after, may_lack=False):
    """Each file as in one of the two states, and nothing twice."""
    found = {}
    for hit in hits:
        said = PARAGRAPH.search(hit["text"])
        ensure(said, "a paragraph that nobody wrote:", hit["text"])
        key = said[2], int(said[1]), int(said[3])
        paragraphs = found.setdefault(pathlib.Path(hit["path"]).relative_to(documents).as_posix(), [])
        ensure(key not in paragraphs, "found twice:", hit["path"], key)
        paragraphs.append(key)
    homes = {}
    for path in {*before, *after, *found}:
        ours = sorted(found.get(path, []))
        allowed = [sorted(state.get(path, [])) for state in (before, after)]
        ensure(ours in allowed or (may_lack and not ours), f"neither as it was nor as it is: {path}: {len(ours)} paragraphs, of", [len(state) for state in allowed])
        for name in {name for name, _, _ in ours}:
            ensure(homes.setdefault(name, path) == path, "in two places:", homes[name], path)


def content(binaries, index):
    """All that an index says, but for what differs from index to index: names of index, generation and file numbers."""
    status, hits, said = search(binaries, index)
    ensure(status == 0, "a search fails:", status, said)
    for hit in hits:
        del hit["rank"], hit["citation"], hit["root"]
        hit["score"] = round(hit["score"], 4)
    database = xapian.Database(str(index))
    terms = [f"{term.term!r} {term.termfreq} {database.get_collection_freq(term.term)}"
             for term in database.allterms() if not term.term.startswith(b"Q")]
    listed = subprocess.run([pathlib.Path(binaries) / "pilcrow-index", "--index", index, "--list", "--format", "json"],
                            stdout=subprocess.PIPE, text=True, check=True, timeout=DEADLINE)
    json_schema.check(listed.stdout)
    files = [json.loads(line) for line in listed.stdout.splitlines()]
    for file in files:
        for volatile in [key for key in file if key.startswith("read")]:
            del file[volatile]
    return {"paragraphs": sorted(json.dumps(hit) for hit in hits), "terms": terms,
            "sizes": [str(database.get_doccount()), str(database.get_total_length())],
            "files": sorted(json.dumps(file) for file in files)}


def random_for(*what):
    return random.Random(f"{SEED} {what}")


def in_own_folder(work, arguments, item):
    with tempfile.TemporaryDirectory(prefix=f"pilcrow-torture-{item}-") as folder:
        return work(arguments, item, pathlib.Path(folder))


def in_own_folders(jobs, work, arguments, items):
    """(item, work(arguments, item, folder)) for each item, in order; some at a time, in processes of their own."""
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        yield from zip(items, pool.map(in_own_folder, [work] * len(items), [arguments] * len(items), items))
