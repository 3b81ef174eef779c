# SPDX-License-Identifier: GPL-3.0-or-later
# What a file is, mail, archives; and what no bytes may do to any reader.
pilcrow_test(containers_test
  SOURCES unit/indexer/format_test.cc unit/indexer/format/archive_test.cc unit/indexer/format/mail_test.cc support/parts.cc
  LIBRARIES pilcrow_reading PkgConfig::archive)

pilcrow_test(hostile_readers_test
  SOURCES property/hostile_readers_test.cc support/parts.cc
  LIBRARIES pilcrow_reading Threads::Threads)
