// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that the dictionary of a new generation is trained on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "indexer/document_reader.h"
#include "indexer/file_queue.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// From files all over the queue, so that the dictionary suits all of them; the same for the same files. About 2 MB. What a
/// filter converts is left out: no filter runs twice.
std::vector<std::string> sample_texts(const FileQueue& queue, const std::vector<Root>& roots, DocumentReader& reader,
                                      const std::function<bool()>& cancelled);

}  // namespace pilcrow::indexer
