# SPDX-License-Identifier: GPL-3.0-or-later
"""What pilcrow costs over time and for safety: many small changes, runs that find none, confined reading."""
import argparse
import os
import pathlib
import random
import shutil
import tempfile
import time

from corpus import edit
from measure import TOP, Programs, say, size, timed


def show(name, run):
    print(f"{name:<34} {run.wall:8.2f} s wall {run.cpu:8.2f} s CPU {run.peak:8.0f} MB peak", flush=True)


def parser_of(command, description):
    return argparse.ArgumentParser(prog=f"scripts/bench {command}", description=description)


def updates(words):
    parser = parser_of("updates", "What many small changes do to an index: in each round a paragraph is edited in some "
                       "files of a copy of FOLDER, and two indexes are updated, one as it was built and one that was "
                       "compacted; at the end both are compared with a fresh build of the same files.")
    parser.add_argument("folder", metavar="FOLDER", help="what to index")
    parser.add_argument("rounds", metavar="ROUNDS", type=int, nargs="?", default=20, help="20")
    parser.add_argument("--queries", metavar="FILE", default=TOP / "tests/bench/queries.txt", help="a query a line")
    parser.add_argument("--share", metavar="N", type=float, default=1,
                        help="files edited in each round, of a hundred (1)")
    arguments = parser.parse_args(words)
    programs = Programs()
    choice = random.Random(7)
    with tempfile.TemporaryDirectory(prefix="pilcrow-bench-") as temporary:
        place = pathlib.Path(temporary)
        tree, built, compacted, fresh = (place / name for name in ("tree", "built", "compacted", "fresh"))
        shutil.copytree(arguments.folder, tree, symlinks=True)

        def bring_up_to_date(index, *what):
            return timed(programs["pilcrow-index"], "--quiet", "--index", index, *what, good=(0, 1))

        def make(index):
            run = bring_up_to_date(index, tree)
            print(f"fresh build       {run.wall:8.2f} s wall {run.cpu:8.2f} s CPU {size(index):8.1f} MB", flush=True)

        make(built)
        shutil.copytree(built, compacted)
        run = bring_up_to_date(compacted, "--compact")
        print(f"compaction        {run.wall:8.2f} s wall {run.cpu:8.2f} s CPU {size(compacted):8.1f} MB", flush=True)
        files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink()
                       and path.suffix.lower() in (".html", ".htm", ".md", ".txt", ".rst"))
        wanted = max(1, round(len(files) * arguments.share / 100))
        print(f"{len(files)} files, {wanted} edited in each round\n"
              "          as it was built             compacted before\n"
              "round    CPU s      MB   grown      CPU s      MB   grown", flush=True)
        for number in range(1, arguments.rounds + 1):
            edited = 0
            while edited < wanted:
                edited += edit(choice.choice(files), choice, number)
            line = f"{number:5}"
            for index in (built, compacted):
                before = size(index)
                cpu = bring_up_to_date(index).cpu
                line += f" {cpu:8.2f} {size(index):7.1f} {size(index) - before:7.2f}  "
            print(line, flush=True)
        make(fresh)
        for name, index in (("as it was built", built), ("compacted before", compacted), ("fresh", fresh)):
            seconds = min(timed(programs["pilcrow-search"], "--index", index, "--json", "--queries", arguments.queries,
                                good=(0, 1)).cpu for _ in range(3))
            print(f"{name:<17} {size(index):8.1f} MB  {size(index) / size(fresh):5.2f} of fresh"
                  f"  {seconds:8.2f} s CPU for all queries", flush=True)


def unchanged(words):
    parser = parser_of("unchanged", "A run that finds nothing changed, beside find asking the same of the same small "
                       "files, a hundred a folder; the two take turns, and the best of seven counts.")
    parser.add_argument("files", metavar="FILES", type=int, nargs="?", default=100_000, help="100000")
    files = parser.parse_args(words).files
    programs = Programs()
    with tempfile.TemporaryDirectory(prefix="pilcrow-bench-") as temporary:
        tree, index = pathlib.Path(temporary, "tree"), pathlib.Path(temporary, "index")
        long_ago = time.time() - 1000  # else they are as young as the index, and read once more
        say(f"writing {files:,} files")
        for number in range(files):
            folder = tree / str(number // 100)
            if number % 100 == 0:
                folder.mkdir(parents=True)
            path = folder / f"{number}.txt"
            path.write_text(f"The paragraph of file {number} speaks of subject {number % 977}.\n")
            os.utime(path, (long_ago, long_ago))
        show(f"first build of {files:,} files", timed(programs["pilcrow-index"], "--quiet", "--index", index, tree))
        ours, finds = zip(*((timed(programs["pilcrow-index"], "--quiet", "--index", index),
                             timed("find", tree, "-printf", "%s %T@ %i\\n")) for _ in range(7)))
        show("nothing changed", min(ours))
        show("find -printf '%s %T@ %i'", min(finds))
        print(f"{'CPU, times that of find':<34} {min(ours).cpu / min(finds).cpu:8.2f}", flush=True)


def sandbox(words):
    parser = parser_of("sandbox", "Reads every file of FOLDER in one process and through the confined one that updates "
                       "use, in turns; the best of RUNS counts.")
    parser.add_argument("folder", metavar="FOLDER", help="what to read")
    parser.add_argument("runs", metavar="RUNS", type=int, nargs="?", default=5, help="5")
    arguments = parser.parse_args(words)
    programs = Programs(None, "sandbox_bench")
    environment = {"PILCROW_READER": programs["pilcrow-reader"]}
    here, process = zip(*((timed(programs["sandbox_bench"], "here", arguments.folder, environment=environment),
                           timed(programs["sandbox_bench"], "process", arguments.folder, environment=environment))
                          for _ in range(arguments.runs)))
    show("read here", min(here))
    show("read through pilcrow-reader", min(process))
    print(f"{'CPU, times that of here':<34} {min(process).cpu / min(here).cpu:8.2f}", flush=True)
