// SPDX-License-Identifier: MIT
#include "cache/cache.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "axle/versions/package_name.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "store/clean.hpp"
#include "store/wheel_store.hpp"

namespace axle {
namespace {

constexpr std::chrono::minutes patience{5};

// The formats that this axle reads; what else lies in the cache is of older ones.
constexpr std::array<std::string_view, 8> current_buckets{
    "flat-v1",     "history-v1", "index-v1", "interpreter-v2",
    "metadata-v2", "partial-v1", "store-v2", "wheel-hashes-v1"};

Result<fs::path> root_of(Session& services) {
  const auto& option = services.options().cache_dir;
  return cache_root(option ? std::optional(absolute_path(fs::path(*option))) : std::nullopt,
                    services.environment());
}

/// What is as quick to fetch as to restore from where a CI service keeps its caches: wheels. What
/// indexes said about them stays.
bool is_fetched_again(std::string_view bucket) {
  return bucket.starts_with("store-") || bucket.starts_with("partial-");
}

std::string removed_text(const CacheUsage& usage) {
  if (usage.files == 0 && usage.directories == 0) return "No cache entries found";
  return fmt::format("Removed {} ({})", counted(usage.files, "file"), human_size(usage.bytes));
}

}  // namespace

Result<ExitCode> cache_dir_command(const CacheCommandOptions&, Session& services) {
  TRY(const fs::path root, root_of(services));
  services.printer().data(root.string() + "\n");
  return ExitCode::success;
}

Result<ExitCode> cache_size_command(const CacheCommandOptions&, Session& services) {
  TRY(const fs::path root, root_of(services));
  TRY(const CacheUsage usage, measure_cache(root));
  if (services.options().json)
    services.printer().data(nlohmann::json{{"bytes", usage.bytes}, {"files", usage.files}}.dump() +
                            "\n");
  else
    services.printer().data(fmt::format("{}\n", usage.bytes));
  return ExitCode::success;
}

Result<ExitCode> cache_clean_command(const CacheCommandOptions& options, Session& services) {
  TRY(const fs::path root, root_of(services));
  if (!path_exists(root)) {
    services.printer().say(fmt::format("No cache found at: {}", escape_foreign(root.string())));
    return ExitCode::success;
  }
  if (options.packages.empty()) {
    services.printer().say(fmt::format("Clearing cache at: {}", escape_foreign(root.string())));
    TRY(const CacheUsage usage, clean_cache(root, patience));
    services.printer().say(removed_text(usage));
    return ExitCode::success;
  }
  std::vector<std::string> names;
  for (const std::string& given : options.packages) {
    TRY(const PackageName name, PackageName::parse(given));
    names.push_back(name.text());
  }
  TRY(const CacheUsage usage, clean_packages(root, names, patience));
  services.printer().say(removed_text(usage));
  return ExitCode::success;
}

Result<ExitCode> cache_verify_command(const CacheCommandOptions& options, Session& services) {
  TRY(Cache* const cache, services.cache());
  TRY(const WheelStore store, WheelStore::of(*cache));
  TRY(const StoreVerification found, store.verify(options.fix));
  if (services.options().json) {
    nlohmann::json faults = nlohmann::json::array();
    for (const auto& fault : found.faults)
      faults.push_back(
          {{"wheel", escape_foreign(fault.wheel)}, {"file", escape_foreign(fault.file)}});
    services.printer().data(
        nlohmann::json{{"wheels", found.wheels}, {"bytes", found.bytes}, {"faults", faults}}
            .dump() +
        "\n");
  }
  services.printer().say(
      fmt::format("Verified {} ({})", counted(found.wheels, "wheel"), human_size(found.bytes)));
  for (const auto& fault : found.faults)
    services.printer().warn(fmt::format("`{}` of `{}` was changed in the cache{}",
                                        escape_foreign(fault.file), escape_foreign(fault.wheel),
                                        options.fix ? "; it is removed" : ""));
  if (found.faults.empty() || options.fix) return ExitCode::success;
  return fail(ErrorKind::failed, "the cache holds damaged wheels",
              "remove them with `axle cache verify --fix`; they are fetched again when needed");
}

Result<ExitCode> cache_prune_command(const CacheCommandOptions& options, Session& services) {
  TRY(const fs::path root, root_of(services));
  if (!path_exists(root)) {
    services.printer().say(fmt::format("No cache found at: {}", escape_foreign(root.string())));
    return ExitCode::success;
  }
  services.printer().say(fmt::format("Pruning cache at: {}", escape_foreign(root.string())));
  std::vector<std::string_view> kept(current_buckets.begin(), current_buckets.end());
  if (options.ci) std::erase_if(kept, [](std::string_view name) { return is_fetched_again(name); });
  TRY(const CacheUsage usage, prune_cache(root, kept, patience));
  services.printer().say(removed_text(usage));
  return ExitCode::success;
}

}  // namespace axle
