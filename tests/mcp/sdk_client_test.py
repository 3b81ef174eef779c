#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the official clients (sdk_client.mjs) against the server on an index of documents.

usage: sdk_client_test.py BIN_FOLDER DOCUMENTS [PACKAGES]

PACKAGES is what scripts/fetch-mcp-sdk made; $PILCROW_MCP_SDK overrides it. Exit status 77: node or the packages are
missing.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def main():
    bin_folder, documents, default = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    packages = os.environ.get("PILCROW_MCP_SDK", default)
    node = shutil.which("node")
    if node is None:
        print("there is no node")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        index = pathlib.Path(folder) / "index"
        subprocess.run([bin_folder / "pilcrow-index", "-q", "--index", index, documents], check=True)
        client = pathlib.Path(__file__).with_name("sdk_client.mjs")
        return subprocess.run([node, client, packages, bin_folder / "pilcrow-search", index], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
