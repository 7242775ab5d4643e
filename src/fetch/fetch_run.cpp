// SPDX-License-Identifier: MIT
#include "fetch/fetch_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "archive/refusal.hpp"
#include "axle/base/reporter.hpp"
#include "base/cancel.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t hash_piece = std::size_t{1} << 20;
// A smaller wheel has come before anything of it could have been unpacked.
constexpr std::uint64_t worth_following = std::uint64_t{512} << 10;

/// The same bytes may not stand for another package, whatever the lock says.
Result<void> check_identity(const WheelToFetch& wheel, const WheelManifest& manifest,
                            bool any_version) {
  const auto version = Version::parse(manifest.version);
  const bool is_named_so = manifest.name == wheel.wheel.name.text() && version;
  if (is_named_so && (any_version || *version == wheel.wheel.version)) return {};
  if (is_named_so) return refuse_version(label_of(wheel), "METADATA", *version, wheel.wheel);
  return refuse(ErrorCode::wheel_meta, label_of(wheel), "METADATA",
                fmt::format("it is {} {}", manifest.name, manifest.version));
}

}  // namespace

FetchRun::FetchRun(std::span<const WheelToFetch> wheels, const FetchServices& services,
                   const WheelObserver& observe, WheelStore store)
    : wheels_(wheels),
      services_(services),
      observe_(observe),
      store_(std::move(store)),
      pointers_(services.cache),
      slots_(wheels.size()),
      unsettled_(wheels.size()),
      pool_(services.threads != 0 ? services.threads : std::max(2U, ThreadPool::cores())) {}

FetchRun::~FetchRun() {
  failed_ = true;  // tasks that wait end at once
  for (Slot& slot : slots_) slot.pending.reset();
  pool_.wait_idle();
}

Result<std::vector<StoredWheel>> FetchRun::run() {
  look_up();
  if (auto error = first_error()) return std::unexpected(*std::move(error));
  if (auto started = start_missing(); !started) return std::unexpected(std::move(started).error());
  while (unsettled_ > 0 && !failed_) {
    if (cancelled()) return fail(ErrorKind::cancelled, "stopped");
    if (auto started = start_downloads(); !started)
      return std::unexpected(std::move(started).error());
    if (const auto event = next_event()) {
      if (auto taken = take_event(*event); !taken)
        fail_at(event->position, std::move(taken).error());
    }
  }
  for (Slot& slot : slots_) slot.pending.reset();
  pool_.wait_idle();
  if (auto error = first_error()) return std::unexpected(*std::move(error));
  std::vector<StoredWheel> stored;
  for (Slot& slot : slots_) stored.push_back(*std::move(slot.stored));
  return stored;
}

void FetchRun::look_up() {
  for (std::size_t i = 0; i < wheels_.size(); ++i)
    submit(i, [this, i](MemberReader&) { return look_up_one(i); });
  pool_.wait_idle();
}

Result<void> FetchRun::look_up_one(std::size_t position) {
  const WheelToFetch& wheel = wheels_[position];
  const std::string sha256 = pointers_.digest_in_store(wheel, services_.refresh);
  if (sha256.empty()) return {};
  TRY(StoreLookup found, store_.look_up(sha256));
  if (!found.changed_file.empty()) {
    const std::string file = escape_foreign(found.changed_file);
    if (services_.offline && wheel.path.empty())
      return refuse(ErrorCode::hash, label_of(wheel), file, "it was changed in the cache",
                    "run once without `--offline`, so that it is fetched again");
    TRY_OK(store_.discard(sha256));
    services_.reporter.warning(
        fmt::format("`{}` of `{}` was changed in the cache; it is fetched again", file,
                    escape_foreign(label_of(wheel))));
  }
  if (!found.wheel) return {};
  TRY_OK(check_identity(wheel, *found.wheel->manifest, services_.any_version));
  TRY_OK(check_stated_size(wheel, found.wheel->wheel_bytes));
  return settle(position, *std::move(found.wheel));
}

Result<void> FetchRun::start_missing() {
  for (std::size_t i = 0; i < wheels_.size(); ++i) {
    if (slots_[i].stored) continue;
    if (!wheels_[i].path.empty()) {
      auto job = std::make_shared<Job>();
      job->position = i;
      job->path = wheels_[i].path;
      unpack_later(std::move(job));
      continue;
    }
    if (services_.offline || services_.http == nullptr)
      return fail_with_code(ErrorKind::network, ErrorCode::offline,
                            fmt::format("`{}` is not in the cache, and the network is off",
                                        escape_foreign(label_of(wheels_[i]))),
                            label_of(wheels_[i]), {}, "run once without `--offline`");
    to_download_.push_back(i);
  }
  std::ranges::stable_sort(to_download_, std::greater<>{},
                           [this](std::size_t i) { return wheels_[i].size.value_or(0); });
  return {};
}

Result<void> FetchRun::start_downloads() {
  while (!to_download_.empty() && downloading_ < std::max(1U, services_.downloads)) {
    const std::size_t position = to_download_.front();
    to_download_.pop_front();
    TRY(slots_[position].download,
        WheelDownload::begin(wheels_[position], services_.cache, services_.reporter, position));
    ++downloading_;
    TRY_OK(unpack_early(position));
    TRY_OK(start_request(position));
  }
  return {};
}

Result<void> FetchRun::unpack_early(std::size_t position) {
  if (wheels_[position].size.value_or(worth_following) < worth_following) return {};
  Slot& slot = slots_[position];
  TRY(WheelFile spool, WheelFile::open(slot.download->path(), label_of(wheels_[position])));
  TRY(TempDirectory staged, store_.stage());
  slot.early = EarlyUnpacking::begin(
      std::move(spool), std::move(staged), [this, position](EarlyUnpacking::Task task) {
        submit(position, [task = std::move(task)](MemberReader& reader) -> Result<void> {
          task(reader);
          return {};
        });
      });
  slot.download->unpack_early(slot.early);
  return {};
}

Result<void> FetchRun::start_request(std::size_t position) {
  Request request = slots_[position].download->request();
  request.on_done = [this, position] { post(EventKind::download_ended, position); };
  slots_[position].pending.emplace(services_.http->start(std::move(request)));
  return {};
}

Result<void> FetchRun::take_event(Event event) {
  if (event.kind == EventKind::settled) {
    slots_[event.position].download.reset();
    return {};
  }
  Slot& slot = slots_[event.position];
  Result<Response> response = slot.pending->wait();
  slot.pending.reset();
  TRY(const bool done, slot.download->finish(std::move(response)));
  if (!done) return start_request(event.position);
  --downloading_;
  auto job = std::make_shared<Job>();
  job->position = event.position;
  job->path = slot.download->path();
  job->sha256 = slot.download->sha256();
  job->early = std::move(slot.early);
  slot.job = job;
  if (job->early)
    job->early->finish([this, &slot] { unpack_later(slot.job); });
  else
    unpack_later(std::move(job));
  return {};
}

std::optional<FetchRun::Event> FetchRun::next_event() {
  std::unique_lock lock(events_mutex_);
  // Not for ever: a signal wakes nobody.
  has_events_.wait_for(lock, std::chrono::milliseconds(100),
                       [this] { return !events_.empty() || failed_; });
  if (events_.empty()) return std::nullopt;
  const Event event = events_.front();
  events_.pop_front();
  if (event.kind == EventKind::settled) --unsettled_;
  return event;
}

void FetchRun::post(EventKind kind, std::size_t position) {
  const std::lock_guard lock(events_mutex_);
  events_.push_back({kind, position});
  has_events_.notify_one();
}

void FetchRun::submit(std::size_t position, std::function<Result<void>(MemberReader&)> task) {
  pool_.submit([this, position, task = std::move(task)] {
    if (failed_) return;
    MemberReader reader = idle_readers_.with([](std::vector<MemberReader>& idle) {
      if (idle.empty()) return MemberReader();
      MemberReader taken = std::move(idle.back());
      idle.pop_back();
      return taken;
    });
    if (auto done = task(reader); !done) fail_at(position, std::move(done).error());
    idle_readers_.with(
        [&reader](std::vector<MemberReader>& idle) { idle.push_back(std::move(reader)); });
  });
}

void FetchRun::unpack_later(std::shared_ptr<Job> job) {
  const std::size_t position = job->position;
  submit(position, [this, job = std::move(job)](MemberReader& reader) {
    return begin_unpacking(job, reader);
  });
}

Result<void> FetchRun::begin_unpacking(const std::shared_ptr<Job>& job, MemberReader& reader) {
  const WheelToFetch& wheel = wheels_[job->position];
  TRY(WheelFile file, WheelFile::open(job->path, label_of(wheel)));
  TRY_OK(check_stated_size(wheel, file.size()));
  Unpacking::Target target;
  if (auto offer = job->early ? job->early->take() : std::nullopt) {
    job->staged = std::move(offer->staged);
    target.early = std::move(offer->members);
  }
  job->early.reset();
  if (!job->staged) {
    TRY(job->staged, store_.stage());
  }
  target.tree = job->staged->path() / "tree";
  TRY(job->unpacking, Unpacking::prepare(std::move(file),
                                         {.name = wheel.wheel,
                                          .any_version = services_.any_version,
                                          .may_lack_hashes = wheel.is_built_here},
                                         std::move(target), reader));
  const bool must_hash = job->sha256.empty();
  // This task counts as one, so that the job cannot end while its tasks are being handed out.
  job->tasks_left = job->unpacking->tasks() + (must_hash ? 2 : 1);
  const auto with_end = [this, job](Result<void> done) { return done ? end_task(*job) : done; };
  if (must_hash)
    submit(job->position,
           [this, job, with_end](MemberReader&) { return with_end(hash_local(*job)); });
  for (std::size_t task = 0; task < job->unpacking->tasks(); ++task)
    submit(job->position, [job, task, with_end](MemberReader& own) {
      return with_end(job->unpacking->run(task, own));
    });
  return end_task(*job);
}

Result<void> FetchRun::hash_local(Job& job) {
  const WheelToFetch& wheel = wheels_[job.position];
  const WheelFile& file = job.unpacking->file();
  TRY(FileHashes hashes, FileHashes::start(wheel));
  std::vector<unsigned char> buffer(std::min<std::uint64_t>(hash_piece, file.size()));
  for (std::uint64_t at = 0; at < file.size();) {
    if (cancelled() || failed_) return fail(ErrorKind::cancelled, "stopped");
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), file.size() - at));
    TRY_OK(file.read_at(at, std::span(buffer.data(), size)));
    hashes.update({reinterpret_cast<const char*>(buffer.data()), size});
    at += size;
  }
  TRY(job.sha256, hashes.finish(wheel));
  return {};
}

Result<void> FetchRun::end_task(Job& job) {
  return --job.tasks_left == 0 ? publish(job) : Result<void>{};
}

Result<void> FetchRun::publish(Job& job) {
  const WheelToFetch& wheel = wheels_[job.position];
  TRY(StoredWheel stored, store_.publish(*std::exchange(job.staged, std::nullopt), job.sha256,
                                         job.unpacking->manifest()));
  TRY_OK(check_identity(wheel, *stored.manifest, services_.any_version));
  if (WheelPointers::is_worth_remembering(wheel)) pointers_.remember(wheel, job.sha256);
  return settle(job.position, std::move(stored));
}

Result<void> FetchRun::settle(std::size_t position, StoredWheel stored) {
  if (observe_) TRY_OK(observe_(position, stored));
  slots_[position].stored = std::move(stored);
  post(EventKind::settled, position);
  return {};
}

void FetchRun::fail_at(std::size_t position, Error error) {
  errors_.with([&](auto& errors) { errors.emplace_back(position, std::move(error)); });
  const std::lock_guard lock(events_mutex_);
  failed_ = true;
  has_events_.notify_one();
}

std::optional<Error> FetchRun::first_error() {
  return errors_.with([](const auto& errors) -> std::optional<Error> {
    if (errors.empty()) return std::nullopt;
    // A task that stopped because another one failed is not the reason.
    const auto rank = [](const auto& entry) {
      return std::pair(entry.second.kind == ErrorKind::cancelled, entry.first);
    };
    return std::ranges::min_element(errors, {}, rank)->second;
  });
}

}  // namespace axle
