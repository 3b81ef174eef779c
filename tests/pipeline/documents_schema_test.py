#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the schema of documents handed over, the examples of its documentation, and the program to each other.

usage: documents_schema_test.py FOLDER_OF_PROGRAMS FOLDER_OF_DOCS
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

GOOD = """
{"uri":"a","text":"Wind."}
{"uri":"a","text":""}
{"uri":"a","text":null,"title":"T"}
{"uri":"a","title":null,"lang":null,"date":null,"meta":null,"format":null,"deleted":null,"text":"Wind."}
{"uri":"a","deleted":true}
{"uri":"a","deleted":true,"text":"Wind.","blocks":[]}
{"uri":"a","deleted":false,"text":"Wind."}
{"uri":"a","lang":"pt-BR","date":"2026-06-15T08:00:00Z","meta":{"a":[1,{"b":null}]},"format":"markdown","text":"# Wind"}
{"uri":"a","unknown":1,"blocks":[{"text":"Wind.","unknown":[{}]}]}
{"uri":"a","blocks":null}
{"uri":"a","blocks":[null,{"type":null,"level":null,"text":null,"page":null,"lines":null}]}
{"uri":"a","format":null,"blocks":[{"type":"heading","level":9,"text":"H"},{"type":"list_item","level":0,"text":"I"}]}
{"uri":"a","blocks":[{"text":"A","page":1,"lines":1},{"text":"B","page":{"number":2,"label":"ii"},"lines":[1,2]}]}
{"uri":"a","blocks":[{"text":"A","page":4294967295,"lines":4294967295},{"text":"B","page":{"number":2,"label":null}}]}
{"uri":"a","lang":"und","as_indexed":{"paragraphs":[]}}
{"uri":"a","lang":"en","as_indexed":{"type":null,"encoding":null,"bytes_of":null,"page_labels":null,"x":1,"paragraphs":[null]}}
{"uri":"a","lang":"en","as_indexed":{"type":"pdf","encoding":"utf-8","bytes_of":"extracted","page_labels":["","ii"],"paragraphs":[{"text":"A","headings":["H"],"lang":"de","lines":[1,2],"bytes":[0,0],"page":2,"page_breaks":[1],"minor":true,"x":1}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"A","headings":null,"lang":null,"lines":1,"bytes":[0,9007199254740992],"page":null,"page_breaks":[],"minor":null}]}}
""".strip().splitlines()

BAD = """
[]
"a"
null
{}
{"text":"Wind."}
{"uri":null,"text":"Wind."}
{"uri":"","text":"Wind."}
{"uri":7,"text":"Wind."}
{"uri":"a\\u0007","text":"Wind."}
{"uri":"a"}
{"uri":"a","deleted":false}
{"uri":"a","deleted":1}
{"uri":"a","deleted":"true","text":"Wind."}
{"uri":"a","title":1,"text":"Wind."}
{"uri":"a","lang":"e","text":"Wind."}
{"uri":"a","lang":"en_GB","text":"Wind."}
{"uri":"a","date":"15.06.2026","text":"Wind."}
{"uri":"a","date":20260615,"text":"Wind."}
{"uri":"a","meta":[],"text":"Wind."}
{"uri":"a","meta":"x","text":"Wind."}
{"uri":"a","format":"pdf","text":"Wind."}
{"uri":"a","format":"html","blocks":[]}
{"uri":"a","text":"Wind.","blocks":[]}
{"uri":"a","text":["Wind."]}
{"uri":"a","blocks":{}}
{"uri":"a","blocks":["Wind."]}
{"uri":"a","blocks":[{}]}
{"uri":"a","blocks":[{"type":"para","text":"Wind."}]}
{"uri":"a","blocks":[{"level":-1,"text":"Wind."}]}
{"uri":"a","blocks":[{"level":1.5,"text":"Wind."}]}
{"uri":"a","blocks":[{"page":0,"text":"Wind."}]}
{"uri":"a","blocks":[{"page":4294967296,"text":"Wind."}]}
{"uri":"a","blocks":[{"page":{"label":"i"},"text":"Wind."}]}
{"uri":"a","blocks":[{"page":"7","text":"Wind."}]}
{"uri":"a","blocks":[{"lines":[1],"text":"Wind."}]}
{"uri":"a","blocks":[{"lines":[1,2,3],"text":"Wind."}]}
{"uri":"a","blocks":[{"lines":0,"text":"Wind."}]}
{"uri":"a","as_indexed":{"paragraphs":[]}}
{"uri":"a","lang":null,"as_indexed":{"paragraphs":[]}}
{"uri":"a","lang":"en","as_indexed":null}
{"uri":"a","lang":"en","as_indexed":[]}
{"uri":"a","lang":"en","as_indexed":{}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":null}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":{}}}
{"uri":"a","lang":"en","text":"","as_indexed":{"paragraphs":[]}}
{"uri":"a","lang":"en","format":"text","as_indexed":{"paragraphs":[]}}
{"uri":"a","lang":"en","as_indexed":{"encoding":"utf 8","paragraphs":[]}}
{"uri":"a","lang":"en","as_indexed":{"bytes_of":"file","paragraphs":[]}}
{"uri":"a","lang":"en","as_indexed":{"page_labels":[1],"paragraphs":[]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":["Wind."]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"Wind.","lines":1}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"Wind.","bytes":[0,5]}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"lines":1,"bytes":[0,5]}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"","lines":1,"bytes":[0,5]}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"Wind.","lines":1,"bytes":[0]}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"Wind.","lines":1,"bytes":[-1,5]}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"Wind.","lines":1,"bytes":[0,9007199254740993]}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"Wind.","lines":1,"bytes":[0,5],"page":{"number":1}}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"Wind.","lines":1,"bytes":[0,5],"page_breaks":[1]}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"Wind.","lines":1,"bytes":[0,5],"headings":"H"}]}}
{"uri":"a","lang":"en","as_indexed":{"paragraphs":[{"text":"Wind.","lines":1,"bytes":[0,5],"minor":1}]}}
""".strip().splitlines()


def refused_lines(programs, folder, lines):
    """The numbers of the lines that the program refuses, each with its reason."""
    text = "".join(line + "\n" for line in lines)
    run = subprocess.run([programs / "pilcrow-index", "--index", folder / "ix", "--documents", "-", "--format", "json"],
                         input=text, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        raise SystemExit(f"documents_schema_test: {run.stderr}")
    json_schema.check(run.stdout)
    report = json.loads(run.stdout)
    return {problem["line"]: problem["reason"] for problem in report["new_problems"]}


def examples(text):
    """The JSON objects of the documentation, however many lines they are spread over."""
    decoder = json.JSONDecoder()
    for block in re.findall(r"^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        rest = block.strip()
        while rest:
            document, end = decoder.raw_decode(rest)
            yield json.dumps(document)
            rest = rest[end:].strip()


def main():
    programs, docs = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    schema = json.loads((docs / "schema/documents.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    shown = list(examples((docs / "documents.md").read_text()))
    errors = []
    if len(shown) < 3:
        errors.append("documents.md shows no examples")
    with tempfile.TemporaryDirectory() as folder:
        for lines, good in ((shown, True), (GOOD, True), (BAD, False)):
            refused = refused_lines(programs, pathlib.Path(folder), lines)
            for number, line in enumerate(lines, 1):
                if validator.is_valid(json.loads(line)) != good:
                    errors.append(f"the schema should {'accept' if good else 'refuse'}: {line}")
                if (number not in refused) != good:
                    errors.append(f"the program should {'accept' if good else 'refuse'}: {line}: {refused.get(number)}")
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
