// SPDX-License-Identifier: MIT
#include "explain/wheel_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "base/text.hpp"

namespace axle {
namespace {

// What a machine takes, best first, as far as each question needs it.
struct Wanted {
  explicit Wanted(const CompatibleTags& tags) {
    for (const Tag& tag : tags.list()) {
      pythons.insert(tag.python);
      abis.insert({tag.python, tag.abi});
      if (best.python.empty()) best = tag;
    }
    is_free_threaded = best.abi.starts_with("cp3") && best.abi.ends_with('t');
  }

  std::set<std::string, std::less<>> pythons;
  std::set<std::pair<std::string, std::string>> abis;
  Tag best;
  bool is_free_threaded = false;
};

bool works_without_gil(const std::string& abi) {
  return abi == "none" || abi == "abi3t" || (abi.starts_with("cp3") && abi.ends_with('t'));
}

WheelMisfit misfit_of(const WheelFilename& wheel, const Wanted& wanted) {
  if (wanted.is_free_threaded &&
      std::ranges::none_of(wheel.tags, [](const Tag& tag) { return works_without_gil(tag.abi); }))
    return WheelMisfit::free_threading;
  WheelMisfit closest = WheelMisfit::none;
  for (const Tag& tag : wheel.tags) {
    const WheelMisfit misfit = !wanted.pythons.contains(tag.python) ? WheelMisfit::python
                               : !wanted.abis.contains({tag.python, tag.abi})
                                   ? WheelMisfit::abi
                                   : WheelMisfit::platform;
    closest = std::max(closest, misfit);
  }
  return closest;
}

const OneEnvironment* one_environment(const ResolveInput& input) {
  return std::get_if<OneEnvironment>(&input.environment);
}

// `cp39` before `cp310`: letters as they are, then numbers as numbers.
bool comes_before(std::string_view a, std::string_view b) {
  const auto digits = [](std::string_view text) {
    return std::min(text.find_first_of("0123456789"), text.size());
  };
  const std::string_view a_letters = a.substr(0, digits(a));
  const std::string_view b_letters = b.substr(0, digits(b));
  if (a_letters != b_letters) return a_letters < b_letters;
  const std::string_view a_rest = a.substr(a_letters.size());
  const std::string_view b_rest = b.substr(b_letters.size());
  const auto length = [](std::string_view text) {
    return std::min(text.find_first_not_of("0123456789"), text.size());
  };
  if (length(a_rest) != length(b_rest)) return length(a_rest) < length(b_rest);
  return a_rest < b_rest;
}

// "313" as "3.13".
std::string dotted(std::string_view digits) {
  return digits.size() < 2 ? std::string(digits)
                           : fmt::format("{}.{}", digits.substr(0, 1), digits.substr(1));
}

}  // namespace

WheelMisfit misfit_of(const Wheels& wheels, const ResolveInput& input) {
  if (wheels.empty()) return WheelMisfit::none;
  const OneEnvironment* one = one_environment(input);
  if (one == nullptr) return WheelMisfit::python_version;
  const Wanted wanted(one->tags);
  WheelMisfit closest = WheelMisfit::none;
  for (const WheelFilename* wheel : wheels) closest = std::max(closest, misfit_of(*wheel, wanted));
  return closest;
}

std::string wanted_tag(WheelMisfit misfit, const ResolveInput& input) {
  if (misfit == WheelMisfit::none || misfit == WheelMisfit::free_threading) return {};
  if (misfit == WheelMisfit::python_version) {
    const PythonBound lower = input.requires_python.bounds().lower;
    if (lower.kind == PythonBound::Kind::unbounded || lower.version.release().size() < 2) return {};
    return fmt::format("cp{}{}", lower.version.release()[0], lower.version.release()[1]);
  }
  const OneEnvironment* one = one_environment(input);
  if (one == nullptr) return {};
  const Tag best = Wanted(one->tags).best;
  if (misfit == WheelMisfit::python) return best.python;
  return misfit == WheelMisfit::abi ? best.abi : best.platform;
}

std::vector<std::string> offered_tags(const Wheels& wheels, WheelMisfit misfit,
                                      const ResolveInput& input) {
  std::set<std::string, bool (*)(std::string_view, std::string_view)> offered(comes_before);
  const OneEnvironment* one = one_environment(input);
  if (misfit == WheelMisfit::none || (misfit == WheelMisfit::platform && one == nullptr)) return {};
  const std::optional<Wanted> wanted =
      one != nullptr ? std::optional<Wanted>(one->tags) : std::nullopt;
  for (const WheelFilename* wheel : wheels) {
    for (const Tag& tag : wheel->tags) {
      if (misfit == WheelMisfit::python)
        offered.insert(tag.python);
      else if (misfit != WheelMisfit::platform && tag.abi != "none")
        offered.insert(tag.abi);
      else if (misfit == WheelMisfit::platform && wanted->abis.contains({tag.python, tag.abi}))
        offered.insert(tag.platform);
    }
  }
  return {offered.begin(), offered.end()};
}

std::string tag_in_words(const std::string& tag) {
  const auto known = [&](std::string_view prefix, std::string_view name) -> std::string {
    if (!tag.starts_with(prefix) || tag.size() == prefix.size()) return {};
    std::string_view digits = std::string_view(tag).substr(prefix.size());
    const bool is_free_threaded = digits.ends_with('t');
    if (is_free_threaded) digits.remove_suffix(1);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
      return {};
    return fmt::format("{} {}{}",
                       is_free_threaded ? "free-threaded " + std::string(name) : std::string(name),
                       dotted(digits), "");
  };
  for (const auto& [prefix, name] : {std::pair{"cp", "CPython"}, {"py", "Python"}})
    if (const std::string words = known(prefix, name); !words.empty())
      return fmt::format("{} (`{}`)", words, tag);
  return fmt::format("`{}`", tag);
}

}  // namespace axle
