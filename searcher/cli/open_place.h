// SPDX-License-Identifier: GPL-3.0-or-later
// --open: a hit, or what a citation names, in an editor or a pager.
#pragma once

#include <string>

#include "pilcrow/error.h"
#include "pilcrow/search.h"
#include "pilcrow/verify.h"

namespace pilcrow::searcher::cli {

/// What is to be shown.
struct OpenedPlace {
  Hit hit;           ///< With its section around it; of a file that has changed, at its lines of now.
  std::string note;  ///< What the reader should know; may be empty.
};

/// As Searcher::read() names places. A paragraph whose file has changed since is looked for in it by verifying it, as
/// `options` say; in any other state than theirs nothing is.
Result<OpenedPlace> find_place_to_open(Searcher& searcher, const std::string& place, const VerifyOptions& options);
/// The same for the hit of a search.
Result<OpenedPlace> locate_hit(Searcher& searcher, Hit hit, const VerifyOptions& options);

/// What a pager, or whoever reads a pipe, is shown: where it stands, the headings, and the section, the paragraph itself
/// behind a pilcrow. Harmless.
std::string present_place(const Hit& hit);

/// Whether the hit's file can be shown at a line: a text, and on this machine. A document that was handed over has none,
/// whatever its URI looks like.
bool has_file_to_open(const Hit& hit);

/// Shows the place: with $VISUAL or $EDITOR, else $PAGER, else less, where it has a file to open; else its
/// present_place() with the pager. Where standard output is no terminal, that is printed. Of an editor this process is
/// taken over: then it does not come back. Fails with input_output where no program could be started.
Result<void> show_place(const Hit& hit, bool interactive);

}  // namespace pilcrow::searcher::cli
