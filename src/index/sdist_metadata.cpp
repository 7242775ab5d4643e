// SPDX-License-Identifier: MIT
#include "index/sdist_metadata.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "archive/gzip_reader.hpp"
#include "archive/tar_reader.hpp"
#include "axle/standards/core_metadata.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/wheel_bytes.hpp"

namespace axle {
namespace {

constexpr std::uint64_t max_unpacked_bytes = std::uint64_t{4} << 30;
constexpr std::uint64_t max_pkg_info_bytes = std::uint64_t{16} << 20;

std::unexpected<Error> damaged(const std::string& sdist, std::string_view what) {
  return fail_with_code(ErrorKind::integrity, ErrorCode::sdist_data,
                        fmt::format("`{}` is not usable: {}", escape_foreign(sdist), what), sdist);
}

std::unexpected<Error> dynamic(const std::string& sdist, std::string_view why) {
  return fail_with_code(ErrorKind::not_found, ErrorCode::metadata_dynamic,
                        fmt::format("the dependencies of `{}` are only known once it is built: {}",
                                    escape_foreign(sdist), why),
                        sdist, "PKG-INFO");
}

Result<void> check_static(const DistributionFile& file, std::string_view text) {
  TRY(const CoreMetadata metadata, CoreMetadata::parse(text));
  const std::string why = why_not_static(metadata);
  return why.empty() ? Result<void>{} : dynamic(file.filename, why);
}

Result<std::string> read_pkg_info(ArchiveBytes& archive, const std::string& sdist) {
  std::optional<std::string> text;
  if (sdist.ends_with(".zip")) {
    auto found = read_zip_pkg_info(archive, sdist);
    if (!found && found.error().code != ErrorCode::wheel_meta) return found;
    if (found) text = *std::move(found);
  } else if (sdist.ends_with(".tar.gz") || sdist.ends_with(".tgz")) {
    TRY(const ArchiveBytes::Tail tail, archive.tail(0));
    TRY(text, read_tar_pkg_info(archive, tail.archive_size, sdist));
  } else {
    return dynamic(sdist, "axle does not read this kind of archive");
  }
  if (!text) return dynamic(sdist, "it has no PKG-INFO");
  return *std::move(text);
}

}  // namespace

std::string why_not_static(const CoreMetadata& metadata) {
  const auto version = Version::parse(metadata.metadata_version);
  static const Version first = *Version::parse("2.2");
  if (!version || *version < first)
    return fmt::format("its metadata has version {}", escape_foreign(metadata.metadata_version));
  for (const std::string& field : metadata.dynamic)
    for (const std::string_view needed : {"requires-python", "requires-dist", "provides-extra"})
      if (equals_ignoring_case(field, needed))
        return fmt::format("{} is dynamic", escape_foreign(field));
  return {};
}

Result<std::optional<std::string>> read_tar_pkg_info(ArchiveBytes& archive, std::uint64_t size,
                                                     const std::string& sdist) {
  TRY(GzipReader gzip, GzipReader::open(archive, size, sdist));
  std::optional<std::string> found;
  std::uint64_t wanted = 0;
  bool is_inside = false;
  TarReader tar(
      sdist,
      [&](const TarMember& member) -> Result<void> {
        const std::size_t slash = member.path.find('/');
        is_inside = !found && member.kind == TarMember::Kind::file && slash > 0 &&
                    slash != std::string::npos && member.path.substr(slash) == "/PKG-INFO";
        if (!is_inside) return {};
        if (member.size > max_pkg_info_bytes) return damaged(sdist, "its PKG-INFO is too large");
        found.emplace();
        wanted = member.size;
        return {};
      },
      [&](std::string_view data) -> Result<void> {
        if (is_inside) *found += data;
        return {};
      });
  std::uint64_t total = 0;
  for (;;) {
    TRY(const std::string_view piece, gzip.next());
    total += piece.size();
    if (piece.empty() || total > max_unpacked_bytes) break;
    TRY(const bool more, tar.take(piece));
    if (!more || (found && found->size() == wanted)) break;
  }
  return found;
}

Result<std::string> fetch_sdist_metadata(const IndexServices& services, const IndexSet& indexes,
                                         const DistributionFile& file, Response& response) {
  std::string text;
  if (file.local_path) {
    TRY(FileBytes archive, FileBytes::open(*file.local_path));
    TRY(text, read_pkg_info(archive, file.filename));
  } else {
    TRY(Url url, url_with_login(file.url, *file.index));
    RangeBytes archive(services, std::move(url),
                       authentication_of(indexes.definition_of(*file.index)), file.size);
    TRY_OK(archive.fetch_all());
    response = archive.first_response();
    TRY(text, read_pkg_info(archive, file.filename));
  }
  TRY_OK(check_static(file, text));
  return text;
}

}  // namespace axle
