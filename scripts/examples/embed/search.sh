#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Indexes a folder and asks it something, from a shell:
#
#   ./search.sh FOLDER INDEX QUERY
#
# One line a hit, FILE:LINE:COLUMN:TEXT, is all that most scripts want, and needs no other program to be taken apart. Whoever
# wants more of a hit (its citation, its bytes, its headings) says --json, and reads that with a JSON reader.
set -eu

if [ $# -ne 3 ]; then
  echo "usage: search.sh FOLDER INDEX QUERY" >&2
  exit 2
fi

# 0: up to date. 1: done, but files could not be read, which it has said. Else it has failed, and said why.
pilcrow-index --quiet --index "$2" "$1" || [ $? -eq 1 ]

# 0: hits. 1: none, and standard error says why. 2: an error. A query that begins with "-" is still a query, behind "--".
pilcrow-search --index "$2" --limit 3 --format vimgrep -- "$3"
