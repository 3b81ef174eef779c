#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""judge.py BIN CORPUS [--bound MRR] [--verbose]

Indexes the sample corpus, asks its judged queries, and prints the mean reciprocal rank of the first paragraph that
overlaps a judged place, for each kind of query and for all. Exit status 1 where the mean over all is below the bound.
Queries that no document answers (none-…) have no rank; of them it is counted how many found no paragraph with all words.
"""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile


def read_judgements(path):
    places = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        query, name, lines, grade = line.rstrip("\n").split("\t")
        first, last = map(int, lines.split("-"))
        if int(grade) > 0:
            places[query].append((name, first, last))
    return places


def ask(binary, index, queries):
    run = subprocess.run([os.path.join(binary, "pilcrow-search"), "--index", index, "--json", "--queries", queries],
                         stdout=subprocess.PIPE, check=False)
    if run.returncode not in (0, 1):
        sys.exit("pilcrow-search ended with status %d" % run.returncode)
    hits, summaries = collections.defaultdict(list), {}
    for line in run.stdout.decode("utf-8").splitlines():
        answer = json.loads(line)
        if answer["type"] == "hit":
            hits[answer["query_id"]].append(answer)
        else:
            summaries[answer["query_id"]] = answer
    return hits, summaries


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("bin")
    arguments.add_argument("corpus")
    arguments.add_argument("--bound", type=float, default=0.0)
    arguments.add_argument("--verbose", action="store_true", help="also print the queries whose answer is not first")
    arguments = arguments.parse_args()
    corpus = os.path.abspath(arguments.corpus)
    judgements = read_judgements(os.path.join(corpus, "qrels.tsv"))
    queries = dict(line.rstrip("\n").split("\t", 1)
                   for line in open(os.path.join(corpus, "queries.tsv"), encoding="utf-8"))
    with tempfile.TemporaryDirectory() as work:
        index = os.path.join(work, "index")
        subprocess.run([os.path.join(arguments.bin, "pilcrow-index"), "--quiet", "--index", index, corpus], check=True)
        hits, summaries = ask(arguments.bin, index, os.path.join(corpus, "queries.tsv"))

    ranks = collections.defaultdict(list)
    unanswerable = [query for query in queries if query not in judgements]
    for query, places in sorted(judgements.items()):
        rank = 0
        for hit in hits[query]:
            name = os.path.relpath(hit["path"], corpus)
            first, last = hit["lines"]
            if any(name == n and first <= l and f <= last for n, f, l in places):
                rank = hit["rank"]
                break
        ranks[query.split("-")[0]].append(1 / rank if rank else 0.0)
        if arguments.verbose and rank != 1:
            print("%-10s rank %s: %s" % (query, rank or "none", queries[query]))
    everything = [value for values in ranks.values() for value in values]
    for kind, values in sorted(ranks.items()):
        print("%-8s %3d queries  MRR %.3f" % (kind, len(values), sum(values) / len(values)))
    partial = sum(1 for query in unanswerable if summaries[query]["all_words"] == 0)
    print("none     %3d queries  %d found no paragraph with all words" % (len(unanswerable), partial))
    mean = sum(everything) / len(everything)
    print("all      %3d queries  MRR %.3f (bound %.3f)" % (len(everything), mean, arguments.bound))
    sys.exit(mean < arguments.bound)


if __name__ == "__main__":
    main()
