// SPDX-License-Identifier: MIT
#include "provision/generations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/cache.hpp"
#include "cache/entry_file.hpp"

namespace axle {
namespace {

constexpr std::string_view bucket = "history-v1";
constexpr std::string_view magic = "axle-history-1";
constexpr std::size_t most_generations = 20;
constexpr std::uint64_t largest_log = std::uint64_t{64} << 20;

fs::path log_of(const fs::path& prefix, const fs::path& directory) {
  std::error_code ignored;
  return directory / cache_key(fs::weakly_canonical(prefix, ignored).string());
}

std::optional<Generation> parse_head(const std::vector<std::string_view>& fields) {
  if (fields.size() != 4 || fields[0] != "generation") return std::nullopt;
  const auto number = parse_unsigned(fields[1]), parent = parse_unsigned(fields[2]),
             time = parse_unsigned(fields[3]);
  if (!number || !parent || !time) return std::nullopt;
  return Generation{*number, *parent, static_cast<std::int64_t>(*time), {}};
}

std::optional<GenerationPackage> parse_package(const std::vector<std::string_view>& fields) {
  if (fields.size() != 7 || fields[0] != "package" || fields[1].empty()) return std::nullopt;
  return GenerationPackage{.name = std::string(fields[1]),
                           .version = std::string(fields[2]),
                           .sha256 = std::string(fields[4]),
                           .filename = std::string(fields[5]),
                           .direct_url = std::string(fields[6]),
                           .requested = fields[3] == "requested"};
}

GenerationPackage as_installed(const InstalledPackage& package, const Generation* before) {
  GenerationPackage found{.name = package.name.text(),
                          .version = package.version.to_string(),
                          .sha256 = {},
                          .filename = {},
                          .direct_url = {}};
  if (before == nullptr) return found;
  for (const GenerationPackage& known : before->packages)
    if (known.name == found.name && known.version == found.version) return known;
  return found;
}

void sort_by_name(Generation& generation) {
  std::ranges::sort(generation.packages, {}, &GenerationPackage::name);
}

/// What the environment held before its first change by axle.
Generation first_generation(const InstallPlan& plan, std::int64_t time) {
  Generation first{.number = 1, .parent = 1, .time = time, .packages = {}};
  const auto add = [&first](const InstalledPackage& package) {
    first.packages.push_back(as_installed(package, nullptr));
  };
  for (const auto* list : {&plan.kept, &plan.extraneous, &plan.removals})
    std::ranges::for_each(*list, add);
  for (const PlannedInstall& install : plan.installs) std::ranges::for_each(install.replaces, add);
  sort_by_name(first);
  return first;
}

}  // namespace

std::string generations_text(const std::vector<Generation>& generations) {
  std::string text(magic);
  text += '\n';
  for (const Generation& generation : generations) {
    text += fmt::format("generation\t{}\t{}\t{}\n", generation.number, generation.parent,
                        generation.time);
    for (const GenerationPackage& package : generation.packages)
      text += fmt::format("package\t{}\t{}\t{}\t{}\t{}\t{}\n", package.name, package.version,
                          package.requested ? "requested" : "needed", package.sha256,
                          package.filename, package.direct_url);
  }
  return text + "end\n";
}

Result<std::vector<Generation>> parse_generations(std::string_view text) {
  const auto bad = [] {
    return fail(ErrorKind::invalid_input, "the history of an environment is damaged");
  };
  const auto lines = split(text, '\n');
  if (lines.size() < 3 || lines.front() != magic || lines[lines.size() - 2] != "end" ||
      !lines.back().empty())
    return bad();
  std::vector<Generation> generations;
  for (std::size_t i = 1; i + 2 < lines.size(); ++i) {
    const auto fields = split(lines[i], '\t');
    if (auto head = parse_head(fields)) {
      generations.push_back(*std::move(head));
      continue;
    }
    auto package = parse_package(fields);
    if (!package || generations.empty()) return bad();
    generations.back().packages.push_back(*std::move(package));
  }
  return generations;
}

std::vector<Generation> read_generations(const fs::path& prefix, const Cache& cache) {
  const auto text = read_file(log_of(prefix, cache.bucket(bucket)), largest_log);
  if (!text) return {};
  auto generations = parse_generations(*text);
  return generations ? *std::move(generations) : std::vector<Generation>();
}

void record_generation(const fs::path& prefix, const GenerationToRecord& change, Cache& cache) {
  if (change.plan.is_empty()) return;
  std::vector<Generation> log = read_generations(prefix, cache);
  if (log.empty()) log.push_back(first_generation(change.plan, change.time));
  const Generation& before = log.back();
  Generation now{.number = before.number + 1,
                 .parent = change.back_to != nullptr ? change.back_to->parent : before.number,
                 .time = change.time,
                 .packages = {}};
  for (const auto* list : {&change.plan.kept, &change.plan.extraneous})
    for (const InstalledPackage& package : *list)
      now.packages.push_back(as_installed(package, &before));
  for (std::size_t i = 0; i < change.plan.installs.size(); ++i) {
    const WantedPackage& wanted = change.plan.installs[i].wanted;
    now.packages.push_back(
        {.name = wanted.name.text(),
         .version = wanted.version.to_string(),
         .sha256 = i < change.sha256.size() ? change.sha256[i] : std::string(),
         .filename = wanted.wheel.filename,
         .direct_url = wanted.direct_url ? wanted.direct_url->to_json() : std::string(),
         .requested = wanted.requested});
  }
  sort_by_name(now);
  log.push_back(std::move(now));
  if (log.size() > most_generations)
    log.erase(log.begin(), log.end() - static_cast<std::ptrdiff_t>(most_generations));
  const auto written = write_cache_entry(cache, log_of(prefix, cache.writable_bucket(bucket)),
                                         generations_text(log));
  if (!written) log_debug("no history: {}", written.error().message);
}

}  // namespace axle
