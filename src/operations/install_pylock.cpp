// SPDX-License-Identifier: MIT
#include "operations/install_pylock.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"
#include "provision/change_environment.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/wanted_packages.hpp"
#include "provision/wheel_tags.hpp"
#include "pylock/pylock_select.hpp"
#include "services/parse_names.hpp"
#include "services/python_target.hpp"
#include "services/settings_layer.hpp"

namespace axle {
namespace {

constexpr std::uint64_t max_pylock_bytes = std::uint64_t{16} << 20;

Result<Pylock> read_pylock(const fs::path& path, Services& services) {
  TRY(std::string text, read_file(path, max_pylock_bytes));
  TRY(Pylock pylock, parse_pylock(path, std::move(text)));
  const auto release = pylock.lock_version.release();
  if (release.size() > 1 && release[1] != 0)
    services.reporter().warning(
        fmt::format("`{}` has lock version {}; axle knows 1.0 and passes over what is new",
                    escape_foreign(path.filename().string()), pylock.lock_version.to_string()));
  return pylock;
}

Result<PylockSelection> selection_of(const PylockOptions& options) {
  PylockSelection selection{.extras = {},
                            .all_extras = options.all_extras,
                            .groups = {},
                            .default_groups = options.only_groups.empty()};
  TRY(selection.extras, parse_names<ExtraName>(options.extras));
  TRY(selection.groups, parse_names<GroupName>(options.groups));
  TRY(std::set<GroupName> only, parse_names<GroupName>(options.only_groups));
  selection.groups.merge(only);
  return selection;
}

std::unexpected<Error> unbuilt(const PylockPackage& package, PylockChoice::Source source) {
  const Version version = package.version.value_or(Version());
  switch (source) {
    case PylockChoice::Source::directory:
      return needs_build(package.name, version,
                         fmt::format("`{}` is a source tree", escape_foreign(*package.directory)));
    case PylockChoice::Source::repository: {
      const auto url = Url::parse(*package.repository);
      return needs_build(package.name, version,
                         fmt::format("it comes from the repository `{}`",
                                     escape_foreign(url ? url->display() : *package.repository)));
    }
    default:
      return needs_build(package.name, version,
                         "no wheel of it fits this machine, there is only a source distribution");
  }
}

/// Where a file is: its path goes before its URL, and a `file:` URL is a path.
Result<void> set_place(const PylockFile& file, const fs::path& directory, WheelToFetch& fetch) {
  if (!file.path.empty()) {
    fetch.path = absolute_path(directory / file.path);
    return {};
  }
  TRY(const Url url, Url::parse(file.url));
  if (url.is_file()) {
    TRY(fetch.path, url.to_path());
    return {};
  }
  if (url.scheme() != "http" && url.scheme() != "https")
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` of the pylock.toml is at `{}`, which axle cannot fetch",
                            escape_foreign(file.filename), escape_foreign(url.display())),
                "axle fetches from http, https and file URLs and from paths");
  fetch.url = file.url;
  return {};
}

Result<WantedPackage> wanted_file(const PylockPackage& package, const PylockFile& file,
                                  const fs::path& directory) {
  if (std::ranges::none_of(
          file.hashes, [](const FileHash& hash) { return hash.algorithm != DigestAlgorithm::md5; }))
    return fail_with_code(
        ErrorKind::integrity, ErrorCode::hash,
        fmt::format("the pylock.toml has no hash of `{}` that can be checked",
                    escape_foreign(file.filename)),
        file.filename, {},
        "make the file anew, such as with `axle export -o pylock.toml`, so that it has a sha256");
  WheelToFetch fetch{.wheel = *file.wheel,
                     .filename = file.filename,
                     .url = {},
                     .path = {},
                     .hashes = file.hashes,
                     .size = file.size,
                     .index = package.index,
                     .hash_required = true};
  TRY_OK(set_place(file, directory, fetch));
  return WantedPackage{.name = package.name,
                       .version = file.wheel->version,
                       .wheel = std::move(fetch),
                       .direct_url = std::nullopt};
}

Result<std::vector<WantedPackage>> wanted_of(const Pylock& pylock,
                                             const std::vector<PylockChoice>& choices,
                                             const BuildOptions& build, const fs::path& directory) {
  using Source = PylockChoice::Source;
  std::vector<WantedPackage> wanted;
  for (const PylockChoice& choice : choices) {
    const PylockPackage& package = pylock.packages[choice.package];
    const bool is_wheel = choice.source == Source::wheel || choice.source == Source::archive;
    if (is_wheel && !build.allows_wheel(package.name))
      return needs_build(package.name, package.version.value_or(Version()),
                         "it is not to be installed from a wheel (`--no-binary`)");
    if (!is_wheel) return unbuilt(package, choice.source);
    TRY(WantedPackage one,
        wanted_file(
            package,
            choice.source == Source::archive ? *package.archive : package.wheels[choice.wheel],
            directory));
    if (choice.source == Source::archive) one.direct_url = direct_reference_to(one.wheel);
    wanted.push_back(std::move(one));
  }
  std::ranges::sort(wanted, {}, &WantedPackage::name);
  return wanted;
}

}  // namespace

Result<std::optional<std::string>> only_pylock(const std::vector<std::string>& files, bool others,
                                               const PylockOptions& options) {
  const auto is_pylock = [](const std::string& file) {
    return is_pylock_name(fs::path(file).filename().string());
  };
  const auto found = std::ranges::find_if(files, is_pylock);
  if (found == files.end()) {
    if (!options.only_groups.empty())
      return fail(ErrorKind::invalid_input,
                  "`--only-group` chooses from a `pylock.toml`, and none was named",
                  "name one, or use `--group`");
    return std::optional<std::string>();
  }
  if (files.size() == 1 && !others) return std::optional(*found);
  const auto second = std::find_if(std::next(found), files.end(), is_pylock);
  return fail(ErrorKind::invalid_input,
              second != files.end()
                  ? fmt::format("multiple `pylock.toml` files: `{}` and `{}`",
                                escape_foreign(*found), escape_foreign(*second))
                  : fmt::format("nothing else can be asked for beside `{}`: no requirements, no "
                                "constraints, no overrides",
                                escape_foreign(*found)),
              "run the command once for each");
}

Result<EnvironmentOutcome> install_pylock(const std::string& file, const PipChangeOptions& options,
                                          bool exact, Services& services) {
  const fs::path path = absolute_path(services.directory() / file);
  TRY(const Pylock pylock, read_pylock(path, services));
  TRY(const PylockSelection selection, selection_of(options.pylock));
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(const Interpreter interpreter, pip_environment(options.target, !options.dry_run, services));
  TRY(const ResolutionTarget target,
      resolution_target(interpreter, options.python_version, options.python_platform,
                        services.environment()));
  TRY(const std::vector<PylockChoice> choices, select_pylock(pylock, selection,
                                                             {.markers = target.environment.markers,
                                                              .python = target.python,
                                                              .tags = target.environment.tags}));
  EnvironmentChange change = environment_change(*settings, options.installer);
  TRY(change.wanted, wanted_of(pylock, choices, settings->build, path.parent_path()));
  change.only_plan = options.dry_run;
  change.plan.exact = exact;
  if (options.python_platform || options.python_version)
    change.plan.runs_here = runs_on(target.environment.tags);
  return change_environment(std::move(change), interpreter, services);
}

}  // namespace axle
