// SPDX-License-Identifier: GPL-3.0-or-later
// Whether DatabaseBuilder writes what the Xapian that is linked writes and reads.
#pragma once

#include <filesystem>

namespace pilcrow::indexer::glass {

/// Found out by a tiny database that is made both ways in folders of its own in `folder`, each read through the API and
/// removed again. Any doubt is a no. Cost: some milliseconds. Never throws.
bool format_is_known(const std::filesystem::path& folder) noexcept;

}  // namespace pilcrow::indexer::glass
