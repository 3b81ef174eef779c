#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""full_disk.py BIN [--levels N] [--jobs N]

Runs on a small disk that has ever more space left, from none to twice what the index takes: what was committed is found, and once
there is space, the next run arrives where a fresh build does. Skipped (status 77) where no disk can be mounted.
"""
import argparse
import collections
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from library import FAILED, OPERATIONS, Library, Wrong, ensure, in_own_folders

SKIPPED = 77
ENOUGH = 256 << 20


@contextlib.contextmanager
def small_disk(folder):
    """Why there is none, or None."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ENOUGH}", "tmpfs", folder], stderr=subprocess.PIPE, text=True, check=False)
    try:
        yield mounted.stderr.strip() if mounted.returncode != 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)


def leave(folder, free):
    """Makes the disk as large as what is on it and `free` bytes."""
    disk = os.statvfs(folder)
    used = max((disk.f_blocks - disk.f_bfree) * disk.f_frsize, disk.f_frsize)  # none would mean: no limit
    subprocess.run(["mount", "-o", f"remount,size={used + free}", folder], check=True)


def fill(arguments, name, folder):
    """One operation at all levels: counts and failures."""
    counts, failures = collections.Counter(), []
    operation = OPERATIONS[name]
    library = Library(arguments.binaries, folder)
    with small_disk(folder / "disk") as refused:
        if refused is not None:
            raise OSError(refused)
        library.index = folder / "disk" / "index"
        size = sum(file.stat().st_size for file in (library.prepared("whole") / "gen-000002").iterdir())
        for level in range(arguments.levels):
            library.put(operation)
            leave(folder / "disk", 2 * size * level // (arguments.levels - 1))
            try:
                status, said = library.operate(operation)
                ensure(status in (FAILED, 0), "status", status, said)
                ensure(status == 0 or "no space left on device" in said.lower(), "another reason:", said)
                counts["failed"] += status == FAILED
                if library.check_answers(operation):
                    library.check_whole()
                leave(folder / "disk", ENOUGH)
                counts["checks"] += 2 + library.check_after(operation)
            except (Wrong, subprocess.TimeoutExpired) as error:
                failures.append(f"{name}, level {level}: {error}")
                leave(folder / "disk", ENOUGH)
            counts["made"] += 1
    if counts["failed"] == 0:
        failures.append(f"{name} never found the disk full")
    return counts, failures


def main():
    parser = argparse.ArgumentParser(usage=__doc__.splitlines()[0])
    parser.add_argument("binaries", type=lambda name: pathlib.Path(name).resolve())
    parser.add_argument("--levels", type=int, default=4, help="for each operation")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="operations at a time")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder, small_disk(pathlib.Path(folder) / "disk") as refused:
        if refused is not None:
            print(f"skipped: no disk to fill ({refused})")
            sys.exit(SKIPPED)
    begin = time.monotonic()
    failed = 0
    for name, (counts, failures) in in_own_folders(arguments.jobs, fill, arguments, list(OPERATIONS)):
        print(f"{name:<10}{counts['made']:>6} runs{counts['failed']:>6} found the disk full{counts['checks']:>6} checks{len(failures):>6} failures",
              flush=True)
        for failure in failures:
            print(f"  FAILED: {failure}", flush=True)
        failed += len(failures)
    print(f"{failed} failures, {time.monotonic() - begin:.1f} s")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
