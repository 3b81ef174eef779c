// SPDX-License-Identifier: GPL-3.0-or-later
// Inline markup of reStructuredText: *emphasis*, ``literal``, :role:`text`, `link <address>`_, footnote_ …
#pragma once

#include <string_view>

#include "core/text/span.h"
#include "indexer/format/rendering.h"

namespace pilcrow::indexer {

/// Appends what is shown of source[span]. Linear.
void show_rst_inline(std::string_view source, text::Span span, Rendering& rendering);

}  // namespace pilcrow::indexer
