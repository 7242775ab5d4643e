// SPDX-License-Identifier: MIT
#include "index/sdist_metadata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "axle/standards/core_metadata.hpp"
#include "base/inflate_library.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/wheel_bytes.hpp"

namespace axle {
namespace {

constexpr std::uint64_t max_unpacked_bytes = std::uint64_t{4} << 30;
constexpr std::size_t max_members = 500'000;
constexpr std::uint64_t max_pkg_info_bytes = std::uint64_t{16} << 20;
constexpr std::size_t block = 512;
constexpr std::size_t chunk = 256 * 1024;

std::unexpected<Error> damaged(const std::string& sdist, std::string_view what) {
  return fail_with_code(ErrorKind::integrity, "E_SDIST_DATA",
                        fmt::format("`{}` is not usable: {}", escape_foreign(sdist), what), sdist);
}

std::unexpected<Error> dynamic(const std::string& sdist, std::string_view why) {
  return fail_with_code(ErrorKind::not_found, "E_METADATA_DYNAMIC",
                        fmt::format("the dependencies of `{}` are only known once it is built: {}",
                                    escape_foreign(sdist), why),
                        sdist, "PKG-INFO");
}

/// A gzip stream unpacked piece by piece.
class GzipReader {
 public:
  GzipReader(const InflateLibrary& library, ArchiveBytes& archive, std::uint64_t size)
      : library_(library), archive_(archive), left_(size) {
    library_.init(state_.get());
    state_->crc_flag = ISAL_GZIP;
  }

  /// The next bytes of the plain text, empty at the end. Valid until the next call.
  Result<std::string_view> next(const std::string& sdist) {
    while (state_->block_state != ISAL_BLOCK_FINISH) {
      if (state_->avail_in == 0 && left_ > 0) {
        const std::uint64_t size = std::min<std::uint64_t>(chunk, left_);
        TRY(packed_, archive_.read(offset_, size));
        if (packed_.size() != size) return damaged(sdist, "it was cut short");
        offset_ += size;
        left_ -= size;
        state_->next_in = reinterpret_cast<std::uint8_t*>(packed_.data());
        state_->avail_in = static_cast<std::uint32_t>(size);
      }
      state_->next_out = reinterpret_cast<std::uint8_t*>(plain_.data());
      state_->avail_out = static_cast<std::uint32_t>(plain_.size());
      const std::uint32_t had_in = state_->avail_in;
      if (library_.inflate(state_.get()) != ISAL_DECOMP_OK)
        return damaged(sdist, "it does not unpack");
      const std::size_t got = plain_.size() - state_->avail_out;
      if (got > 0) return std::string_view(plain_).substr(0, got);
      if (state_->avail_in == had_in && left_ == 0) return damaged(sdist, "it ends early");
    }
    return std::string_view();
  }

 private:
  const InflateLibrary& library_;
  ArchiveBytes& archive_;
  std::uint64_t left_;
  std::uint64_t offset_ = 0;
  std::string packed_;
  std::string plain_ = std::string(chunk, '\0');
  std::unique_ptr<inflate_state> state_ = std::make_unique<inflate_state>();
};

/// Looks for PKG-INFO in a tar that comes piece by piece (POSIX ustar; long names of other members
/// do not matter).
class TarSearch {
 public:
  /// False once there is nothing more to look for.
  bool take(std::string_view piece) {
    while (!piece.empty() && !done_) {
      if (skip_ > 0) {
        const std::size_t some =
            static_cast<std::size_t>(std::min<std::uint64_t>(skip_, piece.size()));
        skip_ -= some;
        piece.remove_prefix(some);
        continue;
      }
      const std::size_t some = std::min(piece.size(), wanted_ - buffer_.size());
      buffer_ += piece.substr(0, some);
      piece.remove_prefix(some);
      if (buffer_.size() == wanted_) complete();
    }
    return !done_;
  }

  bool is_malformed() const { return malformed_; }
  const std::optional<std::string>& found() const { return found_; }

 private:
  void complete() {
    if (in_member_) {
      found_ = std::move(buffer_);
      done_ = true;
      return;
    }
    read_header();
    buffer_.clear();
  }

  void read_header() {
    const std::string_view header = buffer_;
    if (header.find_first_not_of('\0') == std::string_view::npos || ++members_ > max_members) {
      done_ = true;
      return;
    }
    const auto size = octal(header.substr(124, 12));
    if (!size) {
      malformed_ = done_ = true;
      return;
    }
    const char type = header[156];
    const std::string_view name = until_nul(header.substr(0, 100));
    const bool is_file = type == '0' || type == '\0';
    const std::size_t slash = name.find('/');
    const bool has_prefix = header.substr(257, 5) == "ustar" && header[345] != '\0';
    if (is_file && !has_prefix && slash != std::string_view::npos && slash > 0 &&
        name.substr(slash) == "/PKG-INFO") {
      if (*size > max_pkg_info_bytes) {
        malformed_ = done_ = true;
      } else if (*size == 0) {
        found_.emplace();
        done_ = true;
      } else {
        in_member_ = true;
        wanted_ = static_cast<std::size_t>(*size);
      }
      return;
    }
    skip_ = (*size + block - 1) / block * block;
  }

  static std::string_view until_nul(std::string_view field) {
    return field.substr(0, field.find('\0'));
  }

  static std::optional<std::uint64_t> octal(std::string_view field) {
    std::uint64_t value = 0;
    for (const char c : trim(until_nul(field))) {
      if (c < '0' || c > '7') return std::nullopt;
      value = value * 8 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
  }

  std::string buffer_;
  std::size_t wanted_ = block;
  std::uint64_t skip_ = 0;
  std::size_t members_ = 0;
  bool in_member_ = false;
  bool done_ = false;
  bool malformed_ = false;
  std::optional<std::string> found_;
};

Result<void> check_static(const DistributionFile& file, std::string_view text) {
  TRY(const CoreMetadata metadata, CoreMetadata::parse(text));
  const auto version = Version::parse(metadata.metadata_version);
  static const Version first = *Version::parse("2.2");
  if (!version || *version < first)
    return dynamic(file.filename, fmt::format("its metadata has version {}",
                                              escape_foreign(metadata.metadata_version)));
  for (const std::string& field : metadata.dynamic)
    for (const std::string_view needed : {"requires-python", "requires-dist", "provides-extra"})
      if (equals_ignoring_case(field, needed))
        return dynamic(file.filename, fmt::format("{} is dynamic", escape_foreign(field)));
  return {};
}

Result<std::string> read_pkg_info(ArchiveBytes& archive, const std::string& sdist) {
  std::optional<std::string> text;
  if (sdist.ends_with(".zip")) {
    auto found = read_zip_pkg_info(archive, sdist);
    if (!found && found.error().code != "E_WHEEL_META") return found;
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

Result<std::optional<std::string>> read_tar_pkg_info(ArchiveBytes& archive, std::uint64_t size,
                                                     const std::string& sdist) {
  TRY(const InflateLibrary* const library, InflateLibrary::open());
  GzipReader reader(*library, archive, size);
  TarSearch search;
  std::uint64_t total = 0;
  for (;;) {
    TRY(const std::string_view piece, reader.next(sdist));
    total += piece.size();
    if (piece.empty() || total > max_unpacked_bytes || !search.take(piece)) break;
  }
  if (search.is_malformed()) return damaged(sdist, "it is no tar archive");
  return search.found();
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
