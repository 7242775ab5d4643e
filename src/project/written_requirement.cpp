// SPDX-License-Identifier: MIT
#include "project/written_requirement.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "axle/standards/requirement.hpp"
#include "axle/standards/sdist_filename.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "axle/toml/toml.hpp"
#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/direct_source.hpp"

namespace axle {
namespace {

bool looks_like_path(std::string_view text) {
  const std::string_view bare = text.substr(0, text.find_first_of(" \t;["));
  return bare.starts_with("./") || bare.starts_with("../") || bare.starts_with('/') ||
         bare.starts_with("file:") || bare.contains("://") || bare == "." || bare == ".." ||
         (bare.contains('/') && !text.contains('@')) ||
         (names_archive(bare) && !text.contains('@'));
}

std::string_view last_part(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  while (path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

/// What its project file states; none if only a build can tell.
std::optional<PackageName> name_of_tree(const fs::path& tree) {
  const auto document = read_toml(tree / "pyproject.toml", nullptr);
  const TomlValue* name = document ? document->root().find_path({"project", "name"}) : nullptr;
  if (name == nullptr || !name->is_string()) return std::nullopt;
  auto parsed = PackageName::parse(name->text);
  return parsed ? std::optional(*std::move(parsed)) : std::nullopt;
}

/// An old name may have dashes in it: the version is what follows the last one.
std::optional<PackageName> name_of_sdist(std::string_view file) {
  auto name = PackageName::parse(file.substr(0, file.rfind('-')));
  if (!name || !SdistFilename::parse(file, *name)) return std::nullopt;
  return *std::move(name);
}

/// The name of the package that a URL or path without one means; none if only its files tell it.
Result<std::optional<PackageName>> name_of_place(std::string_view text,
                                                 const RequirementSource& source) {
  if (std::holds_alternative<GitSource>(source)) return std::optional<PackageName>();
  if (const auto* tree = std::get_if<DirectorySource>(&source)) {
    if (!path_exists(tree->path))
      return fail(ErrorKind::not_found, fmt::format("`{}` does not exist", shown_url(text)),
                  "check the path");
    return name_of_tree(tree->path);
  }
  const std::string file = percent_decode(last_part(text));
  if (!names_archive(file))
    return fail(
        ErrorKind::invalid_input,
        fmt::format("`{}` names neither a wheel nor a source distribution", shown_url(text)),
        "name a file that ends in `.whl` or `.tar.gz`, or a folder");
  if (!ascii_lower(file).ends_with(".whl")) return name_of_sdist(file);
  auto wheel = WheelFilename::parse(file);
  if (!wheel)
    return fail(
        ErrorKind::invalid_input,
        fmt::format("`{}` has not the name of a wheel, NAME-VERSION-PYTHON-ABI-PLATFORM.whl",
                    escape_foreign(file)),
        "give the file back the name that it was published under");
  return std::optional(std::move(wheel->name));
}

/// A URL or a path without a name.
Result<UnnamedRequirement> parse_place(std::string_view text, const fs::path& directory) {
  UnnamedRequirement made{{}, {}, Marker::always(), std::string(text)};
  const std::size_t semicolon = marker_position(text);
  if (semicolon != std::string_view::npos) {
    TRY(made.marker, Marker::parse(trim(text.substr(semicolon + 1))));
    text = trim(text.substr(0, semicolon));
  }
  if (const std::size_t bracket = text.rfind('[');
      text.ends_with(']') && bracket != std::string_view::npos) {
    for (const std::string_view part :
         split(text.substr(bracket + 1, text.size() - bracket - 2), ',')) {
      if (trim(part).empty()) continue;
      TRY(ExtraName extra, ExtraName::parse(trim(part)));
      made.extras.push_back(std::move(extra));
    }
    text = trim(text.substr(0, bracket));
  }
  made.text = text;
  TRY(made.source, source_of_url(text, directory));
  return made;
}

/// `-e` takes a place with its name as well: `demo[extra] @ ./demo`.
Result<UnnamedRequirement> parse_editable_place(std::string_view text, const fs::path& directory) {
  if (!is_named_place(text)) return parse_place(text, directory);
  TRY(const Requirement named, Requirement::parse(text));
  TRY(SourcedRequirement sourced, as_written(named, directory));
  return UnnamedRequirement{.source = std::move(sourced.source),
                            .extras = std::move(sourced.extras),
                            .marker = sourced.marker,
                            .text = named.url.value_or(std::string())};
}

/// A file of requirements is no package, though its name could be one's.
Result<void> refuse_requirements_file(std::string_view text, const fs::path& directory) {
  const std::string file(text.substr(0, text.find_first_of(" \t;[")));
  if ((!file.ends_with(".txt") && !file.ends_with(".in")) || !file_exists(directory / file))
    return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` looks like a requirements file but was passed as a package name",
                          escape_foreign(file)),
              fmt::format("write `-r {}`", escape_foreign(file)));
}

SourcedRequirement with_name(PackageName name, UnnamedRequirement place) {
  return {std::move(name), std::move(place.extras), {}, place.marker, std::move(place.source), {}};
}

}  // namespace

std::size_t marker_position(std::string_view text) {
  for (std::size_t at = text.find(';'); at != std::string_view::npos; at = text.find(';', at + 1))
    if ((at > 0 && is_ascii_space(text[at - 1])) ||
        (at + 1 < text.size() && is_ascii_space(text[at + 1])))
      return at;
  return std::string_view::npos;
}

bool is_named_place(std::string_view text) {
  // In `https://user@host/…` the at-sign comes later.
  const std::size_t at = text.find('@');
  return at < text.find("://") && !text.starts_with("git+") && !text.substr(0, at).contains('/');
}

Result<WrittenRequirement> parse_written_requirement(std::string_view text,
                                                     const fs::path& directory) {
  const std::string_view bare = trim(text);
  TRY_OK(refuse_requirements_file(bare, directory));
  if (is_named_place(bare) || !looks_like_path(bare)) {
    TRY(const Requirement requirement, Requirement::parse(text));
    TRY(SourcedRequirement sourced, as_written(requirement, directory));
    return WrittenRequirement(std::move(sourced));
  }
  TRY(UnnamedRequirement place, parse_place(bare, directory));
  TRY(std::optional<PackageName> name, name_of_place(place.text, place.source));
  if (name) return WrittenRequirement(with_name(*std::move(name), std::move(place)));
  return WrittenRequirement(std::move(place));
}

Result<UnnamedRequirement> parse_editable_requirement(std::string_view text,
                                                      const fs::path& directory) {
  TRY(UnnamedRequirement place, parse_editable_place(trim(text), directory));
  auto* tree = std::get_if<DirectorySource>(&place.source);
  if (tree == nullptr)
    return fail(
        ErrorKind::invalid_input,
        fmt::format("`{}` cannot be installed editable: it is no folder", shown_url(place.text)),
        "leave out `-e`");
  if (!directory_exists(tree->path))
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is no folder", escape_foreign(place.text)),
                "name the folder of a project");
  tree->is_editable = true;
  return place;
}

Result<SourcedRequirement> parse_named_requirement(std::string_view text,
                                                   const fs::path& directory) {
  TRY(WrittenRequirement written, parse_written_requirement(text, directory));
  if (auto* sourced = std::get_if<SourcedRequirement>(&written)) return std::move(*sourced);
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` does not say which package it is", shown_url(trim(text))),
              fmt::format("write its name before it: `NAME @ {}`", shown_url(trim(text))));
}

}  // namespace axle
