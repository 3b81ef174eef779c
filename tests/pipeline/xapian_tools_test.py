#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""xapian_tools_test.py BIN CORPUS

Any Xapian tool can open and search an index: quest, xapian-delve and python3-xapian on INDEX, xapian-check on INDEX/XAPIANDB;
and what Xapian's own QueryParser finds with a stemmer is what we find.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import xapian

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

QUERIES = ["signing keys", "battery modules", "over the air updates", "update campaign", "works council"]


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8", "replace")


def citations_of(binary, index, query):
    """The first paragraph of each hit's file and lines, as pilcrow finds them with all words required."""
    required = " ".join("+" + word for word in query.split())
    run = subprocess.run([os.path.join(binary, "pilcrow-search"), "-i", index, "--json", "-n", "1000", "--", required],
                         stdout=subprocess.PIPE, check=False)
    json_schema.check(run.stdout)
    hits = [json.loads(line) for line in run.stdout.decode("utf-8").splitlines()]
    return sorted(h["text"] for h in hits if h["type"] == "hit")


def matches_of(database, query):
    """How many documents Xapian's QueryParser finds, all words required."""
    parser = xapian.QueryParser()
    parser.set_database(database)
    parser.set_stemmer(xapian.Stem("en"))
    parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
    parser.set_default_op(xapian.Query.OP_AND)
    enquire = xapian.Enquire(database)
    enquire.set_query(parser.parse_query(query))
    return enquire.get_mset(0, 1000, 1000)


def main():
    binary, corpus = sys.argv[1:]
    with tempfile.TemporaryDirectory() as work:
        index = os.path.join(work, "index")
        # One language, so that one stemmer is right for all.
        subprocess.run([os.path.join(binary, "pilcrow-index"), "--quiet", "--language", "en", "-i", index, corpus], check=True)

        delve = output("xapian-delve", index)
        database = xapian.Database(index)
        assert "number of documents = %d\n" % database.get_doccount() in delve, delve
        assert "has positional information = true" in delve, delve
        assert "No errors found" in output("xapian-check", os.path.join(index, "XAPIANDB"))
        assert "matches" in output("quest", "--db=" + index, "--stemmer=english", "signing keys")

        failed = 0
        for query in QUERIES:
            ours = citations_of(binary, index, query)
            theirs = matches_of(database, query)
            print("%-28s pilcrow %3d, QueryParser %3d" % (query, len(ours), theirs.size()))
            failed += not ours or len(ours) != theirs.size()
        # A phrase, by positions of surface words.
        phrase = '"works council"'
        assert matches_of(database, phrase).size() > 0, "no phrase found"
    print("%d passed, %d failed" % (len(QUERIES) - failed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
