// SPDX-License-Identifier: MIT
#include "index/wheel_bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t max_wheel_bytes = std::uint64_t{16} << 30;

std::unexpected<Error> no_ranges_of(const Url& url, std::string_view what) {
  return fail_with_code(ErrorKind::network, RangeBytes::no_ranges,
                        fmt::format("`{}`: {}", escape_foreign(url.display()), what),
                        url.to_string());
}

// The client refuses a part that is not the one asked for, or of a file that changed meanwhile
// (E_HTTP): then there is still the whole.
std::unexpected<Error> without_ranges(const Url& url, Error error) {
  if (error.code == ErrorCode::http) return no_ranges_of(url, error.message);
  return std::unexpected(std::move(error));
}

// What a server may say that knows no ranges, or not this kind of them.
bool refuses_ranges(int status) {
  return status == 400 || status == 403 || status == 405 || status == 416 || status == 501;
}

}  // namespace

Result<FileBytes> FileBytes::open(const std::filesystem::path& path) {
  // Not blocking, so that a FIFO cannot hold us.
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return io_failure("open", path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return io_failure("read", path, errno);
  if (!S_ISREG(status.st_mode))
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a file", escape_foreign(path.string())));
  return FileBytes(path, std::move(file), static_cast<std::uint64_t>(status.st_size));
}

Result<ArchiveBytes::Tail> FileBytes::tail(std::uint64_t size) {
  const std::uint64_t wanted = std::min(size, size_);
  TRY(std::string bytes, read(size_ - wanted, wanted));
  return Tail{std::move(bytes), size_};
}

Result<std::string> FileBytes::read(std::uint64_t offset, std::uint64_t size) {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ::ssize_t got = ::pread(file_.get(), bytes.data() + done, bytes.size() - done,
                                  static_cast<::off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read", path_, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

Result<void> RangeBytes::check_size(std::uint64_t size) const {
  if (!stated_ || *stated_ == size) return {};
  return fail_with_code(ErrorKind::integrity, ErrorCode::size,
                        fmt::format("`{}` has {} bytes, the index states {}",
                                    escape_foreign(url_.display()), size, *stated_),
                        url_.filename());
}

/// What arrives, if it is more than a part: written to a file as it comes.
class RangeBytes::Whole {
 public:
  explicit Whole(TempFile file) : file_(std::move(file)) {}

  // On the network thread; the file system's errors are told later.
  SinkAnswer take(std::string_view piece) {
    size_ += piece.size();
    auto written = write_all(file_.file(), piece, file_.path());
    if (written) return SinkAnswer::more;
    failure_ = std::move(written).error();
    return SinkAnswer::stop;
  }

  std::uint64_t size() const { return size_; }

  Result<FileBytes> open() {
    if (failure_) return std::unexpected(*failure_);
    return FileBytes::open(file_.path());
  }

 private:
  TempFile file_;
  std::uint64_t size_ = 0;
  std::optional<Error> failure_;
};

Result<Response> RangeBytes::send(Request request) {
  request.authenticate = authenticate_;
  return answer_to(std::move(request), services_);
}

// With a range: the part is kept in memory, but if all comes instead, that goes to a file.
Result<Response> RangeBytes::request_whole(std::optional<ByteRange> range) {
  struct Arrival {
    std::string part;
    std::optional<Error> failure;
    std::shared_ptr<Whole> whole;
  };
  auto arrival = std::make_shared<Arrival>();
  Request request{.url = url_};
  request.range = range;
  // One byte more than stated, so that it is told as what it is.
  request.max_body_bytes = stated_ ? *stated_ + 1 : max_wheel_bytes;
  request.total_timeout = std::chrono::milliseconds::zero();
  request.large = !range;
  request.on_head = [this, arrival](const Response& head) {
    if (head.status != 200) return true;
    auto place = services_.cache.staging();
    auto file =
        place ? TempFile::create_in(*place) : Result<TempFile>(std::unexpected(place.error()));
    if (file)
      arrival->whole = std::make_shared<Whole>(*std::move(file));
    else
      arrival->failure = std::move(file).error();
    return !arrival->failure;
  };
  const std::uint64_t most = range ? range->first : 0;
  request.sink = [arrival, most](std::string_view piece) {
    if (arrival->whole) return arrival->whole->take(piece);
    if (arrival->part.size() + piece.size() > most)
      return SinkAnswer::stop;  // more than asked for is no answer to it
    arrival->part += piece;
    return SinkAnswer::more;
  };
  TRY(Response response, send(std::move(request)));
  if (arrival->failure) return std::unexpected(*arrival->failure);
  // Moved, so that the file goes with this, not with the client's last hold on the callbacks.
  whole_ = std::move(arrival->whole);
  if (response.status == 206) response.body = std::move(arrival->part);
  return response;
}

Result<void> RangeBytes::fetch_all() {
  TRY(first_, request_whole(std::nullopt));
  if (first_.status >= 400) return status_failure(first_);
  if (!whole_) return no_ranges_of(url_, fmt::format("the answer has status {}", first_.status));
  return check_size(whole_->size());
}

Result<ArchiveBytes::Tail> RangeBytes::tail(std::uint64_t size) {
  if (!whole_) {
    auto answer = request_whole(ByteRange::suffix(size));
    if (!answer) return without_ranges(url_, std::move(answer).error());
    first_ = *std::move(answer);
  }
  if (whole_) {
    TRY_OK(check_size(whole_->size()));
    TRY(FileBytes file, whole_->open());
    return file.tail(size);
  }
  if (refuses_ranges(first_.status))
    return no_ranges_of(url_, fmt::format("no range, but status {}", first_.status));
  if (first_.status >= 400) return status_failure(first_);
  const auto range = ContentRange::parse(first_.headers.find("Content-Range").value_or(""));
  if (first_.status != 206 || !range || !range->total || *range->total == 0 ||
      range->last != *range->total - 1 || first_.body.size() != range->last - range->first + 1)
    return no_ranges_of(url_, "the range is not what was asked for");
  total_ = *range->total;
  TRY_OK(check_size(total_));
  // A weak tag says nothing about bytes.
  const std::string_view tag = first_.headers.find("ETag").value_or("");
  if (!tag.starts_with("W/")) entity_tag_ = tag;
  return Tail{std::move(first_.body), total_};
}

Result<std::string> RangeBytes::read(std::uint64_t offset, std::uint64_t size) {
  if (whole_) {
    TRY(FileBytes file, whole_->open());
    return file.read(offset, size);
  }
  if (size == 0) return std::string();
  Request request{.url = url_};
  request.range = ByteRange::between(offset, offset + size - 1);
  request.if_range = entity_tag_;
  request.max_body_bytes = max_wheel_bytes;
  // Another answer than the part would be the whole wheel: none of it is wanted.
  request.on_head = [](const Response& head) { return head.status == 206 || head.status >= 400; };
  auto answer = send(std::move(request));
  if (!answer) return without_ranges(url_, std::move(answer).error());
  Response& response = *answer;
  const auto range = ContentRange::parse(response.headers.find("Content-Range").value_or(""));
  if (response.status != 206 || !range || range->first != offset ||
      range->last != offset + size - 1 || range->total != total_ || response.body.size() != size)
    return no_ranges_of(url_, "its ranges do not fit together");
  return std::move(response.body);
}

}  // namespace axle
