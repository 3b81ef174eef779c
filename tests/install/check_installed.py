#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs what was built into a temporary prefix, and builds and runs strangers' programs on it, by CMake and by pkg-config: one
of our own, and the examples, which are installed as well."""
import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

# The stranger's documents, a question, and what the program must say about it.
DOCUMENTS = {
    "storage.md": "# Energy\n\n## Storage\n\nPumped water stores what the wind turbines deliver at night.\n",
    "notes/lunch.txt": "The canteen closes at two.\n",
}
QUESTION = "stored wind"
TEXT = "Pumped water stores what the wind turbines deliver at night.\n"
ANSWER = "{version} 2 files\n/storage.md:5-5 " + TEXT

# Below the prefix; a library folder may be lib or lib/x86_64-linux-gnu, so only the ends of paths are compared.
MUST_BE_INSTALLED = (
    "bin/pilcrow-index", "bin/pilcrow-search", "libexec/pilcrow/pilcrow-reader",
    "include/pilcrow.h", "include/pilcrow/error.h", "include/pilcrow/index.h", "include/pilcrow/index_state.h", "include/pilcrow/json.h", "include/pilcrow/search.h",
    "include/pilcrow/source.h", "include/pilcrow/verify.h", "include/pilcrow/version.h",
    "libpilcrow_core.a", "libpilcrow_indexer.a", "libpilcrow_searcher.a", "libpilcrow.so", "libpilcrow.so.0",
    "cmake/pilcrow/pilcrow-config.cmake", "pkgconfig/pilcrow.pc", "pkgconfig/pilcrow-c.pc",
    "man1/pilcrow-index.1", "man1/pilcrow-search.1", "man7/pilcrow-query.7", "doc/pilcrow/LICENSE",
    "share/pilcrow/schema/output.schema.json", "share/pilcrow/schema/documents.schema.json",
)


def run(*command, **options):
    command = [str(word) for word in command]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"$ {shlex.join(command)}\n{done.stdout}status {done.returncode}")
    return done.stdout


def check_files(prefix, arguments):
    installed = [path.relative_to(prefix).as_posix() for path in prefix.rglob("*") if path.is_file()]
    for name in MUST_BE_INSTALLED:
        if not any(("/" + path).endswith("/" + name) for path in installed):
            sys.exit(f"{name} is not installed; there are:\n" + "\n".join(sorted(installed)))
    for name in installed:
        if re.search(r"\.h$", name) and name != "include/pilcrow.h" and not name.startswith("include/pilcrow/"):
            sys.exit(f"{name} is installed, but not public")
        if re.search(r"\.(cmake|pc)$", name):
            text = re.sub(r"libpilcrow\.so\b", "", (prefix / name).read_text())  # Our own is what they are about.
            for trace in (arguments.source, arguments.build, "pilcrow_warnings", ".so"):
                if trace in text:
                    sys.exit(f"{name} holds '{trace}', which means nothing elsewhere:\n{text}")


def answer_of(program, folder, top, question, environment):
    """What an example prints, with an index of its own."""
    return run(*program, folder, top / f"index-of-{program[-1].name}", question, env=environment)


def check_examples(arguments, prefix, top, flags):
    """Each is built as its first lines say, and says the same of the same documents."""
    examples = next(prefix.rglob("search.c")).parent
    library = next(prefix.rglob("libpilcrow.so.0")).parent
    # Nothing but the reader is told where anything is, as nothing is where a system has it.
    environment = os.environ | {"PKG_CONFIG_PATH": str(library / "pkgconfig"), "LD_LIBRARY_PATH": str(library),
                                "PATH": f"{prefix / 'bin'}:{os.environ['PATH']}"}
    environment.pop("PILCROW_READER", None)  # The shared library finds it from where itself lies.

    def words(*options):
        return run(arguments.pkg_config, "--cflags", "--libs", *options, env=environment).split()

    c_flags = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", *flags]
    run(arguments.c_compiler, *c_flags, examples / "search.c", "-o", top / "search-c", *words("pilcrow-c"))
    run(arguments.compiler, "-std=c++20", *flags, examples / "search.cpp", "-o", top / "search-cpp", *words("--static", "pilcrow"))
    run(arguments.cmake, "-G", "Ninja", "-S", pathlib.Path(arguments.source) / "tests/install/outside_c", "-B", top / "build-c",
        f"-DEXAMPLES={examples}", f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_C_COMPILER={arguments.c_compiler}",
        f"-DCMAKE_C_FLAGS={' '.join(flags)}")
    run(arguments.cmake, "--build", top / "build-c")

    programs = [[top / "search-c"], [top / "search-cpp"], [top / "build-c/search"], [examples / "search.sh"]]
    if "sanitize" not in arguments.flags:  # It wants to be loaded before Python.
        programs.append([sys.executable, examples / "search.py"])
    for program in programs:
        own = environment
        if program[-1].name == "search-cpp":  # Linked statically, into a program that lies elsewhere.
            own = environment | {"PILCROW_READER": str(next(prefix.rglob("pilcrow-reader")))}
        said = answer_of(program, top / "documents", top, QUESTION, own)
        place = f"{top}/documents/storage.md:5"
        if not said.startswith(place) or TEXT not in said or said.count("\n") > 2:
            sys.exit(f"{program[-1]} said:\n{said}")
        nothing = subprocess.run([*map(str, program), top / "documents", top / f"index-of-{program[-1].name}", "zeppelin"], env=own,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        if (nothing.returncode, nothing.stdout) != (1, ""):
            sys.exit(f"{program[-1]}, asked for what is not there, said {nothing.stdout!r}, status {nothing.returncode}")


def main():
    parser = argparse.ArgumentParser()
    for option in ("cmake", "build", "source", "build-type", "compiler", "c-compiler", "pkg-config"):
        parser.add_argument("--" + option, required=True)
    parser.add_argument("--flags", default="", help="the build's own: sanitizers, coverage")
    arguments = parser.parse_args()
    outside = pathlib.Path(arguments.source) / "tests/install/outside"
    flags = arguments.flags.split()

    with tempfile.TemporaryDirectory(prefix="pilcrow-install-") as top:
        top = pathlib.Path(os.path.realpath(top))
        # Installed in one place and moved to another: a package may not remember where it was.
        run(arguments.cmake, "--install", arguments.build, "--prefix", top / "first")
        prefix = (top / "first").rename(top / "prefix")
        check_files(prefix, arguments)

        version = re.search(r'version = "(.*)"', (prefix / "include/pilcrow/version.h").read_text()).group(1)
        for program in ("pilcrow-index", "pilcrow-search"):
            said = run(prefix / "bin" / program, "--version")
            if version not in said:
                sys.exit(f"{program} --version says {said!r}, the header {version}")

        run(arguments.cmake, "-G", "Ninja", "-S", outside, "-B", top / "build", f"-DCMAKE_PREFIX_PATH={prefix}",
            f"-DCMAKE_CXX_COMPILER={arguments.compiler}", f"-DCMAKE_BUILD_TYPE={arguments.build_type}",
            f"-DCMAKE_CXX_FLAGS={' '.join(flags)}")
        run(arguments.cmake, "--build", top / "build")

        package = next(prefix.rglob("pilcrow.pc")).parent
        environment = os.environ | {"PKG_CONFIG_PATH": str(package)}
        words = run(arguments.pkg_config, "--static", "--cflags", "--libs", "pilcrow", env=environment).split()
        run(arguments.compiler, "-std=c++20", *flags, outside / "main.cc", "-o", top / "by-pkg-config", *words)

        for name, content in DOCUMENTS.items():
            path = top / "documents" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        # The programs find what reads documents beside them; a stranger's, that was built for another place, is told.
        run(prefix / "bin/pilcrow-index", "--index", top / "index", top / "documents")
        environment = os.environ | {"PILCROW_READER": str(next(prefix.rglob("pilcrow-reader")))}
        for program in (top / "build/outside", top / "by-pkg-config"):
            said = run(program, top / "documents", top / f"index-{program.name}", QUESTION, env=environment)
            if said != ANSWER.format(version=version):
                sys.exit(f"{program.name} said:\n{said}")
        check_examples(arguments, prefix, top, flags)


if __name__ == "__main__":
    main()
