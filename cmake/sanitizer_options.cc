// SPDX-License-Identifier: GPL-3.0-or-later
// What the address sanitizer must know of Xapian 1.4.22 and others, in every program of a build with it.

// Looked for by name, by the sanitizer's own library.
#define PILCROW_VISIBLE extern "C" __attribute__((visibility("default")))

// Database::check() deletes a table as one of a smaller class.
PILCROW_VISIBLE const char* __asan_default_options() {
  return "new_delete_type_mismatch=0";
}

// compact() frees nothing where it fails; what it calls has no names that one could list. What fontconfig, which poppler
// asks for fonts, once reads it keeps.
PILCROW_VISIBLE const char* __lsan_default_suppressions() {
  return "leak:libxapian\nleak:libfontconfig\n";
}
