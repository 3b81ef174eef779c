// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update_past.h"

#include <algorithm>
#include <random>
#include <string_view>
#include <system_error>
#include <utility>

#include <xapian.h>

#include "core/store/layout.h"
#include "core/store/schema.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

/// Whether a generation has entries of files that may have been published. One that cannot be opened has none that
/// anybody could read.
bool holds_files(const fs::path& index, std::uint64_t generation) {
  const fs::path folder = index / store::generation_name(generation);
  std::error_code error;
  if (fs::exists(folder / store::building_name, error)) return false;
  try {
    const Xapian::Database database(folder.string(), Xapian::DB_BACKEND_GLASS);
    const std::string prefix(store::key_file);
    return database.metadata_keys_begin(prefix) != database.metadata_keys_end(prefix);
  } catch (const Xapian::Error&) {
    return false;
  }
}

/// Of a first build, and of one so damaged that its id is lost: a new one.
store::Settings with_id(store::Settings settings) {
  if (!settings.index_id.empty()) return settings;
  static constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::random_device random;
  for (int i = 0; i < 8; ++i) settings.index_id += letters[random() % letters.size()];
  return settings;
}

/// Where nothing is published: whether something was. The spare copy of the settings is written behind the first publish.
bool was_published(const fs::path& index) {
  std::error_code error;
  if (fs::exists(index / store::settings_name, error)) return true;
  const auto generations = store::generations(index);
  return std::any_of(generations.begin(), generations.end(),
                     [&](std::uint64_t generation) { return holds_files(index, generation); });
}

}  // namespace

Result<Past> open_past(const fs::path& index, bool rebuild, bool clean) {
  Past past;
  past.settings = with_id({});
  auto snapshot = store::Snapshot::open(index);
  if (snapshot) {
    if (clean) store::remove_leftovers(index);
    past.settings = with_id(snapshot->facts().settings);
    past.snapshot = std::move(*snapshot);
    return past;
  }
  Error why = snapshot.error();
  if (why.code == ErrorCode::index_missing) {
    if (!was_published(index)) {
      // What a killed first build left.
      for (const auto generation : store::generations(index)) {
        if (clean) store::remove_generation(index, generation);
      }
      return past;
    }
    why = {ErrorCode::index_corrupt, "the index '" + index.string() +
                                         "' is damaged: nothing says which generation is published; rebuild it with "
                                         "'pilcrow-index --rebuild'"};
  }
  if (why.code == ErrorCode::index_version && clean) store::remove_leftovers(index);
  if (auto given_up = give_up_past(past, index, why, rebuild); !given_up) {
    return tl::unexpected<Error>(given_up.error());
  }
  return past;
}

Result<void> give_up_past(Past& past, const fs::path& index, const Error& why, bool rebuild) {
  const bool outdated = why.code == ErrorCode::index_version;
  if (!outdated && !(why.code == ErrorCode::index_corrupt && rebuild)) return tl::unexpected<Error>(why);
  past.snapshot.reset();
  past.unknown = true;
  past.trouble = why.message.substr(0, why.message.rfind("; rebuild it"));
  if (auto remembered = store::remembered_settings(index)) past.settings = std::move(*remembered);
  past.settings = with_id(std::move(past.settings));
  if (outdated) return {};
  const auto published = store::published_generation(index);
  std::error_code error;
  if (published && fs::is_directory(index / store::generation_name(*published), error)) {
    past.damaged = *published;
  } else {
    past.unclaimed = store::generations(index);
  }
  return {};
}

Result<std::vector<std::string>> publish_over(const Past& past, const fs::path& index, std::uint64_t generation) {
  std::vector<std::string> names;
  const auto set_aside = [&](std::uint64_t number) -> Result<void> {
    auto done = store::set_aside(index, number);
    if (done) names.push_back(store::set_aside_name(number));
    return done;
  };
  // Nobody can be reading these, and once another is published, they would count as left behind.
  for (const auto number : past.unclaimed) {
    if (auto done = set_aside(number); !done) return tl::unexpected<Error>(done.error());
  }
  if (auto published = store::publish_generation(index, generation); !published) {
    return tl::unexpected<Error>(published.error());
  }
  if (past.damaged) {
    if (auto done = set_aside(*past.damaged); !done) return tl::unexpected<Error>(done.error());
  }
  return names;
}

}  // namespace pilcrow::indexer
