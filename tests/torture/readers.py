#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""readers.py BIN [--commits N] [--rebuilds N] [--compactions N] [--readers N]

People who search while the index is written: none fails, and none sees half a change. Readers without write permission; a second
writer; a writer that dies with its lock. PILCROW_SEED repeats the order of what the writer does.
"""
import argparse
import contextlib
import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

from library import DEADLINE, LOCKED, STAMP, Wrong, ensure, random_for, wait_until  # noqa: E402

DOCUMENTS = 24
TURNS = 4  # In a round, every fourth document is written.
NOBODY = 65534
LINE = re.compile(r"The pair (\d+) was written in round (\d+)")


def last_written(document, rounds):
    """In which round, when `rounds` of them are over; all are written in round 0."""
    return max((number for number in range(max(0, rounds - TURNS + 1), rounds + 1) if number % TURNS == document % TURNS), default=0)


class Pairs:
    """Documents of two files each, which say in which round they were written: one state of all is one number."""

    def __init__(self, binaries, folder):
        self.binaries = binaries
        self.documents = folder / "documents"
        self.documents.mkdir()
        self.index = folder / "index"

    def write(self, rounds):
        for document in range(DOCUMENTS):
            if rounds > 0 and last_written(document, rounds) != rounds:
                continue
            for side in "left", "right":
                file = self.documents / f"{document}-{side}.txt"
                file.write_text(f"The pair {document} was written in round {rounds} on the {side} side.\n")
                stamp = STAMP + rounds
                os.utime(file, (stamp, stamp))

    def run(self, *options):
        done = subprocess.run(self.indexing(*options), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
                              timeout=DEADLINE)
        return done.returncode, done.stderr

    def indexing(self, *options):
        return [str(part) for part in (self.binaries / "pilcrow-index", "--index", self.index, *options)]

    def searching(self, *options):
        return [str(part) for part in (self.binaries / "pilcrow-search", "--index", self.index, "--json", "-n", "1000", *options)]

    def build(self):
        self.write(0)
        status, said = self.run(self.documents)
        ensure(status == 0, "cannot build:", status, said)


def round_of(lines):
    """The one state that an answer shows."""
    written = {}
    for line in lines:
        said = json.loads(line)
        if said["type"] != "hit":
            continue
        pair = LINE.search(said["text"])
        ensure(pair, "a paragraph that nobody wrote:", line)
        written.setdefault(int(pair[1]), []).append(int(pair[2]))
    rounds = max((number for numbers in written.values() for number in numbers), default=-1)
    expected = {document: [last_written(document, rounds)] * 2 for document in range(DOCUMENTS)}
    ensure(written == expected, f"half a change of round {rounds}: {written}")
    return rounds


class Reader(threading.Thread):
    """Asks until it is told that it is over. Time never goes back for it."""

    def __init__(self, pairs, over):
        super().__init__()
        self.pairs = pairs
        self.over = over
        self.answers = 0
        self.rounds = -1
        self.failures = []

    def take(self, lines):
        if self.answers % 50 == 0:  # All would take longer than asking.
            json_schema.check("\n".join(line.rstrip("\n") for line in lines))
        rounds = round_of(lines)
        ensure(rounds >= self.rounds, f"round {rounds} after round {self.rounds}")
        self.rounds = rounds
        self.answers += 1

    def run(self):
        try:
            self.ask()
        except (AssertionError, OSError, ValueError, subprocess.TimeoutExpired) as error:
            self.failures.append(f"{type(self).__name__}: {error}")


class OneProcess(Reader):
    def ask(self):
        with subprocess.Popen(self.pairs.searching("--queries", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as process:
            while not self.over.is_set():
                process.stdin.write("pair round\n")
                process.stdin.flush()
                lines = []
                while not lines or json.loads(lines[-1])["type"] != "summary":
                    lines.append(process.stdout.readline())
                    if not lines[-1]:
                        raise Wrong("it ended: " + process.stderr.read())
                self.take(lines)
            said = process.communicate(timeout=DEADLINE)[1]
            ensure(process.returncode == 0 and not said, "status", process.returncode, said)


class ProcessEach(Reader):
    def ask(self):
        while not self.over.is_set():
            done = subprocess.run(self.pairs.searching("pair round"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                                  timeout=DEADLINE)
            ensure(done.returncode == 0 and not done.stderr, "status", done.returncode, done.stderr)
            self.take(done.stdout.splitlines())


def searches_never_fail_meanwhile(arguments, folder):
    pairs = Pairs(arguments.binaries, folder)
    pairs.build()
    over = threading.Event()
    readers = [kind(pairs, over) for kind in (OneProcess, ProcessEach) for _ in range(arguments.readers // 2)]
    for reader in readers:
        reader.start()
    work = ["commit"] * arguments.commits + ["--rebuild"] * arguments.rebuilds + ["--compact"] * arguments.compactions
    random_for("readers").shuffle(work)
    failures = []
    rounds = 0
    try:
        for kind in work:
            if kind != "--compact":
                rounds += 1
                pairs.write(rounds)
            status, said = pairs.run(*([] if kind == "commit" else [kind]))
            if status != 0:
                failures.append(f"{kind}: {status} {said}")
        # Whoever reads on sees the end.
        seen = [reader.answers for reader in readers]
        wait_until(lambda: all(reader.answers > before + 1 or not reader.is_alive() for reader, before in zip(readers, seen)), "the readers")
    finally:
        over.set()
        for reader in readers:
            reader.join()
    failures += [failure for reader in readers for failure in reader.failures]
    failures += [f"{type(reader).__name__} ended in round {reader.rounds} of {rounds}" for reader in readers if reader.rounds != rounds]
    warm, cold = (sum(reader.answers for reader in readers if isinstance(reader, kind)) for kind in (OneProcess, ProcessEach))
    print(f"  {arguments.commits} commits, {arguments.rebuilds} rebuilds, {arguments.compactions} compactions; "
          f"{len(readers)} readers, {warm} answers of long-lived processes, {cold} of processes of their own, {len(failures)} failures")
    ensure(not failures, failures)


def everything_in(folder):
    found = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        status = path.stat()
        found[str(path)] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return found


def readers_need_no_write_permission_and_no_lock(arguments, folder):
    pairs = Pairs(arguments.binaries, folder)
    pairs.build()
    folder.chmod(0o755)
    program = shutil.copy(arguments.binaries / "pilcrow-search", folder / "pilcrow-search")
    with open(pairs.index / "lock", "r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for path in [pairs.documents, *pairs.documents.rglob("*"), pairs.index, *pairs.index.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = everything_in(pairs.index)
        # Nothing is forbidden to root.
        drop = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run([program, *pairs.searching("pair round")[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False, timeout=DEADLINE, **drop)
        ensure(done.returncode == 0 and not done.stderr, "status", done.returncode, done.stderr)
        ensure(round_of(done.stdout.splitlines()) == 0, "another answer")
        ensure(everything_in(pairs.index) == before, "a reader has changed something")
    for path in [pairs.documents, pairs.index, *pairs.index.rglob("*/")]:
        path.chmod(0o755)


@contextlib.contextmanager
def writer_at_work(pairs):
    """A run that stands still while it holds the lock."""
    files = 100
    while True:
        for i in range(files):
            (pairs.documents / f"more-{files}-{i}.txt").write_text("Something to do for a while.\n\n" * 20)
        with subprocess.Popen(pairs.indexing(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            mine = f"process {run.pid} "
            wait_until(lambda: run.poll() is not None or (pairs.index / "lock").read_text().startswith(mine), "the lock")
            run.send_signal(signal.SIGSTOP)
            if run.poll() is None:
                try:
                    yield run
                finally:
                    run.kill()
                return
        files *= 2  # it was too fast


def a_second_writer_is_told_or_waits(arguments, folder):
    pairs = Pairs(arguments.binaries, folder)
    pairs.build()
    with writer_at_work(pairs) as first:
        for options in [], ["--rebuild"], ["--compact"], ["--remove", pairs.documents], ["--forget", pairs.documents]:
            status, said = pairs.run(*options)
            ensure(status == LOCKED and f"is being written by process {first.pid} since " in said, options, status, said)
        done = subprocess.run(pairs.searching("pair round"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        ensure(done.returncode == 0 and round_of(done.stdout.splitlines()) == 0, "a reader:", done.returncode, done.stderr)
        with subprocess.Popen(pairs.indexing("--wait", DEADLINE), stdout=subprocess.DEVNULL) as second:
            first.send_signal(signal.SIGCONT)
            ensure(first.wait(DEADLINE) == 0, "the first writer ended with", first.returncode)
            ensure(second.wait(DEADLINE) == 0, "the lock that became free was not taken:", second.returncode)


def the_lock_dies_with_its_holder(arguments, folder):
    pairs = Pairs(arguments.binaries, folder)
    pairs.build()
    with writer_at_work(pairs) as first:
        first.kill()
        first.wait(DEADLINE)
        status, said = pairs.run()
        ensure(status == 0, "status", status, said)


TESTS = [readers_need_no_write_permission_and_no_lock, a_second_writer_is_told_or_waits, the_lock_dies_with_its_holder,
         searches_never_fail_meanwhile]


def main():
    parser = argparse.ArgumentParser(usage=__doc__.splitlines()[0])
    parser.add_argument("binaries", type=lambda name: pathlib.Path(name).resolve())
    parser.add_argument("--commits", type=int, default=20)
    parser.add_argument("--rebuilds", type=int, default=3)
    parser.add_argument("--compactions", type=int, default=3)
    parser.add_argument("--readers", type=int, default=8, help="half of them long-lived, half a process for each query")
    arguments = parser.parse_args()
    # A sanitizer's build must not mind what Xapian does: see Library.
    os.environ.setdefault("ASAN_OPTIONS", "new_delete_type_mismatch=0")
    failed = 0
    for test in TESTS:
        begin = time.monotonic()
        print(test.__name__, flush=True)
        with tempfile.TemporaryDirectory(prefix="pilcrow-readers-") as folder:
            try:
                test(arguments, pathlib.Path(folder))
            except (Wrong, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"  FAILED: {error}")
        print(f"  {time.monotonic() - begin:.1f} s", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
