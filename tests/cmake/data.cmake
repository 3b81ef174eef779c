# SPDX-License-Identifier: GPL-3.0-or-later
# The readers of data and of texts with a markup of their own.
pilcrow_test(data_test
  SOURCES unit/indexer/data_formats_test.cc property/data_property_test.cc
  LIBRARIES pilcrow_reading
)
