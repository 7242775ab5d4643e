// SPDX-License-Identifier: MIT
#include "terminal/style.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace axle {

Style Style::of_stream(int stream, ColorChoice choice, const Environment& environment) {
  if (choice != ColorChoice::automatic) return Style(choice == ColorChoice::always);
  if (environment.get_nonempty("NO_COLOR")) return Style(false);
  for (const char* forcing : {"FORCE_COLOR", "CLICOLOR_FORCE"})
    if (const auto value = environment.get_nonempty(forcing); value && *value != "0")
      return Style(true);
  return Style(::isatty(stream) == 1 && environment.get("TERM").value_or("") != "dumb");
}

std::string Style::paint(std::string_view code, std::string_view text) const {
  return colored_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

}  // namespace axle
