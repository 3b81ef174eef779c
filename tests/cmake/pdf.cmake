# SPDX-License-Identifier: GPL-3.0-or-later
# The reader of PDF: its layout over drawn pages, and whole files against what poppler says of their pages.
pilcrow_test(pdf_test
  SOURCES unit/indexer/format/pdf_layout_test.cc unit/indexer/format/pdf_lines_test.cc property/pdf_property_test.cc
  LIBRARIES pilcrow_reading PkgConfig::poppler
)
