# SPDX-License-Identifier: GPL-3.0-or-later
"""pilcrow beside its peers: the same files, the same queries, taking turns."""
import argparse
import contextlib
import dataclasses
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import tempfile
import time

import chart
import table
from corpus import Corpus, queries_in
from measure import TOP, Conversation, Failure, Programs, Run, quantile, say, size, timed
from peers import BASELINE, PEERS, Pilcrow, PlainXapian

# Rounds of all queries before those that count, since a virtual machine compiles what it has seen often; fewer where
# they are slow.
WARM_UP = 30
WARM_UP_SECONDS = 10


@dataclasses.dataclass
class Figures:
    """Of one peer on one corpus; None where it has no such thing. Times in seconds, of queries in milliseconds."""
    documents: int | None = None
    build: Run | None = None
    index: float | None = None      # MB
    unchanged: Run | None = None
    update: Run | None = None
    cold: list | None = None        # (CPU, wall) of each query
    warm: list | None = None


def ask_cold(peers, figures, queries, runs):
    """A process a query: once unmeasured, since the index in the page cache is the case that people wait for; best of
    `runs`."""
    peers = [peer for peer in peers if peer.cold("") is not None]
    for peer in peers:
        figures[peer.name].cold = []
    for query in queries:
        best = {}
        for turn in range(runs + 1):
            for peer in peers:
                run = timed(*peer.cold(query), good=peer.good)
                answer = (run.cpu * 1000, run.wall * 1000)
                if turn > 0:
                    best[peer] = min(best.get(peer, answer), answer)
        for peer, answer in best.items():
            figures[peer.name].cold.append(answer)


def ask_warm(peers, figures, queries, runs):
    """Processes that stay, each query best of `runs`."""
    conversations = {peer: Conversation(peer.warm(), peer.ends_answer) for peer in peers if peer.warm() is not None}
    for peer, conversation in conversations.items():
        begin = time.monotonic()
        for turn in range(WARM_UP):
            if turn == 0 or time.monotonic() - begin < WARM_UP_SECONDS:
                for query in queries:
                    conversation.ask(peer.line(query))
        figures[peer.name].warm = []
    for query in queries:
        answers = {peer: [] for peer in conversations}
        for _ in range(runs):
            for peer, conversation in conversations.items():
                answers[peer].append(conversation.ask(peer.line(query)))
        for peer in conversations:
            figures[peer.name].warm.append(min(answers[peer]))
    for conversation in conversations.values():
        conversation.end()


def build(peers, figures, runs):
    for _ in range(runs):
        for peer in [peer for peer in peers if peer.build()]:
            peer.prepare()
            run = timed(*peer.build(), good=peer.good)
            say(f"{peer.name}: first build {run.cpu:.2f} s CPU, {run.wall:.2f} s wall")
            of = figures[peer.name]
            of.build = min(of.build or run, run)
            of.index = size(peer.index)
            of.documents = peer.count()


def look_for_changes(peers, figures, runs):
    peers = [peer for peer in peers if peer.unchanged()]
    for turn in range(2 * runs + 1):
        for peer in peers:
            run = timed(*peer.unchanged(), good=peer.good)
            of = figures[peer.name]
            if turn > 0:  # the first one may find files as young as the index
                of.unchanged = min(of.unchanged or run, run)


def edit(peers, figures, corpus, runs, share):
    measured = {peer: [] for peer in peers if peer.update()}
    for _ in range(runs):
        corpus.edit(share)
        for peer in measured:
            measured[peer].append(timed(*peer.update(), good=peer.good))
    for peer in measured:
        figures[peer.name].update = sorted(measured[peer])[len(measured[peer]) // 2]


def measure(peers, corpus, queries, runs, share=None):
    """{name: Figures}. Of first builds, of runs without changes and of queries the best counts, of edits the median,
    since each round edits other files. Without `share` neither edits nor runs without changes are measured."""
    figures = {peer.name: Figures() for peer in peers}
    build(peers, figures, runs)
    if share is not None:
        say("nothing changed")
        look_for_changes(peers, figures, runs)
    say("queries, a process each")
    ask_cold(peers, figures, queries, runs)
    say("queries, in a process that stays")
    ask_warm(peers, figures, queries, 2 * runs + 1)
    if share is not None:
        say("edits")
        edit(peers, figures, corpus, runs, share)
    return figures


def chosen(only, always=None):
    """The peers that are wanted and installed, and {name: what is missing} of the others that are wanted."""
    names = [name.strip() for name in only.split(",")] if only else [""]
    for name in names:
        if not any(peer.name.startswith(name) for peer in PEERS):
            raise Failure(f"no peer is called '{name}'; there are: " + "; ".join(peer.name for peer in PEERS))
    wanted = [peer for peer in PEERS if peer is always or any(peer.name.startswith(name) for name in names)]
    missing = {peer.name: peer.missing() for peer in wanted if peer.missing()}
    return [peer for peer in wanted if not peer.missing()], missing


def machine():
    """Date, processor, cores, memory and system, in a line."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with contextlib.suppress(OSError):
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
        return f"{datetime.date.today()}, {model}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}"
    return f"{datetime.date.today()}, {model}, {os.cpu_count()} cores, {memory:.0f} GiB"


def ratio(figure, baseline):
    return "" if figure is None or not baseline else f" ({figure / baseline:.2f})"


def comparison(figures, missing):
    """The table of one corpus; in brackets what a figure is of plain Xapian's."""
    base = figures[BASELINE]

    def run(name, of, beside):
        value = getattr(of, name)
        if value is None:
            return "–"
        return table.number(value.cpu) + (ratio(value.cpu, getattr(base, name).cpu) if beside else "")

    def asked(name, of, share):
        def figure(values):
            return quantile([cpu for cpu, _ in values], share)
        values = getattr(of, name)
        return table.number(figure(values)) + ratio(figure(values), figure(getattr(base, name))) if values else "–"

    header = ["", "documents", "first build, CPU s", "wall s", "peak MB", "index MB", "nothing changed, CPU s",
              "edits, CPU s", "cold query, CPU ms, p50", "p95", "warm query, CPU ms, p50", "p95"]
    rows = []
    for name, of in figures.items():
        rows.append([name, f"{of.documents:,}" if of.documents is not None else "–", run("build", of, True),
                     table.number(of.build.wall) if of.build else "–",
                     table.number(of.build.peak) if of.build else "–",
                     table.number(of.index) + ratio(of.index, base.index) if of.index else "–",
                     run("unchanged", of, False), run("update", of, True),
                     *(asked(kind, of, share) for kind in ("cold", "warm") for share in (0.5, 0.95))])
    for name, what in missing.items():
        rows.append([name, f"not installed: {what}"] + [""] * (len(header) - 2))
    return header, rows


def options(command, description):
    parser = argparse.ArgumentParser(prog=f"scripts/bench {command}", description=description)
    parser.add_argument("--queries", metavar="FILE", help="a query a line, or an id, a tab and a query")
    parser.add_argument("--only", metavar="NAMES", help="these peers only: beginnings of their names, as 'pilcrow, "
                        "SQLite'")
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    parser.add_argument("--programs", metavar="FOLDER", help="a build folder whose programs are taken as they are "
                        "(default: build/release, which is built first)")
    return parser


def programs_of(arguments):
    return Programs(arguments.programs, "plain_xapian", "corpus_generator")


def queries_for(arguments, programs, generated):
    if arguments.queries or not generated:
        return queries_in(pathlib.Path(arguments.queries or TOP / "tests/bench/queries.txt").read_text())
    return queries_in(subprocess.run([programs["corpus_generator"], "queries", "50"], check=True,
                                     stdout=subprocess.PIPE, text=True).stdout)


def peers(words):
    parser = options("peers", "Measures pilcrow and every peer that is installed on the same files and queries.")
    parser.add_argument("folder", metavar="FOLDER", nargs="?",
                        help="what to index: a copy of its text, Markdown and HTML")
    parser.add_argument("--size", metavar="MB", type=float, help="generate so much instead")
    parser.add_argument("--runs", metavar="N", type=int, default=3, help="how often all is measured (3)")
    parser.add_argument("--share", metavar="N", type=float, default=1, help="files edited at a time, of a hundred (1)")
    arguments = parser.parse_args(words)
    if (arguments.folder is None) == (arguments.size is None):
        parser.error("either FOLDER or --size")
    if arguments.runs < 1:
        parser.error("--runs must be 1 or more")
    wanted, missing = chosen(arguments.only, PlainXapian)  # what the others are compared with
    programs = programs_of(arguments)
    queries = queries_for(arguments, programs, arguments.folder is None)
    with tempfile.TemporaryDirectory(prefix="pilcrow-bench-") as temporary:
        place = pathlib.Path(temporary)
        corpus = Corpus(programs, place)
        if arguments.folder:
            corpus.copy(arguments.folder)
        else:
            print(corpus.generate(arguments.size))
        figures = measure([peer(programs, corpus, place) for peer in wanted], corpus, queries, arguments.runs,
                          arguments.share)
        what = "files" if arguments.folder else "generated files"
        print(f"{machine()}\n"
              f"{len(corpus.files):,} {what}, {corpus.megabytes:,.1f} MB, {corpus.paragraphs:,} paragraphs between "
              f"blank lines; {len(queries)} queries, ten answers each, any of the words.\n"
              f"First builds are the best of {arguments.runs}, runs that find nothing changed of {2 * arguments.runs}, "
              f"cold queries of {arguments.runs}, warm ones of {2 * arguments.runs + 1}; edits, of a paragraph in each "
              f"of {arguments.share:g} % of the files, the median of {arguments.runs}. In brackets: of plain "
              "Xapian's.\n")
        print((table.markdown if arguments.markdown else table.text)(*comparison(figures, missing)))


def kept(file):
    """Figures of earlier runs: {size: {"paragraphs", "vocabulary", "peers": {name: figures}}}."""
    return json.loads(pathlib.Path(file).read_text()) if file and pathlib.Path(file).exists() else {}


GROWTH = (  # file, title, unit, what is drawn of a peer's figures
    ("first-build", "First build", "CPU seconds", "cpu"),
    ("index-size", "Index, as the first build leaves it", "MB", "index"),
    ("peak-memory", "Peak memory of the first build", "MB", "peak"),
    ("warm-query", "Warm query, ten answers, median", "CPU milliseconds", "warm"),
    ("cold-query", "A process for a query, ten answers, median", "CPU milliseconds", "cold"),
)


def growth_figures(of):
    """What a growth run keeps of a peer's figures."""
    def median(asked):
        return statistics.median(cpu for cpu, _ in asked) if asked else None
    return {"cpu": of.build and of.build.cpu, "wall": of.build and of.build.wall, "peak": of.build and of.build.peak,
            "index": of.index, "documents": of.documents, "warm": median(of.warm), "cold": median(of.cold)}


def growth(words):
    parser = options("growth", "Measures first builds and queries of generated corpora of growing size.")
    parser.add_argument("--sizes", metavar="MB,...", default="10,30,100,300,1000", help="default: 10,30,100,300,1000")
    parser.add_argument("--runs", metavar="N", type=int, default=1,
                        help="how often each is measured; the best counts (1)")
    parser.add_argument("--figures", metavar="FILE", help="keep the figures in FILE as JSON; those of other sizes and "
                        "peers that are there already are shown as well, so that a long run can be made in parts")
    parser.add_argument("--plots", metavar="FOLDER", help="draw them there, as SVG")
    arguments = parser.parse_args(words)
    try:
        sizes = [float(word) for word in arguments.sizes.split(",") if word]
    except ValueError:
        parser.error("--sizes wants numbers with commas between")
    wanted, missing = chosen(arguments.only)
    all_figures = kept(arguments.figures)
    programs = programs_of(arguments) if sizes else None
    queries = queries_for(arguments, programs, True) if sizes else []
    for megabytes in sizes:
        with tempfile.TemporaryDirectory(prefix="pilcrow-bench-") as temporary:
            place = pathlib.Path(temporary)
            corpus = Corpus(programs, place)
            say(f"{megabytes:g} MB")
            vocabulary = corpus.generate(megabytes)
            measured = measure([peer(programs, corpus, place) for peer in wanted], corpus, queries, arguments.runs)
        of_size = all_figures.setdefault(f"{megabytes:g}", {"peers": {}})
        of_size.update(megabytes=corpus.megabytes, files=len(corpus.files), paragraphs=corpus.paragraphs,
                       vocabulary=vocabulary)
        of_size["peers"].update({name: growth_figures(of) for name, of in measured.items()})
        if arguments.figures:
            pathlib.Path(arguments.figures).write_text(json.dumps(all_figures, indent=1) + "\n")
    print_growth(all_figures, missing, table.markdown if arguments.markdown else table.text)
    if arguments.plots:
        draw_growth(all_figures, pathlib.Path(arguments.plots))


def ordered(all_figures):
    """The sizes that were measured, ascending, and the names of the peers in the order of PEERS."""
    corpora = sorted(all_figures.values(), key=lambda of: of["megabytes"])
    names = [peer.name for peer in PEERS if any(peer.name in of["peers"] for of in corpora)]
    return corpora, names


def print_growth(all_figures, missing, layout):
    corpora, names = ordered(all_figures)
    if not corpora:
        raise Failure("there are no figures")
    print(f"{machine()}\n")
    if corpora[-1]["vocabulary"]:
        print("Vocabulary of the largest corpus:\n\n```\n" + corpora[-1]["vocabulary"] + "```\n")
    header = ["MB of files"] + [table.number(of["megabytes"]) for of in corpora]
    print(layout(header, [["files"] + [f"{of['files']:,}" for of in corpora],
                          ["paragraphs between blank lines"] + [f"{of['paragraphs']:,}" for of in corpora]]))

    def show(title, cell, last_header=None, last_cell=None):
        rows = []
        for name in names:
            cells = [cell(of["peers"].get(name), of) for of in corpora]
            if any(value is not None for value in cells):
                rows.append([name] + ["–" if value is None else table.number(value) for value in cells] +
                            ([last_cell(cells)] if last_cell else []))
        print(f"\n{title}\n\n" + layout(header + ([last_header] if last_header else []), rows))

    def per_megabyte(figures, of):
        return figures and figures["cpu"] and figures["cpu"] / of["megabytes"]

    def spread(cells):
        known = [cell for cell in cells if cell is not None]
        return f"{max(known) / min(known):.2f}"

    show("First build, CPU seconds for each MB of files", per_megabyte, "most / least", spread)
    for _, title, unit, figure in GROWTH:
        show(f"{title}, {unit}", lambda figures, _, figure=figure: figures and figures[figure])
    for name, what in missing.items():
        print(f"\n{name}: not installed ({what})")


def draw_growth(all_figures, folder):
    corpora, names = ordered(all_figures)
    folder.mkdir(parents=True, exist_ok=True)
    for file, title, unit, figure in GROWTH:
        by_paragraphs = figure in ("warm", "cold")
        series = []
        for name in names:
            points = [(of["paragraphs"] if by_paragraphs else of["megabytes"], of["peers"][name][figure])
                      for of in corpora if of["peers"].get(name, {}).get(figure)]
            if points:
                color = [peer.name for peer in PEERS].index(name)
                series.append(chart.Series(name, points, color, strong=name.startswith(Pilcrow.name)))
        if series:
            drawing = chart.draw(title, "paragraphs" if by_paragraphs else "MB of files", unit, series)
            (folder / f"{file}.svg").write_text(drawing)
