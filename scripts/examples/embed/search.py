#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Indexes a folder and asks it something, in Python, which needs nothing but libpilcrow.so.0:

    ./search.py FOLDER INDEX QUERY

Copy what stands above main() and add what you need: answers come as the JSON that docs/json-output.md describes, so few of the
library's structs must be written down here.
"""
import ctypes
import json
import sys
from ctypes import POINTER, byref, c_char, c_char_p, c_int, c_size_t, c_uint, c_uint64, c_void_p, sizeof


class String(ctypes.Structure):
    _fields_ = [("data", POINTER(c_char)), ("size", c_size_t)]

    @classmethod
    def of(cls, text):
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")  # Paths may be any bytes.
        return cls(ctypes.cast(ctypes.create_string_buffer(data, len(data)), POINTER(c_char)), len(data))

    def bytes(self):
        return ctypes.string_at(self.data, self.size)



class Strings(ctypes.Structure):
    _fields_ = [("items", POINTER(String)), ("count", c_size_t)]


class Sized(ctypes.Structure):
    """A struct of options: all zeros is the default, but for its size."""

    def __init__(self, **options):
        super().__init__(struct_size=sizeof(self), **options)


class Root(Sized):
    _fields_ = [("struct_size", c_size_t), ("path", String), ("include", Strings), ("exclude", Strings), ("hidden", c_int),
                ("no_ignore_files", c_int), ("follow_links", c_int), ("reserved", c_int), ("max_file_size", c_uint64),
                ("language", String)]


class SearchOptions(Sized):
    _fields_ = [("struct_size", c_size_t), ("limit", c_size_t), ("offset", c_size_t), ("paths", Strings), ("types", Strings),
                ("languages", Strings), ("roots", Strings), ("headings", Strings), ("since", String), ("sort", c_int),
                ("facets", c_uint), ("context", c_size_t), ("section", c_int), ("group_by_file", c_int), ("budget", c_size_t),
                ("count_only", c_int), ("exact", c_int), ("explain", c_int), ("reserved", c_int), ("state", String),
                ("cancelled", c_void_p), ("user", c_void_p)]


library = ctypes.CDLL("libpilcrow.so.0")
library.pilcrow_open.argtypes = [POINTER(String), c_size_t, POINTER(c_void_p), POINTER(c_void_p)]
library.pilcrow_search.argtypes = [c_void_p, String, POINTER(SearchOptions), POINTER(c_void_p), POINTER(c_void_p)]
library.pilcrow_result_json.argtypes = [c_void_p, POINTER(String), POINTER(c_void_p), POINTER(c_void_p)]
library.pilcrow_update.argtypes = [String, POINTER(POINTER(Root)), c_size_t, c_void_p, POINTER(c_void_p), POINTER(c_void_p)]
for name in ("pilcrow_error_free", "pilcrow_json_free", "pilcrow_result_free", "pilcrow_close"):
    getattr(library, name).argtypes = [c_void_p]
    getattr(library, name).restype = None
library.pilcrow_error_message.argtypes = [c_void_p]
library.pilcrow_error_message.restype = c_char_p
library.pilcrow_json_text.argtypes = [c_void_p]
library.pilcrow_json_text.restype = String


class PilcrowError(Exception):
    """`code` is a number of pilcrow_code."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def call(function, *arguments):
    """The handle that a function hands out; raises its error."""
    handle, error = c_void_p(), c_void_p()
    code = function(*arguments, byref(handle), byref(error))
    if code != 0:
        message = library.pilcrow_error_message(error).decode()
        library.pilcrow_error_free(error)
        raise PilcrowError(code, message)
    return handle


def taken(handle):
    """What the lines of a pilcrow_json say."""
    try:
        return [json.loads(line) for line in library.pilcrow_json_text(handle).bytes().splitlines()]
    finally:
        library.pilcrow_json_free(handle)


def update(index, *folders):
    """Brings an index up to date with folders; builds it where there is none. The report, as pilcrow-index prints it."""
    roots = [ctypes.pointer(Root(path=String.of(folder))) for folder in folders]
    return taken(call(library.pilcrow_update, String.of(index), (POINTER(Root) * len(roots))(*roots), len(roots), None))[0]


class Searcher:
    """Of one thread at a time; open one for each."""

    def __init__(self, *indexes):
        self.handle = call(library.pilcrow_open, (String * len(indexes))(*map(String.of, indexes)), len(indexes))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        library.pilcrow_close(self.handle)
        self.handle = None

    def search(self, query, **options):
        """Hits, the best first, and the summary, each as its line of JSON has it."""
        result = call(library.pilcrow_search, self.handle, String.of(query), byref(SearchOptions(**options)))
        try:
            *hits, summary = taken(call(library.pilcrow_result_json, result, None))
        finally:
            library.pilcrow_result_free(result)
        return hits, summary


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: search.py FOLDER INDEX QUERY")
    folder, index, query = sys.argv[1:]
    try:
        update(index, folder)
        with Searcher(index) as searcher:
            hits, summary = searcher.search(query, limit=3)
    except PilcrowError as error:
        print(f"search.py: {error}", file=sys.stderr)
        return 2
    for hit in hits:
        first, last = hit["lines"]
        print(f"{hit['path']}:{first}-{last}  {hit['citation']}\n{hit['text']}")
    if not hits:
        print("search.py: nothing; these words occur nowhere:", *summary["missing"], file=sys.stderr)
    return 0 if hits else 1


if __name__ == "__main__":
    sys.exit(main())
