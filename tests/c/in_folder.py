#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""in_folder.py READER PROGRAM [ARGUMENT...]

Runs a program with a folder of its own as the last argument, and documents in it. Lines of JSON that it prints must be as our schema says.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import json_schema  # noqa: E402

DOCUMENTS = {
    "energy.md": "# Energy\n\n## Storage\n\nPumped water stores what the wind turbines deliver at night.\n\n"
                 "Batteries answer within a second, and are empty within an hour.\n",
    "lunch.txt": "The canteen closes at two.\n\nCoffee is sold until the wind turns.\n",
}


def main():
    with tempfile.TemporaryDirectory(prefix="pilcrow-c-") as top:
        folder = pathlib.Path(os.path.realpath(top))
        (folder / "docs").mkdir()
        (folder / "many").mkdir()
        for number in range(200):
            (folder / f"many/{number}.txt").write_text(f"The note {number}.\n")
        for name, content in DOCUMENTS.items():
            (folder / "docs" / name).write_text(content)
        environment = os.environ | {"PILCROW_READER": sys.argv[1]}
        done = subprocess.run([*sys.argv[2:], str(folder)], env=environment, stdout=subprocess.PIPE, text=True, check=False)
        print(done.stdout, end="")
        json_schema.check(done.stdout)
        return done.returncode


if __name__ == "__main__":
    sys.exit(main())
