// SPDX-License-Identifier: GPL-3.0-or-later
// Where no memory is left, at any moment of a search, it fails and says so; nothing is thrown, and the searcher goes on
// when there is some again. And what a callback throws, which it must not, ends no more than the call. Opening and JSON
// are left out: the library that reads and frees JSON needs memory to free it.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

#include "tests/c/check.h"

namespace {

/// Allocations that still succeed in this thread; negative: all do.
thread_local long left = -1;

void* allocate(std::size_t size) {
  if (left == 0) throw std::bad_alloc();
  if (left > 0) --left;
  void* memory = std::malloc(size > 0 ? size : 1);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return allocate(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace {

bool answers(pilcrow_searcher* searcher) {
  pilcrow_result* result = nullptr;
  const pilcrow_code code = pilcrow_search(searcher, pilcrow_str("stored wind"), nullptr, &result, nullptr);
  const bool whole = code == PILCROW_OK && pilcrow_result_count(result) == 2;
  pilcrow_result_free(result);
  return whole;
}

int throw_a_number(void*) {
  throw 7;
}

int throw_at_a_change(const pilcrow_file_change*, void*) {
  throw std::bad_alloc();
}

void check_throwing_callbacks(pilcrow_searcher* searcher, const std::string& folder) {
  pilcrow_search_options options = PILCROW_INIT(pilcrow_search_options);
  options.cancelled = throw_a_number;
  pilcrow_result* result = nullptr;
  CHECK(pilcrow_search(searcher, pilcrow_str("wind"), &options, &result, nullptr) == PILCROW_INTERNAL);
  CHECK(answers(searcher));
  const std::string index = folder + "/many-index";
  const std::string many = folder + "/many";
  pilcrow_root root = PILCROW_INIT(pilcrow_root);
  root.path = pilcrow_str(many.c_str());
  const pilcrow_root* const roots[] = {&root};
  pilcrow_update_options update = PILCROW_INIT(pilcrow_update_options);
  update.on_change = throw_at_a_change;
  pilcrow_json* report = nullptr;
  CHECK(pilcrow_update(pilcrow_str(index.c_str()), roots, 1, &update, &report, nullptr) != PILCROW_OK);
  CHECK_OK(pilcrow_update(pilcrow_str(index.c_str()), roots, 1, nullptr, &report, &error));
  CHECK(holds(pilcrow_json_text(report), "\"files\":200"));
  pilcrow_json_free(report);
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc != 2) return 2;
  const std::string index = std::string(argv[1]) + "/index";
  const std::string docs = std::string(argv[1]) + "/docs";
  pilcrow_json* report = nullptr;
  pilcrow_root root = PILCROW_INIT(pilcrow_root);
  root.path = pilcrow_str(docs.c_str());
  const pilcrow_root* const roots[] = {&root};
  CHECK_OK(pilcrow_update(pilcrow_str(index.c_str()), roots, 1, nullptr, &report, &error));
  pilcrow_json_free(report);

  const pilcrow_string place = pilcrow_str(index.c_str());
  pilcrow_searcher* searcher = nullptr;
  CHECK_OK(pilcrow_open(&place, 1, &searcher, &error));
  long failed = 0;
  for (;; ++failed) {
    pilcrow_error* error = nullptr;
    pilcrow_result* result = nullptr;
    left = failed;
    const pilcrow_code code = pilcrow_search(searcher, pilcrow_str("stored wind"), nullptr, &result, &error);
    left = -1;
    pilcrow_result_free(result);
    CHECK(pilcrow_error_code(error) == code);
    const bool says_so = code == PILCROW_INTERNAL && std::strstr(pilcrow_error_message(error), "memory") != nullptr;
    if (code != PILCROW_OK && !says_so) {
      ++failures;
      std::fprintf(stderr, "after %ld allocations: %s: %s\n", failed, pilcrow_code_name(code),
                   pilcrow_error_message(error));
    }
    pilcrow_error_free(error);
    if (code == PILCROW_OK) break;
    CHECK(answers(searcher));
  }
  check_throwing_callbacks(searcher, argv[1]);
  pilcrow_close(searcher);
  std::printf("%ld searches ran out of memory\n", failed);
  CHECK(failed > 100);
  return failures == 0 ? 0 : 1;
}
