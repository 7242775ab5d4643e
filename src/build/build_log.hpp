// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "base/fd.hpp"

namespace axle {

/// What the hooks of one build print: all of it goes to a file, its end is kept for the message of
/// a failure, and whoever listens hears it as it comes. Logins of proxy variables are masked in all
/// three, as long as they do not fall between two pieces.
class BuildLog {
 public:
  using Listener = std::function<void(std::string_view)>;

  /// Errors: `io`.
  static Result<BuildLog> create(const std::filesystem::path& file, Listener listener);

  /// A full disk only shortens the file.
  void write(std::string_view piece);
  /// The last lines, at most `count`; a line longer than 500 bytes is cut.
  std::vector<std::string> last_lines(std::size_t count) const;
  const std::string& tail() const { return tail_; }
  const std::filesystem::path& file() const { return path_; }

 private:
  BuildLog(std::filesystem::path path, Fd file, Listener listener)
      : path_(std::move(path)), file_(std::move(file)), listener_(std::move(listener)) {}

  std::filesystem::path path_;
  Fd file_;
  Listener listener_;
  std::vector<std::string> secrets_;
  std::string tail_;
};

}  // namespace axle
