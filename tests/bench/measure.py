# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process costs: wall and CPU seconds, peak memory, and the CPU of single answers of one that stays."""
import contextlib
import dataclasses
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent


class Failure(Exception):
    """What ends a benchmark."""


@dataclasses.dataclass(order=True)
class Run:
    """Of a whole process and its children. Less CPU is better, whatever the wall says: machines are shared."""
    cpu: float   # seconds
    wall: float  # seconds
    peak: float  # MB, of all its processes together, looked at now and then; at least that of the largest


class Programs:
    """The project's programs: those of `folder` as they are, or else those of build/release, built first."""

    def __init__(self, folder=None, *targets):
        self.folder = pathlib.Path(folder or TOP / "build/release").resolve()
        if folder is None:
            for command in (["cmake", "--preset", "release", "--log-level=WARNING"],
                            ["cmake", "--build", "--preset", "release", "--target", "pilcrow-index", "pilcrow-reader",
                             "pilcrow-search", *targets]):
                subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.DEVNULL)

    def __getitem__(self, name):
        for folder in ("bin", "tests"):
            if (self.folder / folder / name).exists():
                return str(self.folder / folder / name)
        raise Failure(f"there is no {name} in {self.folder}")


def processes(root):
    """The process and all below it."""
    found = [root]
    for process in found:  # grows as it is read
        with contextlib.suppress(OSError):  # it has ended
            for task in pathlib.Path(f"/proc/{process}/task").glob("*/children"):
                found += [int(child) for child in task.read_text().split()]
    return found


def memory(root):
    """MB: the most that the process has had, and what those below it have now beside what they share with it."""
    kilobytes = 0
    for process in processes(root):
        with contextlib.suppress(OSError, KeyError):
            status = dict(line.split(":", 1) for line in
                          pathlib.Path(f"/proc/{process}/status").read_text().splitlines())
            kilobytes += int(status["VmHWM" if process == root else "RssAnon"].split()[0])
    return kilobytes * 1024 / 1e6


def timed(*command, good=(0,), environment=None):
    """The Run of a command."""
    command = [str(word) for word in command]
    peaks, ended = [], threading.Event()
    with tempfile.TemporaryFile() as complaint:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaint,
                                   env=environment and {**os.environ, **environment})

        # Not wait4()'s ru_maxrss: that is never less than what this process had as it started the other.
        def look():
            while not ended.wait(0.03):
                peaks.append(memory(process.pid))

        watcher = threading.Thread(target=look)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        ended.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in good:
            complaint.seek(0)
            raise Failure(f"'{' '.join(command)}' ended with status {process.returncode}: "
                          f"{complaint.read(2000).decode(errors='replace').strip()}")
    return Run(usage.ru_utime + usage.ru_stime, wall, max([*peaks, usage.ru_maxrss / 1024]))


class Conversation:
    """A process that answers line by line."""

    def __init__(self, command, ends_answer):
        """`ends_answer` says of a line whether it is the last one of an answer."""
        self.ends_answer = ends_answer
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.clock = (~self.process.pid << 3) | 2  # clock_getcpuclockid(): all its threads, to the nanosecond

    def ask(self, line):
        """CPU and wall milliseconds of one answer, from the question's line to the answer's last."""
        cpu, wall = time.clock_gettime_ns(self.clock), time.perf_counter_ns()
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        for answer in self.process.stdout:
            if self.ends_answer(answer):
                break
        else:
            raise Failure(f"{self.process.args[0]} does not answer '{line}'")
        return (time.clock_gettime_ns(self.clock) - cpu) / 1e6, (time.perf_counter_ns() - wall) / 1e6

    def end(self):
        self.process.stdin.close()
        self.process.stdout.read()
        self.process.stdout.close()
        self.process.wait()


def size(place):
    """MB of a file, or of all files of a folder."""
    place = pathlib.Path(place)
    files = [place] if place.is_file() else place.rglob("*")
    return sum(path.stat().st_size for path in files if path.is_file() and not path.is_symlink()) / 1e6


def quantile(figures, share):
    figures = sorted(figures)
    return figures[int(share * (len(figures) - 1))]


def say(*words):
    """What is going on, for who waits."""
    print("bench:", *words, file=sys.stderr, flush=True)
