// SPDX-License-Identifier: MIT
#include "property/marker_samples.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace axle::test {

namespace {

using Release = std::vector<unsigned>;

Release release_of(const std::string& text) {
  Release release;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t used = 0;
    release.push_back(static_cast<unsigned>(std::stoul(text.substr(at), &used)));
    at += used + 1;
  }
  while (release.size() > 1 && release.back() == 0) release.pop_back();
  return release;
}

bool compare(const std::string& op, const Release& left, const Release& right) {
  if (op == "==") return left == right;
  if (op == "!=") return left != right;
  if (op == "<") return left < right;
  if (op == "<=") return left <= right;
  if (op == ">") return left > right;
  return left >= right;
}

template <class Values>
const auto& one_of(std::mt19937& random, const Values& values) {
  return values[random() % std::size(values)];
}

MarkerSample version_sample(std::mt19937& random) {
  static const std::array<std::string, 6> operators = {"==", "!=", "<", "<=", ">", ">="};
  static const std::array<std::string, 7> values = {"3.8",  "3.9",    "3.10", "3.12",
                                                    "3.13", "3.12.1", "3.8.0"};
  static const std::array<std::string, 2> variables = {"python_version", "python_full_version"};
  const std::string variable = one_of(random, variables);
  const std::string op = one_of(random, operators);
  const std::string value = one_of(random, values);
  return {variable + " " + op + " '" + value + "'", [=](const MarkerPlace& place) {
            return compare(op, release_of(std::string(*place.machine.value(variable))),
                           release_of(value));
          }};
}

MarkerSample string_sample(std::mt19937& random) {
  static const std::array<std::pair<std::string, std::string>, 18> comparisons = {
      {{"os_name", "posix"},
       {"os_name", "nt"},
       {"os_name", "java"},
       {"sys_platform", "linux"},
       {"sys_platform", "win32"},
       {"sys_platform", "darwin"},
       {"sys_platform", "freebsd14"},
       {"sys_platform", "ios"},
       {"platform_system", "Linux"},
       {"platform_system", "Windows"},
       {"platform_system", "FreeBSD"},
       {"platform_system", "iOS"},
       {"platform_machine", "x86_64"},
       {"platform_machine", "arm64"},
       {"platform_machine", "aarch64"},
       {"implementation_name", "cpython"},
       {"implementation_name", "pypy"},
       {"platform_python_implementation", "CPython"}}};
  const auto& [variable, value] = one_of(random, comparisons);
  const bool is_equal = random() % 2 == 0;
  const std::string text = random() % 4 == 0
                               ? "'" + value + "'" + (is_equal ? " == " : " != ") + variable
                               : variable + (is_equal ? " == '" : " != '") + value + "'";
  return {text, [variable = variable, value = value, is_equal](const MarkerPlace& place) {
            return (place.machine.value(variable) == value) == is_equal;
          }};
}

MarkerSample part_sample(std::mt19937& random) {
  static const std::array<std::string, 3> parts = {"86", "arm", "64"};
  const std::string part = one_of(random, parts);
  const bool is_in = random() % 2 == 0;
  return {"'" + part + (is_in ? "' in " : "' not in ") + "platform_machine",
          [=](const MarkerPlace& place) {
            return (place.machine.platform_machine.find(part) != std::string::npos) == is_in;
          }};
}

MarkerSample extra_sample(std::mt19937& random) {
  static const std::array<std::string, 2> names = {"cpu", "cu124"};
  const std::string name = one_of(random, names);
  const bool is_equal = random() % 2 == 0;
  return {"extra " + std::string(is_equal ? "== '" : "!= '") + name + "'",
          [=](const MarkerPlace& place) {
            const auto same = [&](const ExtraName& extra) { return extra.text() == name; };
            return std::ranges::any_of(place.extras, same) == is_equal;
          }};
}

struct System {
  const char* os_name;
  const char* sys_platform;
  const char* platform_system;
};
constexpr std::array<System, 6> systems = {{{"posix", "linux", "Linux"},
                                            {"posix", "darwin", "Darwin"},
                                            {"nt", "win32", "Windows"},
                                            {"posix", "freebsd14", "FreeBSD"},
                                            {"posix", "ios", "iOS"},
                                            {"java", "java21", "Java"}}};

std::vector<MarkerPlace> make_places() {
  std::vector<MarkerPlace> places;
  for (const System& system : systems)
    for (const char* machine : {"x86_64", "arm64", "aarch64", "mips"})
      for (const char* python : {"3.7.17", "3.8.0", "3.9.1", "3.12.0", "3.12.1", "3.13.5"})
        for (const bool is_pypy : {false, true})
          for (unsigned extras = 0; extras < 4; ++extras) {
            MarkerPlace place;
            place.machine.os_name = system.os_name;
            place.machine.sys_platform = system.sys_platform;
            place.machine.platform_system = system.platform_system;
            place.machine.platform_machine = machine;
            place.machine.implementation_name = is_pypy ? "pypy" : "cpython";
            place.machine.platform_python_implementation = is_pypy ? "PyPy" : "CPython";
            place.machine.set_python(python);
            if ((extras & 1U) != 0) place.extras.push_back(*ExtraName::parse("cpu"));
            if ((extras & 2U) != 0) place.extras.push_back(*ExtraName::parse("cu124"));
            places.push_back(std::move(place));
          }
  return places;
}

}  // namespace

const std::vector<MarkerPlace>& marker_places() {
  static const std::vector<MarkerPlace> places = make_places();
  return places;
}

MarkerSample random_marker(std::mt19937& random, unsigned depth) {
  if (depth > 0 && random() % 5 != 0) {
    const MarkerSample left = random_marker(random, depth - 1);
    const MarkerSample right = random_marker(random, depth - 1);
    const bool is_and = random() % 2 == 0;
    return {"(" + left.text + (is_and ? " and " : " or ") + right.text + ")",
            [=](const MarkerPlace& place) {
              return is_and ? left.holds(place) && right.holds(place)
                            : left.holds(place) || right.holds(place);
            }};
  }
  switch (random() % 6) {
    case 0:
    case 1:
      return version_sample(random);
    case 2:
      return extra_sample(random);
    case 3:
      return random() % 2 == 0 ? part_sample(random) : string_sample(random);
    default:
      return string_sample(random);
  }
}

std::vector<bool> truth_of(Marker of) {
  std::vector<bool> truth;
  for (const MarkerPlace& place : marker_places())
    truth.push_back(of.evaluate(place.machine, place.extras));
  return truth;
}

std::vector<bool> truth_of(const MarkerSample& sample) {
  std::vector<bool> truth;
  for (const MarkerPlace& place : marker_places()) truth.push_back(sample.holds(place));
  return truth;
}

Marker marker(const std::string& text) {
  const Result<Marker> parsed = Marker::parse(text);
  if (!parsed) throw std::runtime_error(parsed.error().message);
  return *parsed;
}

}  // namespace axle::test
