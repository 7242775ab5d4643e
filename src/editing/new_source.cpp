// SPDX-License-Identifier: MIT
#include "editing/new_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/path_pattern.hpp"
#include "toml_edit/toml_inline_table.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {
namespace {

/// `{ key = "value", … }` as it grows.
class Entry {
 public:
  void text(std::string_view key, std::string_view value) { raw(key, toml_string(value)); }
  void text_if(std::string_view key, std::string_view value) {
    if (!value.empty()) text(key, value);
  }
  void raw(std::string_view key, std::string_view value) {
    text_ += fmt::format("{} {} = {}", text_.empty() ? "{" : ",", key, value);
  }
  std::string take() { return text_ + " }"; }

 private:
  std::string text_;
};

/// Written only where somebody said it, so that the default stays the default.
void say_editable(Entry& entry, std::optional<bool> editable) {
  if (editable) entry.raw("editable", *editable ? "true" : "false");
}

std::string workspace_entry(std::optional<bool> editable) {
  Entry entry;
  entry.raw("workspace", "true");
  say_editable(entry, editable);
  return entry.take();
}

/// Without a login: a project's file is no place for one.
std::string without_login(const std::string& url) {
  const std::size_t start = url.find("://");
  const std::size_t at = url.find('@');
  if (start == std::string::npos || at == std::string::npos || !url.starts_with("http") ||
      url.find('/', start + 3) < at)
    return url;
  return url.substr(0, start + 3) + url.substr(at + 1);
}

std::string git_entry(GitSource source, const AddOptions& options) {
  Entry entry;
  entry.text("git", without_login(source.repository));
  entry.text_if("subdirectory", source.subdirectory);
  if (const auto wanted = reference_option(options))
    entry.text(wanted->first, wanted->second);
  else
    entry.text_if("rev", source.reference_name);
  if (options.lfs || source.lfs) entry.raw("lfs", "true");
  return entry.take();
}

std::string url_entry(const UrlSource& source) {
  Entry entry;
  entry.text("url", without_login(source.url.substr(0, source.url.find('#'))));
  entry.text_if("subdirectory", source.subdirectory);
  return entry.take();
}

/// As it was given: absolute, or relative to the file that is edited.
std::string written_path(const fs::path& path, const std::string& given, const AddPlace& place) {
  if (fs::path(given).is_absolute()) return path.string();
  const fs::path relative = path.lexically_relative(place.directory);
  return relative.empty() ? path.string() : relative.string();
}

std::string path_entry(const std::string& path, std::optional<bool> editable) {
  Entry entry;
  entry.text("path", path);
  say_editable(entry, editable);
  return entry.take();
}

bool is_below(const fs::path& path, const fs::path& directory) {
  const fs::path relative = path.lexically_relative(directory);
  return !relative.empty() && *relative.begin() != ".." && relative != ".";
}

/// A project in the workspace's folder is one of its members, or becomes one.
bool belongs_to_workspace(const DirectorySource& source, const AddOptions& options,
                          const AddPlace& place) {
  if (place.project == nullptr) return false;
  const auto& members = place.project->members;
  if (std::ranges::any_of(members,
                          [&](const ProjectMember& member) { return member.root == source.path; }))
    return true;
  if (options.no_workspace || !file_exists(source.path / "pyproject.toml")) return false;
  return options.workspace || is_below(source.path, place.project->root);
}

void describe_directory(NewRequirement& made, const DirectorySource& source,
                        const AddOptions& options, const AddPlace& place) {
  if (!belongs_to_workspace(source, options, place)) {
    std::optional<bool> editable = options.editable;
    if (!editable && source.is_editable) editable = true;
    made.source = path_entry(written_path(source.path, source.given, place), editable);
    return;
  }
  // A member is editable anyway: the `-e` of a requirements file says nothing new.
  made.source = workspace_entry(options.editable);
  if (place.project->find(made.requirement.name) == nullptr) made.member = source.path;
}

/// A new reference for the repository that the package comes from already.
std::optional<std::string> changed_git_entry(const std::string& entry, const AddOptions& options) {
  const auto table = TomlInlineTable::parse(entry);
  const auto repository = table ? table->find({"git"}) : std::nullopt;
  const auto url = repository ? read_toml_string(*repository) : Result<std::string>();
  if (!repository || !url) return std::nullopt;
  GitSource source;
  source.repository = *url;
  if (const auto subdirectory = table->find({"subdirectory"}))
    source.subdirectory = read_toml_string(*subdirectory).value_or("");
  source.lfs = table->find({"lfs"}) == "true";
  return git_entry(std::move(source), options);
}

std::unexpected<Error> no_repository(const PackageName& name,
                                     const std::pair<std::string, std::string>& reference) {
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` did not resolve to a Git repository, but a Git reference "
                          "(`--{} {}`) was provided.",
                          name.text(), reference.first, escape_foreign(reference.second)),
              fmt::format("name the repository: `{} @ git+https://…`", name.text()));
}

Result<void> describe_registry(NewRequirement& made, const AddOptions& options,
                               const AddPlace& place) {
  const PackageName& name = made.requirement.name;
  if (const auto reference = reference_option(options)) {
    if (const auto old = place.edit.source(name)) made.source = changed_git_entry(*old, options);
    made.is_from_index = false;
    if (made.source) return {};
    return no_repository(name, *reference);
  }
  if (place.project != nullptr && !options.no_workspace && place.project->find(name) != nullptr) {
    made.source = workspace_entry(options.editable);
    made.is_from_index = false;
  } else if (place.index) {
    Entry entry;
    entry.text("index", *place.index);
    made.source = entry.take();
  }
  return {};
}

}  // namespace

std::optional<std::pair<std::string, std::string>> reference_option(const AddOptions& options) {
  if (options.rev) return std::pair("rev", *options.rev);
  if (options.tag) return std::pair("tag", *options.tag);
  if (options.branch) return std::pair("branch", *options.branch);
  return std::nullopt;
}

Result<void> describe_source(NewRequirement& made, const SourcedRequirement& sourced,
                             const AddOptions& options, const AddPlace& place) {
  const auto* directory = std::get_if<DirectorySource>(&sourced.source);
  if (options.editable.value_or(false) && directory == nullptr && place.project != nullptr &&
      place.project->find(sourced.name) == nullptr)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` did not resolve to a local directory, but the `--editable` flag "
                            "was provided. Editable installs are only supported for local "
                            "directories.",
                            sourced.name.text()),
                "leave out `--editable`, or name a directory");
  if (sourced.registry() != nullptr) return describe_registry(made, options, place);
  made.is_from_index = false;
  const bool is_repository = std::holds_alternative<GitSource>(sourced.source);
  if (const auto reference = reference_option(options); reference && !is_repository)
    return no_repository(sourced.name, *reference);
  if (directory != nullptr) {
    describe_directory(made, *directory, options, place);
  } else if (const auto* git = std::get_if<GitSource>(&sourced.source)) {
    made.source = git_entry(*git, options);
  } else if (const auto* url = std::get_if<UrlSource>(&sourced.source)) {
    made.source = url_entry(*url);
  } else if (const auto* path = std::get_if<PathSource>(&sourced.source)) {
    made.source = path_entry(written_path(path->path, path->given, place), std::nullopt);
  }
  return {};
}

}  // namespace axle
