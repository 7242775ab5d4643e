// SPDX-License-Identifier: MIT
#include "operations/rollback.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "axle/install/environment.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "provision/generations.hpp"

namespace axle {
namespace {

Result<WantedPackage> wanted_from(const GenerationPackage& package) {
  TRY(PackageName name, PackageName::parse(package.name));
  TRY(Version version, Version::parse(package.version));
  TRY(WheelFilename wheel, WheelFilename::parse(package.filename));
  WantedPackage wanted{.name = std::move(name),
                       .version = std::move(version),
                       .wheel = {.wheel = std::move(wheel),
                                 .filename = package.filename,
                                 .url = {},
                                 .path = {},
                                 .hashes = {{DigestAlgorithm::sha256, package.sha256}},
                                 .size = std::nullopt,
                                 .index = {}},
                       .direct_url = std::nullopt,
                       .requested = package.requested};
  if (!package.direct_url.empty()) {
    TRY(wanted.direct_url, DirectUrl::parse(package.direct_url));
  }
  return wanted;
}

/// What others installed stays if it is there; it cannot be brought back.
Result<void> keep_as_it_is(const GenerationPackage& package,
                           const std::vector<InstalledPackage>& installed,
                           EnvironmentChange& change) {
  const bool is_there = std::ranges::any_of(installed, [&](const InstalledPackage& there) {
    return there.name.text() == package.name && there.version.to_string() == package.version;
  });
  if (!is_there)
    return fail(ErrorKind::failed,
                fmt::format("`{}=={}` was not installed by axle and is gone",
                            escape_foreign(package.name), escape_foreign(package.version)),
                "install it as it was installed before, then run the command again");
  TRY(PackageName name, PackageName::parse(package.name));
  change.plan.keep.insert(std::move(name));
  return {};
}

}  // namespace

Result<EnvironmentOutcome> roll_back(const Interpreter& interpreter,
                                     std::optional<std::uint64_t> number, bool only_plan,
                                     Services& services) {
  TRY(Cache* const cache, services.cache());
  const std::vector<Generation> log = read_generations(interpreter.prefix, *cache);
  const std::uint64_t wanted = number ? *number : (log.empty() ? 0 : log.back().parent);
  const auto target = std::ranges::find(log, wanted, &Generation::number);
  if (target == log.end() || (!number && target->packages == log.back().packages))
    return fail(
        ErrorKind::failed,
        number ? fmt::format("the environment has no generation {}", *number)
               : std::string("there is no generation to go back to"),
        "`axle history` lists them; the cache keeps them, and `axle cache clean` removes them");
  TRY(const std::vector<InstalledPackage> installed, installed_packages(interpreter));
  EnvironmentChange change;
  change.only_plan = only_plan;
  change.back_to = &*target;
  for (const GenerationPackage& package : target->packages) {
    if (package.sha256.empty()) {
      TRY_OK(keep_as_it_is(package, installed, change));
      continue;
    }
    TRY(WantedPackage one, wanted_from(package));
    change.wanted.push_back(std::move(one));
  }
  auto outcome = change_environment(std::move(change), interpreter, services);
  if (!outcome)
    return while_doing(fmt::format("could not go back to generation {}", wanted),
                       std::move(outcome).error());
  return outcome;
}

}  // namespace axle
