// SPDX-License-Identifier: MIT
#include "axle/base/error_code.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

using namespace axle;

namespace {

/// The rows of the table of codes, as docs/errors.md has them.
std::string rows() {
  std::string out = "| code | exit | what was found | way out |\n|---|---|---|---|\n";
  for (const ErrorCodeText& text : error_code_texts())
    out += "| `" + std::string(text.name) + "` | " + std::string(text.exits) + " | " +
           std::string(text.found) + " | " + std::string(text.way_out) + " |\n";
  return out;
}

}  // namespace

TEST_CASE("docs/errors.md has every code, in the words of the program", "[error]") {
  std::ifstream file(AXLE_ERRORS_PAGE);
  std::string page(std::istreambuf_iterator<char>(file), {});
  const std::size_t start = page.find("| code | exit |");
  REQUIRE(start != std::string::npos);
  std::size_t end = page.find("\n\n", start);
  end = end == std::string::npos ? page.size() : end + 1;
  if (std::getenv("AXLE_ACCEPT_GOLDEN") != nullptr)
    std::ofstream(AXLE_ERRORS_PAGE) << page.replace(start, end - start, rows());
  else
    CHECK(page.substr(start, end - start) == rows());
}

TEST_CASE("every code has a name of its own and a way out", "[error]") {
  std::set<std::string_view> names;
  for (const ErrorCodeText& text : error_code_texts()) {
    CAPTURE(text.name);
    CHECK(names.insert(text.name).second);
    CHECK(text.name.starts_with("E_"));
    CHECK_FALSE(text.exits.empty());
    CHECK_FALSE(text.found.empty());
    CHECK_FALSE(text.way_out.empty());
    CHECK(name_of(text.code) == text.name);
    CHECK(way_out_of(text.code) == text.way_out);
  }
  CHECK(name_of(ErrorCode::none).empty());
  CHECK(way_out_of(ErrorCode::none).empty());
}
