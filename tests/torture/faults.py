#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""faults.py BIN SHIM [--moments N] [--operation NAME]... [--files N] [--large N] [--jobs N]

Lets the file system fail, or kills the program, at calls that it makes on files of the index, by fault_shim.cc: at N of them for each
operation, spread over all (0: at every one). Checks from the log of an undisturbed run that what a power cut must not take is synced in
time (docs/decisions/0014-what-is-synced.md). And gives a run less and less memory. PILCROW_SEED repeats the moments.
"""
import argparse
import collections
import errno
import os
import pathlib
import resource
import signal
import subprocess
import sys
import time

from library import DEADLINE, FAILED, OPERATIONS, Library, Wrong, ensure, in_own_folders, random_for

ERRORS = {f"{errno.ENOSPC}": "no space left on device", f"{errno.EIO}": "input/output error", f"{errno.EDQUOT}": "disk quota exceeded",
          f"{errno.ENOSPC}:once": "no space left on device", f"{errno.EIO}:once": "input/output error", "short": "no space left on device"}
NEVER_SYNCED = {"lock", "flintlock"}  # They hold nothing that anybody needs after a power cut.

Line = collections.namedtuple("Line", "call error path target")


def operate(arguments, library, operation, **environment):
    """A run under the shim: status, what was said, and the log."""
    log = library.folder / "log"
    log.unlink(missing_ok=True)
    status, said = library.operate(operation, LD_PRELOAD=str(arguments.shim), PILCROW_FAULT_FOLDER=str(library.index),
                                   PILCROW_FAULT_LOG=str(log), **environment)
    ensure(log.exists(), "the shim was not loaded:", status, said)
    return status, said, [Line(*line.split("\t")) for line in log.read_text().splitlines()]


class Disk:
    """What of an index folder a power cut may take, followed through a log."""

    def __init__(self, index):
        self.index = str(index)
        self.names = {str(path) for path in index.rglob("*")} if index.exists() else set()
        self.unsynced_files = set()
        self.unsynced_names = collections.defaultdict(set)  # by folder
        self.published = set()  # folders where a new state took the place of an old one, not yet durably

    def follow(self, line):
        if line.error != "0":
            return
        path, folder = line.path, os.path.dirname(line.path)
        if "/probe-" in path:  # a trial, gone before the first file is read
            return
        if line.call == "write":
            self.unsynced_files.add(path)
        elif line.call in ("fsync", "fdatasync"):
            self.unsynced_files.discard(path)
            if line.call == "fsync":
                self.unsynced_names.pop(path, None)
                self.published.discard(path)
        elif line.call in ("create", "mkdir"):
            if path not in self.names and path != self.index:
                self.names.add(path)
                self.unsynced_names[folder].add(path)
        elif line.call in ("unlink", "rmdir"):
            self.remove(path)
        elif line.call == "rename":
            self.rename(path, line.target)

    def remove(self, path):
        """Of what was there before, nothing may go until what takes its place is durable."""
        ensure(not self.published, "deleted before what replaces it is durable:", path, sorted(self.published))
        self.names.discard(path)
        self.unsynced_files.discard(path)
        self.unsynced_names[os.path.dirname(path)].discard(path)
        self.unsynced_names.pop(path, None)

    def rename(self, path, target):
        ensure(path not in self.unsynced_files, "renamed before it was synced:", path, target)
        folder, name = os.path.split(target)
        # A commit; but nobody reads a generation that is not published yet.
        if name == "iamglass" and os.path.join(folder, "building") not in self.names:
            self.ensure_synced([file for file in self.unsynced_files if os.path.dirname(file) == folder], target)
        if name == "XAPIANDB":
            self.ensure_synced(self.unsynced_files, target)
            for names in self.unsynced_names.values():
                self.ensure_synced(names - {path}, target)
        self.unsynced_names[folder].discard(path)
        self.names.discard(path)
        self.names.add(target)
        self.unsynced_names[folder].add(target)
        self.published.add(folder)

    @staticmethod
    def ensure_synced(paths, target):
        left = sorted(path for path in paths if os.path.basename(path) not in NEVER_SYNCED)
        ensure(not left, f"'{os.path.basename(target)}' was published before these were synced:", left)

    def check_end(self):
        self.ensure_synced(self.unsynced_files, "the end")
        for names in self.unsynced_names.values():
            self.ensure_synced(names, "the end")


def check_synced_in_time(library, operation, log):
    library.put(operation)
    disk = Disk(library.index)
    for line in log:
        disk.follow(line)
    disk.check_end()


def fail_at(arguments, library, operation, number, what, counts):
    library.put(operation)
    status, said, _ = operate(arguments, library, operation, PILCROW_FAULT=f"{number}:{what}")
    if what == "kill":
        ensure(status in (-signal.SIGKILL, 0), "status", status, said)
        counts["hit"] += status != 0
    else:
        # 0: it was nothing that the run could not do without.
        ensure(status in (FAILED, 0), "status", status, said)
        # Where Xapian forgets the reason, at least it is not the index that is to blame.
        reasons = ERRORS[what], "failed to create iamglass file", "cannot go on: writing to the index failed"
        ensure(status == 0 or any(reason in said.lower() for reason in reasons), "another reason:", said)
        ensure("damaged" not in said or operation.start == "damaged", "the index is blamed:", said)
        counts["hit"] += status == FAILED
    if status == 0:
        library.check_whole()
        library.check_like_fresh(operation)
    counts["checks"] += library.check_after(operation)


def chosen(count, moments, rng):
    """Numbers of calls: all, or a few spread over all of them."""
    if moments == 0 or moments >= count:
        return range(1, count + 1)
    width = count / moments
    return [1 + int(i * width + rng.uniform(0, width)) for i in range(moments)]


def with_memory(library, options, size):
    done = subprocess.run(library.command(*options), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
                          env=library.environment, timeout=DEADLINE,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))
    return done.returncode, done.stderr


def sweep_memory(library, operation, steps, counts, failures):
    """From what barely starts the program to what is enough."""
    options = ["--jobs", "2", *library.options(operation)] if operation.name in ("build", "update", "rebuild") else library.options(operation)
    grain = 1 << 20
    lower = grain
    while with_memory(library, ["--version"], lower)[0] != 0:
        lower += grain
    upper = 2 * lower
    while True:
        library.put(operation)
        if with_memory(library, options, upper)[0] == 0:
            break
        upper *= 2
    for step in range(steps):
        size = lower + (upper - lower) * step // steps // 4096 * 4096
        library.put(operation)
        try:
            status, said = with_memory(library, options, size)
            ensure(status in (0, 1, FAILED), "status", status, said)
            counts["hit"] += status != 0
            counts["checks"] += library.check_after(operation, may_lack=status == 1 and operation.makes_afresh)
        except (Wrong, subprocess.TimeoutExpired) as error:
            failures.append(f"{operation.name} with {size >> 10} KiB of memory: {error}")
        counts["memory"] += 1


def test_operation(arguments, name, folder):
    """All that is done to one operation: counts and failures."""
    counts, failures = collections.Counter(), []
    library = Library(arguments.binaries, folder, arguments.files, arguments.large)
    operation = OPERATIONS[name]
    library.put(operation)
    status, said, log = operate(arguments, library, operation)
    ensure(status == 0, f"{name}, undisturbed:", status, said)
    counts["calls"] = len(log)
    try:
        check_synced_in_time(library, operation, log)
    except Wrong as error:
        failures.append(f"{name}: {error}")
    rng = random_for(name)
    kinds = list(ERRORS)
    rng.shuffle(kinds)
    numbers = chosen(len(log), arguments.moments, rng)
    moments = [(number, "kill") for number in numbers]
    moments += [(number, kinds[i % len(kinds)]) for i, number in enumerate(chosen(len(log), arguments.moments, rng))]
    for number, what in moments:
        counts["kills" if what == "kill" else "errors"] += 1
        try:
            fail_at(arguments, library, operation, number, what, counts)
        except (Wrong, subprocess.TimeoutExpired) as error:
            call = log[number - 1]
            failures.append(f"{name}, {what} at call {number} of {len(log)} ({call.call} {pathlib.Path(call.path).name}): {error}")
    sweep_memory(library, operation, arguments.memory, counts, failures)
    return counts, failures


def main():
    parser = argparse.ArgumentParser(usage=__doc__.splitlines()[0])
    parser.add_argument("binaries", type=lambda name: pathlib.Path(name).resolve())
    parser.add_argument("shim", type=lambda name: pathlib.Path(name).resolve())
    parser.add_argument("--moments", type=int, default=6, help="of each operation, for kills and for errors; 0: all")
    parser.add_argument("--memory", type=int, default=4, help="sizes of memory to try for each operation")
    parser.add_argument("--operation", action="append", choices=sorted(OPERATIONS))
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--large", type=int, default=200, help="paragraphs of the largest file")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="operations at a time")
    arguments = parser.parse_args()

    begin = time.monotonic()
    columns = ("calls", "kills", "errors", "memory", "hit", "checks")
    print(f"{'operation':<10}" + "".join(f"{column:>8}" for column in columns) + f"{'failures':>10}", flush=True)
    failed = 0
    for name, (counts, failures) in in_own_folders(arguments.jobs, test_operation, arguments, arguments.operation or list(OPERATIONS)):
        print(f"{name:<10}" + "".join(f"{counts[column]:>8}" for column in columns) + f"{len(failures):>10}", flush=True)
        for failure in failures:
            print(f"  FAILED: {failure}", flush=True)
        failed += len(failures)
    print(f"{failed} failures, {time.monotonic() - begin:.1f} s (PILCROW_SEED={os.environ.get('PILCROW_SEED', '1')})")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
