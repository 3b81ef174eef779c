#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""interruptions_test.py BIN

What may come between a run and its end: kill -9, Ctrl-C, another writer, a full disk, people who search meanwhile. After each,
the index is whole, and the next run ends where a fresh build would. PILCROW_SEED repeats the moments of the kills.
"""
import contextlib
import fcntl
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

SEED = int(os.environ.get("PILCROW_SEED", "1"))
FILES = 150
SEARCH_SECONDS = 3
STAMP = 1_700_000_000  # Files get a time long ago, so that none is as young as the index.
LOCKED = 75
INTERRUPTED = 130


class Library:
    """Documents and their index in a folder of their own."""

    def __init__(self, binaries, folder):
        self.binaries = binaries
        self.folder = folder
        self.documents = folder / "documents"
        self.documents.mkdir()
        self.index = folder / "index"
        self.written = 0

    def write(self, name, first, last):
        """A document of a paragraph for each number."""
        lines = [f"This paragraph is number {i} and speaks of subject{i % 7} and of topic{i * i % 101} at some length.\n"
                 for i in range(first, last)]
        path = self.documents / name
        path.write_text("\n".join(lines))
        self.written += 1
        os.utime(path, (STAMP + self.written, STAMP + self.written))

    def fill(self, files=FILES, first=0):
        for i in range(first, first + files):
            self.write(f"{i}.txt", i, i + 20)

    def indexing(self, *options, index=None):
        return [self.binaries / "pilcrow-index", "--index", index or self.index, *options]

    def run(self, *options, index=None):
        """Status and what was said on standard error."""
        done = subprocess.run(self.indexing(*options, index=index), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              check=False)
        return done.returncode, done.stderr

    def build(self, *options):
        status, said = self.run(*options, self.documents)
        assert status == 0, (status, said)

    def content(self, index=None):
        """Every paragraph with all that a hit says of it, but for what differs from index to index."""
        done = subprocess.run([self.binaries / "pilcrow-search", "--index", index or self.index, "--json", "-n", "100000",
                               "paragraph topic4"], stdout=subprocess.PIPE, text=True, check=False)
        hits = [json.loads(line) for line in done.stdout.splitlines()]
        hits = [hit for hit in hits if hit["type"] == "hit"]
        for hit in hits:
            del hit["rank"], hit["citation"]
            hit["score"] = round(hit["score"], 4)
        return sorted(json.dumps(hit) for hit in hits)

    def check_whole(self):
        done = subprocess.run(["xapian-check", self.index / "XAPIANDB"], stdout=subprocess.PIPE, text=True, check=False)
        assert "No errors found" in done.stdout, done.stdout

    def check_like_fresh(self):
        self.check_whole()
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        status, said = self.run(self.documents, index=fresh)
        assert status == 0, (status, said)
        ours = self.content()
        assert ours and ours == self.content(fresh), "the index differs from a fresh build"


def kill_runs(library, rng, seconds, *options):
    """Starts runs and kills each at a moment of its own; how many were killed."""
    killed = 0
    for _ in range(4):
        with subprocess.Popen(library.indexing(*options, library.documents), stdout=subprocess.DEVNULL) as run:
            try:
                run.wait(timeout=rng.uniform(0, seconds))
            except subprocess.TimeoutExpired:
                run.kill()
                killed += 1
    return killed


def killed_runs_are_healed(library):
    rng = random.Random(SEED)
    library.fill()
    begin = time.monotonic()
    library.build()
    seconds = time.monotonic() - begin
    shutil.rmtree(library.index)

    first = kill_runs(library, rng, seconds)
    library.build()
    library.check_like_fresh()
    rebuilds = kill_runs(library, rng, seconds, "--rebuild")
    library.check_whole()
    library.build()
    library.check_like_fresh()
    generations = [path.name for path in library.index.glob("gen-*")]
    assert len(generations) <= 2, f"killed rebuilds were not cleared away: {generations}"
    for i in range(0, FILES, 2):
        library.write(f"{i}.txt", i + 5, i + 30)
    updates = kill_runs(library, rng, seconds)
    library.build()
    library.check_like_fresh()
    print(f"  killed: {first} first builds, {rebuilds} rebuilds, {updates} updates (PILCROW_SEED={SEED})")


def wait_for(condition, run):
    while not condition():
        assert run.poll() is None, "the run ended before it was interrupted"
        time.sleep(0.001)


def ctrl_c_keeps_the_index_whole(library):
    library.fill(400)
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        shutil.rmtree(library.index, ignore_errors=True)
        with subprocess.Popen(library.indexing(library.documents), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run:
            wait_for((library.index / "XAPIANDB").exists, run)
            run.send_signal(signal_number)
            said = run.communicate()[1]
            assert run.returncode == INTERRUPTED, (run.returncode, said)
        assert "interrupted" in said, said
        library.check_whole()
    library.build()
    library.check_like_fresh()

    with subprocess.Popen(library.indexing("--rebuild"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        wait_for((library.index / "gen-000002").exists, run)
        run.send_signal(signal.SIGINT)
    assert run.returncode == INTERRUPTED, run.returncode
    assert not (library.index / "gen-000002").exists(), "half a rebuild was left behind"
    library.check_like_fresh()


def second_writer_is_told(library):
    library.fill(3)
    library.build()
    with open(library.index / "lock", "r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status, said = library.run(library.documents)
        assert status == LOCKED and "is being written by process" in said, (status, said)
        assert library.content(), "a reader takes no lock"
        with subprocess.Popen(library.indexing("--wait", "60", library.documents), stdout=subprocess.DEVNULL) as waiting:
            fcntl.flock(lock, fcntl.LOCK_UN)
            assert waiting.wait() == 0, "it did not get the lock that became free"


def searches_never_fail_meanwhile(library):
    library.fill(20)
    library.build()
    over = threading.Event()
    failures = []

    def keep_updating():
        rounds = 0
        while not over.is_set():
            rounds += 1
            library.write(f"{rounds % 20}.txt", rounds, rounds + 20)
            status, said = library.run(*(["--rebuild"] if rounds % 4 == 0 else []), library.documents)
            if status != 0:
                failures.append(said)
        print(f"  {rounds} updates", end="")

    writer = threading.Thread(target=keep_updating)
    writer.start()
    searching = [library.binaries / "pilcrow-search", "--index", library.index, "--json", "-n", "3"]
    deadline = time.monotonic() + SEARCH_SECONDS
    cold = warm = 0
    with subprocess.Popen([*searching, "--queries", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as stream:
        while time.monotonic() < deadline and not failures:
            for _ in range(5):
                stream.stdin.write("paragraph topic4\n")
                stream.stdin.flush()
                kinds = [json.loads(stream.stdout.readline() or '{"type":"end"}')["type"] for _ in range(4)]
                if kinds != ["hit", "hit", "hit", "summary"]:
                    failures.append(f"one process for all: {kinds}")
                    break
                warm += 1
            done = subprocess.run([*searching, "paragraph topic4"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                  check=False)
            if done.returncode != 0:
                failures.append(done.stderr)
            cold += 1
        stream.stdin.close()
        failures += [line for line in stream.stderr if line.strip()]
    over.set()
    writer.join()
    print(f", {warm} searches in one process, {cold} in processes of their own")
    assert not failures, failures


@contextlib.contextmanager
def small_disk(folder, size):
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], stderr=subprocess.PIPE, text=True,
                             check=False)
    try:
        yield mounted.stderr.strip() if mounted.returncode != 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)


def full_disk_leaves_what_was_committed(library):
    with small_disk(library.folder / "disk", "2m") as refused:
        if refused is not None:
            print(f"  skipped: no disk to fill ({refused})")
            return
        library.index = library.folder / "disk" / "index"
        library.fill(5)
        library.build()
        before = library.content()
        library.fill(FILES * 3, first=5)
        for options in ([library.documents], ["--rebuild"]):
            status, said = library.run(*options)
            assert status == 2 and "no space left on device" in said, (status, said)
            library.check_whole()
            assert library.content() == before, "what was committed is not what is found"
        subprocess.run(["mount", "-o", "remount,size=100m", library.folder / "disk"], check=True)
        library.build()
        library.check_like_fresh()


def main():
    binaries = pathlib.Path(sys.argv[1]).resolve()
    tests = [killed_runs_are_healed, ctrl_c_keeps_the_index_whole, second_writer_is_told, searches_never_fail_meanwhile,
             full_disk_leaves_what_was_committed]
    failed = 0
    for test in tests:
        begin = time.monotonic()
        print(test.__name__, flush=True)
        with tempfile.TemporaryDirectory(prefix="pilcrow-interruptions-") as folder:
            try:
                test(Library(binaries, pathlib.Path(folder)))
            except AssertionError as error:
                failed += 1
                print(f"  FAILED: {error}")
        print(f"  {time.monotonic() - begin:.1f} s", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
