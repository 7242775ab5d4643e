// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/toml_text.hpp"
#include "model/upload_time.hpp"
#include "views/direct_reference.hpp"
#include "views/export.hpp"

namespace axle {
namespace {

class PylockWriter {
 public:
  PylockWriter(const Lockfile& lockfile, const PylockStyle& style)
      : lockfile_(lockfile), style_(style) {}

  Result<std::string> write(const std::vector<ExportedPackage>& packages) {
    write_head();
    bool is_empty = true;
    for (const ExportedPackage& exported : packages) {
      const LockedPackage& package = lockfile_.packages[exported.package];
      if (package.source.kind == LockSource::Kind::virtual_tree) continue;
      is_empty = false;
      TRY_OK(write_package(package, exported.marker));
    }
    if (is_empty) out_.raw("packages = []\n");
    return out_.take();
  }

 private:
  void write_head() {
    out_.key_string("lock-version", "1.0");
    out_.key_string("created-by", "axle");
    if (!lockfile_.supported_markers.empty()) {
      out_.key("environments");
      out_.inline_array(lockfile_.supported_markers, [](LockText& text, Marker marker) {
        text.string(marker.to_text().value_or(""));
      });
      out_.raw("\n");
    }
    out_.key_string("requires-python", lockfile_.requires_python.to_string());
  }

  Result<void> write_package(const LockedPackage& package, Marker marker) {
    out_.array_of_tables("packages");
    out_.key_string("name", package.name.text());
    // The version of a source tree may change without the file changing.
    if (package.version && !package.source.is_source_tree())
      out_.key_string("version", package.version->to_string());
    if (const auto text = marker.to_text()) out_.key_string("marker", *text);
    switch (package.source.kind) {
      case LockSource::Kind::registry_url:
        if (style_.with_index) out_.key_string("index", package.source.text);
        return write_files(package);
      case LockSource::Kind::registry_path:
        if (style_.with_index) out_.key_string("index", place_of(package.source.text));
        return write_files(package);
      case LockSource::Kind::git:
        return write_repository(package);
      case LockSource::Kind::url:
      case LockSource::Kind::path:
        return write_archive(package);
      case LockSource::Kind::directory:
      case LockSource::Kind::editable:
      case LockSource::Kind::virtual_tree:
        break;
    }
    write_directory(package);
    return {};
  }

  /// A path of the lock as seen from where the file will be.
  std::string place_of(const std::string& path) const {
    if (path.starts_with('/')) return path;
    const auto relative =
        (style_.root / path).lexically_normal().lexically_relative(style_.directory);
    std::string text = relative.generic_string();
    if (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text.empty() ? "." : text;
  }

  void write_directory(const LockedPackage& package) {
    out_.key("directory");
    {
      InlineTable table(out_);
      table.string("path", place_of(package.source.text));
      const bool is_editable =
          package.source.kind == LockSource::Kind::editable && style_.editable.allows(package.name);
      table.key("editable").raw(is_editable ? "true" : "false");
    }
    out_.raw("\n");
  }

  Result<void> write_repository(const LockedPackage& package) {
    const GitLocation location = parse_git_location(package.source.text);
    if (location.commit.empty())
      return fail(ErrorKind::invalid_input,
                  fmt::format("the lockfile has no commit of `{}`", package.name.text()),
                  "run `axle lock`");
    out_.key("vcs");
    {
      InlineTable table(out_);
      table.string("type", "git");
      table.string("url", location.url);
      if (!location.revision.empty()) table.string("requested-revision", location.revision);
      table.string("commit-id", location.commit);
      if (!location.subdirectory.empty()) table.string("subdirectory", location.subdirectory);
    }
    out_.raw("\n");
    return {};
  }

  Result<void> write_archive(const LockedPackage& package) {
    const LockedFile* const file = !package.wheels.empty() ? &package.wheels.front()
                                   : package.sdist         ? &*package.sdist
                                                           : nullptr;
    if (file == nullptr || !file->hash) return no_digest(package.name.text());
    const LockSource& source = package.source;
    out_.key("archive");
    {
      InlineTable table(out_);
      if (source.kind == LockSource::Kind::url)
        table.string("url", archive_url(source));
      else
        table.string("path", place_of(source.text));
      if (file->size) table.key("size").raw(fmt::format_int(*file->size).str());
      if (!source.subdirectory.empty()) table.string("subdirectory", source.subdirectory);
      write_hash(table, *file->hash);
    }
    out_.raw("\n");
    return {};
  }

  Result<void> write_files(const LockedPackage& package) {
    if (package.sdist) {
      out_.key("sdist");
      TRY_OK(write_file(package, *package.sdist));
      out_.raw("\n");
    }
    if (package.wheels.empty()) return {};
    Result<void> result;
    out_.key("wheels");
    out_.short_or_multiline(package.wheels, [&](LockText&, const LockedFile& file) {
      if (auto written = write_file(package, file); !written && result) result = written;
    });
    return result;
  }

  Result<void> write_file(const LockedPackage& package, const LockedFile& file) {
    const std::string name = file.filename();
    if (!file.hash) return no_digest(name);
    InlineTable table(out_);
    // A reader takes the name from the place, as it is written there.
    if (const auto wheel = WheelFilename::parse(name); wheel && wheel->to_string() != name)
      table.string("name", wheel->to_string());
    if (file.place == LockedFile::Place::url)
      table.string("url", file.location);
    else
      table.string("path", place_of(file.place == LockedFile::Place::path
                                        ? package.source.text + "/" + file.location
                                        : package.source.text));
    if (file.upload_time)
      table.key("upload-time").raw(upload_time_text(*file.upload_time / 1000 * 1000));
    if (file.size) table.key("size").raw(fmt::format_int(*file.size).str());
    write_hash(table, *file.hash);
    return {};
  }

  void write_hash(InlineTable& table, const FileHash& hash) {
    table.key("hashes");
    InlineTable hashes(out_);
    hashes.string(to_string(hash.algorithm), hash.hex);
  }

  static std::unexpected<Error> no_digest(const std::string& name) {
    return fail(ErrorKind::integrity,
                fmt::format("the lockfile has no digest of `{}`, which a pylock.toml needs",
                            escape_foreign(name)),
                "export a requirements file instead (`--format requirements.txt`)");
  }

  const Lockfile& lockfile_;
  const PylockStyle& style_;
  LockText out_;
};

}  // namespace

Result<std::string> pylock_export(const Lockfile& lockfile,
                                  const std::vector<ExportedPackage>& packages,
                                  const PylockStyle& style) {
  return PylockWriter(lockfile, style).write(packages);
}

}  // namespace axle
