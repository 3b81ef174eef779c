#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""beside_xapian.py [--sanitize=NAMES] COMPILER LIBRARY FOLDER

Xapian's own Python module and libpilcrow.so in one process, both at work at once. A sanitizer wants to be loaded before Python, so
this starts itself anew with it.
"""
import argparse
import ctypes
import os
import subprocess
import sys
import threading

import xapian

TURNS = 30


class String(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]

    def __init__(self, text):
        data = text.encode()
        super().__init__(data, len(data))


class Root(ctypes.Structure):  # What comes after the path is 0.
    _fields_ = [("struct_size", ctypes.c_size_t), ("path", String), ("rest", ctypes.c_char * 72)]


def sanitizers_of(compiler, names):
    """The shared libraries to be loaded first: none finds the functions of the C++ library by itself."""
    files = {"address": "libasan.so", "undefined": "libubsan.so"}
    wanted = [files[name] for name in names] + ["libstdc++.so.6"]
    return [subprocess.run([compiler, f"-print-file-name={file}"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
            for file in wanted]


def start_anew(arguments):
    names = arguments.sanitize.split(",")
    if not set(names) <= {"address", "undefined"}:
        print(f"Python cannot be run with {arguments.sanitize}")
        sys.exit(77)
    # Python leaks by design.
    environment = os.environ | {"LD_PRELOAD": " ".join(sanitizers_of(arguments.compiler, names)),
                                "ASAN_OPTIONS": "detect_leaks=0:new_delete_type_mismatch=0"}
    command = [sys.executable, __file__, arguments.compiler, arguments.library, arguments.folder]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


def use_xapian():
    database = xapian.WritableDatabase("", xapian.DB_BACKEND_INMEMORY)
    document = xapian.Document()
    document.add_term("wind")
    database.add_document(document)
    enquire = xapian.Enquire(database)
    enquire.set_query(xapian.Query("wind"))
    assert enquire.get_mset(0, 10).size() == 1
    try:
        xapian.Database("/nowhere/at/all")
    except xapian.DatabaseError:
        return
    raise AssertionError("Xapian opened what is not there")


def search(library, index, damaged):
    searcher, result = ctypes.c_void_p(), ctypes.c_void_p()
    assert library.pilcrow_open(ctypes.byref(String(index)), ctypes.c_size_t(1), ctypes.byref(searcher), None) == 0
    assert library.pilcrow_search(searcher, String("stored wind"), None, ctypes.byref(result), None) == 0
    assert library.pilcrow_result_count(result) == 2
    library.pilcrow_result_free(result)
    library.pilcrow_close(searcher)
    index_corrupt = 4
    assert library.pilcrow_open(ctypes.byref(String(damaged)), ctypes.c_size_t(1), ctypes.byref(searcher), None) == index_corrupt


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sanitize", default="")
    for name in ("compiler", "library", "folder"):
        parser.add_argument(name)
    arguments = parser.parse_args()
    if arguments.sanitize:
        start_anew(arguments)

    library = ctypes.CDLL(arguments.library)
    for name in ("pilcrow_result_free", "pilcrow_close", "pilcrow_json_free"):
        getattr(library, name).argtypes = [ctypes.c_void_p]
        getattr(library, name).restype = None
    library.pilcrow_result_count.argtypes = [ctypes.c_void_p]
    library.pilcrow_result_count.restype = ctypes.c_size_t
    index, damaged = arguments.folder + "/index", arguments.folder + "/damaged"
    report = ctypes.c_void_p()
    root = Root(ctypes.sizeof(Root), String(arguments.folder + "/docs"), b"")
    roots = (ctypes.POINTER(Root) * 1)(ctypes.pointer(root))
    assert library.pilcrow_update(String(index), roots, ctypes.c_size_t(1), None, ctypes.byref(report), None) == 0
    library.pilcrow_json_free(report)
    subprocess.run(f"cp -r '{index}' '{damaged}' && truncate -s 100 '{damaged}'/gen-*/postlist.glass", shell=True, check=True)

    failed = []

    def use_xapian_meanwhile():
        try:
            for _ in range(TURNS):
                use_xapian()
        except Exception as error:  # pylint: disable=broad-except
            failed.append(error)

    other = threading.Thread(target=use_xapian_meanwhile)
    other.start()
    for _ in range(TURNS):
        search(library, index, damaged)
    other.join()
    if failed:
        raise failed[0]
    # Xapian reads what pilcrow wrote, in the same process.
    enquire = xapian.Enquire(xapian.Database(index))
    enquire.set_query(xapian.Query("Zwind"))
    assert enquire.get_mset(0, 10).size() == 2


if __name__ == "__main__":
    main()
