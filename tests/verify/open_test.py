#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pilcrow-search --open, on a terminal: which program is started, and with what.

usage: open_test.py BIN_FOLDER
"""
import json
import os
import pathlib
import pty
import subprocess
import sys
import tempfile

FAKE = """#!/bin/sh
printf '%s' "${0##*/}" > "$TOLD"
for word in "$@"; do printf '|%s' "$word" >> "$TOLD"; done
[ "$1" = --stdin ] && { printf '|' >> "$TOLD"; cat >> "$TOLD"; }
exit 0
"""


class World:
    def __init__(self, folder, programs):
        self.folder = pathlib.Path(folder)
        self.programs = pathlib.Path(programs)
        self.told = self.folder / "told"
        self.fakes = self.folder / "editors of mine"
        self.fakes.mkdir()
        self.environment = {"PATH": f"{self.fakes}:{self.programs}:/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8",
                            "TERM": "xterm", "TOLD": str(self.told)}

    def fake(self, name):
        path = self.fakes / name
        path.write_text(FAKE)
        path.chmod(0o755)

    def search(self, *words):
        return subprocess.run([self.programs / "pilcrow-search", "--index", self.folder / "ix", *words],
                              capture_output=True, text=True, env=self.environment, stdin=subprocess.DEVNULL)

    def on_terminal(self, *words, **variables):
        """Status, what the terminal got, and what the program was told that was started there."""
        self.told.unlink(missing_ok=True)
        environment = {**self.environment, **variables}
        process, terminal = pty.fork()
        if process == 0:
            os.execve(self.programs / "pilcrow-search", ["pilcrow-search", "--index", str(self.folder / "ix"), *words],
                      environment)
        shown = b""
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # Linux's way to say that nobody holds the other end
                part = b""
            if not part:
                break
            shown += part
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        os.close(terminal)
        return status, shown.decode(), self.told.read_text() if self.told.exists() else ""


def check(name, got, expected):
    if got != expected:
        print(f"{name}:\n  got      {got!r}\n  expected {expected!r}")
        sys.exit(1)


def main():
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder, sys.argv[1])
        notes = pathlib.Path(folder, "notes")
        notes.mkdir()
        odd = notes / "-odd\nname.txt"
        odd.write_text("Gales spin turbines.\n\nBatteries keep it.\n")
        documents = json.dumps({"uri": "https://example.org/7", "text": "Canteens close at two.\n\nNobody pays."}) + "\n"
        for words, stdin in ((["--quiet", str(notes)], None), (["--quiet", "--documents", "-"], documents)):
            subprocess.run([world.programs / "pilcrow-index", "--index", pathlib.Path(folder, "ix"), *words], check=True,
                           input=stdin, text=True, env=world.environment)
        hit = json.loads(world.search("--json", "batteries").stdout.splitlines()[0])
        citation = hit["citation"]

        for name, expected in (("vim", f"vim|+3|{odd}"), ("hx", f"hx|{odd}:3"), ("code", f"code|--goto|{odd}:3"),
                               ("kate", f"kate|-l|3|{odd}"), ("ed", f"ed|{odd}")):
            world.fake(name)
            check(name, world.on_terminal("--open", citation, VISUAL=name)[::2], (0, expected))
        check("arguments in $VISUAL, a quoted path", world.on_terminal("--open", citation, VISUAL=f"'{world.fakes}/vim' -R")[2],
              f"vim|-R|+3|{odd}")
        world.fake("nano")
        world.fake("less")
        check("$EDITOR where $VISUAL is not set", world.on_terminal("--open", citation, EDITOR="nano")[2], f"nano|+3|{odd}")
        check("$VISUAL before it", world.on_terminal("--open", citation, VISUAL="vim", EDITOR="nano")[2], f"vim|+3|{odd}")
        check("$PAGER where neither is", world.on_terminal("--open", citation, PAGER="less -R")[2], f"less|-R|+3|{odd}")
        check("less where nothing is", world.on_terminal("--open", citation)[2], f"less|+3|{odd}")
        check("the second hit of a query", world.on_terminal("--open", "2", "gales", "OR", "batteries", VISUAL="vim")[2][:5], "vim|+")
        check("an editor that is not there", world.on_terminal("--open", citation, VISUAL="nowhere")[0], 127)

        # No file: the paragraph in its document, by the pager alone.
        world.fake("pager")
        status, _, told = world.on_terminal("--open", "1", "canteens", VISUAL="vim", PAGER="pager --stdin")
        check("a document that was handed over", (status, told),
              (0, "pager|--stdin|https://example.org/7:1\n\n\u00b6 Canteens close at two.\n\nNobody pays.\n"))
        status, shown, _ = world.on_terminal("--open", "1", "canteens", PAGER="nowhere")
        check("a pager that is not there", (status, "Canteens close at two." in shown), (0, True))

        # Nor is a local file one that is called like it.
        local = pathlib.Path(folder, "local.txt")
        local.write_text("Harbours freeze.\n")
        subprocess.run([world.programs / "pilcrow-index", "--quiet", "--index", pathlib.Path(folder, "other"), local],
                       check=True, env=world.environment)
        lines = subprocess.run([world.programs / "pilcrow-index", "--quiet", "--index", pathlib.Path(folder, "other"),
                                "--export", "-"], check=True, stdout=subprocess.PIPE, env=world.environment).stdout
        subprocess.run([world.programs / "pilcrow-index", "--quiet", "--index", pathlib.Path(folder, "ix"),
                        "--documents", "-"], check=True, input=lines, env=world.environment)
        check("a document that is called like a file",
              world.on_terminal("--open", "1", "harbours", VISUAL="vim", PAGER="pager --stdin")[::2],
              (0, f"pager|--stdin|{local}:1\n\n\u00b6 Harbours freeze.\n"))

        # The file has changed: its line of now.
        odd.write_text("Before all.\n\nGales spin turbines.\n\nBatteries keep it.\n")
        check("a line that has shifted", world.on_terminal("--open", citation, VISUAL="vim")[2], f"vim|+5|{odd}")
        odd.write_text("Nothing is as it was.\n\n\nNo more.\n")
        status, shown, told = world.on_terminal("--open", citation, VISUAL="vim")
        check("a paragraph that is gone: where it stood", (status, told), (0, f"vim|+3|{odd}"))
        check("and a note", "this is where it stood" in shown, True)

        # No terminal: it is printed.
        done = world.search("--open", "1", "canteens")
        check("not a terminal", (done.returncode, done.stdout),
              (0, "https://example.org/7:1\n\n\u00b6 Canteens close at two.\n\nNobody pays.\n"))
        state = json.loads(world.search("--json", "canteens").stdout.splitlines()[-1])["state"]
        canteens = json.loads(world.search("--json", "canteens").stdout.splitlines()[0])["citation"]
        done = world.search("--open", canteens, "--state", state)
        check("the state that was asked for", (done.returncode, "Canteens close" in done.stdout), (0, True))
        done = world.search("--open", canteens, "--state", state + "9")
        check("another one", (done.returncode, done.stdout), (2, ""))
        done = world.search("--open", "nowhere.txt")
        check("nothing there", (done.returncode, done.stdout), (1, ""))
    print("ok")


if __name__ == "__main__":
    main()
