// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update_losses.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "indexer/guard.h"

namespace pilcrow::indexer {
namespace {

RootLoss loss_of(const UpdateRun& run, const WalkedRoot& walked) {
  const KnownFiles::OfRoot known = run.known.of_root(walked.root);
  RootLoss loss;
  loss.path = run.root(walked.root).path;
  loss.state = walked.found.state;
  loss.reason = walked.found.reason;
  loss.found = walked.found.files;
  loss.indexed = known.indexed;
  loss.new_settings = run.roots.resettled.contains(walked.root);
  loss.no_folder_more = walked.found.is_file && known.below > 0;
  if (run.snapshot && walked.found.device != 0) {
    const auto& devices = run.snapshot->facts().state.devices;
    const std::uint64_t before = walked.root < devices.size() ? devices[walked.root] : 0;
    loss.on_other_device = before != 0 && before != walked.found.device;
  }
  return loss;
}

/// For the next run: for its guard, where the losses were `believed`; and to which stamps it may trust.
void remember(UpdateRun& run, const WalkedRoot& walked, bool believed) {
  if (!run.writer || walked.found.state != RootState::present) return;
  const auto set = [&](auto& values, auto value) {
    if (values.size() <= walked.root) values.resize(walked.root + 1);
    values[walked.root] = value;
  };
  set(run.writer->state().looked_unix_ns, run.began_ns);
  if (believed) set(run.writer->state().devices, walked.found.device);
}

/// A file that is gone, with all that is inside it.
struct Loss {
  std::uint32_t number = 0;
  bool had_text = false;
};

void remove(UpdateRun& run, const store::FileEntry& entry) {
  run.report.paragraphs_removed += entry.paragraphs.size();
  if (run.writer) run.writer->remove_file(entry);
}

}  // namespace

Result<void> check_roots(UpdateRun& run, bool past_unknown) {
  for (const auto& walked : run.walked) {
    if (walked.found.state == RootState::present || run.known.of_root(walked.root).indexed > 0) continue;
    const bool named = run.roots.named.contains(walked.root);
    if (past_unknown && !named) continue;  // guard_rebuild() has more to say
    const std::string why = "cannot read '" + run.root(walked.root).path + "': " + walked.found.reason;
    if (named) return failure(ErrorCode::input_output, why);
    run.note(why);
  }
  return {};
}

void guard_rebuild(UpdateRun& run, bool past_unknown) {
  if (run.options.allow_purge) return;
  for (const auto& walked : run.walked) {
    RootLoss loss = loss_of(run, walked);
    // Without knowing what was moved, it counts.
    loss.lost = loss.indexed - std::min(loss.indexed, loss.found);
    if (loss.no_folder_more) loss.lost = run.known.of_root(walked.root).below;
    if (auto refused = refuse_rebuild(loss, past_unknown)) run.report.refused_purges.push_back(std::move(*refused));
  }
}

void remove_lost(UpdateRun& run) {
  std::map<std::uint32_t, std::uint64_t> lost;  // files with paragraphs, by root
  run.known.each_lost([&](const KnownFile& file) { lost[file.root] += file.has_paragraphs ? 1U : 0U; });
  std::set<std::uint32_t> believed;
  for (const auto& walked : run.walked) {
    RootLoss loss = loss_of(run, walked);
    const auto counted = lost.find(walked.root);
    loss.lost = counted == lost.end() ? 0 : counted->second;
    const auto refused = run.options.allow_purge ? std::nullopt : refuse_loss(loss);
    remember(run, walked, !refused);
    if (refused) {
      run.report.refused_purges.push_back(*refused);
    } else if (counted != lost.end()) {
      believed.insert(walked.root);
    }
  }
  std::vector<Loss> losses;
  std::uint64_t total = 0;
  if (!believed.empty()) {
    run.known.each_lost([&](const KnownFile& file) {
      if (!believed.contains(file.root)) return;
      losses.push_back({file.number, file.has_paragraphs});
      total += 1 + run.known.members_of(file.number).size();
    });
  }
  // A first build numbers files in source order.
  std::sort(losses.begin(), losses.end(), [](const Loss& a, const Loss& b) { return a.number < b.number; });
  std::uint64_t done = 0;
  for (const Loss& loss : losses) {
    const auto members = run.known.members_of(loss.number);
    // What is inside goes first, so that nothing is ever inside of nothing, and the file is not whole meanwhile.
    if (run.writer && !members.empty()) run.writer->put_entry(unfinished(run.stored(loss.number)));
    for (const KnownMember& member : members) {
      if (run.cancelled()) return;
      remove(run, run.stored(member.number));
      run.tell({Stage::removing, ++done, total, 0, 0, run.report.paragraphs_added});
    }
    if (run.cancelled()) return;
    const store::FileEntry entry = run.stored(loss.number);
    remove(run, entry);
    run.report.files_removed += loss.had_text ? 1U : 0U;
    if (loss.had_text) run.tell(FileChange::Kind::removed, run.path_of(entry.root, entry.path));
    run.tell({Stage::removing, ++done, total, 0, 0, run.report.paragraphs_added});
  }
}

}  // namespace pilcrow::indexer
