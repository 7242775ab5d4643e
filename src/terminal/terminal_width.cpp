// SPDX-License-Identifier: MIT
#include "terminal/terminal_width.hpp"

#include <sys/ioctl.h>

#include "base/text.hpp"

namespace axle {

std::size_t terminal_width(int stream, const Environment& environment) {
  constexpr std::size_t usual = 80;
  winsize size{};
  if (::ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const auto stated = environment.get_nonempty("COLUMNS");
  const auto columns = stated ? parse_unsigned(*stated) : std::nullopt;
  return columns && *columns > 0 ? static_cast<std::size_t>(*columns) : usual;
}

}  // namespace axle
