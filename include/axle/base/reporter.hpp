// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace axle {

/// What happens below, told to the user. Any thread may call any function at any time. Texts are
/// already escaped.
class Reporter {
 public:
  using Duration = std::chrono::steady_clock::duration;

  virtual ~Reporter() = default;

  /// The resolver looks at `what`, such as "torch==2.5.1".
  virtual void resolving(std::string_view what) = 0;
  /// A download begins; `total` is 0 if it is not known. `id` is the caller's, unique while it
  /// runs.
  virtual void download_started(std::uint64_t id, std::string_view label, std::uint64_t total) = 0;
  /// `bytes` in all so far.
  virtual void download_progress(std::uint64_t id, std::uint64_t bytes) = 0;
  virtual void download_finished(std::uint64_t id) = 0;
  /// Of the packages to prepare or install, `done` of `total` are.
  virtual void installing(std::uint64_t done, std::uint64_t total) = 0;
  /// A resolution is done; of so many packages, after so long.
  virtual void resolved(std::size_t packages, Duration elapsed) = 0;
  /// So many wheels are unpacked and ready to be installed.
  virtual void prepared(std::size_t wheels, Duration elapsed) = 0;
  /// Something the user should know; said once for each text.
  virtual void warning(std::string_view text) = 0;
  /// A step that was taken, or what the user asked to be told.
  virtual void notice(std::string_view text) = 0;
};

/// Says nothing.
class NullReporter final : public Reporter {
 public:
  void resolving(std::string_view) override {}
  void download_started(std::uint64_t, std::string_view, std::uint64_t) override {}
  void download_progress(std::uint64_t, std::uint64_t) override {}
  void download_finished(std::uint64_t) override {}
  void installing(std::uint64_t, std::uint64_t) override {}
  void resolved(std::size_t, Duration) override {}
  void prepared(std::size_t, Duration) override {}
  void warning(std::string_view) override {}
  void notice(std::string_view) override {}
};

}  // namespace axle
