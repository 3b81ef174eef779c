// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/errors.h"

#include <cerrno>
#include <functional>
#include <new>
#include <string>

#include <xapian.h>

#include "tests/support/catch.h"

namespace pilcrow::store {
namespace {

struct Case {
  const char* name;
  std::function<void()> thrown;
  ErrorCode code;
  const char* message;
};

TEST_CASE("errors: what failed, and whether the index is to blame") {
  const auto c = GENERATE(test::values<Case>({
      {"a block that cannot be read means damage", [] { throw Xapian::DatabaseCorruptError("Bad block"); },
       ErrorCode::index_corrupt,
       "cannot update 'x': the index is damaged (bad block); rebuild it with 'pilcrow-index --rebuild'"},
      {"a table that is gone means damage", [] { throw Xapian::DatabaseOpeningError("Couldn't open table", ENOENT); },
       ErrorCode::index_corrupt,
       "cannot update 'x': the index is damaged (couldn't open table); rebuild it with 'pilcrow-index --rebuild'"},
      {"a full disk is no damage", [] { throw Xapian::DatabaseError("Error writing block 3", ENOSPC); },
       ErrorCode::input_output, "cannot update 'x': no space left on device (error writing block 3)"},
      {"nor where Xapian could not go back to the last commit",
       [] {
         throw Xapian::DatabaseError(
             "Modifications failed (DatabaseError: Error writing block 25 (No space left on device)), and couldn't "
             "open "
             "at the old revision: Error writing block 0");
       },
       ErrorCode::input_output, "cannot update 'x': no space left on device (error writing block 25)"},
      {"nor where it does not say why",
       [] {
         throw Xapian::DatabaseError(
             "Modifications failed (DatabaseError: Disk on fire), and couldn't open at the old revision: No");
       },
       ErrorCode::input_output, "cannot update 'x': disk on fire"},
      {"nor where a new database cannot be made",
       [] { throw Xapian::DatabaseOpeningError("Failed to create iamglass file"); }, ErrorCode::input_output,
       "cannot update 'x': failed to create iamglass file"},
      {"somebody else has Xapian's lock",
       [] { throw Xapian::DatabaseLockError("Unable to get write lock on x/gen-000001: already locked"); },
       ErrorCode::index_locked, "cannot update 'x': another program is writing to the index"},
      {"a lock that cannot be made is nobody's",
       [] {
         throw Xapian::DatabaseLockError(
             "Unable to get write lock on x/gen-000001: Couldn't open lockfile: No space left on device");
       },
       ErrorCode::input_output,
       "cannot update 'x': unable to get write lock on x/gen-000001: Couldn't open lockfile: No space left on device"},
      {"memory", [] { throw std::bad_alloc(); }, ErrorCode::input_output, "cannot update 'x': out of memory"},
  }));
  INFO(c.name);
  const auto done = translating_errors("cannot update 'x'", [&]() -> Result<void> {
    c.thrown();
    return {};
  });
  REQUIRE_FALSE(done);
  CHECK(done.error().code == c.code);
  CHECK(done.error().message == c.message);
}

}  // namespace
}  // namespace pilcrow::store
