// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/snapshot.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <nlohmann/json.hpp>

#include "core/store/layout.h"
#include "core/store/paths.h"
#include "core/store/schema.h"
#include "core/store/small_file.h"
#include "core/text/hash.h"
#include "core/text/utf8.h"

namespace fs = std::filesystem;

namespace pilcrow::store {
namespace {

using nlohmann::json;

Error damaged(const fs::path& index, std::string_view what) {
  return {ErrorCode::index_corrupt, "the index '" + index.string() + "' is damaged: " + std::string(what) +
                                        "; rebuild it with 'pilcrow-index --rebuild'"};
}

/// JSON holds text; a path is bytes. What is not UTF-8 goes as a list of byte values.
json path_to_json(const std::string& path) {
  if (text::is_utf8(path)) return path;
  json bytes = json::array();
  for (const char c : path) bytes.push_back(static_cast<unsigned char>(c));
  return bytes;
}

std::string path_from_json(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  std::string path;
  for (const auto& byte : value) path += static_cast<char>(byte.get<unsigned char>());
  return path;
}

json paths_to_json(const std::vector<std::string>& paths) {
  json out = json::array();
  for (const auto& path : paths) out.push_back(path_to_json(path));
  return out;
}

std::vector<std::string> paths_from_json(const json& list) {
  std::vector<std::string> out;
  for (const auto& path : list.get_ref<const json::array_t&>()) out.push_back(path_from_json(path));
  return out;
}

json root_to_json(const Root& root) {
  if (root.path.empty()) return nullptr;
  return {{"path", path_to_json(root.path)},        {"include", paths_to_json(root.include)},
          {"exclude", paths_to_json(root.exclude)}, {"hidden", root.hidden},
          {"ignore_files", root.ignore_files},      {"follow_links", root.follow_links},
          {"max_file_size", root.max_file_size},    {"language", root.language}};
}

Root root_from_json(const json& in) {
  Root root;
  if (in.is_null()) return root;
  root.path = path_from_json(in.at("path"));
  root.include = paths_from_json(in.at("include"));
  root.exclude = paths_from_json(in.at("exclude"));
  root.hidden = in.at("hidden");
  root.ignore_files = in.at("ignore_files");
  root.follow_links = in.at("follow_links");
  root.max_file_size = in.at("max_file_size");
  root.language = in.at("language").get<std::string>();
  return root;
}

json roots_to_json(const std::vector<Root>& roots) {
  json out = json::array();
  for (const Root& root : roots) out.push_back(root_to_json(root));
  return out;
}

std::vector<Root> roots_from_json(const json& in) {
  std::vector<Root> roots;
  for (const json& item : in.get_ref<const json::array_t&>()) roots.push_back(root_from_json(item));
  return roots;
}

template <class Value, class Decode>
Result<Value> decode_json(std::string_view bytes, std::string_view what, Decode decode) {
  try {
    return decode(json::parse(bytes));
  } catch (const json::exception&) {
    return failure(ErrorCode::index_corrupt, "the index's " + std::string(what) + " are damaged");
  }
}

Result<IndexFacts> read_facts(const fs::path& index, const Xapian::Database& database, CommitMark mark,
                              bool outdated_too) {
  const auto get = [&](std::string_view key) { return database.get_metadata(std::string(key)); };
  const std::string schema = get(key_schema);
  if (schema.empty()) return tl::unexpected<Error>(damaged(index, "it has no schema version"));
  IndexFacts facts;
  facts.folder = index;
  facts.mark = mark;
  facts.fingerprint = get(key_fingerprint);
  if (schema != std::to_string(schema_version) || (facts.fingerprint != fingerprint() && !outdated_too)) {
    return failure(ErrorCode::index_version, "the index '" + index.string() + "' was built by another version (" +
                                                 facts.fingerprint + ", this is " + fingerprint() +
                                                 "); rebuild it with 'pilcrow-index --rebuild'");
  }
  facts.settings.index_id = get(key_index_id);
  facts.generation = mark.generation;
  facts.revision = database.get_revision();
  auto roots = decode_roots(get(key_roots));
  if (!roots) return tl::unexpected<Error>(damaged(index, "its list of roots cannot be read"));
  facts.settings.roots = std::move(*roots);
  auto excluded = decode_paths(get(key_excluded));
  if (!excluded) return tl::unexpected<Error>(damaged(index, "its list of excluded paths cannot be read"));
  facts.settings.excluded = std::move(*excluded);
  auto state = decode_state(get(key_state));
  if (!state) return tl::unexpected<Error>(damaged(index, "its counters cannot be read"));
  facts.state = std::move(*state);
  return facts;
}

std::string path_below_root(const IndexFacts& facts, std::uint32_t root, const std::string& path) {
  const auto& roots = facts.settings.roots;
  return path_below(root < roots.size() ? roots[root].path : std::string(), path);
}

}  // namespace

std::uint64_t fresh_size(const State& state) {
  if (state.fresh_paragraphs == 0) return 0;
  const double bytes = static_cast<double>(state.fresh_bytes) / static_cast<double>(state.fresh_paragraphs) *
                       static_cast<double>(std::max<std::uint64_t>(state.paragraphs, 1));
  return bytes < 1e18 ? static_cast<std::uint64_t>(bytes) : 0;  // a counter that cannot be right says nothing
}

std::string encode(const State& state) {
  return json{{"files", state.files},
              {"paragraphs", state.paragraphs},
              {"next_file", state.next_file},
              {"updated", state.updated_unix_ns},
              {"languages", state.languages},
              {"devices", state.devices},
              {"looked", state.looked_unix_ns},
              {"fresh_bytes", state.fresh_bytes},
              {"fresh_paragraphs", state.fresh_paragraphs},
              {"settings", state.settings}}
      .dump();
}

Result<State> decode_state(std::string_view bytes) {
  return decode_json<State>(bytes, "counters", [](const json& in) {
    State state;
    state.files = in.at("files");
    state.paragraphs = in.at("paragraphs");
    state.next_file = in.at("next_file");
    state.updated_unix_ns = in.at("updated");
    state.languages = in.at("languages").get<std::map<std::string, std::uint64_t>>();
    state.devices = in.at("devices").get<std::vector<std::uint64_t>>();
    state.looked_unix_ns = in.value("looked", std::vector<std::int64_t>());
    state.fresh_bytes = in.at("fresh_bytes");
    state.fresh_paragraphs = in.at("fresh_paragraphs");
    state.settings = in.at("settings");
    return state;
  });
}

std::string encode_roots(const std::vector<Root>& roots) {
  return roots_to_json(roots).dump();
}

Result<std::vector<Root>> decode_roots(std::string_view bytes) {
  return decode_json<std::vector<Root>>(bytes, "roots", roots_from_json);
}

std::string encode_paths(const std::vector<std::string>& paths) {
  return paths_to_json(paths).dump();
}

Result<std::vector<std::string>> decode_paths(std::string_view bytes) {
  return decode_json<std::vector<std::string>>(bytes, "paths", paths_from_json);
}

std::uint64_t hash_of(const Settings& settings) {
  return text::hash64(encode_paths(settings.excluded), text::hash64(encode_roots(settings.roots)));
}

Result<void> keep_settings(const fs::path& index, const Settings& settings) {
  const std::string content = json{{"index_id", settings.index_id},
                                   {"roots", roots_to_json(settings.roots)},
                                   {"excluded", paths_to_json(settings.excluded)}}
                                  .dump() +
                              "\n";
  const fs::path file = index / settings_name;
  if (read_small_file(file) == content) return {};
  return replace_small_file(file, content);
}

std::optional<Settings> spare_settings(const fs::path& index) {
  const auto spare = read_small_file(index / settings_name);
  if (!spare) return {};
  auto settings = decode_json<Settings>(*spare, "settings", [](const json& in) {
    return Settings{in.at("index_id").get<std::string>(), roots_from_json(in.at("roots")),
                    paths_from_json(in.at("excluded"))};
  });
  if (!settings) return {};
  return std::move(*settings);
}

Result<CommitMark> newest_commit(const fs::path& index) {
  const auto generation = published_generation(index);
  if (!generation) return tl::unexpected<Error>(generation.error());
  struct stat status {};
  const fs::path version_file = index / generation_name(*generation) / "iamglass";
  if (::stat(version_file.c_str(), &status) != 0) {
    return tl::unexpected<Error>(damaged(
        index, "its generation " + std::to_string(*generation) + " cannot be opened (" + reason_of(errno) + ")"));
  }
  return CommitMark{*generation, status.st_ino, mtime_ns(status)};
}

Snapshot::Snapshot(IndexFacts facts, Xapian::Database database, std::shared_ptr<GlassReader> direct, TextCodec codec)
    : facts_(std::move(facts)), database_(std::move(database)), direct_(std::move(direct)), codec_(std::move(codec)) {}

/// What reading directly gives, else what asking Xapian gives.
template <class Direct, class Asked>
auto directly_or(const std::shared_ptr<GlassReader>& direct, const Direct& read, const Asked& ask) {
  if (direct != nullptr) {
    try {
      return read(*direct);
    } catch (const UnreadableTable&) {  // Xapian can, or says what is wrong.
    }
  }
  return ask();
}

IndexState state_of(const IndexFacts& facts) {
  return {facts.settings.index_id, facts.generation, facts.revision, facts.fingerprint};
}

IndexState published_state(const fs::path& index) {
  const auto snapshot = Snapshot::open(index);
  return snapshot ? state_of(snapshot->facts()) : IndexState();
}

Result<Snapshot> Snapshot::open(const fs::path& index) {
  return open(index, false);
}

Result<Snapshot> Snapshot::open_outdated(const fs::path& index) {
  return open(index, true);
}

Result<Snapshot> Snapshot::open(const fs::path& index, bool outdated_too) {
  return translating_errors("cannot open the index '" + index.string() + "'", [&]() -> Result<Snapshot> {
    // A publish may remove the generation between reading the stub and opening it: then the stub names another one.
    for (int attempt = 0;; ++attempt) {
      const auto mark = newest_commit(index);
      if (!mark && attempt == snapshot_retries) return tl::unexpected<Error>(mark.error());
      if (!mark && mark.error().code != ErrorCode::index_corrupt) return tl::unexpected<Error>(mark.error());
      if (!mark) continue;
      try {
        Xapian::Database database((index / generation_name(mark->generation)).string(), Xapian::DB_BACKEND_GLASS);
        auto facts = read_facts(index, database, *mark, outdated_too);
        if (!facts) return tl::unexpected<Error>(facts.error());
        TextCodec codec(database.get_metadata(std::string(key_dictionary)));
        auto direct = GlassReader::open(index / generation_name(mark->generation), database.get_revision());
        return Snapshot(std::move(*facts), std::move(database), std::move(direct), std::move(codec));
      } catch (const Xapian::DatabaseOpeningError&) {
        const auto now = newest_commit(index);
        if (attempt == snapshot_retries || (now && *now == *mark)) throw;
      } catch (const Xapian::DatabaseModifiedError&) {
        if (attempt == snapshot_retries) throw;
      }
    }
  });
}

Result<FileEntry> Snapshot::file(std::uint32_t number) const {
  auto entry = decode_file_entry(number, metadata(file_key(number)));
  if (!entry) return tl::unexpected<Error>(damaged(facts_.folder, entry.error().message));
  return entry;
}

Result<StoredFile> Snapshot::stored_file(std::uint32_t number) const {
  auto file = StoredFile::read(number, metadata(file_key(number)));
  if (!file) return tl::unexpected<Error>(damaged(facts_.folder, file.error().message));
  return file;
}

Result<FileHead> Snapshot::head(std::uint32_t number) const {
  auto head = decode_file_head(number, metadata(file_key(number)));
  if (!head) return tl::unexpected<Error>(damaged(facts_.folder, head.error().message));
  return head;
}

template <class Decode, class Visit>
Result<void> Snapshot::each_entry(const Decode& decode, const Visit& visit) const {
  const std::string prefix(key_file);
  const auto end = database_.metadata_keys_end(prefix);
  for (auto key = database_.metadata_keys_begin(prefix); key != end; ++key) {
    const std::string name = *key;
    const std::uint32_t number = file_number(std::string_view(name).substr(prefix.size()));
    auto entry = decode(number, database_.get_metadata(name));
    if (!entry) return tl::unexpected<Error>(damaged(facts_.folder, entry.error().message));
    if (!visit(std::move(*entry))) break;
  }
  return {};
}

Result<void> Snapshot::each_file(const std::function<bool(FileEntry&&)>& visit) const {
  return each_entry(decode_file_entry, visit);
}

Result<void> Snapshot::each_file_head(const std::function<bool(FileHead&&)>& visit) const {
  return each_entry(decode_file_head, visit);
}

Result<ParagraphRecord> Snapshot::record(const Xapian::Document& document) const {
  auto record = codec_.decode(document.get_data());
  if (!record) return tl::unexpected<Error>(damaged(facts_.folder, record.error().message));
  return record;
}

Result<ParagraphRecord> Snapshot::record(Xapian::docid document) const {
  const auto decode = [&](std::string_view data) {
    auto record = codec_.decode(data);
    return record ? std::move(record) : tl::unexpected<Error>(damaged(facts_.folder, record.error().message));
  };
  return directly_or(
      direct_,
      [&](GlassReader& direct) {
        return direct.data(document, [&](std::string_view data) {
          if (data.empty()) throw UnreadableTable();  // Is there such a document?
          return decode(data);
        });
      },
      [&]() -> Result<ParagraphRecord> { return decode(database_.get_document(document).get_data()); });
}

std::string Snapshot::value(unsigned slot, Xapian::docid document) const {
  return directly_or(
      direct_, [&](GlassReader& direct) { return direct.value(slot, document); },
      [&] { return database_.get_document(document, Xapian::DOC_ASSUME_VALID).get_value(slot); });
}

std::string Snapshot::metadata(const std::string& key) const {
  return directly_or(
      direct_, [&](GlassReader& direct) { return direct.metadata(key); }, [&] { return database_.get_metadata(key); });
}

std::optional<Settings> remembered_settings(const fs::path& index) {
  std::optional<Settings> told;
  try {
    if (const auto generation = published_generation(index)) {
      const Xapian::Database database((index / generation_name(*generation)).string(), Xapian::DB_BACKEND_GLASS);
      const auto get = [&](std::string_view key) { return database.get_metadata(std::string(key)); };
      auto roots = decode_roots(get(key_roots));
      // Older schemas had no exclusions.
      const std::string excluded = get(key_excluded);
      auto paths = decode_paths(excluded.empty() ? "[]" : excluded);
      if (roots && paths) told = Settings{get(key_index_id), std::move(*roots), std::move(*paths)};
      const auto state = decode_state(get(key_state));
      if (told && state && state->settings == hash_of(*told)) return told;
    }
  } catch (const Xapian::Error&) {  // The spare copy, then.
  }
  auto spare = spare_settings(index);
  return spare ? spare : told;
}

std::string absolute_path(const IndexFacts& facts, const FileEntry& entry) {
  return path_of_member(file_path(facts, entry), entry.member);
}

std::string absolute_path(const IndexFacts& facts, const FileHead& file) {
  return path_of_member(file_path(facts, file), file.member);
}

std::string file_path(const IndexFacts& facts, const FileEntry& entry) {
  return path_below_root(facts, entry.root, entry.path);
}

std::string file_path(const IndexFacts& facts, const FileHead& file) {
  return path_below_root(facts, file.root, file.path);
}

bool still_newest(const std::vector<Snapshot>& snapshots) {
  for (const Snapshot& snapshot : snapshots) {
    const auto mark = newest_commit(snapshot.facts().folder);
    if (!mark || *mark != snapshot.facts().mark) return false;
  }
  return true;
}

Result<std::vector<Snapshot>> open_all(const std::vector<fs::path>& indexes) {
  std::vector<Snapshot> snapshots;
  for (const auto& index : indexes) {
    auto snapshot = Snapshot::open(index);
    if (!snapshot) return tl::unexpected<Error>(snapshot.error());
    const auto same = std::find_if(snapshots.begin(), snapshots.end(), [&](const Snapshot& other) {
      return other.database().get_uuid() == snapshot->database().get_uuid();
    });
    if (same == snapshots.end()) {
      snapshots.push_back(std::move(*snapshot));
    } else if (same->facts().revision != snapshot->facts().revision) {
      return failure(ErrorCode::invalid_argument, "'" + index.string() + "' and '" + same->facts().folder.string() +
                                                      "' are states of one index; search one of them");
    }
  }
  return snapshots;
}

}  // namespace pilcrow::store
