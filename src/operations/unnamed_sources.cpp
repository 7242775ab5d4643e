// SPDX-License-Identifier: MIT
#include "operations/unnamed_sources.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "operations/source_trees.hpp"
#include "project/direct_source.hpp"
#include "project/source_tree.hpp"

namespace axle {
namespace {

struct Written {
  std::string_view place;
  std::string_view extras;  ///< without brackets
};

Written taken_apart(std::string_view text) {
  text = trim(text);
  const std::size_t bracket = text.rfind('[');
  if (!text.ends_with(']') || bracket == std::string_view::npos || bracket == 0) return {text, {}};
  return {trim(text.substr(0, bracket)), text.substr(bracket + 1, text.size() - bracket - 2)};
}

/// The name that the files of a source have. What it is called before that does not matter.
Result<PackageName> name_of(const RequirementSource& source, SourceBuilder& builder,
                            Services& services) {
  TRY(const PackageName unknown, PackageName::parse("unnamed"));
  PackageSource package{unknown, std::nullopt, DirectorySource{}};
  if (const auto* git = std::get_if<GitSource>(&source))
    package.place = *git;
  else
    package.place = std::get<DirectorySource>(source);
  TRY(const SourceBuilder::Place place, builder.place(package));
  TRY(const SourceTree tree,
      read_source_tree(place.tree, tree_request(place.tree, builder.use().settings, services)));
  if (tree.member) return tree.member->name;
  TRY(const CoreMetadata built, builder.metadata(package));
  return built.name;
}

}  // namespace

bool is_unnamed_source(std::string_view text, const std::filesystem::path& directory) {
  const std::string_view place = taken_apart(text).place;
  if (place.starts_with("git+")) return true;
  if (place.find(" @ ") != std::string_view::npos) return false;
  if (starts_with_ignoring_case(place, "file:")) {
    const auto source = source_of_url(place, directory);
    return source && std::holds_alternative<DirectorySource>(*source);
  }
  const bool looks_like_path =
      place == "." || place == ".." || place.find('/') != std::string_view::npos;
  return looks_like_path && directory_exists(directory / std::string(place));
}

std::vector<std::string> take_unnamed(std::vector<std::string>& packages,
                                      const std::filesystem::path& directory) {
  std::vector<std::string> unnamed;
  std::erase_if(packages, [&](const std::string& text) {
    if (!is_unnamed_source(text, directory)) return false;
    unnamed.push_back(text);
    return true;
  });
  return unnamed;
}

Result<SourcedRequirement> unnamed_source(std::string_view text, bool is_editable,
                                          SourceBuilder& builder, Services& services) {
  const Written written = taken_apart(text);
  TRY(RequirementSource source, source_of_url(written.place, services.directory()));
  if (auto* directory = std::get_if<DirectorySource>(&source)) {
    directory->is_editable = is_editable;
    if (!directory_exists(directory->path))
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is no folder", escape_foreign(written.place)),
                  "name the folder of a project");
  } else if (is_editable || !std::holds_alternative<GitSource>(source)) {
    return fail(
        ErrorKind::invalid_input,
        fmt::format("`{}` cannot be installed editable: it is no folder", shown_url(written.place)),
        "leave out `-e`");
  }
  TRY(PackageName name, name_of(source, builder, services));
  SourcedRequirement requirement{std::move(name), {}, {}, Marker::always(), std::move(source), {}};
  for (const std::string_view part : split(written.extras, ',')) {
    if (trim(part).empty()) continue;
    TRY(ExtraName extra, ExtraName::parse(trim(part)));
    requirement.extras.push_back(std::move(extra));
  }
  return requirement;
}

}  // namespace axle
