# SPDX-License-Identifier: GPL-3.0-or-later
# Whole files of every format, as they are read. PILCROW_UPDATE_GOLDEN=1 rewrites the dumps.
pilcrow_test(readers_test OPTIMISED
  SOURCES golden/readers_golden_test.cc support/parts.cc
  LIBRARIES pilcrow_reading
)
