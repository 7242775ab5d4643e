// SPDX-License-Identifier: MIT
#include "migrate/requirements_migration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "axle/standards/requirement.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "migrate/pyproject_writer.hpp"
#include "model/written_requirement.hpp"
#include "poetry/toml_values.hpp"

namespace axle {
namespace {

std::string requirement_text(const SourcedRequirement& sourced) {
  return written_requirement(sourced).to_string();
}

class Writer {
 public:
  Writer(const NewProjectFacts& facts, PyprojectWriter writer)
      : facts_(facts), writer_(std::move(writer)), sources_(toml_table({})) {}

  Result<Migration> write(const std::vector<RequirementsPart>& parts) {
    TomlValue dependencies = toml_array({}, {});
    TomlValue groups = toml_table({});
    for (const RequirementsPart& part : parts) {
      TomlValue list = list_of(part);
      if (part.group.empty())
        std::ranges::move(list.items, std::back_inserter(dependencies.items));
      else
        set_key(groups, part.group, std::move(list));
      take_settings(part);
    }
    TRY_OK(writer_.set({"project", "name"}, toml_text(facts_.name, {})));
    TRY_OK(writer_.set({"project", "version"}, toml_text("0.1.0", {})));
    TRY_OK(writer_.set({"project", "requires-python"}, toml_text(facts_.requires_python, {})));
    TRY_OK(writer_.set({"project", "dependencies"}, dependencies));
    TRY_OK(writer_.set_table({"dependency-groups"}, groups));
    TRY_OK(write_settings());
    TRY_OK(writer_.set_table({"tool", "uv", "sources"}, sources_));
    if (!indexes_.items.empty()) TRY_OK(writer_.add_indexes(indexes_));
    return Migration{writer_.to_string(), std::move(notes_)};
  }

 private:
  static bool is_known(const RequirementsPart& part, const std::string& origin) {
    return std::ranges::find(part.known_files, origin) != part.known_files.end();
  }

  TomlValue list_of(const RequirementsPart& part) {
    TomlValue list = toml_array({}, {});
    bool has_hashes = part.file.require_hashes;
    for (const RequirementEntry& entry : part.file.requirements) {
      const SourcedRequirement& requirement = entry.requirement;
      if (is_known(part, requirement.origin)) continue;
      has_hashes = has_hashes || !entry.hashes.empty();
      list.items.push_back(toml_text(requirement_text(requirement), {}));
      add_source(requirement, entry.written);
    }
    for (const UnnamedEntry& entry : part.file.unnamed) add_unnamed(entry, part);
    for (const RequirementEntry& entry : part.file.constraints)
      if (!is_known(part, entry.requirement.origin))
        constraints_.push_back(requirement_text(entry.requirement));
    if (has_hashes)
      notes_.push_back(fmt::format("{}: hashes are dropped: the lockfile has those of all files",
                                   part.file_name));
    for (const std::string& warning : part.file.warnings)
      notes_.push_back(fmt::format("{}: {}", part.file_name, warning));
    return list;
  }

  void add_unnamed(const UnnamedEntry& entry, const RequirementsPart& part) {
    const auto* tree = std::get_if<DirectorySource>(&entry.requirement.source);
    const std::string shown = shown_url(entry.requirement.text);
    if (tree != nullptr && tree->path == facts_.directory)
      notes_.push_back(fmt::format(
          "{}: `-e {}` is dropped: a project that has a `[build-system]` is installed by itself",
          part.file_name, shown));
    else
      notes_.push_back(fmt::format(
          "{}: the name of `{}` is not known without its files; add it with `axle add {}{}{}`",
          part.file_name, shown, part.group.empty() ? "" : "--group " + part.group + " ",
          tree != nullptr && tree->is_editable ? "--editable " : "", shown));
  }

  void add_source(const SourcedRequirement& requirement, const std::string& written) {
    TomlValue entry = toml_table({});
    if (const auto* url = std::get_if<UrlSource>(&requirement.source)) {
      const std::string text = written.empty() ? url->url : written;
      set_key(entry, "url", toml_text(text.substr(0, text.find('#')), {}));
      if (!url->subdirectory.empty())
        set_key(entry, "subdirectory", toml_text(url->subdirectory, {}));
    } else if (const auto* git = std::get_if<GitSource>(&requirement.source)) {
      set_key(entry, "git", toml_text(git->repository, {}));
      if (!git->reference_name.empty()) set_key(entry, "rev", toml_text(git->reference_name, {}));
      if (!git->subdirectory.empty())
        set_key(entry, "subdirectory", toml_text(git->subdirectory, {}));
    } else if (const auto* file = std::get_if<PathSource>(&requirement.source)) {
      set_key(entry, "path", toml_text(relative(file->path), {}));
    } else if (const auto* tree = std::get_if<DirectorySource>(&requirement.source)) {
      set_key(entry, "path", toml_text(relative(tree->path), {}));
      if (tree->is_editable) set_key(entry, "editable", toml_flag(true, {}));
    } else {
      return;
    }
    if (const auto marker = requirement.marker.to_text())
      set_key(entry, "marker", toml_text(*marker, {}));
    TomlValue& list = at_key(sources_, requirement.name.text(), TomlValue::Kind::array);
    list.items.push_back(std::move(entry));
    if (list.items.size() == 1) {
      TomlValue only = list.items.front();
      if (only.find("marker") == nullptr) list = std::move(only);
    }
  }

  std::string relative(const std::filesystem::path& path) const {
    const auto made = path.lexically_relative(facts_.directory);
    return made.empty() ? path.string() : made.generic_string();
  }

  void add_index(const IndexUrl& url, const RequirementsFile& file, bool is_default) {
    const auto written = file.written_urls.find(url.text());
    const std::string text = written == file.written_urls.end() ? url.text() : written->second;
    if (!indexes_seen_.insert(text).second) return;
    TomlValue index = toml_table({});
    set_key(index, "url", toml_text(text, {}));
    if (is_default) set_key(index, "default", toml_flag(true, {}));
    indexes_.items.push_back(std::move(index));
  }

  void take_settings(const RequirementsPart& part) {
    const RequirementsFile& file = part.file;
    for (const IndexUrl& url : file.extra_index_urls) add_index(url, file, false);
    if (file.index_url) add_index(*file.index_url, file, true);
    if (!file.extra_index_urls.empty() && !settings_.contains("index-strategy")) {
      settings_["index-strategy"] = toml_text("unsafe-best-match", {});
      notes_.push_back(fmt::format(
          "{}: pip takes the best version of all its indexes, and so does `index-strategy = "
          "\"unsafe-best-match\"`; a source for each package is safer (`tool.uv.sources`)",
          part.file_name));
    }
    for (const IndexUrl& url : file.find_links) add_to("find-links", url.text());
    if (file.no_index) settings_["no-index"] = toml_flag(true, {});
    if (file.pre) settings_["prerelease"] = toml_text("allow", {});
    take_choice(file.no_binary, "no-binary");
    take_choice(file.only_binary, "no-build");
  }

  void take_choice(const PackageChoice& choice, const std::string& key) {
    if (choice.all) settings_[key] = toml_flag(true, {});
    for (const PackageName& package : choice.packages) add_to(key + "-package", package.text());
  }

  void add_to(const std::string& key, const std::string& text) {
    auto& list = settings_.try_emplace(key, toml_array({}, {})).first->second;
    list.items.push_back(toml_text(text, {}));
  }

  Result<void> write_settings() {
    if (!constraints_.empty())
      for (const std::string& text : constraints_) add_to("constraint-dependencies", text);
    for (const auto& [key, value] : settings_) TRY_OK(writer_.set({"tool", "uv", key}, value));
    return {};
  }

  const NewProjectFacts& facts_;
  PyprojectWriter writer_;
  TomlValue sources_;
  TomlValue indexes_ = toml_array({}, {});
  std::set<std::string> indexes_seen_;
  std::map<std::string, TomlValue> settings_;
  std::vector<std::string> constraints_, notes_;
};

}  // namespace

Result<Migration> migrate_requirements(const std::vector<RequirementsPart>& parts,
                                       const NewProjectFacts& facts, std::string_view text) {
  TRY(PyprojectWriter writer, PyprojectWriter::open(text));
  if (writer.has({"project"}))
    return fail(ErrorKind::invalid_input, "`pyproject.toml` has a `[project]` already",
                "add what the requirements files ask for: `axle add -r requirements.txt`");
  return Writer(facts, std::move(writer)).write(parts);
}

}  // namespace axle
