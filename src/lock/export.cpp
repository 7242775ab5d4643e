// SPDX-License-Identifier: MIT
#include "lock/export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "index/upload_time.hpp"
#include "lock/toml_text.hpp"

namespace axle {
namespace {

std::string hash_text(const FileHash& hash) {
  return fmt::format("{}:{}", to_string(hash.algorithm), hash.hex);
}

std::string local_path(std::string_view path) {
  return path == "." || path.starts_with('/') || path.starts_with("..") ? std::string(path)
                                                                        : fmt::format("./{}", path);
}

std::string requirement_text(const LockedPackage& package) {
  switch (package.source.kind) {
    case LockSource::Kind::registry_url:
    case LockSource::Kind::registry_path:
      return fmt::format("{}=={}", package.name.text(), package.version->to_string());
    case LockSource::Kind::git:
      return fmt::format("{} @ git+{}", package.name.text(), package.source.text);
    case LockSource::Kind::url:
      return fmt::format("{} @ {}", package.name.text(), package.source.text);
    case LockSource::Kind::editable:
      return fmt::format("-e {}", local_path(package.source.text));
    case LockSource::Kind::path:
    case LockSource::Kind::directory:
    case LockSource::Kind::virtual_tree:
      break;
  }
  return local_path(package.source.text);
}

bool is_left_out(const LockedPackage& package, const std::set<PackageName>& omitted) {
  return package.source.kind == LockSource::Kind::virtual_tree || omitted.contains(package.name);
}

void write_hashes(LockText& out, const FileHash& hash) {
  InlineTable hashes(out);
  hashes.string(to_string(hash.algorithm), hash.hex);
}

Result<void> write_file(LockText& out, const LockedPackage& package, const LockedFile& file) {
  if (!file.hash)
    return fail(ErrorKind::integrity,
                fmt::format("the lockfile has no digest of `{}`, which a pylock.toml needs",
                            escape_foreign(file.filename())),
                "export a requirements file instead (`--format requirements.txt`)");
  InlineTable table(out);
  const bool is_url = file.place == LockedFile::Place::url;
  const std::string name = file.filename();
  if (const auto wheel = WheelFilename::parse(name); wheel && wheel->to_string() != name)
    table.string("name", wheel->to_string());
  if (is_url)
    table.string("url", file.location);
  else
    table.string("path", file.place == LockedFile::Place::path
                             ? package.source.text + "/" + file.location
                             : package.source.text);
  if (file.upload_time)
    table.key("upload-time").raw(upload_time_text(*file.upload_time / 1000 * 1000));
  if (file.size) table.key("size").raw(fmt::format_int(*file.size).str());
  table.key("hashes");
  write_hashes(out, *file.hash);
  return {};
}

void write_directory(LockText& out, const LockedPackage& package) {
  out.key("directory");
  {
    InlineTable table(out);
    table.string("path", package.source.text);
    if (package.source.kind == LockSource::Kind::editable) table.key("editable").raw("true");
  }
  out.raw("\n");
}

Result<void> write_archive(LockText& out, const LockedPackage& package) {
  out.key("archive");
  const LockedFile* file = !package.wheels.empty() ? &package.wheels.front()
                           : package.sdist         ? &*package.sdist
                                                   : nullptr;
  if (file == nullptr || !file->hash)
    return fail(ErrorKind::integrity,
                fmt::format("the lockfile has no digest of `{}`", package.name.text()));
  {
    InlineTable table(out);
    table.string(package.source.kind == LockSource::Kind::url ? "url" : "path",
                 package.source.text);
    if (!package.source.subdirectory.empty())
      table.string("subdirectory", package.source.subdirectory);
    table.key("hashes");
    write_hashes(out, *file->hash);
  }
  out.raw("\n");
  return {};
}

Result<void> write_registry_files(LockText& out, const LockedPackage& package) {
  if (package.sdist) {
    out.key("sdist");
    if (auto written = write_file(out, package, *package.sdist); !written) return written;
    out.raw("\n");
  }
  if (package.wheels.empty()) return {};
  Result<void> result;
  const auto write = [&](LockText& text, const LockedFile& file) {
    if (auto written = write_file(text, package, file); !written && result)
      result = std::move(written);
  };
  out.key("wheels");
  out.short_or_multiline(package.wheels, write);
  return result;
}

}  // namespace

std::string requirements_export(const Lockfile& lockfile,
                                const std::vector<ExportedPackage>& packages,
                                const std::set<PackageName>& omitted, const ExportStyle& style) {
  std::string out;
  for (const ExportedPackage& exported : packages) {
    const LockedPackage& package = lockfile.packages[exported.package];
    if (is_left_out(package, omitted)) continue;
    out += requirement_text(package);
    if (const auto marker = exported.marker.to_text()) out += " ; " + *marker;
    std::vector<FileHash> hashes;
    if (package.sdist && package.sdist->hash) hashes.push_back(*package.sdist->hash);
    for (const LockedFile& wheel : package.wheels)
      if (wheel.hash) hashes.push_back(*wheel.hash);
    std::ranges::sort(hashes);
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    if (style.hashes)
      for (const FileHash& hash : hashes) out += " \\\n    --hash=" + hash_text(hash);
    out += '\n';
    if (!style.annotate || exported.parents.empty()) continue;
    std::set<std::string> parents;
    for (const std::size_t parent : exported.parents)
      parents.insert(lockfile.packages[parent].name.text());
    if (parents.size() == 1) {
      out += "    # via " + *parents.begin() + "\n";
      continue;
    }
    out += "    # via\n";
    for (const std::string& parent : parents) out += "    #   " + parent + "\n";
  }
  return out;
}

Result<std::string> pylock_export(const Lockfile& lockfile,
                                  const std::vector<ExportedPackage>& packages,
                                  const std::set<PackageName>& omitted) {
  LockText out;
  out.key_string("lock-version", "1.0");
  out.key_string("created-by", "axle");
  if (!lockfile.supported_markers.empty()) {
    out.key("environments");
    out.inline_array(lockfile.supported_markers, [](LockText& text, Marker marker) {
      text.string(marker.to_text().value_or(""));
    });
    out.raw("\n");
  }
  out.key_string("requires-python", lockfile.requires_python.to_string());
  bool is_empty = true;
  for (const ExportedPackage& exported : packages) {
    const LockedPackage& package = lockfile.packages[exported.package];
    if (is_left_out(package, omitted)) continue;
    is_empty = false;
    out.array_of_tables("packages");
    out.key_string("name", package.name.text());
    if (package.version && !package.source.is_source_tree())
      out.key_string("version", package.version->to_string());
    if (const auto marker = exported.marker.to_text()) out.key_string("marker", *marker);
    Result<void> written;
    if (package.source.is_registry()) {
      out.key_string("index", package.source.text);
      written = write_registry_files(out, package);
    } else if (package.source.is_source_tree()) {
      write_directory(out, package);
    } else if (package.source.kind == LockSource::Kind::git) {
      written = fail(ErrorKind::invalid_input,
                     fmt::format("`{}` comes from a repository, which cannot be exported yet",
                                 package.name.text()));
    } else {
      written = write_archive(out, package);
    }
    if (!written) return std::unexpected(std::move(written).error());
  }
  if (is_empty) out.raw("packages = []\n");
  return out.take();
}

}  // namespace axle
