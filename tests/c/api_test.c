// SPDX-License-Identifier: GPL-3.0-or-later
// Every function of pilcrow.h, used and misused, from C99. The folder that is given is that of in_folder.py.
#include <stdlib.h>

#include "tests/c/check.h"

static char index_path[4096];
static char docs_path[4096];
static char lunch_path[4096];
static char many_path[4096];
static char many_index_path[4096];

static pilcrow_string index_string(void) {
  return pilcrow_str(index_path);
}

static const char* text_of(const pilcrow_json* json) {
  return pilcrow_json_text(json).data;
}

/* What callbacks of a call have seen, and what they answer. */
struct watch {
  int calls;
  int ends_at; /* From which call on the answer is to end; 0: never. */
  int right;   /* Everything that came was in order. */
};

static int count_call(struct watch* watch) {
  ++watch->calls;
  return watch->ends_at > 0 && watch->calls >= watch->ends_at;
}

static int on_progress(const pilcrow_progress* progress, void* user) {
  struct watch* watch = user;
  if (progress->struct_size != sizeof *progress || progress->stage < PILCROW_STAGE_WALKING ||
      progress->stage > PILCROW_STAGE_CHECKING) {
    watch->right = 0;
  }
  return count_call(watch);
}

static int on_change(const pilcrow_file_change* change, void* user) {
  struct watch* watch = user;
  if (change->struct_size != sizeof *change || change->path.data[0] != '/') watch->right = 0;
  return count_call(watch);
}

static int on_poll(void* user) {
  return count_call(user);
}

static void check_versions(void) {
  CHECK(strcmp(pilcrow_version(), "0.1.0") == 0);
  CHECK(pilcrow_abi_version() == PILCROW_ABI_VERSION);
  CHECK(strcmp(pilcrow_code_name(PILCROW_OK), "ok") == 0);
  CHECK(strcmp(pilcrow_code_name(PILCROW_INVALID_ARGUMENT), "invalid_argument") == 0);
  CHECK(strcmp(pilcrow_code_name(PILCROW_INDEX_LOCKED), "index_locked") == 0);
  CHECK(strcmp(pilcrow_code_name(PILCROW_OTHER_REVISION), "other_revision") == 0);
  CHECK(strcmp(pilcrow_code_name(PILCROW_CANCELLED), "cancelled") == 0);
  CHECK(strcmp(pilcrow_code_name(PILCROW_INTERNAL), "internal") == 0);
  CHECK(strcmp(pilcrow_code_name((pilcrow_code)99), "internal") == 0);
}

/* NULL is no handle, and nothing happens. */
static void check_nothing(void) {
  pilcrow_json* json = NULL;
  CHECK(pilcrow_error_code(NULL) == PILCROW_OK);
  CHECK(strcmp(pilcrow_error_message(NULL), "") == 0);
  CHECK(same(pilcrow_json_text(NULL), "") && pilcrow_json_text(NULL).data != NULL);
  CHECK(pilcrow_json_outcome(NULL) == PILCROW_COMPLETE);
  CHECK(pilcrow_result_count(NULL) == 0);
  CHECK(pilcrow_result_hit(NULL, 0) == NULL);
  CHECK(pilcrow_result_summary(NULL) == NULL);
  CHECK_FAILS(pilcrow_result_json(NULL, NULL, &json, &error), PILCROW_INVALID_ARGUMENT, "'result' is NULL");
  CHECK_FAILS(pilcrow_error_json(NULL, NULL, &json, &error), PILCROW_INVALID_ARGUMENT, "'about' is NULL");
  pilcrow_error_free(NULL);
  pilcrow_json_free(NULL);
  pilcrow_result_free(NULL);
  pilcrow_close(NULL);
  CHECK(pilcrow_str(NULL).size == 0);
}

/* What is no UTF-8 comes back as the JSON says it, so that a caller may decode all but paths. */
static void check_ill_formed(pilcrow_searcher* searcher) {
  pilcrow_result* result = NULL;
  pilcrow_searcher* none = NULL;
  const pilcrow_string missing = pilcrow_str("/nowhere/\xFFx");
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("wind caf\xE9"), NULL, &result, &error));
  CHECK(same(pilcrow_result_summary(result)->query, "wind caf\xEF\xBF\xBD"));
  pilcrow_result_free(result);
  CHECK_FAILS(pilcrow_open(&missing, 1, &none, &error), PILCROW_INDEX_MISSING, "'/nowhere/\xEF\xBF\xBDx'");
}

static void check_open_misused(void) {
  pilcrow_searcher* searcher = (pilcrow_searcher*)docs_path; /* Anything, to see that it is set. */
  const pilcrow_string missing = pilcrow_str("/nowhere/at/all");
  const pilcrow_string with_nul = {"/srv\0kb", 7};
  const pilcrow_string no_data = {NULL, 7};
  const pilcrow_string endless = {"/srv", (size_t)-1};
  CHECK_FAILS(pilcrow_open(&missing, 1, &searcher, &error), PILCROW_INDEX_MISSING, "'/nowhere/at/all'");
  CHECK(searcher == NULL);
  CHECK(pilcrow_open(&missing, 1, &searcher, NULL) == PILCROW_INDEX_MISSING);
  CHECK_FAILS(pilcrow_open(NULL, 0, &searcher, &error), PILCROW_INVALID_ARGUMENT, "no index given");
  CHECK_FAILS(pilcrow_open(NULL, 1, &searcher, &error), PILCROW_INVALID_ARGUMENT, "'indexes' is NULL");
  CHECK_FAILS(pilcrow_open(&missing, 1, NULL, &error), PILCROW_INVALID_ARGUMENT, "'searcher'");
  CHECK_FAILS(pilcrow_open(&with_nul, 1, &searcher, &error), PILCROW_INVALID_ARGUMENT, "NUL");
  CHECK_FAILS(pilcrow_open(&no_data, 1, &searcher, &error), PILCROW_INVALID_ARGUMENT, "has a size");
  CHECK_FAILS(pilcrow_open(&endless, 1, &searcher, &error), PILCROW_INVALID_ARGUMENT, "longer than");
}

/* {"type":"error",...} of an error. */
static void check_error_json(void) {
  pilcrow_error* about = NULL;
  pilcrow_searcher* searcher = NULL;
  pilcrow_json* json = NULL;
  const pilcrow_string missing = pilcrow_str("/nowhere");
  const pilcrow_string id = pilcrow_str("q7");
  pilcrow_open(&missing, 1, &searcher, &about);
  CHECK_OK(pilcrow_error_json(about, &id, &json, &error));
  CHECK(holds(pilcrow_json_text(json), "\"type\":\"error\""));
  CHECK(holds(pilcrow_json_text(json), "\"query_id\":\"q7\""));
  CHECK(holds(pilcrow_json_text(json), "\"index_missing\""));
  print_and_free(json);
  CHECK_FAILS(pilcrow_error_json(about, NULL, NULL, &error), PILCROW_INVALID_ARGUMENT, "'json'");
  pilcrow_error_free(about);
}

static void check_update(void) {
  pilcrow_json* report = NULL;
  struct watch watch = {0, 0, 1};
  pilcrow_root root = PILCROW_INIT(pilcrow_root);
  pilcrow_update_options options = PILCROW_INIT(pilcrow_update_options);
  const pilcrow_root* roots[1];
  root.path = pilcrow_str(docs_path);
  roots[0] = &root;

  /* What would be done, and then not. */
  options.dry_run = 1;
  options.on_change = on_change;
  options.user = &watch;
  CHECK_OK(pilcrow_update(index_string(), roots, 1, &options, &report, &error));
  CHECK(watch.calls == 2 && watch.right);
  print_and_free(report);

  /* A callback that ends it: each of the three. */
  options.dry_run = 0;
  options.on_change = NULL;
  options.cancelled = on_poll;
  watch.calls = 0;
  watch.ends_at = 1;
  CHECK_OK(pilcrow_update(index_string(), roots, 1, &options, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_INTERRUPTED);
  CHECK(watch.calls == 1); /* Who has said it once is not asked again. */
  print_and_free(report);
  options.cancelled = NULL;
  options.on_progress = on_progress;
  watch.calls = 0;
  CHECK_OK(pilcrow_update(index_string(), roots, 1, &options, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_INTERRUPTED);
  print_and_free(report);
  root.path = pilcrow_str(many_path); /* So many that not all are read when the first is told of. */
  options.on_progress = NULL;
  options.on_change = on_change;
  watch.calls = 0;
  CHECK_OK(pilcrow_update(pilcrow_str(many_index_path), roots, 1, &options, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_INTERRUPTED);
  CHECK(watch.calls > 0 && watch.calls < 200);
  print_and_free(report);
  root.path = pilcrow_str(docs_path);
  options.on_change = NULL;
  options.on_progress = on_progress;

  watch.calls = 0;
  watch.ends_at = 0;
  CHECK_OK(pilcrow_update(index_string(), roots, 1, &options, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_COMPLETE);
  CHECK(watch.calls > 0 && watch.right);
  CHECK(holds(pilcrow_json_text(report), "\"files\":2"));
  CHECK(ends_with(pilcrow_json_text(report), "}\n"));
  print_and_free(report);

  /* Without roots, those that it remembers. */
  CHECK_OK(pilcrow_update(index_string(), NULL, 0, NULL, &report, &error));
  CHECK(holds(pilcrow_json_text(report), "\"files\":2"));
  print_and_free(report);
}

static void check_update_misused(void) {
  pilcrow_json* report = NULL;
  pilcrow_root root = PILCROW_INIT(pilcrow_root);
  pilcrow_update_options options = PILCROW_INIT(pilcrow_update_options);
  pilcrow_filter filter = PILCROW_INIT(pilcrow_filter);
  const pilcrow_filter* filters[1] = {NULL};
  const pilcrow_root* roots[1] = {NULL};
  const pilcrow_string nothing = {NULL, 0};
  const pilcrow_string program = pilcrow_str("no-such-program-as-this");
  const pilcrow_string extension = pilcrow_str("xyz");
  CHECK_FAILS(pilcrow_update(nothing, NULL, 0, NULL, &report, &error), PILCROW_INVALID_ARGUMENT, "'index' is empty");
  CHECK_FAILS(pilcrow_update(index_string(), NULL, 1, NULL, &report, &error), PILCROW_INVALID_ARGUMENT, "'roots'");
  CHECK_FAILS(pilcrow_update(index_string(), roots, 1, NULL, &report, &error), PILCROW_INVALID_ARGUMENT, "'roots'");
  CHECK_FAILS(pilcrow_update(index_string(), NULL, 0, NULL, NULL, &error), PILCROW_INVALID_ARGUMENT, "'report'");
  roots[0] = &root; /* Without a path. */
  CHECK_FAILS(pilcrow_update(index_string(), roots, 1, NULL, &report, &error), PILCROW_INVALID_ARGUMENT, "'path'");
  root.struct_size = 0;
  CHECK_FAILS(pilcrow_update(index_string(), roots, 1, NULL, &report, &error), PILCROW_INVALID_ARGUMENT,
              "PILCROW_INIT(pilcrow_root)");
  options.filter_count = 1;
  CHECK_FAILS(pilcrow_update(index_string(), NULL, 0, &options, &report, &error), PILCROW_INVALID_ARGUMENT,
              "'filters'");
  options.filters = filters;
  CHECK_FAILS(pilcrow_update(index_string(), NULL, 0, &options, &report, &error), PILCROW_INVALID_ARGUMENT,
              "'filters'");
  filter.extensions.items = &extension;
  filter.extensions.count = 1;
  filter.command.items = &program;
  filter.command.count = 1;
  filters[0] = &filter;
  CHECK_FAILS(pilcrow_update(index_string(), NULL, 0, &options, &report, &error), PILCROW_INVALID_ARGUMENT,
              "no-such-program-as-this");
  options.filter_count = 0;
  options.reserved = 1;
  CHECK_FAILS(pilcrow_update(index_string(), NULL, 0, &options, &report, &error), PILCROW_INVALID_ARGUMENT, "reserved");
  CHECK(report == NULL);
}

static pilcrow_searcher* opened(void) {
  pilcrow_searcher* searcher = NULL;
  const pilcrow_string index = index_string();
  CHECK_OK(pilcrow_open(&index, 1, &searcher, &error));
  return searcher;
}

static void check_search(pilcrow_searcher* searcher) {
  pilcrow_result* result = NULL;
  pilcrow_json* json = NULL;
  const pilcrow_string id = pilcrow_str("a \"b\"");
  const pilcrow_hit* hit = NULL;
  const pilcrow_summary* summary = NULL;
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("stored wind"), NULL, &result, &error));
  summary = pilcrow_result_summary(result);
  CHECK(summary->struct_size == sizeof *summary);
  CHECK(summary->matches == 2 && !summary->matches_estimated && summary->all_words == 1);
  CHECK(summary->paragraphs == 4 && summary->milliseconds > 0);
  CHECK(same(summary->query, "stored wind"));
  CHECK(strchr(summary->state.data, '@') != NULL);
  CHECK(strncmp(summary->state.data, summary->index_id.data, summary->index_id.size) == 0);
  CHECK(summary->index_id.size > 0 && summary->generation == 1 && summary->revision > 0);
  CHECK(summary->fingerprint.size > 0);

  CHECK(pilcrow_result_count(result) == 2);
  CHECK(pilcrow_result_hit(result, 2) == NULL);
  CHECK(pilcrow_result_hit(result, (size_t)-1) == NULL);
  hit = pilcrow_result_hit(result, 0);
  CHECK(hit->struct_size == sizeof *hit);
  CHECK(hit->rank == 1 && hit->score > pilcrow_result_hit(result, 1)->score);
  CHECK(ends_with(hit->path, "/docs/energy.md"));
  CHECK(same(hit->root, docs_path));
  CHECK(same(hit->title, "Energy"));
  CHECK(hit->headings.count == 2 && same(hit->headings.items[1], "Storage"));
  CHECK(hit->paragraph == 1 && hit->first_line == 5 && hit->last_line == 5);
  CHECK(hit->first_page == 0 && hit->cited_page == 0);
  CHECK(hit->page_label.data != NULL && hit->page_label.size == 0 && hit->cited_label.data != NULL);
  CHECK(hit->bytes.begin == 22 && hit->bytes.end == 82 && !hit->bytes_of_extracted);
  CHECK(hit->freshness == PILCROW_CURRENT);
  CHECK(same(hit->encoding, "utf-8") && same(hit->language, "en") && same(hit->type, "markdown"));
  CHECK(hit->date.size == 10);
  CHECK(same(hit->text, "Pumped water stores what the wind turbines deliver at night."));
  CHECK(hit->highlight_count == 2);
  CHECK(hit->highlights[0].begin == 13 && hit->highlights[0].end == 19);
  CHECK(hit->highlights[1].begin == 29 && hit->highlights[1].end == 33);
  CHECK(hit->lacks.count == 0);
  CHECK(strncmp(hit->citation.data, "pc1:", 4) == 0);
  CHECK(hit->meta.data != NULL && hit->meta.size == 0 && hit->kept_of == 0 && hit->paragraphs_in_file == 0);
  hit = pilcrow_result_hit(result, 1);
  CHECK(hit->lacks.count == 1 && same(hit->lacks.items[0], "stored"));

  CHECK_OK(pilcrow_result_json(result, &id, &json, &error));
  CHECK(strncmp(text_of(json), "{\"type\":\"hit\",\"format_version\":1,\"query_id\":\"a \\\"b\\\"\"", 50) == 0);
  CHECK(holds(pilcrow_json_text(json), "\n{\"type\":\"summary\""));
  CHECK(pilcrow_json_outcome(json) == PILCROW_COMPLETE);
  print_and_free(json);
  CHECK_OK(pilcrow_result_json(result, NULL, &json, &error));
  CHECK(strstr(text_of(json), "query_id") == NULL);
  print_and_free(json);
  CHECK_FAILS(pilcrow_result_json(result, NULL, NULL, &error), PILCROW_INVALID_ARGUMENT, "'json'");
  pilcrow_result_free(result);

  /* No hits are no error, and no text is a query. */
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("zeppelin"), NULL, &result, &error));
  CHECK(pilcrow_result_count(result) == 0);
  pilcrow_result_free(result);
  CHECK_OK(pilcrow_search(searcher, pilcrow_str(NULL), NULL, &result, &error));
  CHECK(pilcrow_result_count(result) == 0);
  pilcrow_result_free(result);
}

static int matches(pilcrow_searcher* searcher, const char* query, const pilcrow_search_options* options) {
  pilcrow_result* result = NULL;
  int count = -1;
  CHECK_OK(pilcrow_search(searcher, pilcrow_str(query), options, &result, &error));
  if (result != NULL) count = (int)pilcrow_result_summary(result)->matches;
  pilcrow_result_free(result);
  return count;
}

/* Each option does what it says. */
static void check_search_options(pilcrow_searcher* searcher) {
  pilcrow_result* result = NULL;
  pilcrow_json* json = NULL;
  const pilcrow_search_options defaults = PILCROW_INIT(pilcrow_search_options);
  pilcrow_search_options options = defaults;
  pilcrow_string word = pilcrow_str("*.txt");
  const pilcrow_strings one = {&word, 1};
  CHECK(matches(searcher, "wind", &options) == 2);
  options.paths = one;
  CHECK(matches(searcher, "wind", &options) == 1);
  options = defaults;
  word = pilcrow_str("md");
  options.types = one;
  CHECK(matches(searcher, "wind", &options) == 1);
  options = defaults;
  word = pilcrow_str("fr");
  options.languages = one;
  CHECK(matches(searcher, "wind", &options) == 0);
  options = defaults;
  word = pilcrow_str("/elsewhere");
  options.roots = one;
  CHECK(matches(searcher, "wind", &options) == 0);
  options = defaults;
  word = pilcrow_str("storage");
  options.headings = one;
  CHECK(matches(searcher, "wind", &options) == 1);
  options = defaults;
  options.since = pilcrow_str("2999-01-01");
  CHECK(matches(searcher, "wind", &options) == 0);
  options = defaults;
  options.exact = 1;
  CHECK(matches(searcher, "winnd", &options) == 0);
  options.exact = 0;
  CHECK(matches(searcher, "winnd", &options) > 0);

  options = defaults;
  options.limit = 1;
  options.offset = 1;
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("wind"), &options, &result, &error));
  CHECK(pilcrow_result_count(result) == 1 && pilcrow_result_hit(result, 0)->rank == 2);
  pilcrow_result_free(result);

  options = defaults;
  options.sort = PILCROW_SORT_PATH;
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("wind"), &options, &result, &error));
  CHECK(ends_with(pilcrow_result_hit(result, 0)->path, "energy.md"));
  pilcrow_result_free(result);

  options = defaults;
  options.group_by_file = 1;
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("wind batteries"), &options, &result, &error));
  CHECK(pilcrow_result_count(result) == 2 && pilcrow_result_hit(result, 0)->paragraphs_in_file == 2);
  pilcrow_result_free(result);

  options = defaults;
  options.count_only = 1;
  options.facets = PILCROW_FACET_TYPE | PILCROW_FACET_LANGUAGE;
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("wind"), &options, &result, &error));
  CHECK(pilcrow_result_count(result) == 0 && pilcrow_result_summary(result)->matches == 2);
  CHECK_OK(pilcrow_result_json(result, NULL, &json, &error));
  CHECK(holds(pilcrow_json_text(json), "\"facets\":{\"type\":[{\"value\":\"md\",\"matches\":1}"));
  print_and_free(json);
  pilcrow_result_free(result);

  options = defaults;
  options.context = 1;
  options.explain = 1;
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("pumped"), &options, &result, &error));
  CHECK_OK(pilcrow_result_json(result, NULL, &json, &error));
  CHECK(holds(pilcrow_json_text(json), "\"after\":[{\"paragraph\":2"));
  CHECK(holds(pilcrow_json_text(json), "\"explanation\":"));
  print_and_free(json);
  pilcrow_result_free(result);

  options = defaults;
  options.budget = 100;
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("pumped"), &options, &result, &error));
  CHECK(pilcrow_result_summary(result)->words_shown > 9);
  pilcrow_result_free(result);
}

static void check_search_misused(pilcrow_searcher* searcher) {
  pilcrow_result* result = NULL;
  struct watch watch = {0, 1, 1};
  const pilcrow_string wind = pilcrow_str("wind");
  const pilcrow_string no_data = {NULL, 4};
  const pilcrow_search_options defaults = PILCROW_INIT(pilcrow_search_options);
  pilcrow_search_options options = defaults;
  CHECK_FAILS(pilcrow_search(NULL, wind, NULL, &result, &error), PILCROW_INVALID_ARGUMENT, "'searcher' is NULL");
  CHECK_FAILS(pilcrow_search(searcher, wind, NULL, NULL, &error), PILCROW_INVALID_ARGUMENT, "'result'");
  CHECK_FAILS(pilcrow_search(searcher, no_data, NULL, &result, &error), PILCROW_INVALID_ARGUMENT, "'query' is NULL");
  options.sort = 7;
  CHECK_FAILS(pilcrow_search(searcher, wind, &options, &result, &error), PILCROW_INVALID_ARGUMENT, "sort");
  options = defaults;
  options.facets = 64;
  CHECK_FAILS(pilcrow_search(searcher, wind, &options, &result, &error), PILCROW_INVALID_ARGUMENT, "facets");
  options = defaults;
  options.paths.count = 2;
  CHECK_FAILS(pilcrow_search(searcher, wind, &options, &result, &error), PILCROW_INVALID_ARGUMENT, "'paths' is NULL");
  options = defaults;
  options.types.items = &no_data;
  options.types.count = 1;
  CHECK_FAILS(pilcrow_search(searcher, wind, &options, &result, &error), PILCROW_INVALID_ARGUMENT, "'types' is NULL");
  options = defaults;
  options.since = pilcrow_str("yesterday or so");
  CHECK_FAILS(pilcrow_search(searcher, wind, &options, &result, &error), PILCROW_INVALID_ARGUMENT, "yesterday");
  options = defaults;
  options.state = pilcrow_str("0000000000@1.1");
  CHECK_FAILS(pilcrow_search(searcher, wind, &options, &result, &error), PILCROW_OTHER_REVISION, "");
  options = defaults;
  options.cancelled = on_poll;
  options.user = &watch;
  CHECK_FAILS(pilcrow_search(searcher, wind, &options, &result, &error), PILCROW_CANCELLED, "cancelled");
  CHECK(watch.calls == 1);
  CHECK(result == NULL);
  CHECK(matches(searcher, "wind", NULL) == 2); /* Nothing of this did any harm. */
}

/* A caller that was built for a later version, or that forgot the beginning. */
static void check_struct_sizes(pilcrow_searcher* searcher) {
  pilcrow_result* result = NULL;
  const pilcrow_string wind = pilcrow_str("wind");
  struct {
    pilcrow_search_options known;
    char unknown[24];
  } later;
  memset(&later, 0, sizeof later);
  later.known.struct_size = sizeof later;
  later.known.limit = 1;
  CHECK_OK(pilcrow_search(searcher, wind, &later.known, &result, &error));
  CHECK(pilcrow_result_count(result) == 1);
  pilcrow_result_free(result);
  later.unknown[23] = 1;
  CHECK_FAILS(pilcrow_search(searcher, wind, &later.known, &result, &error), PILCROW_INVALID_ARGUMENT,
              "this version, 0.1.0, does not know");
  later.known.struct_size = sizeof later.known - 1;
  CHECK_FAILS(pilcrow_search(searcher, wind, &later.known, &result, &error), PILCROW_INVALID_ARGUMENT, "PILCROW_INIT");
  later.known.struct_size = 0;
  CHECK_FAILS(pilcrow_search(searcher, wind, &later.known, &result, &error), PILCROW_INVALID_ARGUMENT, "PILCROW_INIT");
  later.known.struct_size = (size_t)-1;
  CHECK_FAILS(pilcrow_search(searcher, wind, &later.known, &result, &error), PILCROW_INVALID_ARGUMENT, "PILCROW_INIT");
  later.known.struct_size = sizeof later.known;
  later.known.reserved = -1;
  CHECK_FAILS(pilcrow_search(searcher, wind, &later.known, &result, &error), PILCROW_INVALID_ARGUMENT, "reserved");
}

/* A copy that outlives the result it is from. */
static char* first_citation(pilcrow_searcher* searcher, const char* query) {
  pilcrow_result* result = NULL;
  char* copy = NULL;
  CHECK_OK(pilcrow_search(searcher, pilcrow_str(query), NULL, &result, &error));
  if (pilcrow_result_count(result) > 0) {
    const pilcrow_string citation = pilcrow_result_hit(result, 0)->citation;
    copy = malloc(citation.size + 1);
    memcpy(copy, citation.data, citation.size + 1);
  }
  pilcrow_result_free(result);
  return copy;
}

static void check_citations(pilcrow_searcher* searcher) {
  pilcrow_result* result = NULL;
  pilcrow_json* json = NULL;
  char claims[512];
  char* citation = first_citation(searcher, "pumped water");
  pilcrow_read_options read = PILCROW_INIT(pilcrow_read_options);
  pilcrow_verify_options verify = PILCROW_INIT(pilcrow_verify_options);
  CHECK(citation != NULL);
  if (citation == NULL) return;

  CHECK_OK(pilcrow_similar(searcher, pilcrow_str(citation), NULL, &result, &error));
  CHECK(pilcrow_result_count(result) == 2); /* What stands under the same headings, and another wind. */
  CHECK(pilcrow_result_hit(result, 0)->paragraph == 2);
  pilcrow_result_free(result);
  CHECK_FAILS(pilcrow_similar(searcher, pilcrow_str("pc2:no"), NULL, &result, &error), PILCROW_INVALID_ARGUMENT, "");
  CHECK_FAILS(pilcrow_similar(NULL, pilcrow_str(citation), NULL, &result, &error), PILCROW_INVALID_ARGUMENT, "NULL");

  read.context = 1;
  CHECK_OK(pilcrow_read(searcher, pilcrow_str(citation), &read, &result, &error));
  CHECK(pilcrow_result_count(result) == 1);
  CHECK(same(pilcrow_result_hit(result, 0)->citation, citation));
  CHECK_OK(pilcrow_result_json(result, NULL, &json, &error));
  CHECK(holds(pilcrow_json_text(json), "\"after\":[{\"paragraph\":2"));
  print_and_free(json);
  pilcrow_result_free(result);
  CHECK_OK(pilcrow_read(searcher, pilcrow_str("energy.md:7"), NULL, &result, &error));
  CHECK(pilcrow_result_count(result) == 1 && pilcrow_result_hit(result, 0)->first_line == 7);
  pilcrow_result_free(result);
  CHECK_FAILS(pilcrow_read(searcher, pilcrow_str("nowhere.md"), NULL, &result, &error), PILCROW_PARAGRAPH_GONE,
              "nowhere.md");
  CHECK_FAILS(pilcrow_read(NULL, pilcrow_str("energy.md"), NULL, &result, &error), PILCROW_INVALID_ARGUMENT, "NULL");
  read.struct_size = 1;
  CHECK_FAILS(pilcrow_read(searcher, pilcrow_str("energy.md"), &read, &result, &error), PILCROW_INVALID_ARGUMENT,
              "INIT");

  CHECK_OK(pilcrow_outline(searcher, pilcrow_str("energy.md"), pilcrow_str(NULL), &json, &error));
  CHECK(holds(pilcrow_json_text(json), "\"Storage\""));
  print_and_free(json);
  CHECK_FAILS(pilcrow_outline(searcher, pilcrow_str("energy.md"), pilcrow_str("x@1.1"), &json, &error),
              PILCROW_OTHER_REVISION, "");
  CHECK_FAILS(pilcrow_outline(NULL, pilcrow_str("energy.md"), pilcrow_str(NULL), &json, &error),
              PILCROW_INVALID_ARGUMENT, "NULL");

  snprintf(claims, sizeof claims,
           "The wind fills lakes: \"Pumped water stores what the wind turbines deliver\" [%s].\n", citation);
  CHECK_OK(pilcrow_verify(searcher, pilcrow_str(claims), NULL, &json, &error));
  CHECK(holds(pilcrow_json_text(json), "\"exact\""));
  CHECK(pilcrow_json_outcome(json) == PILCROW_COMPLETE);
  print_and_free(json);
  snprintf(claims, sizeof claims, "No wind: \"Pumped water is lost at night\" [%s].\n", citation);
  verify.believe_index = 1;
  CHECK_OK(pilcrow_verify(searcher, pilcrow_str(claims), &verify, &json, &error));
  CHECK(holds(pilcrow_json_text(json), "\"misquoted\""));
  CHECK(pilcrow_json_outcome(json) == PILCROW_PROBLEMS);
  print_and_free(json);
  CHECK_FAILS(pilcrow_verify(NULL, pilcrow_str(claims), NULL, &json, &error), PILCROW_INVALID_ARGUMENT, "NULL");
  verify.struct_size = 0;
  CHECK_FAILS(pilcrow_verify(searcher, pilcrow_str(claims), &verify, &json, &error), PILCROW_INVALID_ARGUMENT, "INIT");
  free(citation);
}

/* Documents, some bytes at a time. */
struct lines {
  const char* left;
  size_t most;
  int fails; /* 1: in the end; 2: by giving more than there is room for. */
};

static ptrdiff_t give_lines(char* buffer, size_t size, void* user) {
  struct lines* lines = user;
  size_t count = strlen(lines->left);
  if (lines->fails == 2) return (ptrdiff_t)size + 1;
  if (count == 0) return lines->fails ? -1 : 0;
  if (count > size) count = size;
  if (count > lines->most) count = lines->most;
  memcpy(buffer, lines->left, count);
  lines->left += count;
  return (ptrdiff_t)count;
}

static const char* const two_documents =
    "{\"uri\":\"kb:1\",\"title\":\"Tides\",\"text\":\"Tides come twice a day.\",\"meta\":{\"n\":1}}\n"
    "{\"uri\":\"kb:2\",\"text\":\"A weir holds the tide back.\"}\n";

static void check_documents(pilcrow_searcher* searcher) {
  pilcrow_json* report = NULL;
  pilcrow_result* result = NULL;
  struct lines lines = {NULL, 5, 0};
  lines.left = two_documents;
  CHECK_OK(pilcrow_update_documents(index_string(), give_lines, &lines, NULL, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_COMPLETE);
  print_and_free(report);
  /* The searcher that was open sees them. */
  CHECK_OK(pilcrow_search(searcher, pilcrow_str("tides"), NULL, &result, &error));
  CHECK(pilcrow_result_count(result) == 2);
  CHECK(same(pilcrow_result_hit(result, 0)->path, "kb:1"));
  CHECK(same(pilcrow_result_hit(result, 0)->root, "documents:"));
  CHECK(same(pilcrow_result_hit(result, 0)->meta, "{\"n\":1}"));
  CHECK(pilcrow_result_hit(result, 0)->freshness == PILCROW_UNKNOWN);
  pilcrow_result_free(result);

  CHECK_OK(pilcrow_update_documents_from(index_string(), pilcrow_str("{\"uri\":\"kb:2\",\"deleted\":true}\n"), NULL,
                                         &report, &error));
  print_and_free(report);
  CHECK(matches(searcher, "tides", NULL) == 1);
  CHECK_OK(pilcrow_update_documents_from(index_string(), pilcrow_str("this is no JSON\n"), NULL, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_PROBLEMS);
  print_and_free(report);

  lines.left = two_documents;
  lines.fails = 1;
  CHECK_FAILS(pilcrow_update_documents(index_string(), give_lines, &lines, NULL, &report, &error), PILCROW_INPUT_OUTPUT,
              "could not be read");
  lines.fails = 2;
  CHECK_FAILS(pilcrow_update_documents(index_string(), give_lines, &lines, NULL, &report, &error),
              PILCROW_INVALID_ARGUMENT, "more bytes");
  CHECK_FAILS(pilcrow_update_documents(index_string(), NULL, NULL, NULL, &report, &error), PILCROW_INVALID_ARGUMENT,
              "'read' is NULL");
}

static void check_looks(void) {
  pilcrow_json* json = NULL;
  CHECK_OK(pilcrow_status(index_string(), &json, &error));
  CHECK(holds(pilcrow_json_text(json), "\"type\":\"status\""));
  CHECK(pilcrow_json_outcome(json) == PILCROW_COMPLETE);
  print_and_free(json);
  CHECK_FAILS(pilcrow_status(pilcrow_str("/nowhere"), &json, &error), PILCROW_INDEX_MISSING, "'/nowhere'");
  CHECK_FAILS(pilcrow_status(index_string(), NULL, &error), PILCROW_INVALID_ARGUMENT, "'json'");

  CHECK_OK(pilcrow_list_files(index_string(), &json, &error));
  CHECK(holds(pilcrow_json_text(json), "/docs/energy.md\"") && holds(pilcrow_json_text(json), "/docs/lunch.txt\""));
  print_and_free(json);
  CHECK_FAILS(pilcrow_list_files(pilcrow_str(""), &json, &error), PILCROW_INVALID_ARGUMENT, "'index' is empty");

  CHECK_OK(pilcrow_why_file(index_string(), pilcrow_str(lunch_path), &json, &error));
  CHECK(holds(pilcrow_json_text(json), "\"verdict\""));
  print_and_free(json);
  CHECK_FAILS(pilcrow_why_file(index_string(), pilcrow_str(NULL), &json, &error), PILCROW_INVALID_ARGUMENT, "'path'");
}

static int take_lines(const char* lines, size_t size, void* user) {
  FILE* file = user;
  return fwrite(lines, 1, size, file) != size;
}

static int refuse_lines(const char* lines, size_t size, void* user) {
  (void)lines;
  (void)size;
  (void)user;
  return 1;
}

/* A document that is called like a file: one of them has no line. */
static void check_export_of_twins(void) {
  pilcrow_json* report = NULL;
  FILE* file = tmpfile();
  char line[8192];
  snprintf(line, sizeof line, "{\"uri\":\"%s\",\"text\":\"Another one.\"}\n", lunch_path);
  CHECK_OK(pilcrow_update_documents_from(index_string(), pilcrow_str(line), NULL, &report, &error));
  print_and_free(report);
  CHECK_OK(pilcrow_export(index_string(), take_lines, file, NULL, &report, &error));
  CHECK(holds(pilcrow_json_text(report), "\"left_out\":1"));
  CHECK(pilcrow_json_outcome(report) == PILCROW_PROBLEMS);
  print_and_free(report);
  fclose(file);
  snprintf(line, sizeof line, "{\"uri\":\"%s\",\"deleted\":true}\n", lunch_path);
  CHECK_OK(pilcrow_update_documents_from(index_string(), pilcrow_str(line), NULL, &report, &error));
  print_and_free(report);
}

static void check_export(void) {
  pilcrow_json* report = NULL;
  FILE* file = tmpfile();
  char exported[4096];
  size_t size = 0;
  CHECK_OK(pilcrow_export(index_string(), take_lines, file, NULL, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_COMPLETE);
  CHECK(holds(pilcrow_json_text(report), "\"fingerprint\":\"") &&
        !holds(pilcrow_json_text(report), "\"index_id\":\"\""));
  CHECK(holds(pilcrow_json_text(report), "\"documents\":4")); /* Two files, and what came before the failure. */
  print_and_free(report);
  rewind(file);
  size = fread(exported, 1, sizeof exported - 1, file);
  exported[size] = '\0';
  fclose(file);
  CHECK(strstr(exported, "Pumped water stores") != NULL && strstr(exported, "kb:1") != NULL);
  CHECK_FAILS(pilcrow_export(index_string(), refuse_lines, NULL, NULL, &report, &error), PILCROW_INPUT_OUTPUT,
              "written");
  CHECK_FAILS(pilcrow_export(index_string(), NULL, NULL, NULL, &report, &error), PILCROW_INVALID_ARGUMENT, "'write'");
}

static void check_keeping(pilcrow_searcher* searcher) {
  pilcrow_json* report = NULL;
  struct watch watch = {0, 1, 1};
  const pilcrow_string lunch = pilcrow_str(lunch_path);
  const pilcrow_string unknown = pilcrow_str("/nowhere/known");
  pilcrow_run_options options = PILCROW_INIT(pilcrow_run_options);
  options.cancelled = on_poll;
  options.user = &watch;
  CHECK_OK(pilcrow_compact(index_string(), &options, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_INTERRUPTED);
  print_and_free(report);
  options.cancelled = NULL;
  options.on_progress = on_progress;
  watch.calls = 0;
  CHECK_OK(pilcrow_check(index_string(), &options, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_INTERRUPTED && watch.calls == 1 && watch.right);
  print_and_free(report);

  CHECK_OK(pilcrow_compact(index_string(), NULL, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_COMPLETE);
  print_and_free(report);
  CHECK_OK(pilcrow_check(index_string(), NULL, &report, &error));
  CHECK(pilcrow_json_outcome(report) == PILCROW_COMPLETE && holds(pilcrow_json_text(report), "\"damages\":0"));
  print_and_free(report);

  CHECK(matches(searcher, "canteen coffee", NULL) == 2);
  CHECK_OK(pilcrow_remove(index_string(), &lunch, 1, NULL, &report, &error));
  CHECK(holds(pilcrow_json_text(report), "\"files\":1"));
  print_and_free(report);
  CHECK(matches(searcher, "canteen coffee", NULL) == 0);
  CHECK_FAILS(pilcrow_remove(index_string(), &unknown, 1, NULL, &report, &error), PILCROW_INVALID_ARGUMENT, "/nowhere");
  CHECK_FAILS(pilcrow_remove(index_string(), NULL, 1, NULL, &report, &error), PILCROW_INVALID_ARGUMENT, "'paths'");
  CHECK_FAILS(pilcrow_forget(index_string(), NULL, 1, NULL, &report, &error), PILCROW_INVALID_ARGUMENT, "'paths'");
  CHECK_OK(pilcrow_forget(index_string(), &lunch, 1, NULL, &report, &error));
  print_and_free(report);
  options.struct_size = 3;
  CHECK_FAILS(pilcrow_compact(index_string(), &options, &report, &error), PILCROW_INVALID_ARGUMENT, "PILCROW_INIT");
  CHECK_FAILS(pilcrow_check(pilcrow_str("/nowhere"), NULL, &report, &error), PILCROW_INDEX_MISSING, "/nowhere");
  CHECK_FAILS(pilcrow_compact(index_string(), NULL, NULL, &error), PILCROW_INVALID_ARGUMENT, "'report'");
}

/* An index that is there and cannot be read still says something. */
static void check_unreadable(const char* folder) {
  char path[4096];
  FILE* file = NULL;
  pilcrow_json* json = NULL;
  pilcrow_searcher* searcher = NULL;
  pilcrow_string index;
  snprintf(path, sizeof path, "%s/docs/XAPIANDB", folder); /* That folder looks like an index now. */
  file = fopen(path, "w");
  CHECK(file != NULL);
  if (file == NULL) return;
  fputs("glass gen-000001\n", file);
  fclose(file);
  index = pilcrow_str(docs_path);
  CHECK_FAILS(pilcrow_open(&index, 1, &searcher, &error), PILCROW_INDEX_CORRUPT, docs_path);
  CHECK_OK(pilcrow_status(index, &json, &error));
  CHECK(pilcrow_json_outcome(json) == PILCROW_PROBLEMS);
  CHECK(holds(pilcrow_json_text(json), "\"error\":\"the index"));
  print_and_free(json);
}

int main(int argc, char* argv[]) {
  pilcrow_searcher* searcher = NULL;
  if (argc != 2) {
    fputs("usage: c_api_test FOLDER\n", stderr);
    return 2;
  }
  snprintf(index_path, sizeof index_path, "%s/index", argv[1]);
  snprintf(docs_path, sizeof docs_path, "%s/docs", argv[1]);
  snprintf(lunch_path, sizeof lunch_path, "%s/docs/lunch.txt", argv[1]);
  snprintf(many_path, sizeof many_path, "%s/many", argv[1]);
  snprintf(many_index_path, sizeof many_index_path, "%s/many-index", argv[1]);
  check_versions();
  check_nothing();
  check_open_misused();
  check_error_json();
  check_update();
  check_update_misused();
  searcher = opened();
  if (searcher == NULL) return 1;
  check_search(searcher);
  check_ill_formed(searcher);
  check_search_options(searcher);
  check_search_misused(searcher);
  check_struct_sizes(searcher);
  check_citations(searcher);
  check_documents(searcher);
  check_looks();
  check_export();
  check_export_of_twins();
  check_keeping(searcher);
  pilcrow_close(searcher);
  check_unreadable(argv[1]);
  return failures == 0 ? 0 : 1;
}
