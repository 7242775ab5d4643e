// SPDX-License-Identifier: MIT
// SourceBuilder's part that runs several backends at a time.
#include <algorithm>
#include <future>
#include <optional>

#include "base/thread_pool.hpp"
#include "base/try.hpp"
#include "provision/source_builder.hpp"

namespace axle {
namespace {

namespace fs = std::filesystem;

unsigned most_at_once(const Settings& settings, std::size_t builds) {
  const std::uint64_t wanted = settings.concurrent_builds.value_or(ThreadPool::cores());
  return static_cast<unsigned>(std::min<std::uint64_t>(wanted, builds));
}

}  // namespace

Result<std::vector<fs::path>> SourceBuilder::run_together(std::vector<Job>& jobs) {
  std::vector<std::optional<Result<fs::path>>> made(jobs.size());
  std::vector<std::promise<void>> ended(jobs.size());
  std::optional<Error> failure;
  std::vector<fs::path> wheels;
  {
    ThreadPool pool(most_at_once(use_.settings, jobs.size()));
    for (std::size_t i = 0; i < jobs.size(); ++i)
      pool.submit([&, i] {
        made[i] = stop_ ? Result<fs::path>(fail(ErrorKind::cancelled, "stopped")) : jobs[i].run();
        if (!*made[i]) stop_ = true;
        ended[i].set_value();
      });
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      ended[i].get_future().wait();
      Result<fs::path> wheel = *std::move(made[i]);
      if (wheel) wheel = kept(jobs[i], *wheel);
      if (wheel) {
        wheels.push_back(*std::move(wheel));
        continue;
      }
      stop_ = true;
      // What was ended for another's sake is not what the user has to hear of.
      if (!failure || failure->kind == ErrorKind::cancelled) failure = std::move(wheel).error();
    }
  }
  stop_ = false;
  if (failure) return std::unexpected(*std::move(failure));
  return wheels;
}

Result<std::vector<fs::path>> SourceBuilder::wheels(const std::vector<PackageSource>& sources) {
  std::vector<fs::path> wheels(sources.size());
  std::vector<Job> jobs;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    TRY(auto begun, wheel_or_job(sources[i]));
    if (auto* found = std::get_if<fs::path>(&begun)) {
      wheels[i] = std::move(*found);
    } else {
      jobs.push_back(std::get<Job>(std::move(begun)));
      positions.push_back(i);
    }
  }
  if (jobs.empty()) return wheels;
  TRY(const std::vector<fs::path> made, run_together(jobs));
  for (std::size_t i = 0; i < made.size(); ++i) wheels[positions[i]] = made[i];
  return wheels;
}

}  // namespace axle
