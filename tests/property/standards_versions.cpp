// SPDX-License-Identifier: MIT
// What holds for all versions, specifiers and ranges, on many that are close to each other.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "axle/versions/version.hpp"
#include "axle/versions/version_range.hpp"
#include "axle/versions/version_specifiers.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t end) {
  return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

template <class T>
const T& one_of(Random& random, const std::vector<T>& list) {
  return list[below(random, list.size())];
}

/// Few numbers, so that neighbours and equals are common.
std::string random_version(Random& random, bool with_local) {
  static const std::vector<std::string> numbers = {"0", "1", "2", "255", "256", "70000"};
  std::string text = below(random, 12) == 0 ? "1!" : "";
  text += one_of(random, numbers);
  for (std::size_t more = below(random, 6); more > 0; --more)
    text += "." + std::string(below(random, 2) == 0 ? "0" : one_of(random, numbers));
  static const std::vector<std::string> numbered = {"0", "1", "2", "1048576"};
  if (below(random, 3) == 0)
    text += one_of(random, std::vector<std::string>{"a", "b", "rc"}) + one_of(random, numbered);
  if (below(random, 4) == 0) text += ".post" + one_of(random, numbered);
  if (below(random, 4) == 0) text += ".dev" + one_of(random, numbered);
  if (with_local && below(random, 4) == 0)
    text += "+" + one_of(random, std::vector<std::string>{"cpu", "cu118", "cu118.1", "1", "z"});
  return text;
}

std::string random_specifier(Random& random) {
  static const std::vector<std::string> operators = {"==", "!=", "<", "<=", ">", ">=", "~="};
  std::string op = one_of(random, operators);
  if ((op == "==" || op == "!=") && below(random, 3) == 0) {
    const Version version = Version::parse(random_version(random, false)).value();
    return op + version.base_release().to_string() + ".*";
  }
  std::string version = random_version(random, op == "==" || op == "!=");
  if (op == "~=" && Version::parse(version)->release().size() < 2) op = ">=";
  return op + version;
}

VersionRange random_range(Random& random) {
  VersionRange range = VersionRange::full();
  for (std::size_t i = below(random, 4); i > 0; --i) {
    const VersionRange next =
        VersionRange::from(VersionSpecifiers::parse(random_specifier(random)).value());
    range = below(random, 2) == 0 ? range.intersect(next) : range.unite(next);
    if (below(random, 4) == 0) range = range.complement();
  }
  return range;
}

std::vector<Version> random_versions(Random& random, std::size_t count) {
  std::vector<Version> versions;
  while (versions.size() < count)
    versions.push_back(Version::parse(random_version(random, true)).value());
  return versions;
}

}  // namespace

TEST_CASE("versions print as they are read", "[version][property]") {
  Random random(1);
  for (int i = 0; i < 20'000; ++i) {
    const Version version = Version::parse(random_version(random, true)).value();
    const std::string text = version.to_string();
    const Version again = Version::parse(text).value();
    if (again != version || again.to_string() != text || again.hash() != version.hash()) FAIL(text);
  }
}

TEST_CASE("the order of versions is total, and the key agrees with it", "[version][property]") {
  Random random(2);
  std::vector<Version> versions = random_versions(random, 400);
  std::ranges::sort(versions);
  for (std::size_t i = 0; i < versions.size(); ++i) {
    // A local label takes the short way away; without it, equal parts compare the same.
    for (std::size_t j = 0; j < versions.size(); ++j) {
      const auto order = versions[i] <=> versions[j];
      if (i < j && order > 0) FAIL(versions[i].to_string() << " and " << versions[j].to_string());
      if ((order == 0) != ((versions[j] <=> versions[i]) == 0)) FAIL(versions[i].to_string());
      if (order == 0 && versions[i].hash() != versions[j].hash()) FAIL(versions[i].to_string());
      if (versions[i].has_local() || versions[j].has_local()) continue;
      const Version left = Version::parse(versions[i].to_string() + "+same").value();
      const Version right = Version::parse(versions[j].to_string() + "+same").value();
      if ((left <=> right) != order)
        FAIL(versions[i].to_string() << " and " << versions[j].to_string());
    }
  }
}

TEST_CASE("ranges have the versions that their specifiers contain", "[range][property]") {
  Random random(3);
  for (int i = 0; i < 3'000; ++i) {
    std::string text = random_specifier(random);
    while (below(random, 2) == 0) text += "," + random_specifier(random);
    const auto specifiers = VersionSpecifiers::parse(text).value();
    const VersionRange range = VersionRange::from(specifiers);
    for (const Version& version : random_versions(random, 60))
      if (range.contains(version) != specifiers.contains(version, true))
        FAIL(text << " and " << version.to_string());
  }
}

TEST_CASE("specifiers print as they are read", "[specifiers][property]") {
  Random random(4);
  for (int i = 0; i < 10'000; ++i) {
    std::string text = random_specifier(random);
    while (below(random, 2) == 0) text += ", " + random_specifier(random);
    const auto specifiers = VersionSpecifiers::parse(text).value();
    if (VersionSpecifiers::parse(specifiers.to_string()).value() != specifiers) FAIL(text);
  }
}

TEST_CASE("operations on ranges are those on sets of versions", "[range][property]") {
  Random random(5);
  for (int i = 0; i < 3'000; ++i) {
    const VersionRange a = random_range(random);
    const VersionRange b = random_range(random);
    const VersionRange both = a.intersect(b);
    const VersionRange either = a.unite(b);
    const VersionRange other = a.complement();
    CAPTURE(a.to_string(), b.to_string());
    bool shared = false;
    for (const Version& version : random_versions(random, 40)) {
      const bool in_a = a.contains(version);
      const bool in_b = b.contains(version);
      shared = shared || (in_a && in_b);
      if (both.contains(version) != (in_a && in_b)) FAIL(version.to_string());
      if (either.contains(version) != (in_a || in_b)) FAIL(version.to_string());
      if (other.contains(version) == in_a) FAIL(version.to_string());
      if (in_a && !in_b && a.is_subset_of(b)) FAIL(version.to_string());
    }
    if (shared && a.is_disjoint(b)) FAIL("not disjoint");
    if (a.is_disjoint(b) != both.is_empty()) FAIL("disjoint and intersect disagree");
    if (a.is_subset_of(b) != both.is_subset_of(a) && a.is_subset_of(b)) FAIL("subset");
    if (!both.is_subset_of(a) || !a.is_subset_of(either)) FAIL("subset of parts");
    if (other.complement() != a) FAIL("complement twice");
    if (other.unite(a) != VersionRange::full() || !other.is_disjoint(a)) FAIL("excluded middle");
    if (a.unite(b) != b.unite(a) || a.intersect(b) != b.intersect(a)) FAIL("commutes");
    if (a.complement().intersect(b.complement()) != either.complement()) FAIL("De Morgan");
  }
}

TEST_CASE("equal ranges have the same versions", "[range][property]") {
  Random random(6);
  int equal = 0;
  for (int i = 0; i < 20'000; ++i) {
    const VersionRange a = random_range(random);
    const VersionRange b = random_range(random);
    if (a != b) continue;
    ++equal;
    for (const Version& version : random_versions(random, 10))
      if (a.contains(version) != b.contains(version)) FAIL(a.to_string() << " " << b.to_string());
  }
  CHECK(equal > 100);
}
