// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes a folder and asks it something, in C:
//
//   cc -std=c99 search.c -o search $(pkg-config --cflags --libs pilcrow-c)
//   ./search FOLDER INDEX QUERY
#include <pilcrow.h>
#include <stdio.h>

/* Says what went wrong; the exit status for it. */
static int failed(pilcrow_error* error) {
  fprintf(stderr, "search: %s\n", pilcrow_error_message(error));
  pilcrow_error_free(error);
  return 2;
}

/* Brings the index up to date; builds it where there is none. */
static pilcrow_code update(pilcrow_string index, const char* folder, pilcrow_error** error) {
  pilcrow_root root = PILCROW_INIT(pilcrow_root);
  const pilcrow_root* roots[1];
  pilcrow_json* report = NULL;
  pilcrow_code code;
  root.path = pilcrow_str(folder);
  roots[0] = &root;
  code = pilcrow_update(index, roots, 1, NULL, &report, error);
  if (pilcrow_json_outcome(report) == PILCROW_PROBLEMS) fputs("search: some files could not be read\n", stderr);
  pilcrow_json_free(report);
  return code;
}

static void print(const pilcrow_hit* hit) {
  printf("%.*s:%u-%u  %.*s\n%.*s\n", (int)hit->path.size, hit->path.data, (unsigned)hit->first_line,
         (unsigned)hit->last_line, (int)hit->citation.size, hit->citation.data, (int)hit->text.size, hit->text.data);
}

int main(int argc, char* argv[]) {
  pilcrow_error* error = NULL;
  pilcrow_searcher* searcher = NULL;
  pilcrow_result* result = NULL;
  pilcrow_search_options options = PILCROW_INIT(pilcrow_search_options);
  pilcrow_string index;
  size_t i;
  int status;
  if (argc != 4) {
    fputs("usage: search FOLDER INDEX QUERY\n", stderr);
    return 2;
  }
  index = pilcrow_str(argv[2]);
  options.limit = 3;
  if (update(index, argv[1], &error) != PILCROW_OK) return failed(error);
  if (pilcrow_open(&index, 1, &searcher, &error) != PILCROW_OK) return failed(error);
  if (pilcrow_search(searcher, pilcrow_str(argv[3]), &options, &result, &error) != PILCROW_OK) {
    pilcrow_close(searcher);
    return failed(error);
  }
  for (i = 0; i < pilcrow_result_count(result); ++i) print(pilcrow_result_hit(result, i));
  status = pilcrow_result_count(result) > 0 ? 0 : 1;
  pilcrow_result_free(result);
  pilcrow_close(searcher);
  return status;
}
