// SPDX-License-Identifier: MIT
#include "views/export_cyclonedx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "base/sha256.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

using Json = nlohmann::ordered_json;  // members in uv's order: the same document

/// What of a lock stands for the whole where it is no project. It has uv's name, and so have the
/// properties, which readers of such documents know.
constexpr std::string_view workspace_name = "uv-workspace";

std::string_view without_last_slash(std::string_view url) {
  return url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
}

/// The name that CycloneDX has for a digest.
std::string_view algorithm_name(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::md5:
      return "MD5";
    case DigestAlgorithm::sha256:
      return "SHA-256";
    case DigestAlgorithm::sha384:
      return "SHA-384";
    case DigestAlgorithm::sha512:
      return "SHA-512";
    case DigestAlgorithm::blake2b:
      return "BLAKE2b-256";
  }
  return {};
}

/// A part of a package URL.
std::string encoded(std::string_view text) { return percent_encode(text, ":/&!$'()*,"); }

Json property(std::string_view name, std::string_view value) {
  return Json{{"name", name}, {"value", value}};
}

void add_file(Json& references, const LockedFile& file) {
  if (file.place != LockedFile::Place::url || !file.hash) return;
  const Json hash{{"alg", algorithm_name(file.hash->algorithm)}, {"content", file.hash->hex}};
  references.push_back(
      Json{{"type", "distribution"}, {"url", file.location}, {"hashes", Json::array({hash})}});
}

class CycloneDxWriter {
 public:
  CycloneDxWriter(const Lockfile& lockfile, const CycloneDxStyle& style)
      : lockfile_(lockfile), style_(style) {
    for (const PackageName& member : workspace_members(lockfile))
      if (const auto position = root_position(lockfile, member)) members_.insert(*position);
  }

  std::string write(const LockSelection& selected, const std::vector<ExportedPackage>& packages) {
    const std::optional<std::size_t> root = root_of(selected, packages);
    Json about;
    if (root) about = component(*root, {property("uv:package:is_project_root", "true")});
    Json components = Json::array();
    for (const ExportedPackage& exported : packages)
      if (exported.package != root)
        components.push_back(component(exported.package, properties_of(exported)));
    Json dependencies = Json::array();
    for (const ExportedPackage& exported : packages)
      dependencies.push_back(needs(reference(exported.package), needed_by(exported.package)));
    if (style_.all_packages || !root) {
      if (root) components.push_back(std::move(about));
      about = workspace(root);
      dependencies.push_back(needs(about["bom-ref"], references_to(members_)));
    }
    return Json{{"bomFormat", "CycloneDX"},
                {"specVersion", "1.5"},
                {"version", 1},
                {"serialNumber", style_.serial_number},
                {"metadata", metadata(std::move(about))},
                {"components", std::move(components)},
                {"dependencies", std::move(dependencies)}}
        .dump(2, ' ', false, Json::error_handler_t::replace);
  }

 private:
  /// What the document is about: the one project that was chosen, if it is written, or else the
  /// project at the root of the workspace.
  std::optional<std::size_t> root_of(const LockSelection& selected,
                                     const std::vector<ExportedPackage>& packages) const {
    if (selected.roots.size() == 1) {
      const auto position = root_position(lockfile_, selected.roots.front().name);
      if (position &&
          std::ranges::find(packages, *position, &ExportedPackage::package) != packages.end())
        return position;
    }
    for (std::size_t i = 0; i < lockfile_.packages.size(); ++i)
      if (const LockSource& source = lockfile_.packages[i].source;
          source.is_source_tree() && (source.text.empty() || source.text == "."))
        return i;
    return std::nullopt;
  }

  std::string new_reference(std::string_view name, const std::optional<Version>& version) {
    ++count_;
    return version ? fmt::format("{}-{}@{}", name, count_, version->to_string())
                   : fmt::format("{}-{}", name, count_);
  }

  /// Empty for what is not written.
  std::string reference(std::size_t position) const {
    const auto known = references_.find(position);
    return known == references_.end() ? std::string() : known->second;
  }

  std::set<std::string> references_to(const std::set<std::size_t>& positions) const {
    std::set<std::string> found;
    for (const std::size_t position : positions)
      if (std::string text = reference(position); !text.empty()) found.insert(std::move(text));
    return found;
  }

  Json component(std::size_t position, std::vector<Json> properties) {
    const LockedPackage& package = lockfile_.packages[position];
    const std::string ref = new_reference(package.name.text(), package.version);
    references_[position] = ref;
    Json json{{"type", "library"}, {"bom-ref", ref}, {"name", package.name.text()}};
    if (package.version) json["version"] = package.version->to_string();
    if (const auto url = package_url(package)) json["purl"] = *url;
    Json files = Json::array();
    if (package.sdist) add_file(files, *package.sdist);
    for (const LockedFile& wheel : package.wheels) add_file(files, wheel);
    if (!files.empty()) json["externalReferences"] = std::move(files);
    if (!properties.empty()) json["properties"] = std::move(properties);
    return json;
  }

  Json workspace(std::optional<std::size_t> root) {
    const std::string name =
        root ? lockfile_.packages[*root].name.text() : std::string(workspace_name);
    return Json{{"type", "library"},
                {"bom-ref", new_reference(name, std::nullopt)},
                {"name", name},
                {"properties", Json::array({property("uv:package:is_synthetic_root", "true")})}};
  }

  std::vector<Json> properties_of(const ExportedPackage& exported) const {
    std::vector<Json> properties;
    if (members_.contains(exported.package)) {
      const std::string& path = lockfile_.packages[exported.package].source.text;
      properties.push_back(property("uv:workspace:path", path.empty() ? "." : path));
    }
    if (const auto marker = exported.marker.to_text())
      properties.push_back(property("uv:package:marker", *marker));
    return properties;
  }

  /// A package URL (purl) of what others can fetch.
  std::optional<std::string> package_url(const LockedPackage& package) const {
    const std::string name =
        fmt::format("pkg:pypi/{}{}", encoded(package.name.text()),
                    package.version ? "@" + encoded(package.version->to_string()) : std::string());
    const std::string place = encoded(package.source.text);
    switch (package.source.kind) {
      case LockSource::Kind::registry_url:
        if (without_last_slash(package.source.text) == without_last_slash(style_.default_index))
          return name;
        return name + "?repository_url=" + place;
      case LockSource::Kind::registry_path:
        return name;
      case LockSource::Kind::git:
        return name + "?vcs_url=" + place;
      case LockSource::Kind::url:
        return name + "?download_url=" + place;
      case LockSource::Kind::path:
      case LockSource::Kind::directory:
      case LockSource::Kind::editable:
      case LockSource::Kind::virtual_tree:
        break;
    }
    return std::nullopt;
  }

  /// With all extras and groups, as far as they are written.
  std::set<std::string> needed_by(std::size_t position) const {
    const LockedPackage& package = lockfile_.packages[position];
    std::set<std::size_t> needed;
    const auto add = [&](const std::vector<LockedDependency>& dependencies) {
      for (const LockedDependency& dependency : dependencies) needed.insert(dependency.package);
    };
    add(package.dependencies);
    for (const auto& [extra, dependencies] : package.optional_dependencies) add(dependencies);
    for (const auto& [group, dependencies] : package.group_dependencies) add(dependencies);
    return references_to(needed);
  }

  static Json needs(Json ref, const std::set<std::string>& needed) {
    Json json{{"ref", std::move(ref)}};
    if (!needed.empty()) json["dependsOn"] = needed;
    return json;
  }

  Json metadata(Json about) const {
    const Json tool{{"vendor", "axle"}, {"name", "axle"}, {"version", style_.tool_version}};
    return Json{{"timestamp", style_.timestamp},
                {"tools", Json::array({tool})},
                {"component", std::move(about)}};
  }

  const Lockfile& lockfile_;
  const CycloneDxStyle& style_;
  std::set<std::size_t> members_;                  ///< by their positions in the lock
  std::map<std::size_t, std::string> references_;  ///< `bom-ref` by position
  std::size_t count_ = 0;
};

}  // namespace

std::string cyclonedx_export(const Lockfile& lockfile, const LockSelection& selected,
                             const std::vector<ExportedPackage>& packages,
                             const CycloneDxStyle& style) {
  return CycloneDxWriter(lockfile, style).write(selected, packages);
}

}  // namespace axle
