// SPDX-License-Identifier: MIT
#include "base/run_record.hpp"

#include <ctime>
#include <utility>

namespace axle {
namespace {

std::int64_t coarse_now() {
  // The clock that file systems stamp with; it runs behind the precise one.
#if defined(CLOCK_REALTIME_COARSE)
  constexpr clockid_t clock = CLOCK_REALTIME_COARSE;
#else
  constexpr clockid_t clock = CLOCK_REALTIME;
#endif
  timespec now{};
  ::clock_gettime(clock, &now);
  return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

}  // namespace

void RunRecord::begin() {
  const std::lock_guard guard(mutex_);
  notes_.emplace().start = coarse_now();
  files_.begin();
}

void RunRecord::said(std::string_view line) {
  const std::lock_guard guard(mutex_);
  if (notes_) notes_->lines.emplace_back(line);
}

void RunRecord::is_unique() {
  const std::lock_guard guard(mutex_);
  if (notes_) notes_->is_unique = true;
}

void RunRecord::depends_on(std::string_view machine) {
  const std::lock_guard guard(mutex_);
  if (notes_) notes_->machine = machine;
}

std::optional<RunNotes> RunRecord::end() {
  const std::lock_guard guard(mutex_);
  std::optional<RunNotes> notes = std::exchange(notes_, std::nullopt);
  if (notes) notes->files = files_.end();
  return notes;
}

}  // namespace axle
