// SPDX-License-Identifier: MIT
#include "fetch/early_unpacking.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "archive/local_header.hpp"
#include "base/cancel.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/try.hpp"
#include "fetch/wheel_contents.hpp"

namespace axle {
namespace {

// So much more makes it worth while to wake somebody.
constexpr std::uint64_t portion = std::uint64_t{512} << 10;
// Larger members are unpacked while they arrive, the others once they are there.
constexpr std::uint64_t large_member = std::uint64_t{2} << 20;
constexpr std::uint64_t batch_bytes = std::uint64_t{4} << 20;
constexpr std::size_t batch_members = 256;
// The usual header with its name; a longer one is read twice.
constexpr std::uint64_t header_bytes = 256;

/// The installer's own files and what describes the wheel are looked at when all is there.
bool comes_later(const ZipMember& member) {
  const std::string_view top = std::string_view(member.name).substr(0, member.name.find('/'));
  return member.is_directory() || top.ends_with(".dist-info") || is_left_out(member.name, {});
}

}  // namespace

/// A large member, between two portions of it.
struct EarlyUnpacking::Large {
  ZipMember member;
  MemberStream stream;
  std::optional<MemberFile> file;
  bool waits = false;  // for bytes: no task has it

  std::uint64_t next() const { return member.data_offset + stream.taken(); }
  std::uint64_t wants() const { return next() + std::min(portion, stream.left()); }
};

EarlyUnpacking::EarlyUnpacking(WheelFile spool, TempDirectory staged, Submit submit)
    : spool_(std::move(spool)),
      tree_(staged.path() / "tree"),
      submit_(std::move(submit)),
      staged_(std::move(staged)) {}

std::shared_ptr<EarlyUnpacking> EarlyUnpacking::begin(WheelFile spool, TempDirectory staged,
                                                      Submit submit) {
  return std::shared_ptr<EarlyUnpacking>(
      new EarlyUnpacking(std::move(spool), std::move(staged), std::move(submit)));
}

void EarlyUnpacking::arrived(std::uint64_t bytes) {
  if (abandoned_) return;
  const std::lock_guard lock(mutex_);
  available_ = bytes;
  for (const auto& large : large_) {
    if (!large->waits || bytes < large->wants()) continue;
    large->waits = false;
    submit_locked([this, large](MemberReader& reader) { run_large(large, reader); });
  }
  if (walking_ || bytes < walk_at_) return;
  walking_ = true;
  submit_locked([this](MemberReader& reader) { walk(reader); });
}

void EarlyUnpacking::finish(std::function<void()> on_idle) {
  {
    const std::lock_guard lock(mutex_);
    on_idle_ = std::move(on_idle);
    ++open_tasks_;  // this call
    walk_at_ = std::numeric_limits<std::uint64_t>::max();
    for (const auto& large : large_)
      if (std::exchange(large->waits, false))
        submit_locked([this, large](MemberReader& reader) { run_large(large, reader); });
  }
  end_task();
}

std::optional<EarlyUnpacking::Offer> EarlyUnpacking::take() {
  const std::lock_guard lock(mutex_);
  // A member of which not all came leaves a file that nobody would know of.
  if (abandoned_ || !large_.empty() || !staged_) return std::nullopt;
  return Offer{*std::exchange(staged_, std::nullopt), std::move(members_)};
}

void EarlyUnpacking::submit_locked(Task task) {
  ++open_tasks_;
  submit_([self = shared_from_this(), task = std::move(task)](MemberReader& reader) {
    task(reader);
    self->end_task();
  });
}

void EarlyUnpacking::end_task() {
  std::function<void()> on_idle;
  {
    const std::lock_guard lock(mutex_);
    if (--open_tasks_ == 0) on_idle = std::exchange(on_idle_, nullptr);
  }
  if (on_idle) on_idle();
}

std::uint64_t EarlyUnpacking::available() {
  const std::lock_guard lock(mutex_);
  return available_;
}

void EarlyUnpacking::note(const Result<void>& done) {
  if (done) return;
  log_debug("not unpacked while it arrives: {}", done.error().message);
  abandon();
}

void EarlyUnpacking::walk(MemberReader&) {
  for (std::uint64_t there = available(); !abandoned_;) {
    const Result<bool> more = walk_one(there);
    if (!more) note(std::unexpected(more.error()));
    if (more && *more) continue;
    submit_batch();
    const std::lock_guard lock(mutex_);
    const bool goes_on = !stopped_ && !abandoned_ && walk_at_ != UINT64_MAX;
    if (goes_on && available_ >= there + portion) {
      there = available_;
      continue;
    }
    if (goes_on) walk_at_ = std::max(there + portion, next_header_);
    walking_ = !goes_on;  // nobody walks after the last header
    return;
  }
}

/// One member further. False if there is none that can be taken now.
Result<bool> EarlyUnpacking::walk_one(std::uint64_t available) {
  if (stopped_ || next_header_ >= available) return false;
  LocalHeader header;
  header.needed = header_bytes;
  for (std::vector<unsigned char> bytes;
       header.kind == LocalHeader::Kind::incomplete && bytes.size() < header.needed;) {
    const std::uint64_t size = std::min<std::uint64_t>(header.needed, available - next_header_);
    if (size == bytes.size()) return false;
    bytes.resize(size);
    TRY_OK(spool_.read_at(next_header_, bytes));
    TRY(header, read_local_header(spool_.label(), next_header_, bytes));
  }
  stopped_ = header.kind != LocalHeader::Kind::member;
  if (stopped_) return false;
  TRY(const bool taken, take_member(header.member, available));
  if (taken) next_header_ = header.end();
  return taken;
}

Result<bool> EarlyUnpacking::take_member(const ZipMember& member, std::uint64_t available) {
  if (comes_later(member)) return true;
  const bool is_large = std::max(member.size, member.compressed_size) > large_member;
  if (!is_large && member.data_offset + member.compressed_size > available) return false;
  // What has come so far has to be worth what it claims to become.
  if (member.size > std::uint64_t{1} << 50 || ++seen_ > most_members) stopped_ = true;
  unpacked_ += stopped_ ? 0 : member.size;
  if (unpacked_ > bomb_size && unpacked_ / bomb_ratio > available) stopped_ = true;
  if (stopped_) return false;
  TRY_OK(make_directory_of(member));
  if (is_large) {
    TRY_OK(begin_large(member));
    return true;
  }
  batch_.push_back(member);
  batch_bytes_ += member.size;
  if (batch_bytes_ >= batch_bytes || batch_.size() >= batch_members) submit_batch();
  return true;
}

Result<void> EarlyUnpacking::make_directory_of(const ZipMember& member) {
  const std::string_view directory = directory_of(member.name);
  if (directories_.contains(directory)) return {};
  TRY_OK(make_directories(tree_ / directory));
  directories_.emplace(directory);
  return {};
}

void EarlyUnpacking::submit_batch() {
  batch_bytes_ = 0;
  if (batch_.empty()) return;
  const std::lock_guard lock(mutex_);
  submit_locked([this, batch = std::exchange(batch_, {})](MemberReader& reader) {
    note(run_batch(batch, reader));
  });
}

Result<void> EarlyUnpacking::run_batch(const std::vector<ZipMember>& batch, MemberReader& reader) {
  std::vector<EarlyMember> made;
  std::optional<std::string_view> open_path;
  Fd directory;
  for (const ZipMember& member : batch) {
    if (abandoned_ || cancelled()) {
      abandon();
      return {};
    }
    if (const std::string_view path = directory_of(member.name); open_path != path) {
      TRY(directory, open_tree_directory(tree_ / path));
      open_path = path;
    }
    TRY(MemberFile file, MemberFile::start(member, tree_, DigestAlgorithm::sha256));
    TRY_OK(file.create(directory.get()));
    TRY_OK(reader.read(spool_, member, [&](std::string_view bytes) { return file.write(bytes); }));
    TRY(const FileState state, file.close());
    made.push_back({member, file.digest(), state});
  }
  const std::lock_guard lock(mutex_);
  std::ranges::move(made, std::back_inserter(members_));
  return {};
}

Result<void> EarlyUnpacking::begin_large(const ZipMember& member) {
  TRY(MemberStream stream, MemberStream::open(spool_.label(), member));
  const auto large = std::make_shared<Large>(Large{member, std::move(stream), {}});
  TRY(large->file, MemberFile::start(large->member, tree_, DigestAlgorithm::sha256));
  TRY(const Fd directory, open_tree_directory(tree_ / directory_of(member.name)));
  TRY_OK(large->file->create(directory.get()));
  const std::lock_guard lock(mutex_);
  large_.push_back(large);
  submit_locked([this, large](MemberReader& reader) { run_large(large, reader); });
  return {};
}

void EarlyUnpacking::run_large(const std::shared_ptr<Large>& large, MemberReader& reader) {
  while (!abandoned_ && !cancelled()) {
    const Result<bool> more = feed(*large, reader);
    if (!more) note(std::unexpected(more.error()));
    if (!more || !*more) return;
  }
}

/// The next portion of the member. False if it is whole, or has to wait for bytes.
Result<bool> EarlyUnpacking::feed(Large& large, MemberReader& reader) {
  if (large.stream.left() > 0) {
    std::uint64_t there = 0;
    {
      const std::lock_guard lock(mutex_);
      there = available_;
      large.waits = there <= large.next();
      if (large.waits) return false;
    }
    TRY_OK(reader.read_piece(spool_, large.member, large.stream, there - large.next(),
                             [&](std::string_view bytes) { return large.file->write(bytes); }));
    return true;
  }
  TRY_OK(large.stream.finish());
  TRY(const FileState state, large.file->close());
  const std::lock_guard lock(mutex_);
  members_.push_back({large.member, large.file->digest(), state});
  std::erase_if(large_, [&](const auto& one) { return one.get() == &large; });
  return false;
}

}  // namespace axle
