// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/sha256.hpp"
#include "lock/lockfile_write.hpp"
#include "model/upload_time.hpp"

namespace axle {
namespace {

void write_source(LockText& out, const LockSource& source) {
  using Kind = LockSource::Kind;
  InlineTable table(out);
  switch (source.kind) {
    case Kind::registry_url:
    case Kind::registry_path:
      table.string("registry", source.text);
      break;
    case Kind::git:
      table.string("git", source.text);
      break;
    case Kind::url:
      table.string("url", source.text);
      if (!source.subdirectory.empty()) table.string("subdirectory", source.subdirectory);
      break;
    case Kind::path:
      table.string("path", source.text);
      break;
    case Kind::directory:
      table.string("directory", source.text);
      break;
    case Kind::editable:
      table.string("editable", source.text);
      break;
    case Kind::virtual_tree:
      table.string("virtual", source.text);
      break;
  }
}

void write_file(LockText& out, const LockedFile& file) {
  InlineTable table(out);
  switch (file.place) {
    case LockedFile::Place::url:
      table.string("url", file.location);
      break;
    case LockedFile::Place::path:
      table.string("path", file.location);
      break;
    case LockedFile::Place::filename:
      table.string("filename", file.location);
      break;
    case LockedFile::Place::none:
      break;
  }
  if (file.hash)
    table.string("hash", fmt::format("{}:{}", to_string(file.hash->algorithm), file.hash->hex));
  if (file.size) table.key("size").raw(fmt::format_int(*file.size).str());
  if (file.upload_time) table.string("upload-time", upload_time_text(*file.upload_time));
}

/// Writes dependencies; version and source only where the name alone could mean several packages.
struct DependencyWriter {
  const Lockfile& lockfile;

  bool is_ambiguous(std::size_t position) const {
    const PackageName& name = lockfile.packages[position].name;
    return (position > 0 && lockfile.packages[position - 1].name == name) ||
           (position + 1 < lockfile.packages.size() &&
            lockfile.packages[position + 1].name == name);
  }
  void operator()(LockText& out, const LockedDependency& dependency) const {
    const LockedPackage& package = lockfile.packages[dependency.package];
    InlineTable table(out);
    table.string("name", package.name.text());
    if (is_ambiguous(dependency.package)) {
      if (package.version) table.string("version", package.version->to_string());
      table.key("source");
      write_source(out, package.source);
    }
    if (!dependency.extras.empty())
      table.key("extra").inline_array(
          dependency.extras,
          [](LockText& text, const ExtraName& extra) { text.string(extra.text()); });
    if (const auto marker = dependency.marker.to_text()) table.string("marker", *marker);
  }
};

template <class Lists>
void write_dependency_table(LockText& out, std::string_view name, const Lists& lists,
                            const DependencyWriter& write) {
  bool has_header = false;
  for (const auto& [key, dependencies] : lists) {
    if (!has_header) out.table(name);
    has_header = true;
    out.key(key.text());
    if (dependencies.empty())
      out.raw("[]\n");
    else
      out.multiline(dependencies, write);
  }
}

void write_metadata(LockText& out, const LockedMetadata& metadata) {
  if (metadata == LockedMetadata{}) return;
  out.table("package.metadata");
  if (!metadata.requires_dist.empty()) {
    out.key("requires-dist");
    out.short_or_multiline(metadata.requires_dist, write_requirement);
  }
  if (!metadata.provides_extras.empty()) {
    out.key("provides-extras");
    out.inline_array(metadata.provides_extras,
                     [](LockText& text, const ExtraName& extra) { text.string(extra.text()); });
    out.raw("\n");
  }
  if (metadata.requires_dev.empty()) return;
  out.table("package.metadata.requires-dev");
  for (const auto& [group, requirements] : metadata.requires_dev) {
    out.key(group.text());
    out.short_or_multiline(requirements, write_requirement);
  }
}

}  // namespace

void write_package(LockText& out, const Lockfile& lockfile, const LockedPackage& package) {
  const DependencyWriter write_dependency{lockfile};
  out.array_of_tables("package");
  out.key_string("name", package.name.text());
  if (package.version) out.key_string("version", package.version->to_string());
  out.key("source");
  write_source(out, package.source);
  out.raw("\n");
  if (package.default_groups) write_default_groups(out, *package.default_groups);
  if (!package.fork_markers.empty()) {
    out.key("resolution-markers");
    out.multiline(package.fork_markers, [](LockText& text, Marker marker) {
      text.string(marker.to_text().value_or(std::string()));
    });
  }
  if (!package.dependencies.empty()) {
    out.key("dependencies");
    out.multiline(package.dependencies, write_dependency);
  }
  if (package.sdist) {
    out.key("sdist");
    write_file(out, *package.sdist);
    out.raw("\n");
  }
  if (!package.wheels.empty()) {
    out.key("wheels");
    out.multiline(package.wheels, write_file);
  }
  write_dependency_table(out, "package.optional-dependencies", package.optional_dependencies,
                         write_dependency);
  write_dependency_table(out, "package.dev-dependencies", package.group_dependencies,
                         write_dependency);
  write_group_pythons(out, "package.group-requires-python", package.group_requires_python);
  write_metadata(out, package.metadata);
}

}  // namespace axle
