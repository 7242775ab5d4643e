// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "archive/archive_file.hpp"
#include "archive/member_reader.hpp"
#include "archive/zip_archive.hpp"
#include "base/temp.hpp"
#include "fetch/member_file.hpp"

namespace axle {

/// A member that was unpacked before the archive's directory was there.
struct EarlyMember {
  ZipMember member;    ///< as its local header describes it
  std::string digest;  ///< "sha256=…" of what it unpacked to
  FileState state;
};

/// Unpacks a wheel into a staging folder while its bytes still arrive in a file: it goes from local
/// header to local header, hands out small members in batches once they are there, and feeds large
/// ones with what there is of them. No task ever waits for bytes.
///
/// What it makes is only an offer: whoever has the whole file reads the central directory by the
/// rules for all wheels, and takes a member that was made here only if both agree about everything.
/// So it may stop anywhere, and does so at the first thing that it does not understand (members of
/// unknown size, RECORD's company, bombs); why a wheel is refused is never found out here.
class EarlyUnpacking : public std::enable_shared_from_this<EarlyUnpacking> {
 public:
  using Task = std::function<void(MemberReader&)>;
  /// Runs the task soon, on any thread, but not inside of this call; or never, if all is over.
  using Submit = std::function<void(Task)>;

  /// `spool` is the file that the bytes arrive in; the tree grows in `staged`/tree.
  static std::shared_ptr<EarlyUnpacking> begin(WheelFile spool, TempDirectory staged,
                                               Submit submit);

  /// So many bytes are there now. Brief; from one thread at a time.
  void arrived(std::uint64_t bytes);
  /// The bytes were none of the wheel's: nothing that was made counts. From any thread.
  void abandon() { abandoned_ = true; }
  /// All bytes are there. Calls `on_idle` once nothing is at work any more: from here, or from a
  /// task.
  void finish(std::function<void()> on_idle);

  /// What was made, and the folder with it. None if that is nothing to build on. Once, after
  /// `on_idle`.
  struct Offer {
    TempDirectory staged;
    std::vector<EarlyMember> members;
  };
  std::optional<Offer> take();

 private:
  struct Large;
  EarlyUnpacking(WheelFile spool, TempDirectory staged, Submit submit);

  void submit_locked(Task task);
  void end_task();
  void walk(MemberReader& reader);
  Result<bool> walk_one(std::uint64_t available);
  Result<bool> take_member(const ZipMember& member, std::uint64_t available);
  Result<void> make_directory_of(const ZipMember& member);
  void submit_batch();
  Result<void> run_batch(const std::vector<ZipMember>& batch, MemberReader& reader);
  Result<void> begin_large(const ZipMember& member);
  void run_large(const std::shared_ptr<Large>& large, MemberReader& reader);
  Result<bool> feed(Large& large, MemberReader& reader);
  void note(const Result<void>& done);
  std::uint64_t available();

  WheelFile spool_;
  std::filesystem::path tree_;
  Submit submit_;
  std::atomic<bool> abandoned_{false};

  // Of the one walk that is under way.
  std::uint64_t next_header_ = 0;
  std::uint64_t unpacked_ = 0;
  std::uint64_t seen_ = 0;
  bool stopped_ = false;  // no header that can be used follows
  std::vector<ZipMember> batch_;
  std::uint64_t batch_bytes_ = 0;
  std::set<std::string, std::less<>> directories_;

  std::mutex mutex_;  // for all that follows
  std::optional<TempDirectory> staged_;
  std::uint64_t available_ = 0;
  std::uint64_t walk_at_ = 0;  // so many bytes make the next walk worth while
  bool walking_ = false;
  std::size_t open_tasks_ = 0;
  std::vector<std::shared_ptr<Large>> large_;  // not yet whole
  std::vector<EarlyMember> members_;
  std::function<void()> on_idle_;
};

}  // namespace axle
