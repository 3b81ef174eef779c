#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""glass_tools_test.py WRITE_GLASS_PAIR

Other programs that use Xapian cannot tell a database that was built from one that the API wrote: xapian-check, quest,
xapian-delve, xapian-compact and python3-xapian say the same of both.
"""
import os
import re
import subprocess
import sys
import tempfile

import xapian


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8", "backslashreplace")


def checked(path):
    """What xapian-check says, but for how many blocks there are: those of a new database are full."""
    said = output("xapian-check", path)
    assert "No errors found" in said, said
    return re.sub(r"firstunused=\d+|levels=\d+|root=\d+", "", said)


def delved(path):
    said = output("xapian-delve", path) + output("xapian-delve", "-a", "-v", path)
    for number in (1, 2, 77, 2000):
        said += output("xapian-delve", "-r", str(number), "-d", "-vv", path) + output("xapian-delve", "-r", str(number), "-V1", path)
    said += output("xapian-delve", "-t", "t7919", "-vv", path)
    return re.sub(r"UUID = .*", "", said)


def asked(path):
    return "".join(output("quest", "--db=" + path, "--stemmer=none", "--msize=50", query)
                   for query in ("t7919", "t7919 t15838 t23757", "t7919 AND t15838", '"t7919 t15838"', "t7919 NEAR t15838", "t1*"))


def told(path):
    """All of it, as Python sees it."""
    database = xapian.Database(path)
    lines = [str((database.get_doccount(), database.get_lastdocid(), database.get_avlength(), database.has_positions()))]
    for term in database.allterms():
        postings = [(p.docid, p.wdf, p.doclength, list(p.positer)) for p in database.postlist(term.term)]
        lines.append(str((term.term, term.termfreq, database.get_collection_freq(term.term), postings)))
    for posting in database.postlist(""):
        document = database.get_document(posting.docid)
        terms = [(t.term, t.wdf) for t in document.termlist()]
        lines.append(str((posting.docid, document.get_data(), terms, [(v.num, v.value) for v in document.values()])))
    for slot in (0, 1):
        lines.append(str((database.get_value_freq(slot), database.get_value_lower_bound(slot), database.get_value_upper_bound(slot))))
    lines += [str((key, database.get_metadata(key))) for key in database.metadata_keys()]
    return "\n".join(lines)


def compacted(path):
    copy = path + "-compact"
    subprocess.run(["xapian-compact", "--quiet", path, copy], check=True, stdout=subprocess.DEVNULL)
    return told(copy)


def main():
    failed = 0
    looks = (checked, delved, asked, told, compacted)
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([sys.argv[1], work], check=True)
        for look in looks:
            expected, actual = look(os.path.join(work, "api")), look(os.path.join(work, "built"))
            assert len(expected) > 100, "%s says nothing" % look.__name__
            same = expected.replace("/api", "") == actual.replace("/built", "")
            print("%-10s %8d characters, %s" % (look.__name__, len(expected), "the same" if same else "DIFFERENT"))
            failed += not same
    print("%d passed, %d failed" % (len(looks) - failed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
