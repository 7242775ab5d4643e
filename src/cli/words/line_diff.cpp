// SPDX-License-Identifier: MIT
#include "cli/words/line_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::size_t around = 3;

struct Step {
  char sign;  ///< ' ', '-', '+'
  std::string_view line;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  if (text.empty()) return {};
  if (text.ends_with('\n')) text.remove_suffix(1);
  return split(text, '\n');
}

/// The longest common lines stay; of the rest, what goes stands before what comes.
std::vector<Step> steps_between(const std::vector<std::string_view>& a,
                                const std::vector<std::string_view>& b) {
  std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
  std::vector<Step> steps;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      steps.push_back({' ', a[i++]});
      ++j;
    } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      steps.push_back({'-', a[i++]});
    } else {
      steps.push_back({'+', b[j++]});
    }
  }
  return steps;
}

}  // namespace

std::string line_diff(std::string_view before, std::string_view after, std::string_view name) {
  const std::vector<Step> steps = steps_between(lines_of(before), lines_of(after));
  std::vector<bool> is_shown(steps.size());
  for (std::size_t at = 0; at < steps.size(); ++at) {
    if (steps[at].sign == ' ') continue;
    const std::size_t end = std::min(at + around + 1, steps.size());
    for (std::size_t near = at - std::min(at, around); near < end; ++near) is_shown[near] = true;
  }
  std::string text;
  std::size_t old_line = 0, new_line = 0;  // how many are behind us
  for (std::size_t at = 0; at < steps.size();) {
    std::string body;
    std::size_t old_count = 0, new_count = 0;
    const bool is_hunk = is_shown[at];
    for (; at < steps.size() && is_shown[at] == is_hunk; ++at) {
      body += fmt::format("{}{}\n", steps[at].sign, escape_foreign(steps[at].line));
      old_count += steps[at].sign == '+' ? 0 : 1;
      new_count += steps[at].sign == '-' ? 0 : 1;
    }
    if (is_hunk && text.empty()) text = fmt::format("--- {0}\n+++ {0}\n", name);
    if (is_hunk)
      text += fmt::format("@@ -{},{} +{},{} @@\n{}", old_line + (old_count == 0 ? 0 : 1), old_count,
                          new_line + (new_count == 0 ? 0 : 1), new_count, body);
    old_line += old_count;
    new_line += new_count;
  }
  return text;
}

}  // namespace axle
