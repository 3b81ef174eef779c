#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""judge.py BIN CORPUS MRR

Scores the judged queries of the sample corpus, as scripts/evaluate does, and prints the figures for each kind of query,
which its id begins with. Exit status 1 where the mean MRR@10 of all is below the bound.
"""
import itertools
import json
import os
import pathlib
import statistics
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402
from evaluate_module import evaluate  # noqa: E402


class Programs(evaluate.Programs):
    """Whose lines are as their schema says."""

    def lines(self, name, *options):
        for line in super().lines(name, *options):
            json_schema.check(json.dumps(line, separators=(",", ":")))
            yield line


def main():
    binaries, corpus, bound = sys.argv[1], sys.argv[2], float(sys.argv[3])
    programs = Programs(binaries)
    queries = evaluate.read_queries(os.path.join(corpus, "queries.tsv"))
    with tempfile.TemporaryDirectory() as work:
        index = os.path.join(work, "index")
        evaluate.index_documents(programs, corpus, index)
        documents = evaluate.list_documents(programs, corpus, index)
        judgements, unknown = evaluate.resolve(evaluate.read_judgements(os.path.join(corpus, "qrels.tsv")), documents)
        run = evaluate.ask(programs, index, queries, documents)
    if unknown:
        sys.exit(f"judged, but not in the index: {unknown}")
    scores = evaluate.Scores(judgements, run, evaluate.choose_queries(queries, judgements))

    evaluate.show("", evaluate.MEASURES + ("queries",))
    for kind, ids in itertools.groupby(sorted(scores.queries), lambda query: query.split("-")[0]):
        figures = [scores.queries[query] for query in ids]
        evaluate.show(kind, [f"{statistics.fmean(column):.4f}" for column in zip(*figures)] + [len(figures)])
    means = dict(zip(evaluate.MEASURES, scores.means()))
    evaluate.show("all", [f"{mean:.4f}" for mean in means.values()] + [len(scores.queries)])
    if means["MRR@10"] < bound:
        sys.exit(f"MRR@10 is below {bound}")


if __name__ == "__main__":
    main()
