// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "archive/remote_zip.hpp"
#include "axle/model/index_definition.hpp"
#include "base/fd.hpp"
#include "base/temp.hpp"
#include "index/index_services.hpp"

namespace axle {

/// An archive in the local file system.
class FileBytes final : public ArchiveBytes {
 public:
  /// Errors: `not_found`, `io`; `invalid_input` if it is not a regular file.
  static Result<FileBytes> open(const std::filesystem::path& path);
  Result<Tail> tail(std::uint64_t size) override;
  Result<std::string> read(std::uint64_t offset, std::uint64_t size) override;

 private:
  FileBytes(std::filesystem::path path, Fd file, std::uint64_t size)
      : path_(std::move(path)), file_(std::move(file)), size_(size) {}

  std::filesystem::path path_;
  Fd file_;
  std::uint64_t size_;
};

/// An archive on a server, of which only parts are fetched.
///
/// The tail is the first request. If the server answers it with the whole archive, that is put into
/// a temporary file, and the parts are read there; `sent_all` tells.
class RangeBytes final : public ArchiveBytes {
 public:
  /// Code of the error of a server that has no ranges, or whose ranges do not agree with each
  /// other.
  static constexpr ErrorCode no_ranges = ErrorCode::no_ranges;

  /// `stated`: the size that the page gives; another one is E_SIZE, and no more than that is read.
  RangeBytes(const IndexServices& services, Url url, Authentication authenticate,
             std::optional<std::uint64_t> stated)
      : services_(services), url_(std::move(url)), authenticate_(authenticate), stated_(stated) {}

  Result<Tail> tail(std::uint64_t size) override;
  Result<std::string> read(std::uint64_t offset, std::uint64_t size) override;

  /// Gets the whole archive at once, without trying ranges. tail() and read() then read it.
  Result<void> fetch_all();
  bool sent_all() const { return whole_ != nullptr; }
  /// The head of the first answer; for its caching headers.
  const Response& first_response() const { return first_; }

 private:
  class Whole;
  Result<Response> send(Request request);
  Result<void> check_size(std::uint64_t size) const;
  Result<Response> request_whole(std::optional<ByteRange> range);

  const IndexServices& services_;
  Url url_;
  Authentication authenticate_;
  std::optional<std::uint64_t> stated_;
  Response first_;
  std::string entity_tag_;
  std::uint64_t total_ = 0;
  std::shared_ptr<Whole> whole_;
};

}  // namespace axle
