// SPDX-License-Identifier: GPL-3.0-or-later
// A program that uses Xapian itself, has names of pilcrow's own, and loads libpilcrow.so: neither sees the other.
#include <dlfcn.h>

#include <atomic>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <thread>

#include <xapian.h>

#include "tests/c/check.h"

// Not those of the library, and exported: the dynamic linker must not take one for the other.
namespace pilcrow {
enum class ErrorCode { nonsense };
const char* name_of(ErrorCode);
const char* name_of(ErrorCode) {
  return "not pilcrow's";
}
std::string state_name();
std::string state_name() {
  return "nor this";
}
}  // namespace pilcrow

namespace {

/// What is called, by the name in the header.
struct Pilcrow {
  void* library;
  template <class Function>
  Function* function(const char* name) const {
    void* found = ::dlsym(library, name);
    if (found == nullptr) {
      std::cerr << ::dlerror() << '\n';
      std::exit(1);
    }
    return reinterpret_cast<Function*>(found);
  }
};
#define PILCROW_CALL(pilcrow, name) ((pilcrow).function<decltype(name)>(#name))

/// One use of Xapian: an index in memory, a search, an exception from its depths.
bool use_xapian() {
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("en"));
  Xapian::Document document;
  generator.set_document(document);
  generator.index_text("the stored wind");
  database.add_document(document);
  Xapian::Enquire enquire(database);
  enquire.set_query(Xapian::Query("Zwind"));
  if (enquire.get_mset(0, 10).size() != 1) return false;
  try {
    Xapian::QueryParser().parse_query("wind AND");
    return false;
  } catch (const Xapian::QueryParserError&) {
  }
  try {
    Xapian::Database("/nowhere/at/all");
    return false;
  } catch (const Xapian::DatabaseError&) {
  }
  return true;
}

/// The files that are mapped whose names hold `part`.
std::set<std::string> mapped(const std::string& part) {
  std::ifstream maps("/proc/self/maps");
  std::set<std::string> files;
  for (std::string line; std::getline(maps, line);) {
    const auto slash = line.find('/');
    if (slash != line.npos && line.find(part, slash) != line.npos) files.insert(line.substr(slash));
  }
  return files;
}

std::string code_name(const Pilcrow& pilcrow, pilcrow_code code) {
  return PILCROW_CALL(pilcrow, pilcrow_code_name)(code);
}

void build(const Pilcrow& pilcrow, const std::string& index, const std::string& docs) {
  pilcrow_root root = PILCROW_INIT(pilcrow_root);
  root.path = pilcrow_str(docs.c_str());
  const pilcrow_root* const roots[] = {&root};
  pilcrow_json* report = nullptr;
  CHECK(PILCROW_CALL(pilcrow, pilcrow_update)(pilcrow_str(index.c_str()), roots, 1, nullptr, &report, nullptr) ==
        PILCROW_OK);
  PILCROW_CALL(pilcrow, pilcrow_json_free)(report);
}

/// What answers, and what fails inside Xapian.
void use_pilcrow(const Pilcrow& pilcrow, const std::string& index, const std::string& damaged) {
  pilcrow_string place = pilcrow_str(index.c_str());
  pilcrow_searcher* searcher = nullptr;
  pilcrow_result* result = nullptr;
  CHECK(PILCROW_CALL(pilcrow, pilcrow_open)(&place, 1, &searcher, nullptr) == PILCROW_OK);
  CHECK(PILCROW_CALL(pilcrow, pilcrow_search)(searcher, pilcrow_str("stored wind"), nullptr, &result, nullptr) ==
        PILCROW_OK);
  CHECK(PILCROW_CALL(pilcrow, pilcrow_result_count)(result) == 2);
  PILCROW_CALL(pilcrow, pilcrow_result_free)(result);
  PILCROW_CALL(pilcrow, pilcrow_close)(searcher);
  place = pilcrow_str(damaged.c_str());
  CHECK(PILCROW_CALL(pilcrow, pilcrow_open)(&place, 1, &searcher, nullptr) == PILCROW_INDEX_CORRUPT);
  CHECK(searcher == nullptr);
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc != 3) {
    std::cerr << "usage: c_beside_xapian LIBRARY FOLDER\n";
    return 2;
  }
  const std::string folder = argv[2];
  const std::string index = folder + "/index";
  const std::string damaged = folder + "/damaged";
  CHECK(use_xapian());
  const Pilcrow pilcrow{::dlopen(argv[1], RTLD_NOW | RTLD_LOCAL)};
  if (pilcrow.library == nullptr) {
    std::cerr << ::dlerror() << '\n';
    return 1;
  }
  CHECK(mapped("libxapian").size() == 1);
  CHECK(code_name(pilcrow, PILCROW_INDEX_MISSING) == "index_missing");
  CHECK(std::string(pilcrow::name_of(pilcrow::ErrorCode::nonsense)) == "not pilcrow's");
  CHECK(::dlsym(RTLD_DEFAULT, "pilcrow_search") == nullptr);  // Loaded for us alone.

  build(pilcrow, index, folder + "/docs");
  std::system(
      ("cp -r '" + index + "' '" + damaged + "' && truncate -s 100 '" + damaged + "'/gen-*/postlist.glass").c_str());
  std::atomic<bool> xapian_works{true};
  std::thread other([&] {
    for (int i = 0; i < 50 && xapian_works; ++i) xapian_works = use_xapian();
  });
  for (int i = 0; i < 20; ++i) use_pilcrow(pilcrow, index, damaged);
  other.join();
  CHECK(xapian_works);

  // Xapian reads what pilcrow wrote, in the same process.
  Xapian::Enquire enquire{Xapian::Database(index)};
  enquire.set_query(Xapian::Query("Zwind"));
  CHECK(enquire.get_mset(0, 10).size() == 2);

  CHECK(::dlclose(pilcrow.library) == 0);
  CHECK(use_xapian());
  return failures == 0 ? 0 : 1;
}
