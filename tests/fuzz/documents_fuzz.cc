// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/text/utf8.h"
#include "indexer/format/documents.h"
#include "indexer/handed_over.h"
#include "indexer/paragraphs.h"
#include "indexer/read_document.h"
#include "indexer/sandbox/protocol.h"
#include "tests/property/markup_promises.h"

namespace {

void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

}  // namespace

// Any bytes are lines of documents, good or bad, each by itself; and what was read keeps what a document promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pilcrow;
  const std::string bytes(data, data + size);
  const std::string line = bytes.substr(0, bytes.find('\n'));
  if (const auto read = indexer::read_handed_over(line)) {
    promise(read->uri.empty() || indexer::is_uri(read->uri), "a URI that is none");
    const indexer::Document& document = read->document;
    promise(document.meta.empty() || (document.meta.front() == '{' && nlohmann::json::accept(document.meta)),
            "meta that is no object");
    if (document.extracted && read->type != "text") {  // plain text has other promises
      const std::string broken = test::broken_promise(document, *document.extracted);
      promise(broken.empty(), broken.c_str());
    }
    for (const indexer::IndexedParagraph& paragraph :
         read->paragraphs.value_or(std::vector<indexer::IndexedParagraph>())) {
      promise(!paragraph.text.empty() && paragraph.text.size() <= indexer::longest_paragraph,
              "a paragraph of any size");
      promise(paragraph.bytes.begin <= paragraph.bytes.end && paragraph.lines.first <= paragraph.lines.last &&
                  paragraph.lines.first > 0,
              "a place that is none");
      promise(document.language_is_given && document.blocks.empty(),
              "paragraphs of which too much or too little is known");
    }
  } else {
    promise(!read.error().reason.empty() && text::is_utf8(read.error().reason), "a problem without a reason");
  }
  indexer::ReadRequest request;
  request.format = indexer::documents_format;
  indexer::AnswerCheck check(request, bytes.size());
  std::uint64_t last = 0;
  indexer::read_document(request, bytes, [&](indexer::ReadPart&& part) {
    promise(part.line > last, "lines in disorder");
    promise(part.texts.size() == part.entry.paragraphs.size(), "as many texts as rows");
    promise(check.accepts(part), "a part that the update would not believe");
    last = part.line;
  });
  return 0;
}
