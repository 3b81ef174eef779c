#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""upgrade_test.py BIN DATA

Indexes kept from earlier versions (DATA/index-of-schema-N.tar.xz: the folder `documents` and its `index`, built with the root
/srv/manuals) meet this one: every program says clearly what they are, the next run rebuilds them beside what is there, whoever
still reads the old state goes on, and citations stay as they were. The one of this version's schema is simply read: if that
fails, the format has changed and schema_version has not.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

import xapian

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

EVERYTHING = "pump OR valve OR dichtung OR depot OR tested OR bearing"


class Kept:
    """An index of another time, unpacked, its root set to where the documents are now."""

    def __init__(self, binaries, archive, folder):
        self.binaries = binaries
        self.folder = folder
        with tarfile.open(archive) as tar:
            tar.extractall(folder)
        self.documents = folder / "documents"
        self.index = folder / "index"
        database = xapian.WritableDatabase(str(self.index / "gen-000001"))
        self.id = database.get_metadata("pilcrow.index_id").decode()
        self.fingerprint = database.get_metadata("pilcrow.fingerprint").decode()
        roots = json.loads(database.get_metadata("pilcrow.roots"))
        was = roots[0]["path"]
        roots[0]["path"] = str(self.documents)
        database.set_metadata("pilcrow.roots", json.dumps(roots))
        database.commit()
        database.close()
        # The spare copy, which counts where the roots are not those that were written.
        spare = self.index / "settings.json"
        if spare.exists():
            spare.write_text(spare.read_text().replace(json.dumps(was), json.dumps(str(self.documents))))

    def run(self, program, *options):
        """Status, standard output and standard error."""
        done = subprocess.run([self.binaries / program, "--index", self.index, *options], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        json_schema.check(done.stdout)
        return done.returncode, done.stdout, done.stderr

    def hits(self):
        status, out, said = self.run("pilcrow-search", "--json", "-n", "100", EVERYTHING)
        assert status == 0, said
        return [json.loads(line) for line in out.splitlines() if json.loads(line)["type"] == "hit"]

    def check_answers(self):
        hits = self.hits()
        places = {(os.path.basename(hit["path"]), *hit["lines"]): hit["text"] for hit in hits}
        assert places == {
            ("pump.md", 7, 7): "The feed pump starts when the tank falls below a third.",
            ("pump.md", 11, 11): "Grease the bearing after every 500 hours of work.",
            ("valve.txt", 1, 1): "The relief valve opens at seven bar and closes again at six.",
            ("valve.txt", 3, 3): "It is tested twice a year, in March and in October.",
            ("notes.html", 1, 1): "Die Dichtung der Pumpe wird jedes Jahr erneuert.",
            ("depot.txt", 1, 1): "café du dépôt fermé le lundi",
        }, places
        assert {hit["citation"].split(":")[1] for hit in hits} == {self.id}, "citations name another index"


def an_older_schema_is_rebuilt_beside_its_readers(kept):
    for program, options in (("pilcrow-search", ["pump"]), ("pilcrow-index", ["--list"]), ("pilcrow-index", ["--status"]),
                             ("pilcrow-index", ["--check"])):
        status, _, said = kept.run(program, *options)
        assert status == 2 and "was built by another version" in said and "pilcrow-index --rebuild" in said, (options, said)
    reader = xapian.Database(str(kept.index))  # whoever still runs the version that made it
    before = reader.get_document(1).get_data()
    status, _, said = kept.run("pilcrow-index")
    assert status == 0, said
    assert f"rebuilding: the index '{kept.index}' was built by another version ({kept.fingerprint}, this is" in said, said
    assert reader.get_document(1).get_data() == before
    assert len(list(reader.postlist(""))) == 6, "a reader lost the generation that it reads"
    assert (kept.index / "gen-000001").exists(), "the generation before is kept until the next is published"
    kept.check_answers()
    status, _, said = kept.run("pilcrow-index", "--quiet")
    assert (status, said) == (0, ""), said


def its_documents_are_out_of_reach(kept):
    aside = kept.folder / "elsewhere"
    kept.documents.rename(aside)
    status, _, said = kept.run("pilcrow-index", "--quiet")
    assert status == 3 and "not rebuilt" in said, (status, said)
    assert len(list(xapian.Database(str(kept.index)).postlist(""))) == 6, "what cannot be replaced was touched"
    aside.rename(kept.documents)
    status, _, said = kept.run("pilcrow-index", "--quiet")
    assert status == 0, said
    kept.check_answers()


def this_schema_is_read(kept):
    kept.check_answers()
    status, _, said = kept.run("pilcrow-index", "--quiet")
    assert (status, said) == (0, ""), said
    assert (kept.index / "XAPIANDB").read_text() == "glass gen-000001\n", "it was rebuilt"
    (kept.documents / "valve.txt").write_text("The relief valve opens at eight bar.\n")
    status, _, said = kept.run("pilcrow-index", "--quiet")
    assert status == 0, said
    texts = [hit["text"] for hit in kept.hits()]
    assert "The relief valve opens at eight bar." in texts and len(texts) == 5, texts


def schema_of(binaries):
    """The schema that these programs write."""
    with tempfile.TemporaryDirectory(prefix="pilcrow-upgrade-") as folder:
        document = pathlib.Path(folder) / "document.txt"
        document.write_text("One paragraph.\n")
        index = pathlib.Path(folder) / "index"
        subprocess.run([binaries / "pilcrow-index", "--quiet", "--index", index, document], check=True)
        return int(xapian.Database(str(index)).get_metadata("pilcrow.schema"))


def main():
    binaries, data = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    current = schema_of(binaries)
    archives = {int(re.search(r"[0-9]+", path.name)[0]): path for path in data.glob("index-of-schema-*.tar.xz")}
    assert current in archives, f"no index of schema {current} is kept in {data}"
    for schema, archive in sorted(archives.items()):
        older = (an_older_schema_is_rebuilt_beside_its_readers, its_documents_are_out_of_reach)
        for test in older if schema < current else (this_schema_is_read,):
            with tempfile.TemporaryDirectory(prefix="pilcrow-upgrade-") as folder:
                print(f"schema {schema}: {test.__name__}", flush=True)
                test(Kept(binaries, archive, pathlib.Path(folder)))


if __name__ == "__main__":
    main()
