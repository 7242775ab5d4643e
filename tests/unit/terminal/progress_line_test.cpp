// SPDX-License-Identifier: MIT
#include "terminal/progress_line.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace axle;

namespace {
std::size_t columns_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}
}  // namespace

TEST_CASE("a line of a download is never wider than the terminal", "[cli]") {
  const std::string label = GENERATE("a", "torch-2.9.1-cp313-cp313-manylinux_2_28_x86_64.whl",
                                     "gr\xc3\xb6\xc3\x9f"
                                     "er-als-das-feld-breit-ist");
  const std::uint64_t total = GENERATE(0U, 7U, 900'000'000U);
  for (std::size_t columns = 1; columns <= 200; ++columns) {
    const std::string line = progress_line(label, total / 3, total, columns);
    CAPTURE(columns, line);
    CHECK(columns_of(line) <= columns);
  }
}

TEST_CASE("a wide line has label, bar and bytes, a narrow one what fits", "[cli]") {
  const std::string wide = progress_line("demo", 50, 100, 100);
  CHECK(wide.starts_with("demo  "));
  CHECK(wide.find("###############---------------") != std::string::npos);
  CHECK(wide.ends_with("50 B/100 B"));
  const std::string narrow = progress_line("demo", 50, 100, 20);
  CHECK(narrow.find('#') == std::string::npos);
  CHECK(narrow.find("demo") != std::string::npos);
  CHECK(narrow.ends_with("50 B/100 B"));
}

TEST_CASE("a text is cut where the terminal ends", "[cli]") {
  CHECK(fit("Resolving a==1.0", 80) == "Resolving a==1.0");
  CHECK(fit("Resolving a==1.0", 10) == "Resolving…");
  CHECK(fit("abc", 3) == "abc");
  CHECK(fit("abc", 1) == "…");
  CHECK(fit("abc", 0).empty());
  CHECK(fit("a\x1b[2Jb", 80).find('\x1b') == std::string::npos);
}
