// SPDX-License-Identifier: MIT
// What holds for every marker, tried on random ones from fixed seeds.
#include <algorithm>
#include <optional>
#include <random>

#include "axle/markers/marker_truth.hpp"
#include "property/marker_samples.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::test;

namespace {

constexpr unsigned rounds = 120;

std::vector<bool> combined(const std::vector<bool>& a, const std::vector<bool>& b, bool is_and) {
  std::vector<bool> result(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) result[i] = is_and ? a[i] && b[i] : a[i] || b[i];
  return result;
}

// Whether a and b agree wherever `where` holds.
bool agree(const std::vector<bool>& a, const std::vector<bool>& b, const std::vector<bool>& where) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (where[i] && a[i] != b[i]) return false;
  return true;
}

PythonBounds from_python(const char* lower) {
  return {{PythonBound::Kind::included, *Version::parse(lower)}, {}};
}

}  // namespace

TEST_CASE("a marker holds where PEP 508 says so", "[marker][property]") {
  std::mt19937 random(1);
  for (unsigned round = 0; round < rounds; ++round) {
    const MarkerSample sample = random_marker(random, 1 + round % 5);
    CAPTURE(sample.text);
    REQUIRE(truth_of(marker(sample.text)) == truth_of(sample));
  }
}

TEST_CASE("a text and its diagram agree for final releases", "[marker][property]") {
  std::mt19937 random(10);
  for (unsigned round = 0; round < rounds / 5; ++round) {
    const MarkerSample sample = random_marker(random, 1 + round % 5);
    CAPTURE(sample.text);
    std::vector<bool> truth;
    for (const MarkerPlace& place : marker_places())
      truth.push_back(marker_text_holds(sample.text, place.machine, place.extras).value());
    REQUIRE(truth == truth_of(marker(sample.text)));
  }
}

TEST_CASE("the text of a marker reads back as the same marker", "[marker][property]") {
  std::mt19937 random(2);
  for (unsigned round = 0; round < 4 * rounds; ++round) {
    const MarkerSample sample = random_marker(random, 1 + round % 6);
    CAPTURE(sample.text);
    const Marker original = marker(sample.text);
    const std::string text = original.to_text().value_or("");
    CAPTURE(text);
    REQUIRE((text.empty() ? Marker::always() : marker(text)) == original);
    const Marker negation = ~original;
    REQUIRE((negation.is_always() || marker(*negation.to_text()) == negation));
  }
}

TEST_CASE("and, or and not of markers are those of their truths", "[marker][property]") {
  std::mt19937 random(3);
  for (unsigned round = 0; round < rounds; ++round) {
    const Marker a = marker(random_marker(random, 3).text);
    const Marker b = marker(random_marker(random, 3).text);
    const auto truth_a = truth_of(a);
    const auto truth_b = truth_of(b);
    CAPTURE(a.to_text().value_or(""), b.to_text().value_or(""));
    REQUIRE(truth_of(a & b) == combined(truth_a, truth_b, true));
    REQUIRE(truth_of(a | b) == combined(truth_a, truth_b, false));
    auto not_a = truth_a;
    not_a.flip();
    REQUIRE(truth_of(~a) == not_a);
    if (a.is_disjoint(b)) REQUIRE_FALSE(std::ranges::count(truth_of(a & b), true) > 0);
    if (a.implies(b)) REQUIRE(truth_of(a & b) == truth_a);
  }
}

TEST_CASE("the laws of an algebra hold for markers as they are", "[marker][property]") {
  std::mt19937 random(4);
  for (unsigned round = 0; round < 2 * rounds; ++round) {
    const Marker a = marker(random_marker(random, 3).text);
    const Marker b = marker(random_marker(random, 3).text);
    const Marker c = marker(random_marker(random, 3).text);
    CAPTURE(a.to_text().value_or(""), b.to_text().value_or(""), c.to_text().value_or(""));
    REQUIRE((a & b) == (b & a));
    REQUIRE(((a & b) & c) == (a & (b & c)));
    REQUIRE((a & (b | c)) == ((a & b) | (a & c)));
    REQUIRE(~(a & b) == (~a | ~b));
    REQUIRE((a | (a & b)) == a);
    REQUIRE((a & ~a).is_never());
    REQUIRE((a & b).implies(a));
    REQUIRE(a.is_disjoint(b) == (a & b).is_never());
  }
}

TEST_CASE("a restricted marker is the same where the assumption holds", "[marker][property]") {
  std::mt19937 random(5);
  for (unsigned round = 0; round < 2 * rounds; ++round) {
    const Marker a = marker(random_marker(random, 4).text);
    const Marker given = marker(random_marker(random, 3).text);
    CAPTURE(a.to_text().value_or(""), given.to_text().value_or(""));
    if (given.is_never()) continue;
    const Marker restricted = a.restrict(given);
    REQUIRE(agree(truth_of(restricted), truth_of(a), truth_of(given)));
    REQUIRE((restricted & given) == (a & given));
    REQUIRE(a.restrict(Marker::always()) == a);
    REQUIRE(given.restrict(given).is_always());
  }
}

TEST_CASE("simplifying by Python loses nothing within the bounds", "[marker][property]") {
  std::mt19937 random(6);
  for (const char* lower : {"3.8", "3.9.1", "3.12", "3.12.1", "3.13"}) {
    const PythonBounds bounds = from_python(lower);
    const Marker within = Marker::python_within(bounds);
    const auto truth_within = truth_of(within);
    for (unsigned round = 0; round < rounds / 2; ++round) {
      const Marker a = marker(random_marker(random, 4).text);
      CAPTURE(lower, a.to_text().value_or(""));
      const Marker simple = a.simplify_python(bounds);
      REQUIRE(agree(truth_of(simple), truth_of(a), truth_within));
      REQUIRE(simple.complexify_python(bounds) == (a & within));
      REQUIRE(a.complexify_python(bounds).simplify_python(bounds) == simple);
      REQUIRE(simple.simplify_python(bounds) == simple);
    }
  }
}

TEST_CASE("extras are taken out and put in as their values say", "[marker][property]") {
  std::mt19937 random(7);
  const ExtraName cpu = *ExtraName::parse("cpu");
  const ExtraName cu124 = *ExtraName::parse("cu124");
  for (unsigned round = 0; round < 2 * rounds; ++round) {
    const Marker a = marker(random_marker(random, 4).text);
    CAPTURE(a.to_text().value_or(""));
    const Marker on = a.assume_extra(cpu, true);
    const Marker off = a.assume_extra(cpu, false);
    const Marker is_cpu = Marker::extra(cpu);
    REQUIRE(((is_cpu & on) | (~is_cpu & off)) == a);
    const Marker any = (on | off).assume_extra(cu124, true) | (on | off).assume_extra(cu124, false);
    REQUIRE(a.without_extras() == any);
    REQUIRE_FALSE(a.without_extras().mentions_extras());
    REQUIRE(a.implies(a.only_extras()));
    REQUIRE(a.assume_all_extras(false) == off.assume_extra(cu124, false));
  }
}

TEST_CASE("the order of trees is total", "[marker][property]") {
  std::mt19937 random(8);
  std::vector<Marker> markers;
  for (unsigned round = 0; round < 60; ++round)
    markers.push_back(marker(random_marker(random, 2).text));
  std::ranges::sort(markers, [](Marker a, Marker b) { return a < b; });
  for (std::size_t i = 0; i < markers.size(); ++i)
    for (std::size_t j = 0; j < markers.size(); ++j) {
      REQUIRE((markers[i] <=> markers[j] == 0) == (markers[i] == markers[j]));
      if (i < j) REQUIRE_FALSE(markers[j] < markers[i]);
    }
}

TEST_CASE("a marker lies within its range of Pythons", "[marker][property]") {
  std::mt19937 random(9);
  for (unsigned round = 0; round < 2 * rounds; ++round) {
    const Marker a = marker(random_marker(random, 3).text);
    CAPTURE(a.to_text().value_or(""));
    const auto range = a.python_range();
    if (range) REQUIRE(a.implies(Marker::python_within(*range)));
  }
}
