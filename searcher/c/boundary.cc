// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/c/boundary.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/text/utf8.h"
#include "pilcrow/json.h"
#include "pilcrow/version.h"

namespace pilcrow::c {
namespace {

/// Of a struct whose size nobody has set, the size may be anything.
constexpr std::size_t largest_struct = 64U << 10;

/// Where there is no memory for another.
pilcrow_error out_of_memory{PILCROW_INTERNAL, {}};

pilcrow_code code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument:
      return PILCROW_INVALID_ARGUMENT;
    case ErrorCode::index_missing:
      return PILCROW_INDEX_MISSING;
    case ErrorCode::index_version:
      return PILCROW_INDEX_VERSION;
    case ErrorCode::index_corrupt:
      return PILCROW_INDEX_CORRUPT;
    case ErrorCode::index_locked:
      return PILCROW_INDEX_LOCKED;
    case ErrorCode::index_busy:
      return PILCROW_INDEX_BUSY;
    case ErrorCode::input_output:
      return PILCROW_INPUT_OUTPUT;
    case ErrorCode::paragraph_gone:
      return PILCROW_PARAGRAPH_GONE;
    case ErrorCode::other_revision:
      return PILCROW_OTHER_REVISION;
    case ErrorCode::cancelled:
      return PILCROW_CANCELLED;
    case ErrorCode::internal:
      return PILCROW_INTERNAL;
  }
  return PILCROW_INTERNAL;
}

/// The other way round; of a number that is none of ours, a bug.
ErrorCode code_of(pilcrow_code code) {
  for (const ErrorCode known :
       {ErrorCode::invalid_argument, ErrorCode::index_missing, ErrorCode::index_version, ErrorCode::index_corrupt,
        ErrorCode::index_locked, ErrorCode::index_busy, ErrorCode::input_output, ErrorCode::paragraph_gone,
        ErrorCode::other_revision, ErrorCode::cancelled}) {
    if (code_of(known) == code) return known;
  }
  return ErrorCode::internal;
}

}  // namespace

pilcrow_code tell(pilcrow_error** place, ErrorCode code, std::string_view message) noexcept {
  if (place == nullptr) return code_of(code);
  try {
    *place = new pilcrow_error{code_of(code), text::to_valid_utf8(message)};
  } catch (...) {
    *place = &out_of_memory;
  }
  return code_of(code);
}

Result<std::string_view> view_of(pilcrow_string string, const char* name) {
  if (string.data == nullptr && string.size > 0) return invalid(std::string("'") + name + "' is NULL, and has a size");
  if (string.size > PTRDIFF_MAX) return invalid(std::string("'") + name + "' is longer than any memory");
  return string.data == nullptr ? std::string_view() : std::string_view(string.data, string.size);
}

Result<std::optional<std::string>> optional_string_of(const pilcrow_string* string, const char* name) {
  if (string == nullptr) return std::nullopt;
  const auto view = view_of(*string, name);
  if (!view) return tl::unexpected<Error>(view.error());
  return std::string(*view);
}

Result<std::vector<std::string>> list_of(const pilcrow_string* items, std::size_t count, const char* name) {
  if (items == nullptr && count > 0) return invalid(std::string("'") + name + "' is NULL, and has a count");
  std::vector<std::string> strings;
  for (std::size_t i = 0; i < count; ++i) {
    const auto view = view_of(items[i], name);
    if (!view) return tl::unexpected<Error>(view.error());
    strings.emplace_back(*view);
  }
  return strings;
}

Result<std::vector<std::string>> list_of(const pilcrow_strings& strings, const char* name) {
  return list_of(strings.items, strings.count, name);
}

Result<std::string> path_of(pilcrow_string string, const char* name) {
  const auto view = view_of(string, name);
  if (!view) return tl::unexpected<Error>(view.error());
  if (view->empty()) return invalid(std::string("'") + name + "' is empty");
  if (view->find('\0') != view->npos) return invalid(std::string("'") + name + "' holds a NUL, as no path does");
  return std::string(*view);
}

Result<std::vector<std::string>> paths_of(const pilcrow_string* items, std::size_t count, const char* name) {
  if (items == nullptr && count > 0) return invalid(std::string("'") + name + "' is NULL, and has a count");
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < count; ++i) {
    auto path = path_of(items[i], name);
    if (!path) return tl::unexpected<Error>(std::move(path.error()));
    paths.push_back(std::move(*path));
  }
  return paths;
}

Result<void> copy_sized(const void* given, void* ours, std::size_t size, const char* name) {
  if (given == nullptr) return {};
  std::size_t given_size = 0;
  std::memcpy(&given_size, given, sizeof given_size);
  // Nothing has grown yet, so none is smaller: PILCROW_INIT was forgotten.
  if (given_size < size || given_size > largest_struct) {
    return invalid(std::string(name) + " says that its struct_size is " + std::to_string(given_size) +
                   "; begin with PILCROW_INIT(" + name + ")");
  }
  const auto* bytes = static_cast<const unsigned char*>(given);
  if (std::any_of(bytes + size, bytes + given_size, [](unsigned char byte) { return byte != 0; })) {
    return invalid(std::string(name) + " asks for something that this version, " + version + ", does not know");
  }
  std::memcpy(ours, given, size);
  return {};
}

}  // namespace pilcrow::c

using namespace pilcrow;
using namespace pilcrow::c;

const char* pilcrow_version(void) {
  return version;
}

int pilcrow_abi_version(void) {
  return PILCROW_ABI_VERSION;
}

const char* pilcrow_code_name(pilcrow_code code) {
  return code == PILCROW_OK ? "ok" : name_of(code_of(code));
}

pilcrow_code pilcrow_error_code(const pilcrow_error* error) {
  return error == nullptr ? PILCROW_OK : error->code;
}

const char* pilcrow_error_message(const pilcrow_error* error) {
  if (error == nullptr) return "";
  return error == &out_of_memory ? "out of memory" : error->message.c_str();
}

void pilcrow_error_free(pilcrow_error* error) {
  if (error != &out_of_memory) delete error;
}

pilcrow_code pilcrow_error_json(const pilcrow_error* about, const pilcrow_string* query_id, pilcrow_json** json,
                                pilcrow_error** error) {
  return guarded_into(json, "json", error, [&]() -> Result<std::unique_ptr<pilcrow_json>> {
    if (about == nullptr) return invalid("'about' is NULL");
    const auto id = optional_string_of(query_id, "query_id");
    if (!id) return tl::unexpected<Error>(id.error());
    return json_handle(to_json(Error{code_of(about->code), pilcrow_error_message(about)}, *id));
  });
}

pilcrow_string pilcrow_json_text(const pilcrow_json* json) {
  return json == nullptr ? pilcrow_string{"", 0} : pilcrow_string{json->text.data(), json->text.size()};
}

pilcrow_outcome pilcrow_json_outcome(const pilcrow_json* json) {
  return json == nullptr ? PILCROW_COMPLETE : json->outcome;
}

void pilcrow_json_free(pilcrow_json* json) {
  delete json;
}
