// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/axle_run.hpp"
#include "support/catch.hpp"
#include "support/fake_index.hpp"

namespace axle::test {

inline std::string explain(const AxleResult& result) {
  return fmt::format("$ axle {}\n{}{}[exit {}]", result.args, result.out, result.err,
                     result.exit_code);
}

inline void expect_exit(const AxleResult& result, int code) {
  INFO(explain(result));
  CHECK(result.exit_code == code);
}

/// Every text is somewhere in what was said.
inline void expect_said(const AxleResult& result, const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) {
    INFO(explain(result));
    INFO("expected: " << text);
    CHECK((result.out + result.err).find(text) != std::string::npos);
  }
}

inline void expect_not_said(const AxleResult& result, std::string_view text) {
  INFO(explain(result));
  CHECK((result.out + result.err).find(text) == std::string::npos);
}

inline void expect_golden(const std::string& name, const AxleRun& axle) {
  const std::string difference = golden_difference(name, axle.transcript());
  INFO(difference);
  CHECK(difference.empty());
}

using Snapshot = std::map<std::string, std::string>;

/// What is not the same in both: "+ path", "- path", "~ path".
inline std::string difference(const Snapshot& before, const Snapshot& after) {
  std::string lines;
  for (const auto& [path, what] : before) {
    const auto found = after.find(path);
    if (found == after.end())
      lines += "- " + path + "\n";
    else if (found->second != what)
      lines += "~ " + path + "\n";
  }
  for (const auto& [path, what] : after)
    if (!before.contains(path)) lines += "+ " + path + "\n";
  return lines;
}

/// `command_line` fails with this code, says these texts and changes nothing of the project.
inline void expect_failure(AxleRun& axle, std::string_view command_line, int code,
                           std::initializer_list<std::string_view> texts) {
  const auto before = axle.state();
  const AxleResult result = axle(command_line);
  expect_exit(result, code);
  expect_said(result, texts);
  INFO(explain(result));
  CHECK(difference(before, axle.state()) == "");
}

}  // namespace axle::test
