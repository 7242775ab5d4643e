// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "lock/lockfile_read.hpp"
#include "model/upload_time.hpp"

namespace axle {
namespace {

/// An edge looks through all packages of a name.
constexpr std::size_t max_of_one_name = 1000;

/// A dependency's claim about the package it means.
struct PackageClaim {
  PackageName name;
  std::optional<Version> version;
  std::optional<LockSource> source;
};

LockSource registry_source(std::string_view text) {
  const std::size_t colon = text.find("://");
  const bool is_url = colon != std::string_view::npos && colon > 1;
  return {is_url ? LockSource::Kind::registry_url : LockSource::Kind::registry_path,
          std::string(text),
          {}};
}

Result<LockSource> read_source(const LockReader& reader, const LockValue& value) {
  using Kind = LockSource::Kind;
  if (!value.is_table()) return reader.error(value, "`source` must be a table");
  TRY(const auto registry, reader.text(value, "registry"));
  if (registry) return registry_source(*registry);
  constexpr std::pair<Kind, std::string_view> keys[] = {
      {Kind::git, "git"},           {Kind::url, "url"},
      {Kind::path, "path"},         {Kind::directory, "directory"},
      {Kind::editable, "editable"}, {Kind::virtual_tree, "virtual"}};
  for (const auto& [kind, key] : keys) {
    TRY(const auto text, reader.text(value, key));
    if (!text) continue;
    TRY(const auto subdirectory, reader.text(value, "subdirectory"));
    return LockSource{kind, std::string(*text), std::string(subdirectory.value_or(""))};
  }
  return reader.error(value, "unknown `source`");
}

Result<std::optional<FileHash>> read_hash(const LockReader& reader, const LockValue& table) {
  TRY(const auto text, reader.text(table, "hash"));
  if (!text) return std::optional<FileHash>();
  const std::size_t colon = std::min(text->find(':'), text->size());
  const auto algorithm = parse_digest_algorithm(text->substr(0, colon));
  const std::string_view hex = text->substr(std::min(colon + 1, text->size()));
  const bool is_hex = std::ranges::all_of(hex, [](char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  if (!algorithm || hex.size() != hex_length(*algorithm) || !is_hex)
    return reader.error(table, fmt::format("`{}` is not a hash", escape_foreign(*text)));
  return std::optional(FileHash{*algorithm, ascii_lower(hex)});
}

Result<LockedFile> read_file_entry(const LockReader& reader, const LockValue& value) {
  if (!value.is_table()) return reader.error(value, "expected a table");
  LockedFile file;
  for (const auto& [place, key] :
       {std::pair{LockedFile::Place::url, "url"}, std::pair{LockedFile::Place::path, "path"},
        std::pair{LockedFile::Place::filename, "filename"}}) {
    TRY(const auto text, reader.text(value, key));
    if (!text) continue;
    file.place = place;
    file.location = *text;
    break;
  }
  TRY(file.hash, read_hash(reader, value));
  if (const LockValue* size = value.find("size")) {
    if (size->kind != LockValue::Kind::integer || size->integer < 0)
      return reader.error(*size, "expected a number");
    file.size = static_cast<std::uint64_t>(size->integer);
  }
  const LockValue* time = value.find("upload-time");
  if (time == nullptr) time = value.find("upload_time");
  if (time != nullptr) {
    TRY(const std::string_view text, reader.string(*time));
    file.upload_time = parse_upload_time(text);
    if (!file.upload_time) return reader.error(*time, "expected a time");
  }
  return file;
}

class PackageReader {
 public:
  PackageReader(LockReader& reader, const std::vector<LockValue>& values)
      : reader_(reader), values_(values) {}

  Result<std::vector<LockedPackage>> read() {
    TRY_OK(read_ids());
    for (std::size_t i = 0; i < packages_.size(); ++i) TRY_OK(read_rest(*places_[i], packages_[i]));
    return std::move(packages_);
  }

 private:
  Result<void> read_ids() {
    std::vector<std::pair<LockedPackage, const LockValue*>> made;
    made.reserve(values_.size());
    for (const LockValue& value : values_) {
      if (!value.is_table()) return reader_.error(value, "a package must be a table");
      TRY(PackageName name, reader_.required<PackageName>(value, "name"));
      TRY(std::optional<Version> version, reader_.optional_parsed<Version>(value, "version"));
      const LockValue* source = value.find("source");
      if (source == nullptr) return reader_.missing(value, "source");
      TRY(LockSource parsed, read_source(reader_, *source));
      if (!version && !parsed.is_source_tree())
        return reader_.error(value, fmt::format("`{}` has no version", name.text()));
      made.emplace_back(
          LockedPackage{
              .name = std::move(name), .version = std::move(version), .source = std::move(parsed)},
          &value);
    }
    std::ranges::stable_sort(
        made, [](const auto& a, const auto& b) { return compare_packages(a.first, b.first) < 0; });
    for (std::size_t i = 1; i < made.size(); ++i)
      if (compare_packages(made[i - 1].first, made[i].first) == 0)
        return reader_.error(*made[i].second,
                             fmt::format("`{}` is there twice", made[i].first.name.text()));
    for (std::size_t i = max_of_one_name; i < made.size(); ++i)
      if (made[i].first.name == made[i - max_of_one_name].first.name)
        return reader_.error(*made[i].second,
                             fmt::format("`{}` is there more than {} times",
                                         made[i].first.name.text(), max_of_one_name));
    for (auto& [package, value] : made) {
      packages_.push_back(std::move(package));
      places_.push_back(value);
    }
    return {};
  }

  Result<void> read_rest(const LockValue& value, LockedPackage& package) {
    TRY(package.default_groups, reader_.default_groups(value));
    TRY(package.fork_markers, reader_.markers(value, "resolution-markers"));
    TRY(package.dependencies, dependencies(value, "dependencies"));
    if (const LockValue* sdist = value.find("sdist")) {
      TRY(package.sdist, read_file_entry(reader_, *sdist));
    }
    TRY(const std::vector<LockValue>* const wheels, reader_.array(value, "wheels"));
    if (wheels != nullptr) {
      package.wheels.reserve(wheels->size());
      for (const LockValue& wheel : *wheels) {
        TRY(LockedFile file, read_file_entry(reader_, wheel));
        if (file.place == LockedFile::Place::none)
          return reader_.error(wheel, "a wheel needs a `url`, a `path` or a `filename`");
        package.wheels.push_back(std::move(file));
      }
    }
    TRY_OK(dependency_table(value, "optional-dependencies", package.optional_dependencies));
    TRY_OK(dependency_table(value, "dev-dependencies", package.group_dependencies));
    TRY_OK(dependency_table(value, "dependency-groups", package.group_dependencies));
    TRY(package.group_requires_python, reader_.group_pythons(value));
    TRY(const LockValue* const metadata, reader_.table(value, "metadata"));
    if (metadata != nullptr) TRY_OK(read_metadata(*metadata, package.metadata));
    return {};
  }

  Result<void> read_metadata(const LockValue& value, LockedMetadata& metadata) {
    TRY(metadata.requires_dist, reader_.requirements(value, "requires-dist"));
    TRY(metadata.provides_extras, reader_.list<ExtraName>(value, "provides-extras"));
    for (const std::string_view key : {"requires-dev", "dependency-groups"}) {
      TRY(const LockValue* const groups, reader_.table(value, key));
      if (groups == nullptr) continue;
      TRY(metadata.requires_dev, reader_.requirement_groups(*groups));
      break;
    }
    return {};
  }

  template <class Name>
  Result<void> dependency_table(const LockValue& value, std::string_view key,
                                std::map<Name, std::vector<LockedDependency>>& lists) {
    TRY(const LockValue* const table, reader_.table(value, key));
    if (table == nullptr) return {};
    for (const auto& [name, list] : table->entries) {
      auto parsed = Name::parse(name);
      if (!parsed) return reader_.error(list, parsed.error().message);
      TRY(lists[*std::move(parsed)], dependencies(*table, name));
    }
    return {};
  }

  Result<std::vector<LockedDependency>> dependencies(const LockValue& table, std::string_view key) {
    TRY(const std::vector<LockValue>* const items, reader_.array(table, key));
    std::vector<LockedDependency> all;
    if (items == nullptr) return all;
    all.reserve(items->size());
    for (const LockValue& item : *items) {
      if (!item.is_table()) return reader_.error(item, "expected a table");
      TRY(PackageName name, reader_.required<PackageName>(item, "name"));
      PackageClaim claim{std::move(name), {}, {}};
      TRY(claim.version, reader_.optional_parsed<Version>(item, "version"));
      if (const LockValue* source = item.find("source")) {
        TRY(claim.source, read_source(reader_, *source));
      }
      LockedDependency dependency{.package = 0, .extras = {}, .marker = {}};
      TRY(dependency.package, position_of(claim, item));
      TRY(dependency.extras, reader_.list<ExtraName>(item, "extra"));
      std::ranges::sort(dependency.extras);
      TRY(dependency.marker, reader_.optional_marker(item));
      all.push_back(std::move(dependency));
    }
    return all;
  }

  Result<std::size_t> position_of(const PackageClaim& claim, const LockValue& place) const {
    const auto range = std::ranges::equal_range(packages_, claim.name, {}, &LockedPackage::name);
    std::optional<std::size_t> found;
    for (auto package = range.begin(); package != range.end(); ++package) {
      if (claim.version && package->version && package->version != claim.version) continue;
      if (claim.source && package->source != *claim.source) continue;
      if (found)
        return reader_.error(place, fmt::format("`{}` could be several packages: its version and "
                                                "source are needed",
                                                claim.name.text()));
      found = static_cast<std::size_t>(package - packages_.begin());
    }
    if (!found)
      return reader_.error(place, fmt::format("`{}` is not among the packages", claim.name.text()));
    return *found;
  }

  LockReader& reader_;
  const std::vector<LockValue>& values_;
  std::vector<LockedPackage> packages_;
  std::vector<const LockValue*> places_;
};

}  // namespace

Result<std::vector<LockedPackage>> LockReader::packages(const std::vector<LockValue>& values) {
  return PackageReader(*this, values).read();
}

}  // namespace axle
