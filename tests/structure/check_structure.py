#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what a compiler does not: which part of the house may know which, and that nothing lies about unlisted.

usage: check_structure.py SOURCE_FOLDER
"""
import pathlib
import re
import sys

# Longest first: the first prefix that fits names the room of a file.
ROOMS = ("include/pilcrow", "core/text", "core/store", "core/cli", "core",
         "indexer/format", "indexer/sandbox", "indexer/glass", "indexer/cli", "indexer", "searcher/c", "searcher/mcp", "searcher/cli", "searcher")

# Which rooms a room may include, besides itself. One way only: what stands below never knows what stands above.
MAY_INCLUDE = {
    "include/pilcrow": (),
    "core": (),
    "core/text": ("include/pilcrow",),
    "core/store": ("include/pilcrow", "core", "core/text"),
    "core/cli": ("include/pilcrow", "core/text"),
    "indexer": ("include/pilcrow", "core", "core/text", "core/store", "indexer/format", "indexer/sandbox", "indexer/glass"),
    "indexer/glass": ("include/pilcrow", "core", "core/text", "indexer"),
    "indexer/sandbox": ("include/pilcrow", "core", "core/text", "core/store", "indexer"),
    "indexer/format": ("include/pilcrow", "core/text", "indexer"),
    "indexer/cli": ("include/pilcrow", "core/text", "core/store", "core/cli", "indexer", "indexer/sandbox"),
    "searcher": ("include/pilcrow", "core/text", "core/store"),
    "searcher/c": ("include/pilcrow", "core/text"),  # a stranger's, but for UTF-8: what it cannot do with that, nobody can
    "searcher/mcp": ("include/pilcrow", "core/text", "core/cli"),
    "searcher/cli": ("include/pilcrow", "core/text", "core/store", "core/cli", "searcher", "searcher/mcp"),
}

# A library's headers and the only files that may include them. A library that is not here is not a dependency.
LIBRARIES = (
    ("tl/", r"include/pilcrow/|core/|indexer/|searcher/"),
    ("unicode/", r"core/text/|indexer/(characters|decode|language_detection)"),
    ("xapian", r"core/store/|core/text/(analyzer|language|word_forms)\."
               r"|indexer/(glass/probe|build|document_store|draft|bulk_store|xapian_store|write|update|forget|stored_text|compact|check)"
               r"|searcher/(leaf|expand|compile|spelling|relatives|document_list|match|readable|rank|facets|filters|listing|load|searcher)"),
    ("cxxopts", r"core/cli/|indexer/cli/|searcher/cli/"),
    ("fmt/", r"core/|indexer/|searcher/"),
    ("nlohmann/", r"core/text/json\.|core/store/|indexer/|searcher/"),
    ("zstd|zdict", r"core/store/paragraph_record\.cc"),
    ("xxhash", r"core/text/hash\.cc"),
    ("cld2/", r"indexer/language_detection\.cc"),
    ("cmark-gfm", r"indexer/format/"),
    ("poppler/", r"indexer/format/pdf"),
    ("gmime/", r"indexer/format/mime"),
    ("archive", r"indexer/format/(archive|package)"),
    ("magic", r"indexer/format/content|indexer/sandbox/test_requests"),
    ("seccomp|linux/seccomp|spawn|sched|iconv|netdb", r"indexer/sandbox/"),
)
C_HEADER = "include/pilcrow.h"
SYSTEM_HEADER = re.compile(r"(sys|netinet|arpa)/\w+\.h|(dlfcn|fcntl|unistd|dirent|fnmatch|poll|pwd|signal|termios|langinfo)\.h")
STANDARD_HEADER = re.compile(r"[a-z_0-9]+")

LONGEST_FILE = 900  # lines; a file that needs more does more than one thing
TABLES = {"core/text/stop_words.cc"}  # nothing but words

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def room_of(path):
    if path == C_HEADER:
        return "include/pilcrow"
    return next((room for room in ROOMS if path.startswith(room + "/")), None)


def resolve(name):
    """Path below the source folder of what `#include "name"` means."""
    return "include/" + name if name.startswith(("pilcrow/", "pilcrow.h")) else name


class House:
    def __init__(self, top):
        self.top = pathlib.Path(top)
        self.errors = []
        self.files = {}
        for path in sorted(self.top.rglob("*")):
            name = path.relative_to(self.top).as_posix()
            if path.is_file() and not re.match(r"build/|\.git/", name):
                self.files[name] = path
        self.product = {name: self.files[name].read_text() for name in self.files
                        if room_of(name) and name.endswith((".h", ".cc"))}
        self.includes = {name: INCLUDE.findall(text) for name, text in self.product.items()}

    def complain(self, name, message):
        self.errors.append(f"{name}: {message}")

    def check_includes(self):
        for name, includes in self.includes.items():
            room = room_of(name)
            for quote, header in includes:
                if quote == '"':
                    other = room_of(resolve(header))
                    if resolve(header) not in self.files:
                        self.complain(name, f'"{header}" is not a file; includes are written from the root')
                    elif other != room and other not in MAY_INCLUDE[room]:
                        self.complain(name, f'{room} must not know {other} ("{header}")')
                    continue
                if name == C_HEADER and STANDARD_HEADER.fullmatch(header.removesuffix(".h")):
                    continue
                if STANDARD_HEADER.fullmatch(header) or (SYSTEM_HEADER.fullmatch(header) and room != "include/pilcrow"):
                    continue
                places = next((places for prefix, places in LIBRARIES if re.match(prefix, header)), None)
                if places is None:
                    self.complain(name, f"<{header}> belongs to no known dependency (see LIBRARIES here)")
                elif not re.match(places, name):
                    self.complain(name, f"<{header}> must not be used here")

    def check_own_header_first(self):
        # Then every header with a source of its name is seen to compile alone.
        for name, includes in self.includes.items():
            own = name[:-len(".cc")] + ".h"
            if name.endswith(".cc") and own in self.product and (not includes or includes[0][1] != own):
                self.complain(name, f'must include its own header "{own}" first')

    def reached(self, start):
        """Every product file that the files beginning with `start` include, or that implements such a header."""
        behind = {}
        for name, includes in self.includes.items():
            own = next((resolve(header) for quote, header in includes if quote == '"'), None)
            if name.endswith(".cc"):
                behind.setdefault(own, []).append(name)  # its own header comes first
        seen, open_ends = set(), [name for name in self.product if name.startswith(start)]
        while open_ends:
            name = open_ends.pop()
            if name in seen:
                continue
            seen.add(name)
            open_ends += [resolve(header) for quote, header in self.includes[name]
                          if quote == '"' and resolve(header) in self.product]
            open_ends += behind.get(name, [])
        return seen

    def check_core_is_shared(self):
        for program in ("indexer/", "searcher/"):
            used = self.reached(program)
            for name in self.product:
                if name.startswith("core/") and name not in used:
                    self.complain(name, f"{program} does not use it: core/ holds what both programs need")

    def check_cmake_lists(self):
        listed = set()
        for folder in ("core", "indexer", "searcher"):
            text = (self.top / folder / "CMakeLists.txt").read_text()
            listed |= {f"{folder}/{name}" for name in re.findall(r"(?<![\w/])[\w/]+\.cc\b", text)}
        core = (self.top / "core/CMakeLists.txt").read_text()
        listed |= {"include/" + name for name in re.findall(r"include/(pilcrow/\w+\.h)", core)} | {C_HEADER}
        for name in sorted(listed - set(self.files)):
            self.complain(name, "is listed in a CMakeLists.txt and does not exist")
        for name in self.product:
            if (name.endswith(".cc") or name.startswith("include/")) and name not in listed:
                self.complain(name, "is not listed in its CMakeLists.txt")
        tests = "".join(self.files[name].read_text() for name in self.files
                        if name.startswith("tests/cmake/") or name == "tests/CMakeLists.txt")
        for name in self.files:
            short = name.removeprefix("tests/")
            is_fuzz_target = re.fullmatch(r"fuzz/\w+_fuzz\.cc", short)  # taken by a glob
            if name != short and name.endswith((".cc", ".c")) and short not in tests \
                    and not is_fuzz_target and not short.startswith(("install/", "data/", "golden/", "fuzz/seeds/")):
                self.complain(name, "is not listed in tests/cmake/")

    def check_first_lines(self):
        for name, path in self.files.items():
            is_source = name.endswith((".h", ".cc", ".c", ".cpp", ".cmake", ".cmake.in", ".py")) or path.name == "CMakeLists.txt" \
                or name.startswith(("scripts/", ".ci/"))
            if not is_source or name.startswith(("tests/data/", "tests/golden/", "tests/fuzz/seeds/", "tests/cli/cases/")):
                continue
            lines = path.read_text().split("\n")
            first = lines[1] if lines[0].startswith("#!") else lines[0]
            if not re.fullmatch(r"(//|#) SPDX-License-Identifier: GPL-3\.0-or-later", first):
                self.complain(name, "must begin with its SPDX-License-Identifier line")

    def check_names_and_sizes(self):
        for name, text in self.product.items():
            if not re.fullmatch(r"[a-z0-9_]+\.(h|cc)", name.rsplit("/", 1)[-1]):
                self.complain(name, "file names are snake_case")
            if name.endswith(".h") and name != C_HEADER and "\n#pragma once\n" not in text:
                self.complain(name, "must say #pragma once")
            lines = text.count("\n")
            if lines > LONGEST_FILE and name not in TABLES:
                self.complain(name, f"{lines} lines; {LONGEST_FILE} is the most")

    def check_version(self):
        project = re.search(r"project\(pilcrow VERSION ([\d.]+)", (self.top / "CMakeLists.txt").read_text())
        header = re.search(r'version = "([\d.]+)"', self.product["include/pilcrow/version.h"])
        if project.group(1) != header.group(1):
            self.complain("include/pilcrow/version.h", f"says {header.group(1)}, CMakeLists.txt {project.group(1)}")

    def check_readme_names_every_package(self):
        script = (self.top / "scripts/install-dependencies").read_text()
        listed = script[script.index("packages=("):script.index("\n)\n")]
        readme = (self.top / "README.md").read_text()
        for package in re.findall(r"^  ([a-z0-9.+-]+)\s+# ", listed, re.MULTILINE):
            if f"`{package}`" not in readme:
                self.complain("README.md", f"does not say why {package} is needed")


def main():
    house = House(sys.argv[1])
    for check in [name for name in dir(House) if name.startswith("check_")]:
        getattr(house, check)()
    for error in house.errors:
        print(error)
    return 1 if house.errors else 0


if __name__ == "__main__":
    sys.exit(main())
