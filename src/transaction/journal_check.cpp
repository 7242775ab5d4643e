// SPDX-License-Identifier: MIT
#include "transaction/journal_check.hpp"

#include <map>
#include <optional>

#include "base/try.hpp"

namespace axle {
namespace {

enum class Progress { done, to_do, neither };

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return path.substr(0, slash == std::string_view::npos ? 0 : slash);
}

std::string name_of(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

class Judge {
 public:
  Judge(const Beneath& tree, const JournalText& journal) : tree_(tree), journal_(journal) {
    for (const JournalStep& step : journal.steps) {
      if (step.kind == JournalStep::Kind::retire) retired_[step.path] = &step;
      if (step.kind == JournalStep::Kind::place) placed_[step.path] = &step;
    }
  }

  Result<Progress> progress_of(const JournalStep& step) const {
    TRY(const auto here, tree_.look(step.path));
    const bool retires = step.kind == JournalStep::Kind::retire;
    TRY(const auto aside,
        tree_.look((retires ? ".axle/old-" : ".axle/stage-") + journal_.nonce + "/" + step.path));
    if (retires) {
      if (aside)
        return aside == step.moved && is_placed_or_gone(step.path, here) ? Progress::done
                                                                         : Progress::neither;
      return here == step.moved ? Progress::to_do : Progress::neither;
    }
    if (!aside) return here == step.moved ? Progress::done : Progress::neither;
    return aside == step.moved && is_to_be_retired_or_gone(step.path, here) ? Progress::to_do
                                                                            : Progress::neither;
  }

 private:
  bool is_placed_or_gone(const std::string& path, const std::optional<FileIdentity>& here) const {
    const auto step = placed_.find(path);
    return !here || (step != placed_.end() && here == step->second->moved);
  }
  bool is_to_be_retired_or_gone(const std::string& path,
                                const std::optional<FileIdentity>& here) const {
    const auto step = retired_.find(path);
    return !here || (step != retired_.end() && here == step->second->moved);
  }

  const Beneath& tree_;
  const JournalText& journal_;
  std::map<std::string_view, const JournalStep*> retired_, placed_;
};

/// What the directory held before the first step, if nobody else has changed it since.
Result<std::set<std::string>> names_before(const Beneath& tree, const JournalText& journal,
                                           std::size_t done, std::string_view directory) {
  TRY(std::set<std::string> names, names_in(tree, directory));
  for (std::size_t i = done; i-- > 0;) {
    const JournalStep& step = journal.steps[i];
    if (parent_of(step.path) != directory) continue;
    if (step.kind == JournalStep::Kind::place) names.erase(name_of(step.path));
    if (step.kind == JournalStep::Kind::retire) names.insert(name_of(step.path));
  }
  for (const JournalStep& step : journal.steps)
    if (step.kind == JournalStep::Kind::prune && parent_of(step.path) == directory)
      names.insert(name_of(step.path));
  return names;
}

}  // namespace

Result<std::set<std::string>> names_in(const Beneath& tree, std::string_view directory) {
  std::set<std::string> names;
  TRY_OK(tree.list(directory, [&](const std::string& name) {
    if (name != "__pycache__" && !name.starts_with(".axle") && name != ".lock") names.insert(name);
  }));
  return names;
}

std::uint64_t hash_of_names(const std::set<std::string>& names) {
  // FNV-1a, each name ended by a zero byte: it tells states apart, it protects nothing.
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const std::string& name : names) {
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

Result<bool> is_as_left(const Beneath& tree, const JournalText& journal) {
  const Judge judge(tree, journal);
  std::size_t done = 0;
  bool is_over = false;  // the steps from here on are still to be done
  for (const JournalStep& step : journal.steps) {
    if (step.kind == JournalStep::Kind::prune) continue;
    TRY(const Progress progress, judge.progress_of(step));
    if (progress == Progress::neither || (progress == Progress::done && is_over)) return false;
    if (progress == Progress::to_do) is_over = true;
    if (!is_over) ++done;
  }
  for (const WatchedDirectory& watched : journal.watched) {
    TRY(const std::set<std::string> names, names_before(tree, journal, done, watched.path));
    if (hash_of_names(names) != watched.names) return false;
  }
  return true;
}

}  // namespace axle
