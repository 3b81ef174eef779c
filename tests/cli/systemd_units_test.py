#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has systemd look at the example units: that it understands each line, and how much they leave open.

verify wants the program of ExecStart= to be there, so copies of the units name the one that was built; of what lies in
place of EDIT lines it asks nothing. Without systemd-analyze the test is skipped (status 77).

usage: systemd_units_test.py PILCROW_INDEX EXAMPLES
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
INSTALLED = "/usr/local/bin/pilcrow-index"
# systemd's figure from 0 (shut in) to 10 (all doors open), times ten. A user's services cannot drop capabilities, change
# their user or filter by address, which is most of the figure.
MOST_EXPOSED = {"system": 10, "user": 35}


def run(*command, runtime_folder):
    # Without a session, a user's systemd would not know where to keep its sockets.
    environment = os.environ | {"XDG_RUNTIME_DIR": runtime_folder, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, timeout=60)


def main():
    program, examples = sys.argv[1], pathlib.Path(sys.argv[2])
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        print("skipped: systemd-analyze is not installed")
        return SKIPPED
    wrong = False
    for scope, most_exposed in MOST_EXPOSED.items():
        with tempfile.TemporaryDirectory(prefix="pilcrow-units-") as folder:
            units = []
            for unit in sorted((examples / f"systemd-{scope}").iterdir()):
                text = unit.read_text(encoding="utf-8")
                if unit.suffix == ".service" and not re.search(rf"^ExecStart={INSTALLED} ", text, re.MULTILINE):
                    print(f"{unit}: runs something else than {INSTALLED}")
                    wrong = True
                units.append(pathlib.Path(folder, unit.name))
                units[-1].write_text(text.replace(INSTALLED, program), encoding="utf-8")
            # What it prints of other units of the system is none of ours.
            verified = run(analyze, "verify", f"--{scope}", "--man=no", "--recursive-errors=no", *map(str, units),
                           runtime_folder=folder)
            ours = [line for line in verified.stdout.splitlines() if "pilcrow" in line]
            if verified.returncode != 0 or ours:
                print(f"{scope}: verify ended with {verified.returncode}", verified.stdout, sep="\n")
                wrong = True
            service = str(pathlib.Path(folder, "pilcrow-index.service"))
            security = run(analyze, "security", "--offline=true", f"--threshold={most_exposed}", "--no-pager", service,
                           runtime_folder=folder)
            level = re.search(r"Overall exposure level.*", security.stdout)
            print(f"{scope}: {level.group(0) if level else security.stdout}")
            if security.returncode != 0 or level is None:
                print(f"{scope}: exposed more than {most_exposed / 10}", security.stdout, sep="\n")
                wrong = True
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
