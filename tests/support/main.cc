// SPDX-License-Identifier: GPL-3.0-or-later
// Tests use the reader of their own build.
#include <cstdlib>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

int main(int argc, char* argv[]) {
  ::setenv("PILCROW_READER", PILCROW_BIN_DIR "/pilcrow-reader", 0);
  return Catch::Session().run(argc, argv);
}
