// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of a program in C: each failure is told, and there is one exit status.
#pragma once

#include <stdio.h>
#include <string.h>

#include "pilcrow.h"

static int failures = 0;

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      ++failures;                                                             \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                         \
  } while (0)

/* That a call gives a code, and with it an error whose message holds `part`; or neither. */
static inline void check_code(pilcrow_code got, pilcrow_code expected, pilcrow_error* error, const char* part,
                              const char* file, int line) {
  const char* message = pilcrow_error_message(error);
  if (got != expected || pilcrow_error_code(error) != expected || strstr(message, part) == NULL) {
    ++failures;
    fprintf(stderr, "%s:%d: %s (%s), not %s (... %s ...)\n", file, line, pilcrow_code_name(got), message,
            pilcrow_code_name(expected), part);
  }
  pilcrow_error_free(error);
}

/* `call` uses `&error`. */
#define CHECK_FAILS(call, code, part)                       \
  do {                                                      \
    pilcrow_error* error = NULL;                            \
    const pilcrow_code got = (call);                        \
    check_code(got, code, error, part, __FILE__, __LINE__); \
  } while (0)
#define CHECK_OK(call) CHECK_FAILS(call, PILCROW_OK, "")

/* To standard output, where in_folder.py holds it to the schema; and gone. */
static inline void print_and_free(pilcrow_json* json) {
  const pilcrow_string text = pilcrow_json_text(json);
  fwrite(text.data, 1, text.size, stdout);
  pilcrow_json_free(json);
}

static inline int same(pilcrow_string string, const char* expected) {
  return string.size == strlen(expected) && memcmp(string.data, expected, string.size) == 0;
}

static inline int ends_with(pilcrow_string string, const char* end) {
  const size_t size = strlen(end);
  return string.size >= size && memcmp(string.data + string.size - size, end, size) == 0;
}

/* Views of the library end with a NUL. */
static inline int holds(pilcrow_string string, const char* part) {
  return string.data != NULL && string.data[string.size] == '\0' && strstr(string.data, part) != NULL;
}
