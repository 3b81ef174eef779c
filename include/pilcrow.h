// SPDX-License-Identifier: GPL-3.0-or-later
/* The C interface of pilcrow: libpilcrow.so, `pkg-config --cflags --libs pilcrow-c`. C99, and C++ of any age.
 *
 *   pilcrow_searcher *searcher = NULL;
 *   pilcrow_result *result = NULL;
 *   pilcrow_string index = pilcrow_str("/var/lib/pilcrow/kb");
 *   if (pilcrow_open(&index, 1, &searcher, NULL) == PILCROW_OK &&
 *       pilcrow_search(searcher, pilcrow_str("stored wind"), NULL, &result, NULL) == PILCROW_OK &&
 *       pilcrow_result_count(result) > 0) {
 *     const pilcrow_hit *hit = pilcrow_result_hit(result, 0);
 *     printf("%.*s:%u\n", (int)hit->path.size, hit->path.data, hit->first_line);
 *   }
 *   pilcrow_result_free(result);
 *   pilcrow_close(searcher);
 *
 * It does what include/pilcrow/ does in C++, in the same words; contracts that are told there are not told again here.
 *
 * Errors. Every function that can fail returns a code, PILCROW_OK where it did not, and sets *error, where the caller
 * gave such a place, to a pilcrow_error with the message, or to NULL. An error belongs to no handle, so that it can be
 * kept, and told in any thread, by those who also open and update, which have none. What a function hands out through a
 * pointer is NULL where it failed. NULL in place of what is needed is PILCROW_INVALID_ARGUMENT. No exception comes out.
 *
 * Ownership. Who is handed a pilcrow_searcher, _result, _json or _error frees it by the function of its name, which
 * takes NULL as well. Everything else is a view: it lives as long as the handle that it was taken from. A _result, a
 * _json and an _error never change, and need their searcher no more. What a caller hands in is not kept after the call.
 *
 * Threads. A pilcrow_searcher is used by one thread at a time; open one for each. A _result, a _json and an _error may
 * be read by several at once. Everything else may be called by several at once. Callbacks are called by the thread that
 * made the call; they must not use its searcher, nor leave by longjmp or an exception.
 *
 * Versions. Structs begin with their size, so that later versions can add members at their ends; enumerators, and
 * functions under a new symbol version, may be added as well. Whatever else changes, changes the SONAME. */
#ifndef PILCROW_H
#define PILCROW_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__)
#define PILCROW_API __attribute__((visibility("default")))
#else
#define PILCROW_API
#endif

/* An options struct with every member at its default:
 *   pilcrow_search_options options = PILCROW_INIT(pilcrow_search_options); */
#ifdef __cplusplus
#define PILCROW_INIT(type) (pilcrow_init<type>())
extern "C++" {
template <class Type>
inline Type pilcrow_init() {
  Type value = Type();
  value.struct_size = sizeof(Type);
  return value;
}
}
extern "C" {
#else
#define PILCROW_INIT(type) \
  { .struct_size = sizeof(type) }
#endif

/* What the header was written for; pilcrow_abi_version() says what the library is. */
#define PILCROW_ABI_VERSION 0

typedef struct pilcrow_searcher pilcrow_searcher;
typedef struct pilcrow_result pilcrow_result;
typedef struct pilcrow_json pilcrow_json;
typedef struct pilcrow_error pilcrow_error;

/* Bytes that somebody else owns: UTF-8, but for paths, which are the file system's bytes. None has the size 0; handed in,
 * its data may be NULL. Those that the library gives are never NULL, none is {"", 0}, and have a NUL behind their last
 * byte, which `size` does not count. What was handed in and is no UTF-8 comes back, in queries and in messages, with U+FFFD
 * in place of what is wrong, as in the JSON. */
typedef struct pilcrow_string {
  const char* data;
  size_t size;
} pilcrow_string;

typedef struct pilcrow_strings {
  const pilcrow_string* items;
  size_t count;
} pilcrow_strings;

/* Half-open, bytes. */
typedef struct pilcrow_range {
  uint64_t begin;
  uint64_t end;
} pilcrow_range;

/* Of a string that ends with a NUL; of NULL, none. */
static inline pilcrow_string pilcrow_str(const char* text) {
  pilcrow_string string;
  string.data = text;
  string.size = text == NULL ? 0 : strlen(text);
  return string;
}

/* ---- Versions and errors ---- */

/* "0.1.0". */
PILCROW_API const char* pilcrow_version(void);
/* The number in the SONAME. */
PILCROW_API int pilcrow_abi_version(void);

/* As pilcrow::ErrorCode (pilcrow/error.h). More may come. */
typedef enum pilcrow_code {
  PILCROW_OK = 0,
  PILCROW_INVALID_ARGUMENT = 1, /* The call makes no sense as it stands; the message says why. */
  PILCROW_INDEX_MISSING = 2,    /* There is no index at that place: build one. */
  PILCROW_INDEX_VERSION = 3,    /* Built by another version or with other settings: rebuild it. */
  PILCROW_INDEX_CORRUPT = 4,    /* The index is damaged: rebuild it. */
  PILCROW_INDEX_LOCKED = 5,     /* Another writer is at work: wait, or come again. */
  PILCROW_INDEX_BUSY = 6,       /* The index kept changing under the reader: come again. */
  PILCROW_INPUT_OUTPUT = 7,     /* The operating system refused; the message holds its reason. */
  PILCROW_PARAGRAPH_GONE = 8,   /* What was named is not in the index any more: search again. */
  PILCROW_OTHER_REVISION = 9,   /* The index is in another state than the one that was asked for. */
  PILCROW_CANCELLED = 10,       /* A callback said so. */
  PILCROW_INTERNAL = 11         /* A bug, a library that failed in a way nobody foresaw, or no memory. */
} pilcrow_code;

/* "index_locked", as in JSON; "ok"; "internal" for what is none. */
PILCROW_API const char* pilcrow_code_name(pilcrow_code code);
PILCROW_API pilcrow_code pilcrow_error_code(const pilcrow_error* error);
/* What, where and what to do next; lower case, no full stop; UTF-8, a path in it too. Of NULL "". */
PILCROW_API const char* pilcrow_error_message(const pilcrow_error* error);
PILCROW_API void pilcrow_error_free(pilcrow_error* error);

/* ---- JSON: the form of all that has many members ---- */

/* Lines of JSON, each with its line end, in the schema of the programs (docs/json-output.md). Of NULL none. */
PILCROW_API pilcrow_string pilcrow_json_text(const pilcrow_json* json);

/* How that went which the JSON tells of. */
typedef enum pilcrow_outcome {
  PILCROW_COMPLETE = 0,
  /* Files with new problems; documents that an export left out; damages; claims that do not hold; an index not to be
   * searched. */
  PILCROW_PROBLEMS = 1,
  PILCROW_PURGE_REFUSED = 2, /* A root has lost so much that it was not believed; all else is done. */
  PILCROW_INTERRUPTED = 3    /* A callback ended the run; what was whole is kept. */
} pilcrow_outcome;

PILCROW_API pilcrow_outcome pilcrow_json_outcome(const pilcrow_json* json);
PILCROW_API void pilcrow_json_free(pilcrow_json* json);

/* {"type":"error",...}, which takes the place of an answer. query_id: pilcrow_result_json(). */
PILCROW_API pilcrow_code pilcrow_error_json(const pilcrow_error* about, const pilcrow_string* query_id,
                                            pilcrow_json** json, pilcrow_error** error);

/* ---- Searching ---- */

/* Non-zero ends what is running. */
typedef int (*pilcrow_cancelled)(void* user);

enum { PILCROW_SORT_RELEVANCE = 0, PILCROW_SORT_DATE = 1, PILCROW_SORT_PATH = 2 };
enum { PILCROW_FACET_PATH = 1, PILCROW_FACET_TYPE = 2, PILCROW_FACET_LANGUAGE = 4, PILCROW_FACET_ROOT = 8 };

/* As pilcrow::SearchOptions. All zeros is what a person at a terminal wants. */
typedef struct pilcrow_search_options {
  size_t struct_size;
  size_t limit; /* Hits; 0: 10. */
  size_t offset;
  pilcrow_strings paths;     /* Globs. */
  pilcrow_strings types;     /* Extensions without the dot, or MIME types. */
  pilcrow_strings languages; /* "en"; "zh" also takes "zh-hant". */
  pilcrow_strings roots;     /* Globs. */
  pilcrow_strings headings;  /* Words that all stand in the heading trail. */
  pilcrow_string since;      /* A day; documents of that day and younger. */
  int sort;                  /* PILCROW_SORT_... */
  unsigned facets;           /* PILCROW_FACET_..., or-ed; the counts are in the JSON. */
  size_t context;            /* So many paragraphs before and after each hit, in the JSON. */
  int section;               /* Instead: all that stands under the same heading. */
  int group_by_file;         /* Only the best paragraph of each file. */
  size_t budget;             /* Words of the whole answer; 0: no limit. */
  int count_only;            /* The summary only, with exact matches. */
  int exact;                 /* All is looked for as it is typed. */
  int explain;               /* Hits say in the JSON how they came by their scores. */
  int reserved;              /* 0 */
  pilcrow_string state;      /* As in pilcrow_summary: any other state is refused with PILCROW_OTHER_REVISION. */
  pilcrow_cancelled cancelled;
  void* user;
} pilcrow_search_options;

/* One or several indexes, by their folders, as one. Creates nothing, locks nothing. */
PILCROW_API pilcrow_code pilcrow_open(const pilcrow_string* indexes, size_t count, pilcrow_searcher** searcher,
                                      pilcrow_error** error);
PILCROW_API void pilcrow_close(pilcrow_searcher* searcher);

/* Best hits first. No hits is a success, and any text is a query. `options` may be NULL, here and everywhere. */
PILCROW_API pilcrow_code pilcrow_search(pilcrow_searcher* searcher, pilcrow_string query,
                                        const pilcrow_search_options* options, pilcrow_result** result,
                                        pilcrow_error** error);
/* What is like the paragraph of a citation. */
PILCROW_API pilcrow_code pilcrow_similar(pilcrow_searcher* searcher, pilcrow_string citation,
                                         const pilcrow_search_options* options, pilcrow_result** result,
                                         pilcrow_error** error);

/* As pilcrow::ReadOptions. */
typedef struct pilcrow_read_options {
  size_t struct_size;
  size_t context;
  int section;
  int reserved; /* 0 */
  pilcrow_string state;
} pilcrow_read_options;

/* What stands at a place: a citation, "PATH", "PATH:LINE" or "PATH:FIRST-LAST". */
PILCROW_API pilcrow_code pilcrow_read(pilcrow_searcher* searcher, pilcrow_string place,
                                      const pilcrow_read_options* options, pilcrow_result** result,
                                      pilcrow_error** error);
/* The headings of the document at a path; `state` as in the options. */
PILCROW_API pilcrow_code pilcrow_outline(pilcrow_searcher* searcher, pilcrow_string path, pilcrow_string state,
                                         pilcrow_json** json, pilcrow_error** error);

/* A program that reads what pilcrow does not, as pilcrow::Filter. */
typedef struct pilcrow_filter {
  size_t struct_size;
  pilcrow_strings extensions;
  pilcrow_strings command;
  pilcrow_string output; /* None: "text". */
} pilcrow_filter;

/* As pilcrow::VerifyOptions. */
typedef struct pilcrow_verify_options {
  size_t struct_size;
  int believe_index; /* Files that have changed since they were indexed are not read again. */
  int reserved;      /* 0 */
  const pilcrow_filter* const* filters;
  size_t filter_count;
  pilcrow_string state;
  pilcrow_cancelled cancelled;
  void* user;
} pilcrow_verify_options;

/* Whether what is claimed still stands there: the claims in an input of JSON Lines or Markdown, as
 * pilcrow::read_claims() finds them. The JSON has a line a claim and a summary; PILCROW_PROBLEMS where any fails. */
PILCROW_API pilcrow_code pilcrow_verify(pilcrow_searcher* searcher, pilcrow_string claims,
                                        const pilcrow_verify_options* options, pilcrow_json** json,
                                        pilcrow_error** error);

/* ---- A result ---- */

/* As pilcrow::Freshness. */
enum { PILCROW_CURRENT = 0, PILCROW_MODIFIED = 1, PILCROW_MISSING = 2, PILCROW_UNKNOWN = 3 };

/* As pilcrow::Hit; neighbours, other places and explanations are in the JSON. */
typedef struct pilcrow_hit {
  size_t struct_size; /* What this library knows of it. */
  size_t rank;        /* From 1. */
  double score;       /* Comparable within one result only. */
  pilcrow_string path;
  pilcrow_string root;
  pilcrow_string title;
  pilcrow_strings headings;        /* The outermost first. */
  uint32_t paragraph;              /* Of its file, from 1. */
  uint32_t first_line;             /* From 1. */
  uint32_t last_line;              /* Included. */
  uint32_t first_page;             /* From 1; 0: it has no pages. */
  uint32_t last_page;              /* Included. */
  uint32_t cited_page;             /* The one to name. */
  pilcrow_string page_label;       /* What is printed on the first; of a sheet its name. */
  pilcrow_string cited_label;      /* Likewise of the one to name. */
  pilcrow_range bytes;             /* Of the file. */
  int bytes_of_extracted;          /* `bytes` counts in the extracted text. */
  int freshness;                   /* PILCROW_CURRENT, ... */
  pilcrow_string encoding;         /* Of the file. */
  pilcrow_string language;         /* Of the paragraph: BCP 47, "und" where unknown. */
  pilcrow_string type;             /* The reader that read it: "markdown". */
  pilcrow_string date;             /* "2026-03-31". */
  pilcrow_string text;             /* To the letter. */
  const pilcrow_range* highlights; /* Bytes of `text`, ascending, not overlapping. */
  size_t highlight_count;
  pilcrow_strings lacks;     /* Words of the query that it does not hold. */
  pilcrow_string citation;   /* "pc1:...". */
  pilcrow_string meta;       /* A JSON object, or none. */
  pilcrow_range kept;        /* With a budget: the bytes of the whole text that `text` holds, */
  uint64_t kept_of;          /* and how many that has; 0: `text` is whole. */
  size_t paragraphs_in_file; /* With group_by_file: how many match. */
} pilcrow_hit;

/* As pilcrow::Summary; all of it is in the JSON. */
typedef struct pilcrow_summary {
  size_t struct_size;
  pilcrow_string query; /* As it was read. */
  uint64_t matches;     /* Paragraphs, or files. */
  int matches_estimated;
  int reserved;
  uint64_t all_words; /* Paragraphs that hold every word of the query. */
  double milliseconds;
  size_t words_shown;         /* With a budget. */
  uint64_t paragraphs;        /* In the indexes searched. */
  pilcrow_string state;       /* Of the indexes: "k3f9a2zq@7.12". */
  pilcrow_string index_id;    /* Of all indexes, with commas between them; */
  uint64_t generation;        /* of the first: which build of it, */
  uint64_t revision;          /* which commit within the build, */
  pilcrow_string fingerprint; /* and the analyser that built it. All of each are in the JSON. */
} pilcrow_summary;

PILCROW_API size_t pilcrow_result_count(const pilcrow_result* result);
/* From 0; NULL where there is none. */
PILCROW_API const pilcrow_hit* pilcrow_result_hit(const pilcrow_result* result, size_t number);
PILCROW_API const pilcrow_summary* pilcrow_result_summary(const pilcrow_result* result);
/* A line for each hit, and the summary. query_id goes into each line; NULL: it has none. */
PILCROW_API pilcrow_code pilcrow_result_json(const pilcrow_result* result, const pilcrow_string* query_id,
                                             pilcrow_json** json, pilcrow_error** error);
PILCROW_API void pilcrow_result_free(pilcrow_result* result);

/* ---- Indexing ---- */

enum {
  PILCROW_STAGE_WALKING = 0,
  PILCROW_STAGE_READING = 1,
  PILCROW_STAGE_REMOVING = 2,
  PILCROW_STAGE_COPYING = 3,
  PILCROW_STAGE_CHECKING = 4
};

typedef struct pilcrow_progress {
  size_t struct_size;
  int stage; /* PILCROW_STAGE_... */
  int reserved;
  uint64_t files_done;
  uint64_t files_total; /* 0 where it is not known yet. */
  uint64_t bytes_done;
  uint64_t bytes_total; /* Likewise. */
  uint64_t paragraphs;
} pilcrow_progress;

enum { PILCROW_FILE_ADDED = 0, PILCROW_FILE_CHANGED = 1, PILCROW_FILE_MOVED = 2, PILCROW_FILE_REMOVED = 3 };

typedef struct pilcrow_file_change {
  size_t struct_size;
  int kind; /* PILCROW_FILE_... */
  int reserved;
  pilcrow_string path;
  pilcrow_string moved_from; /* Of a moved one. */
} pilcrow_file_change;

/* Non-zero ends the run, like pilcrow_cancelled. */
typedef int (*pilcrow_on_progress)(const pilcrow_progress* progress, void* user);
typedef int (*pilcrow_on_change)(const pilcrow_file_change* change, void* user);

/* As pilcrow::Root. */
typedef struct pilcrow_root {
  size_t struct_size;
  pilcrow_string path;
  pilcrow_strings include; /* Globs. */
  pilcrow_strings exclude; /* Globs. */
  int hidden;              /* Also names that begin with a dot. */
  int no_ignore_files;     /* .gitignore, .ignore and .pilcrowignore mean nothing. */
  int follow_links;
  int reserved;            /* 0 */
  uint64_t max_file_size;  /* Bytes; 0: 256 MiB. */
  pilcrow_string language; /* BCP 47; none: detected. */
} pilcrow_root;

/* As pilcrow::UpdateOptions. */
typedef struct pilcrow_update_options {
  size_t struct_size;
  int rebuild;
  int allow_purge;
  int dry_run;
  unsigned jobs; /* Threads; 0: as many as there are processors. */
  unsigned wait_seconds;
  int reserved;    /* 0 */
  uint64_t memory; /* Bytes; 0: a quarter of what there is. */
  const pilcrow_filter* const* filters;
  size_t filter_count;
  pilcrow_on_progress on_progress;
  pilcrow_on_change on_change;
  pilcrow_cancelled cancelled;
  void* user;
} pilcrow_update_options;

/* Brings an index up to date with roots; with none, with those it remembers. Creates it where there is none. */
PILCROW_API pilcrow_code pilcrow_update(pilcrow_string index, const pilcrow_root* const* roots, size_t root_count,
                                        const pilcrow_update_options* options, pilcrow_json** report,
                                        pilcrow_error** error);

/* Gives up to `size` bytes and says how many; 0 is the end, less than 0 a failure, which ends the run. */
typedef ptrdiff_t (*pilcrow_read_lines)(char* buffer, size_t size, void* user);

/* Takes documents that are handed over as JSON Lines (docs/documents.md), by a callback, or all at once. `user` is that
 * of the callback; those in the options have their own. */
PILCROW_API pilcrow_code pilcrow_update_documents(pilcrow_string index, pilcrow_read_lines read, void* user,
                                                  const pilcrow_update_options* options, pilcrow_json** report,
                                                  pilcrow_error** error);
PILCROW_API pilcrow_code pilcrow_update_documents_from(pilcrow_string index, pilcrow_string lines,
                                                       const pilcrow_update_options* options, pilcrow_json** report,
                                                       pilcrow_error** error);

/* As pilcrow::RunOptions. */
typedef struct pilcrow_run_options {
  size_t struct_size;
  unsigned wait_seconds;
  int reserved; /* 0 */
  pilcrow_on_progress on_progress;
  pilcrow_cancelled cancelled;
  void* user;
} pilcrow_run_options;

/* Files, folders or roots; forget() leaves nothing of their texts. */
PILCROW_API pilcrow_code pilcrow_remove(pilcrow_string index, const pilcrow_string* paths, size_t count,
                                        const pilcrow_run_options* options, pilcrow_json** report,
                                        pilcrow_error** error);
PILCROW_API pilcrow_code pilcrow_forget(pilcrow_string index, const pilcrow_string* paths, size_t count,
                                        const pilcrow_run_options* options, pilcrow_json** report,
                                        pilcrow_error** error);
PILCROW_API pilcrow_code pilcrow_compact(pilcrow_string index, const pilcrow_run_options* options,
                                         pilcrow_json** report, pilcrow_error** error);
/* PILCROW_PROBLEMS where there is damage. */
PILCROW_API pilcrow_code pilcrow_check(pilcrow_string index, const pilcrow_run_options* options, pilcrow_json** report,
                                       pilcrow_error** error);

/* Takes bytes of lines; non-zero is a failure, which ends the export. */
typedef int (*pilcrow_write_lines)(const char* lines, size_t size, void* user);

/* Every document as JSON Lines, which pilcrow_update_documents() makes an index of equal answers of. PILCROW_PROBLEMS
 * where some were left out. */
PILCROW_API pilcrow_code pilcrow_export(pilcrow_string index, pilcrow_write_lines write, void* user,
                                        const pilcrow_run_options* options, pilcrow_json** report,
                                        pilcrow_error** error);

/* What an index holds. Of one that is there and cannot be searched, what can be told, with PILCROW_PROBLEMS. */
PILCROW_API pilcrow_code pilcrow_status(pilcrow_string index, pilcrow_json** json, pilcrow_error** error);
/* Every file that the index knows, a line each. */
PILCROW_API pilcrow_code pilcrow_list_files(pilcrow_string index, pilcrow_json** json, pilcrow_error** error);
/* Why a file is, or is not, found. */
PILCROW_API pilcrow_code pilcrow_why_file(pilcrow_string index, pilcrow_string path, pilcrow_json** json,
                                          pilcrow_error** error);

#ifdef __cplusplus
}
#endif

#endif
