// SPDX-License-Identifier: MIT
#include "axle/python/interpreter.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace axle {

unsigned Interpreter::major() const {
  return version.release().empty() ? 0 : static_cast<unsigned>(version.release()[0]);
}

unsigned Interpreter::minor() const {
  return version.release().size() < 2 ? 0 : static_cast<unsigned>(version.release()[1]);
}

std::string Interpreter::display_name() const {
  const std::string name = implementation == "cpython" ? "CPython"
                           : implementation == "pypy"  ? "PyPy"
                                                       : escape_foreign(implementation);
  return fmt::format("{} {}{}", name, version.to_string(), free_threaded ? "+freethreaded" : "");
}

}  // namespace axle
