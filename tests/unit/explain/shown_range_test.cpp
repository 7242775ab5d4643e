// SPDX-License-Identifier: MIT
#include "explain/shown_range.hpp"

#include <string>
#include <vector>

#include "axle/versions/version_specifiers.hpp"
#include "explain/range_words.hpp"
#include "support/catch.hpp"
#include "unit/explain/explain_world.hpp"

using namespace axle;

namespace {

VersionRange range(const std::string& specifiers) {
  return VersionRange::from(VersionSpecifiers::parse(specifiers).value());
}

std::vector<Version> versions(const std::vector<std::string>& texts) {
  std::vector<Version> list;
  for (const std::string& text : texts) list.push_back(version(text));
  return list;
}

std::string words(const VersionRange& range) { return range_words(RangeUse::said_of, "a", range); }

}  // namespace

TEST_CASE("a range in words", "[resolve][range]") {
  CHECK(words(VersionRange::full()) == "all versions of a");
  CHECK(range_words(RangeUse::needed, "a", VersionRange::full()) == "a");
  CHECK(words(VersionRange::empty()) == "a ∅");
  CHECK(words(VersionRange::singleton(version("1.0"))) == "a==1.0");
  CHECK(words(range(">=1.0,<2")) == "a>=1.0,<2");
  CHECK(words(range(">1.0")) == "a>1.0");
  CHECK(words(range("==2.4.*")) == "a==2.4.*");
  CHECK(words(without_local_marks(range("==1.0"))) == "a==1.0");
  CHECK(words(without_local_marks(range("<=1.0"))) == "a<=1.0");
  CHECK(words(without_local_marks(range("!=1.0"))) == "all of:\n    a<1.0\n    a>1.0\n");
  CHECK(range_words(RangeUse::needed, "a", without_local_marks(range("!=1.0"))) ==
        "one of:\n    a<1.0\n    a>1.0\n");
  CHECK(reads_plural(VersionRange::full()));
  CHECK(reads_plural(range("!=1.0")));
  CHECK_FALSE(reads_plural(range(">=1.0")));
}

TEST_CASE("what == leaves without the version itself is nothing to tell", "[resolve][range]") {
  const VersionRange one = VersionRange::singleton(version("1.0"));
  CHECK(is_local_rest(range("==1.0").intersect(one.complement())));
  CHECK_FALSE(is_local_rest(range("==1.0")));
  CHECK_FALSE(is_local_rest(range(">1.0,<2")));
}

TEST_CASE("a widened range is narrowed to versions that exist", "[resolve][range]") {
  const std::vector<Version> known = versions({"1.0", "2.0", "3.0"});
  CHECK(words(narrowed_to(VersionRange::gap_around(version("2.0"), known), known)) == "a==2.0");
  CHECK(words(narrowed_to(range(">=2.0"), known)) == "a>=2.0");
  CHECK(words(narrowed_to(range(">=0.5"), known)) == "all versions of a");
  CHECK(words(narrowed_to(range(">=4,<5"), known)) == "a>=4,<5");
  CHECK(words(clamped_to(range(">=2.0"), known)) == "a>=2.0,<=3.0");
}

TEST_CASE("a range is simplified as far as it holds the same versions", "[resolve][range]") {
  const std::vector<Version> known = versions({"1.0", "2.0", "3.0"});
  CHECK(words(simplified_for(range(">=0.5,<2"), known)) == "a<2");
  CHECK(words(simplified_for(range(">=1.5,<9"), known)) == "a>=1.5");
  CHECK(words(simplified_for(range(">=2.0,<2.5"), known)) == "a>=2.0,<2.5");
  CHECK(words(simplified_for(range(">=1.0,!=1.7,!=1.8"), known)) == "all versions of a");
  CHECK(words(simplified_for(range(">=7"), known)) == "a>=7");
  CHECK(words(simplified_for(VersionRange::singleton(version("2.0")), known)) == "a==2.0");
}

TEST_CASE("what is available ends where the versions do", "[resolve][range]") {
  const std::vector<Version> known = versions({"1.0", "2.0", "3.0"});
  CHECK(words(available_part(range("<100"), known)) == "a<=3.0");
  CHECK(words(available_part(range(">0.1"), known)) == "a>=1.0");
  CHECK(words(available_part(range(">0.1,<100"), known)) == "a>=1.0,<=3.0");
  CHECK(words(available_part(range("<=2.5"), known)) == "a<2.5");
  CHECK(words(available_part(range("<=2.0"), known)) == "a<=2.0");
  CHECK(available_part(range(">=4"), known).is_empty());
  CHECK(available_part(range(">=4"), {}).is_empty());
  CHECK(words(available_part(range(">=4"), versions({"1.0"}))) == "a==1.0");
}

TEST_CASE("a bound that asks for pre-releases", "[resolve][range]") {
  CHECK(names_prerelease(range(">=2.0a1")));
  CHECK(names_prerelease(range("<2.0.dev3")));
  CHECK_FALSE(names_prerelease(range("~=3.6")));
  CHECK_FALSE(names_prerelease(range("==2.4.*")));
  CHECK_FALSE(names_prerelease(range(">=2.0,<3")));
}
