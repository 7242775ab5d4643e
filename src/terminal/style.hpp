// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "axle/base/environment.hpp"

namespace axle {

enum class ColorChoice { automatic, always, never };

/// Colours, or none. Nothing is told by colour alone.
class Style {
 public:
  explicit Style(bool colored) : colored_(colored) {}

  /// Whether a stream shall be coloured: NO_COLOR and CLICOLOR_FORCE/FORCE_COLOR are heeded, then
  /// what the stream is.
  static Style of_stream(int stream, ColorChoice choice, const Environment& environment);

  bool is_colored() const { return colored_; }
  std::string bold(std::string_view text) const { return paint("1", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  std::string red(std::string_view text) const { return paint("1;31", text); }
  std::string green(std::string_view text) const { return paint("32", text); }
  std::string yellow(std::string_view text) const { return paint("1;33", text); }
  std::string cyan(std::string_view text) const { return paint("36", text); }

 private:
  std::string paint(std::string_view code, std::string_view text) const;
  bool colored_;
};

}  // namespace axle
