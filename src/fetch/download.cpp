// SPDX-License-Identifier: MIT
#include "fetch/download.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include "archive/refusal.hpp"
#include "axle/base/reporter.hpp"
#include "base/cancel.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/cache.hpp"
#include "cache/entry_file.hpp"

namespace axle {
namespace {

constexpr std::string_view partial_bucket = "partial-v1";
// Less than this is fetched again faster than it is looked after.
constexpr std::uint64_t worth_keeping = std::uint64_t{1} << 20;
constexpr std::uint64_t largest_wheel = std::uint64_t{16} << 30;
constexpr std::uint64_t own_connection = std::uint64_t{8} << 20;
constexpr unsigned most_failures_without_progress = 3;
constexpr unsigned most_restarts = 3;
// A server that cuts each answer after a byte must end some day.
constexpr unsigned most_requests = 200;

/// An entity tag that If-Range may use (RFC 9110, 13.1.5): a strong one.
std::string strong_etag(const Headers& headers) {
  const auto etag = headers.find("ETag");
  if (!etag || !etag->starts_with('"') || etag->size() > 1024) return {};
  return std::string(*etag);
}

bool is_same_file(int file, const fs::path& path) {
  struct stat ours{}, theirs{};
  return ::fstat(file, &ours) == 0 && ::lstat(path.c_str(), &theirs) == 0 &&
         ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev;
}

}  // namespace

Result<std::unique_ptr<WheelDownload>> WheelDownload::begin(const WheelToFetch& wheel, Cache& cache,
                                                            Reporter& reporter, std::uint64_t id) {
  const auto url = Url::parse(wheel.url);
  if (!url || !url->is_http())
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` has no http or https URL", escape_foreign(label_of(wheel))));
  TRY(FileHashes hashes, FileHashes::start(wheel));
  std::unique_ptr<WheelDownload> download(
      new WheelDownload(wheel, *url, reporter, id, std::move(hashes)));
  TRY_OK(download->open_spool(cache));
  reporter.download_started(id, label_of(wheel), wheel.size.value_or(0));
  return download;
}

WheelDownload::~WheelDownload() {
  if (!sha256_.empty()) discard();  // what is whole was unpacked by now, or will not be
  reporter_.download_finished(id_);
}

Result<void> WheelDownload::open_spool(Cache& cache) {
  cache_ = &cache;
  if (wheel_.size.value_or(largest_wheel) >= worth_keeping) {
    const fs::path directory = cache.writable_bucket(partial_bucket);
    TRY_OK(make_directories(directory, 0700));
    TRY(const bool ours, take_over_partial(directory / cache_key(url_.to_string())));
    if (ours) return {};
  }
  TRY(const fs::path staging, cache.staging());
  TRY(temporary_, TempFile::create_in(staging));
  path_ = temporary_->path();
  file_ = Fd(::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file_.is_open()) return io_failure("open", path_, errno);
  return {};
}

/// False if another process fetches the same wheel right now.
Result<bool> WheelDownload::take_over_partial(const fs::path& path) {
  Fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return io_failure("create", path, errno);
  Result<FileLock> lock =
      FileLock::acquire(path, FileLock::Mode::exclusive, std::chrono::milliseconds(0));
  if (!lock || !is_same_file(file.get(), path)) return false;
  file_ = std::move(file);
  lock_ = *std::move(lock);
  path_ = path;
  note_path_ = path.string() + ".from";

  const Result<std::string> note = read_file(note_path_, 1 << 20);
  const std::vector<std::string_view> lines =
      note ? split(*note, '\n') : std::vector<std::string_view>();
  if (lines.size() < 2 || lines[0] != url_.to_string()) {
    TRY_OK(start_over());
    return true;
  }
  etag_ = lines[1];
  std::vector<char> buffer(std::size_t{1} << 20);
  for (;;) {
    const ssize_t got = ::read(file_.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read", path_, errno);
    if (got == 0) break;
    hashes_.update({buffer.data(), static_cast<std::size_t>(got)});
    received_ += static_cast<std::uint64_t>(got);
  }
  // A whole file that was not unpacked, or too much of one: the next answer starts it anew.
  if (received_ >= wheel_.size.value_or(largest_wheel)) TRY_OK(start_over());
  if (received_ > 0) log_debug("`{}`: {} bytes are there from before", label_of(wheel_), received_);
  return true;
}

void WheelDownload::unpack_early(std::shared_ptr<EarlyUnpacking> early) {
  early_ = std::move(early);
  if (received_ > 0) early_->arrived(received_);
}

Result<void> WheelDownload::start_over() {
  if (early_) early_->abandon();  // before the bytes go that it reads
  TRY(hashes_, FileHashes::start(wheel_));
  received_ = 0;
  etag_.clear();
  if (::ftruncate(file_.get(), 0) != 0 || ::lseek(file_.get(), 0, SEEK_SET) != 0)
    return io_failure("truncate", path_, errno);
  return {};
}

Request WheelDownload::request() {
  // Without a strong tag only a hash can tell whether two parts are of one file.
  if (received_ > 0 && etag_.empty() && stated_sha256(wheel_).empty())
    if (auto emptied = start_over(); !emptied) failure_ = std::move(emptied).error();
  asked_from_ = received_;
  ++requests_;
  Request request{.url = url_};
  if (received_ > 0) {
    request.range = ByteRange::from(received_);
    request.if_range = etag_;
  }
  request.max_body_bytes = largest_wheel;
  request.total_timeout = std::chrono::milliseconds(0);
  // The second try of a small one is not to share a connection either.
  was_large_ = is_second_ || wheel_.size.value_or(0) >= own_connection;
  request.large = was_large_;
  request.on_head = [this](const Response& head) { return on_head(head); };
  request.sink = [this](std::string_view bytes) { return on_bytes(bytes); };
  return request;
}

bool WheelDownload::on_head(const Response& head) {
  const auto stop_with = [this](Result<void> result) {
    if (!result) failure_ = std::move(result).error();
    return !failure_;
  };
  was_shared_ = was_shared_ || head.status == 206 || (!was_large_ && url_.scheme() == "https");
  if (head.status == 206) {
    const auto stated = head.headers.find("Content-Range");
    const auto range = stated ? ContentRange::parse(*stated) : std::nullopt;
    const bool right = range && range->first == received_ && received_ > 0 &&
                       (!wheel_.size || !range->total || *range->total == *wheel_.size);
    if (right) return true;
    // Not what was asked for: from the beginning, without a range.
    wants_restart_ = stop_with(start_over());
    return false;
  }
  if (head.status != 200) return true;
  if (received_ > 0 && !stop_with(start_over())) return false;
  etag_ = strong_etag(head.headers);
  if (!note_path_.empty())
    return stop_with(
        write_cache_entry(*cache_, note_path_, url_.to_string() + "\n" + etag_ + "\n"));
  return true;
}

SinkAnswer WheelDownload::on_bytes(std::string_view bytes) {
  if (failure_) return SinkAnswer::stop;
  if (wheel_.size && bytes.size() > *wheel_.size - std::min(received_, *wheel_.size)) {
    failure_ = refuse(ErrorCode::size, label_of(wheel_), {},
                      fmt::format("it has more bytes than the {} that were stated", *wheel_.size),
                      std::string(way_out_of_changed_file))
                   .error();
    return SinkAnswer::stop;
  }
  hashes_.update(bytes);  // while the bytes are in the processor's cache
  if (auto written = write_all(file_.get(), bytes, path_); !written) {
    failure_ = std::move(written).error();
    return SinkAnswer::stop;
  }
  received_ += bytes.size();
  if (early_) early_->arrived(received_);
  reporter_.download_progress(id_, received_);
  return SinkAnswer::more;
}

Result<bool> WheelDownload::finish(Result<Response> response) {
  if (failure_) {
    Error failure = *std::exchange(failure_, std::nullopt);
    if (failure.kind == ErrorKind::integrity) discard();
    return std::unexpected(std::move(failure));
  }
  if (cancelled()) return fail(ErrorKind::cancelled, "stopped");
  if (std::exchange(wants_restart_, false) && ++restarts_ < most_restarts) return false;
  const int status = response ? response->status : 0;
  const bool ended_well = status == 200 || status == 206;
  if (ended_well && (!wheel_.size || received_ == *wheel_.size)) return complete();
  if (status == 200) {
    discard();
    return refuse(ErrorCode::size, label_of(wheel_), {},
                  fmt::format("it has {} bytes, {} were stated", received_, *wheel_.size));
  }
  // Here the answer is a part of the rest, a broken one, or none.
  const bool may_help = may_go_on(response);
  if (status == 416) TRY_OK(start_over());
  failures_without_progress_ = received_ > asked_from_ ? 0 : failures_without_progress_ + 1;
  if (may_help && failures_without_progress_ < most_failures_without_progress) {
    log_debug("`{}`: goes on at byte {}", label_of(wheel_), received_);
    return false;
  }
  const std::string doing =
      fmt::format("could not download `{}`", escape_foreign(label_of(wheel_)));
  if (!response) return while_doing(doing, std::move(response).error());
  if (status >= 400) {
    Error failure = status_failure(*response).error();
    // The index lists the file: that it is gone is the server's fault, not the command line's.
    if (failure.kind == ErrorKind::not_found) failure.kind = ErrorKind::network;
    return while_doing(doing, std::move(failure));
  }
  return fail_with_code(ErrorKind::network, ErrorCode::http,
                        fmt::format("{}: the server answered {}", doing, status), label_of(wheel_));
}

bool WheelDownload::may_go_on(const Result<Response>& response) const {
  if (requests_ >= most_requests) return false;
  if (!response) return response.error().kind == ErrorKind::network && received_ > 0;
  return response->status == 200 || response->status == 206 || response->status == 416;
}

Result<bool> WheelDownload::complete() {
  Result<std::string> sha256 = hashes_.finish(wheel_);
  if (!sha256 && was_shared_ && !is_second_) {
    log_debug("`{}`: wrong, once more on a connection of its own: {}", label_of(wheel_),
              sha256.error().message);
    is_second_ = true;
    TRY_OK(start_over());
    return false;
  }
  if (!sha256) {
    discard();
    return std::unexpected(std::move(sha256).error());
  }
  sha256_ = *std::move(sha256);
  return true;
}

void WheelDownload::discard() {
  if (note_path_.empty()) return;  // a temporary file goes by itself
  ::unlink(note_path_.c_str());
  ::unlink(path_.c_str());
}

}  // namespace axle
