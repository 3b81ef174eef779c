# SPDX-License-Identifier: GPL-3.0-or-later
# The readers of Markdown and HTML.
pilcrow_test(markup_test
  SOURCES unit/indexer/document_date_test.cc unit/indexer/markdown_test.cc unit/indexer/html_test.cc golden/markup_golden_test.cc
    property/markup_property_test.cc
  LIBRARIES pilcrow_reading
)
