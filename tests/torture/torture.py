#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""torture.py BIN [--kills N] [--phase P]... [--files N] [--large N] [--jobs N]

Ends runs at named points (core/test_point.h), N in each phase: kill -9, Ctrl-C, a polite kill, memory that runs out; and stops them
there to look. After each, the index answers with what was committed, and the next run arrives where a fresh build does.
BIN must be built with -DPILCROW_TEST_POINTS=ON. PILCROW_SEED repeats the moments.
"""
import argparse
import collections
import os
import pathlib
import signal
import subprocess
import sys
import time

from library import BUILD_BY_API, DEADLINE, FAILED, INTERRUPTED, OPERATIONS as ALL, Library, Wrong, ensure, in_own_folders, random_for, wait_until

PHASES = ["walk", "parse", "add", "update", "remove", "commit", "rebuild", "publish", "compact", "clean", "forget", "bulk"]
SIGKILLED = -signal.SIGKILL
OPERATIONS = {**ALL, BUILD_BY_API.name: BUILD_BY_API}

Moment = collections.namedtuple("Moment", "operation point number")


class Tally:
    """What was done to a phase, and what went wrong."""

    def __init__(self):
        self.counts = collections.Counter()
        self.failures = []

    def add(self, other):
        self.counts += other.counts
        self.failures += other.failures


def count_points(library, operation):
    """{point: how often an undisturbed run reaches it}."""
    library.put(operation)
    log = library.folder / "points"
    log.unlink(missing_ok=True)
    status, said = library.operate(operation, PILCROW_TEST_POINT_LOG=str(log))
    ensure(status == 0, f"{operation.name}, undisturbed:", status, said)
    ensure(log.exists(), "no test points: build with -DPILCROW_TEST_POINTS=ON")
    return {name: int(number) for name, number in (line.split() for line in log.read_text().splitlines())}


def choose(counted, phase, wanted, rng):
    """`wanted` moments spread over the operations and points of a phase: at random, and the first and the last of each."""
    places = [(operation, point, count) for operation, points in sorted(counted.items()) for point, count in sorted(points.items())
              if point.split(".")[0] == phase]
    rng.shuffle(places)
    moments = []
    while places and len(moments) < wanted:
        turn = len(moments) // len(places)
        operation, point, count = places[len(moments) % len(places)]
        number = {1: 1, 2: count}.get(turn) or rng.randint(1, count)
        moments.append(Moment(operation, point, number))
    return moments


def at(moment, action):
    return {"PILCROW_TEST_POINT": f"{moment.point}:{moment.number}:{action}"}


def stopped(library, operation, moment):
    """A run that stands still at the moment."""
    run = subprocess.Popen(library.command(*library.options(operation)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                           env={**library.environment, **operation.environment, **at(moment, "stop")})
    ended = []

    def stands_or_ended():
        found, status = os.waitpid(run.pid, os.WUNTRACED | os.WNOHANG)
        if found and not os.WIFSTOPPED(status):
            ended.append(status)
        return found != 0

    wait_until(stands_or_ended, moment)
    ensure(not ended, "the run never came to", moment)
    return run


def go_on(run):
    run.send_signal(signal.SIGCONT)
    said = run.communicate(timeout=DEADLINE)[1]
    return run.returncode, said


def kill(library, operation, moment, counts):
    status, said = library.operate(operation, **at(moment, "kill"))
    ensure(status in (SIGKILLED, 0), "status", status, said)
    counts["hit"] += status == SIGKILLED
    counts["checks"] += library.check_after(operation)


def interrupt(library, operation, moment, counts):
    status, said = library.operate(operation, **at(moment, "int"))
    ensure(status in (INTERRUPTED, 0), "status", status, said)  # 0: there was nothing left to interrupt
    counts["hit"] += status == INTERRUPTED
    counts["checks"] += library.check_after(operation)


def end_politely(library, operation, moment, counts):
    run = stopped(library, operation, moment)
    run.send_signal(signal.SIGTERM)
    status, said = go_on(run)
    ensure(status in (INTERRUPTED, 0), "status", status, said)
    counts["hit"] += status == INTERRUPTED
    counts["checks"] += library.check_after(operation)


def run_out_of_memory(library, operation, moment, counts):
    status, said = library.operate(operation, **at(moment, "oom"))
    ensure(status in (FAILED, 1, 0), "status", status, said)  # 1: a problem of the file at hand
    ensure(status != FAILED or "out of memory" in said, "another reason:", said)
    counts["hit"] += status != 0
    counts["checks"] += library.check_after(operation, may_lack=status == 1 and operation.makes_afresh)


def look(library, operation, moment, counts):
    """The moment itself, as a reader sees it; then the run ends as if nobody had looked."""
    run = stopped(library, operation, moment)
    try:
        library.check_answers(operation)
    finally:
        status, said = go_on(run)
    ensure(status == 0, "status", status, said)
    counts["hit"] += 1
    counts["checks"] += 1 + library.check_after(operation)


TORTURES = {"kills": kill, "Ctrl-C": interrupt, "TERM": end_politely, "no memory": run_out_of_memory, "looks": look}


def count_all(arguments, _, folder):
    """{operation: {point: times}}."""
    library = Library(arguments.binaries, folder, arguments.files, arguments.large)
    return {name: count_points(library, operation) for name, operation in OPERATIONS.items()}


def torture_phase(arguments, phase, folder):
    """All that is done to one phase, in a folder of its own: {torture: Tally}."""
    tallies = {name: Tally() for name in TORTURES}
    library = Library(arguments.binaries, folder, arguments.files, arguments.large)
    others = [name for name in TORTURES if name != "kills"]
    in_turn = others[PHASES.index(phase) % len(others)]
    for name, torture in TORTURES.items():
        wanted = arguments.kills if torture is kill else max(arguments.kills // 5, name == in_turn)
        for moment in choose(arguments.counted, phase, wanted, random_for(phase, name)):
            operation = OPERATIONS[moment.operation]
            library.put(operation)
            tallies[name].counts["made"] += 1
            try:
                torture(library, operation, moment, tallies[name].counts)
            except (Wrong, subprocess.TimeoutExpired) as error:
                tallies[name].failures.append(f"{name}, {operation.name} at {moment.point} {moment.number}: {error}")
    return tallies


def main():
    parser = argparse.ArgumentParser(usage=__doc__.splitlines()[0])
    parser.add_argument("binaries", type=lambda name: pathlib.Path(name).resolve())
    parser.add_argument("--kills", type=int, default=3, help="in each phase; and a fifth as many of all else")
    parser.add_argument("--phase", action="append", choices=PHASES)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--large", type=int, default=200, help="paragraphs of the largest file")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="phases at a time")
    arguments = parser.parse_args()
    phases = arguments.phase or PHASES

    begin = time.monotonic()
    [(_, arguments.counted)] = in_own_folders(1, count_all, arguments, ["count"])
    total = {name: Tally() for name in TORTURES}
    print(f"{'phase':<10}" + "".join(f"{name:>16}" for name in TORTURES) + f"{'checks':>10}{'failures':>10}   (made/hit)", flush=True)
    unreached = []
    for phase, tallies in in_own_folders(arguments.jobs, torture_phase, arguments, phases):
        cells = "".join(f"{tally.counts['made']:>12}/{tally.counts['hit']:<3}" for tally in tallies.values())
        failures = [failure for tally in tallies.values() for failure in tally.failures]
        print(f"{phase:<10}{cells}{sum(tally.counts['checks'] for tally in tallies.values()):>10}{len(failures):>10}", flush=True)
        for failure in failures:
            print(f"  FAILED: {failure}", flush=True)
        if tallies["kills"].counts["hit"] == 0:
            unreached.append(phase)
        for name, tally in tallies.items():
            total[name].add(tally)
    failed = sum(len(tally.failures) for tally in total.values())
    for phase in unreached:
        print(f"no kill hit the phase {phase}")
    made = ", ".join(f"{tally.counts['made']} {name}" for name, tally in total.items())
    print(f"{made}: {failed} failures, {time.monotonic() - begin:.1f} s (PILCROW_SEED={os.environ.get('PILCROW_SEED', '1')})")
    sys.exit(1 if failed or unreached else 0)


if __name__ == "__main__":
    main()
