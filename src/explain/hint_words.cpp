// SPDX-License-Identifier: MIT
#include "explain/hint_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "base/utc_text.hpp"
#include "explain/range_words.hpp"
#include "explain/shown_range.hpp"
#include "index/dropped_words.hpp"

namespace axle::hint {
namespace {

std::string quoted(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (const std::string& word : words) parts.push_back(fmt::format("`{}`", escape_foreign(word)));
  return join(parts, ", ");
}

std::string indented(const std::string& text) {
  std::string result;
  for (const std::string_view line : split(text, '\n')) {
    if (!result.empty()) result += '\n';
    result += fmt::format("  {}", escape_foreign(line));
  }
  return result;
}

}  // namespace

std::string other_python(const std::string& python_version) {
  return fmt::format(
      "While the active Python version is {}, the resolution failed for other Python versions "
      "supported by your project. "
      "Consider limiting your project's supported Python versions using `requires-python`.",
      escape_foreign(python_version));
}

std::string other_environment() {
  return "The resolution failed for an environment that is not the current one, consider limiting "
         "the environments with "
         "`tool.uv.environments`.";
}

std::string prerelease_available(const std::string& package, const Version& version) {
  return fmt::format(
      "Pre-releases are available for `{}` in the requested range (e.g., {}), but pre-releases "
      "weren't enabled (try: "
      "`--prerelease=allow`)",
      package, version.to_string());
}

std::string prerelease_requested(const std::string& package, const VersionRange& range) {
  return fmt::format(
      "`{}` was requested with a pre-release marker (e.g., {}), but pre-releases weren't enabled "
      "(try: "
      "`--prerelease=allow`)",
      package, range_words(RangeUse::said_of, package, range));
}

std::string no_index() {
  return "Packages were unavailable because index lookups were disabled and no additional package "
         "locations were provided "
         "(try: `--find-links <uri>`)";
}

std::string offline() {
  return "Packages were unavailable because the network was disabled. When the network is "
         "disabled, registry packages may "
         "only be read from the cache.";
}

std::string bad_metadata(const std::string& package, const Version& version,
                         const std::string& reason) {
  return fmt::format("Metadata for `{}` (v{}) could not be parsed:\n{}", package,
                     version.to_string(), indented(reason));
}

std::string other_index(const std::string& package, const VersionRange& range,
                        const IndexUrl& found, const IndexUrl& next) {
  return fmt::format(
      "`{}` was found on {}, but not at the requested version ({}). A compatible version may be "
      "available on a subsequent "
      "index (e.g., {}). By default, axle will only consider versions that are published on the "
      "first index that contains a "
      "given package, to avoid dependency confusion attacks. If all indexes are equally trusted, "
      "use `--index-strategy "
      "unsafe-best-match` to consider all versions from all indexes, regardless of the order in "
      "which they were defined.",
      package, found.text(), range_words(RangeUse::said_of, package, range), next.text());
}

std::string unauthorized(const IndexUrl& index) {
  return fmt::format(
      "An index URL ({}) could not be queried due to a lack of valid authentication credentials "
      "(401 Unauthorized)",
      index.text());
}

std::string forbidden(const IndexUrl& index, bool answered_otherwise) {
  if (!answered_otherwise)
    return fmt::format(
        "An index ({}) returned a 403 Forbidden error. Check that the index URL is correct and the "
        "credentials are valid.",
        index.text());
  return fmt::format(
      "An index ({}) returned a 403 Forbidden error, but axle received a successful response from "
      "another request to the "
      "index. If the failing package is not present on this index, consider adding "
      "`ignore-error-codes = [403]` to the "
      "index's `[[tool.uv.index]]` entry to continue searching across indexes.",
      index.text());
}

std::string no_build(const std::string& package, bool for_all) {
  const std::string scope =
      for_all ? "for all packages (i.e., with `--no-build`)"
              : fmt::format("for `{0}` (i.e., with `--no-build-package {0}`)", package);
  return fmt::format("Wheels are required for `{}` because building from source is disabled {}",
                     package, scope);
}

std::string no_binary(const std::string& package, bool for_all) {
  const std::string scope =
      for_all ? "for all packages (i.e., with `--no-binary`)"
              : fmt::format("for `{0}` (i.e., with `--no-binary-package {0}`)", package);
  return fmt::format(
      "A source distribution is required for `{}` because using pre-built wheels is disabled {}",
      package, scope);
}

std::string wheel_tags(const std::string& package, const Version& version, WheelMisfit misfit,
                       const std::string& wanted, const std::vector<std::string>& offered) {
  const std::string s = offered.size() == 1 ? "" : "s";
  if (misfit == WheelMisfit::platform)
    return fmt::format("Wheels are available for `{}` (v{}) on the following platform{}: {}",
                       package, version.to_string(), s, quoted(offered));
  const std::string kind = misfit == WheelMisfit::python ? "Python implementation" : "Python ABI";
  if (wanted.empty())
    return fmt::format("Wheels are available for `{}` (v{}) with the following {} tag{}: {}",
                       package, version.to_string(), kind, s, quoted(offered));
  return fmt::format(
      "You require {}, but we only found wheels for `{}` (v{}) with the following {} tag{}: {}",
      tag_in_words(wanted), package, version.to_string(), kind, s, quoted(offered));
}

std::string too_new(const std::string& package, const ExplainedPackage& known,
                    const VersionRange& range) {
  const auto latest = std::find_if(known.too_new.rbegin(), known.too_new.rend(),
                                   [&](const Version& version) { return range.contains(version); });
  std::string found;
  if (latest != known.too_new.rend() && !single_version(range))
    found =
        fmt::format(" The latest version satisfying the requirement is v{}.", latest->to_string());
  const std::string cutoff = utc_text(known.cutoff.value_or(0) / 1000) + "Z";
  switch (known.cutoff_source) {
    case ExplainedPackage::CutoffSource::package:
      return fmt::format(
          "`{}` was filtered by `exclude-newer-package` to only include packages uploaded before "
          "{}.{} Consider removing the "
          "setting or updating it to a later date.",
          package, cutoff, found);
    case ExplainedPackage::CutoffSource::global:
      break;
    case ExplainedPackage::CutoffSource::index:
      return fmt::format(
          "`{}` was filtered by the index-specific `exclude-newer` setting to only include "
          "packages uploaded before {}.{} "
          "Consider updating that index's cutoff, setting it to `false`, or using "
          "`exclude-newer-package` to override the "
          "cutoff for this package.",
          package, cutoff, found);
  }
  return fmt::format(
      "`{}` was filtered by `exclude-newer` to only include packages uploaded before {}.{} "
      "Consider using "
      "`exclude-newer-package` to override the cutoff for this package.",
      package, cutoff, found);
}

std::string requires_python(const ExplainFacts& facts, const std::string& package,
                            const VersionRange& versions, const VersionRange& python) {
  const std::string example =
      fmt::format("e.g., {} only {} {}", range_words(RangeUse::said_of, package, versions),
                  reads_plural(versions) ? "support" : "supports", python.to_string());
  if (std::holds_alternative<OneEnvironment>(facts.input.environment))
    return fmt::format(
        "The Python interpreter uses a Python version that is not supported by your dependencies "
        "({}). Consider passing a "
        "`--python-version` value to raise the minimum supported version.",
        example);
  return fmt::format(
      "The `requires-python` value ({}) includes Python versions that are not supported by your "
      "dependencies ({}). Consider "
      "using a more restrictive `requires-python` value (like {}).",
      facts.input.requires_python.to_string(), example, python.to_string());
}

std::string shadowed(const std::string& package, const std::string& dependency, bool is_workspace) {
  return fmt::format(
      "The package `{}` depends on the package `{}` but the name is shadowed by {}. Consider "
      "changing the name of {}.",
      package, dependency, is_workspace ? "one of your workspace members" : "your project",
      is_workspace ? "the workspace member" : "the project");
}

std::string needs_itself(const std::string& package, bool is_workspace) {
  const std::string_view project = is_workspace ? "workspace member" : "project";
  return fmt::format(
      "The {0} `{1}` depends on itself at an incompatible version. This is likely a mistake. If "
      "you intended to depend on a "
      "third-party package named `{1}`, consider renaming the {0} `{1}` to avoid creating a "
      "conflict.",
      project, package);
}

std::string explicit_index(const std::string& package, const IndexDefinition& index) {
  const std::string called =
      index.name ? fmt::format("`{}` ({})", *index.name, index.url.text()) : index.url.text();
  return fmt::format(
      "`{0}` is available on the index {1}, which is explicit: it is searched only for packages "
      "that name it. Consider adding "
      "`{0} = {{ index = \"{2}\" }}` to `[tool.uv.sources]`.",
      package, called, index.name.value_or("name of the index"));
}

std::string older_version_fits(const std::string& package, const Version& version) {
  return fmt::format("`{}` (v{}) has a matching wheel; consider a requirement that allows it.",
                     package, version.to_string());
}

std::string only_platforms(const std::string& package, const Version& version,
                           const std::vector<std::string>& platforms) {
  return fmt::format("`{}` (v{}) has wheels only for the following platform{}: {}", package,
                     version.to_string(), platforms.size() == 1 ? "" : "s", quoted(platforms));
}

std::string left_out(const std::string& package, const std::vector<DroppedFile>& files) {
  std::string text = fmt::format(
      "`{}` has {} that cannot be used: `{}` ({})", package, counted(files.size(), "file"),
      escape_foreign(files.front().filename), reason_words(files.front().reason));
  if (files.size() > 1) text += ", and others; `-v` names them";
  return text;
}

}  // namespace axle::hint
