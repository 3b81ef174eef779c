# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the JSON lines that pilcrow prints to docs/schema/output.schema.json.

    errors = json_schema.errors_in(run.stdout)    # a sentence each
    json_schema.check(run.stdout)                 # AssertionError where there is one

Readers pass over members that they do not know, so the schema is open. Tests do not: every object is closed first, and
a member that the schema does not have is an error.
"""
import copy
import functools
import json
import pathlib

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "docs" / "schema" / "output.schema.json"
MOST_ERRORS = 10


def parts_of(node, inside=False):
    """Names of the definitions that are parts of an object: what stands in allOf or anyOf adds to the object around it,
    what stands in oneOf is an object of its own."""
    if isinstance(node, list):
        return set().union(*(parts_of(one, inside) for one in node))
    if not isinstance(node, dict):
        return set()
    found = {node["$ref"].removeprefix("#/$defs/")} if inside and isinstance(node.get("$ref"), str) else set()
    return found.union(*(parts_of(value, key in ("allOf", "anyOf")) for key, value in node.items()))


def close(node, is_part=False):
    if isinstance(node, list):
        for one in node:
            close(one, is_part)
    if not isinstance(node, dict):
        return
    if not is_part and isinstance(node.get("properties"), dict) and "additionalProperties" not in node:
        # The cheaper one where both say the same.
        composed = "allOf" in node or "anyOf" in node
        node["unevaluatedProperties" if composed else "additionalProperties"] = False
    elif not is_part and "allOf" in node:
        node["unevaluatedProperties"] = False
    for key, value in node.items():
        if key == "properties" and isinstance(value, dict):
            for one in value.values():
                close(one)
        elif key in ("allOf", "anyOf"):
            close(value, True)
        elif key != "$defs":
            close(value)


@functools.cache
def closed_schema():
    schema = copy.deepcopy(json.loads(SCHEMA.read_text()))
    parts = parts_of(schema)
    close(schema)
    for name, definition in schema["$defs"].items():
        close(definition, name in parts)
    return schema


@functools.cache
def validator_of(kind):
    """Of one type of line, so that an error says what is wrong with it and not that it is none of the others."""
    import jsonschema  # Most cases print no JSON, and it takes its time.
    schema = closed_schema()
    if kind not in {one["$ref"].removeprefix("#/$defs/") for one in schema["oneOf"]}:
        return None
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})


def once(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands there twice: " + ", ".join(name for name, _ in pairs))
    return members


def no_number(text):
    raise ValueError(f"{text} is no number of JSON")


def errors_of(line):
    try:
        value = json.loads(line, object_pairs_hook=once, parse_constant=no_number)
    except ValueError as error:
        return [f"no JSON: {error}"]
    kind = value.get("type") if isinstance(value, dict) else None
    validator = validator_of(kind) if isinstance(kind, str) else None
    if validator is None:
        return [f"a line of a type that the schema does not have: {kind!r}"]
    return ["/".join(map(str, [kind, *error.absolute_path])) + ": " + error.message[:300]
            for error in validator.iter_errors(value)]


def errors_in(text):
    """What is wrong with the lines of `text` (or bytes) that are such lines; others are passed over."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "backslashreplace")
    found = []
    # Not splitlines(): it knows more line ends than "\n".
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith('{"type":'):
            found += [f"line {number}: {error}" for error in errors_of(line)]
        if len(found) >= MOST_ERRORS:
            break
    return found


def check(text):
    found = errors_in(text)
    if found:
        raise AssertionError("\n".join(["output that is not as docs/schema/output.schema.json says:", *found]))
