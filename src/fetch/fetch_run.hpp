// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "archive/member_reader.hpp"
#include "axle/fetch/fetch.hpp"
#include "base/guarded.hpp"
#include "base/thread_pool.hpp"
#include "fetch/download.hpp"
#include "fetch/early_unpacking.hpp"
#include "fetch/pointers.hpp"
#include "fetch/unpack.hpp"
#include "store/wheel_store.hpp"

namespace axle {

/// One call of fetch_wheels. The calling thread starts downloads and takes their ends; the pool
/// looks up, hashes, unpacks and publishes; the client's thread receives.
class FetchRun {
 public:
  FetchRun(std::span<const WheelToFetch> wheels, const FetchServices& services,
           const WheelObserver& observe, WheelStore store);
  ~FetchRun();
  Result<std::vector<StoredWheel>> run();

 private:
  /// A wheel between its last byte and the store. The last task to end publishes it.
  struct Job {
    std::size_t position = 0;
    std::filesystem::path path;
    std::shared_ptr<EarlyUnpacking> early;  // null: nothing of it is unpacked yet
    std::optional<TempDirectory> staged;
    std::unique_ptr<Unpacking> unpacking;
    std::string sha256;
    std::atomic<std::size_t> tasks_left{0};
  };
  /// What is known of one wheel. Belongs to the calling thread, but for `stored` while its job
  /// runs.
  struct Slot {
    std::optional<StoredWheel> stored;
    std::unique_ptr<WheelDownload> download;
    std::shared_ptr<EarlyUnpacking> early;
    std::shared_ptr<Job> job;  // from the last byte on
    std::optional<Pending> pending;
  };
  enum class EventKind { download_ended, settled };
  struct Event {
    EventKind kind;
    std::size_t position;
  };

  void look_up();
  Result<void> look_up_one(std::size_t position);
  Result<void> start_missing();
  Result<void> start_downloads();
  Result<void> unpack_early(std::size_t position);
  Result<void> start_request(std::size_t position);
  Result<void> take_event(Event event);
  std::optional<Event> next_event();
  void post(EventKind kind, std::size_t position);

  void submit(std::size_t position, std::function<Result<void>(MemberReader&)> task);
  void unpack_later(std::shared_ptr<Job> job);
  Result<void> begin_unpacking(const std::shared_ptr<Job>& job, MemberReader& reader);
  Result<void> hash_local(Job& job);
  Result<void> end_task(Job& job);
  Result<void> publish(Job& job);
  Result<void> settle(std::size_t position, StoredWheel stored);
  void fail_at(std::size_t position, Error error);
  std::optional<Error> first_error();

  std::span<const WheelToFetch> wheels_;
  const FetchServices& services_;
  const WheelObserver& observe_;
  WheelStore store_;
  WheelPointers pointers_;
  std::vector<Slot> slots_;
  std::deque<std::size_t> to_download_;  // largest first
  std::size_t downloading_ = 0;
  std::size_t unsettled_ = 0;

  std::mutex events_mutex_;
  std::condition_variable has_events_;
  std::deque<Event> events_;

  Guarded<std::vector<MemberReader>> idle_readers_;
  Guarded<std::vector<std::pair<std::size_t, Error>>> errors_;
  std::atomic<bool> failed_{false};
  ThreadPool pool_;  // the last member: its threads end before the rest goes
};

}  // namespace axle
