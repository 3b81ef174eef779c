# SPDX-License-Identifier: GPL-3.0-or-later
# The readers of office files and e-books. Their golden inputs are made by golden/make_office.py.
pilcrow_test(office_test
  SOURCES
    unit/indexer/format/office_test.cc
    unit/indexer/format/rtf_test.cc
    unit/indexer/format/sheet_test.cc
    unit/indexer/format/xml_reader_test.cc
  LIBRARIES pilcrow_reading PkgConfig::archive
)
