// SPDX-License-Identifier: MIT
#include "solver/failure_report.hpp"

#include <utility>

#include "support/catch.hpp"
#include "unit/solver/universe.hpp"

using namespace axle;
using namespace axle::solver;

namespace {

// Proofs written by hand, so that each shape of a derivation is seen alone.
class Proof : public ReportFormatter {
 public:
  std::uint32_t fact(std::uint32_t reason) {
    return add(Fact{CustomFact{{}, VersionRange::full(), static_cast<ReasonId>(reason)}});
  }
  std::uint32_t conclude(std::uint32_t first, std::uint32_t second, bool is_shared = false) {
    const auto id = static_cast<std::uint32_t>(derivation_.nodes.size());
    // The conclusion is told by the number of its package.
    return add(Conclusion{{{static_cast<PackageId>(id), Term::positive(VersionRange::full())}},
                          id,
                          is_shared,
                          first,
                          second});
  }
  std::string text() const { return report_text(derivation_, *this); }

  std::string fact(const Fact& fact) const override {
    return "F" + std::to_string(index(std::get<CustomFact>(fact).reason)) + ending;
  }
  std::string conclusion(std::span<const PackageTerm> terms) const override {
    return "C" + std::to_string(index(terms.front().package));
  }

  std::string ending;

 private:
  std::uint32_t add(DerivationNode node) {
    derivation_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(derivation_.nodes.size() - 1);
  }

  Derivation derivation_;
};

}  // namespace

TEST_CASE("every shape of a proof has its sentence", "[solver][report]") {
  Proof proof;
  SECTION("a fact alone") {
    proof.fact(7);
    CHECK(proof.text() == "F7");
  }
  SECTION("two facts") {
    const auto a = proof.fact(0), b = proof.fact(1);
    proof.conclude(a, b);
    CHECK(proof.text() == "Because F0 and F1, we can conclude that C2.");
  }
  SECTION("a chain says two facts a line") {
    auto last = proof.conclude(proof.fact(0), proof.fact(1));
    for (std::uint32_t i = 2; i < 5; ++i) last = proof.conclude(last, proof.fact(i));
    CHECK(proof.text() ==
          "Because F0 and F1, we can conclude that C2.\n"
          "And because F2, we can conclude that C4.\n"
          "And because F3 and F4, we can conclude that C8.");
  }
  SECTION("two strands are parted by an empty line, and the first gets a number") {
    const auto left = proof.conclude(proof.fact(0), proof.fact(1));
    const auto right = proof.conclude(proof.fact(2), proof.fact(3));
    proof.conclude(left, right);
    CHECK(proof.text() ==
          "Because F0 and F1, we can conclude that C2. (1)\n"
          "\n"
          "Because F2 and F3, we can conclude that C5.\n"
          "And because we know from (1) that C2, we can conclude that C6.");
  }
  SECTION("what is used twice is proved once") {
    const auto shared = proof.conclude(proof.fact(0), proof.fact(1), true);
    const auto left = proof.conclude(shared, proof.fact(2));
    const auto right = proof.conclude(shared, proof.fact(3));
    proof.conclude(left, right);
    CHECK(proof.text() ==
          "Because F0 and F1, we can conclude that C2. (1)\n"
          "And because F2, we can conclude that C4. (2)\n"
          "\n"
          "Because we know from (1) that C2 and F3, we can conclude that C6.\n"
          "And because we know from (2) that C4, we can conclude that C7.");
  }
  SECTION("two shared conclusions") {
    const auto left = proof.conclude(proof.fact(0), proof.fact(1), true);
    const auto right = proof.conclude(proof.fact(2), proof.fact(3), true);
    const auto both = proof.conclude(left, right);
    proof.conclude(both, proof.conclude(left, right));
    CHECK(proof.text() ==
          "Because F0 and F1, we can conclude that C2. (1)\n"
          "\n"
          "Because F2 and F3, we can conclude that C5. (2)\n"
          "And because we know from (1) that C2, we can conclude that C6. (3)\n"
          "\n"
          "Because we know from (1) that C2 and we know from (2) that C5, C7.\n"
          "And because we know from (3) that C6, we can conclude that C8.");
  }
  SECTION("a clause that is a list ends its line itself") {
    proof.ending = ":\n    1\n";
    proof.conclude(proof.fact(0), proof.fact(1));
    CHECK(proof.text() == "Because F0:\n    1\nand F1:\n    1\nwe can conclude that C2.");
  }
}

TEST_CASE("a very deep proof does not exhaust the stack", "[solver][report]") {
  Proof proof;
  auto last = proof.fact(0);
  for (std::uint32_t i = 0; i < 200'000; ++i) last = proof.conclude(last, proof.fact(1));
  CHECK(proof.text().size() > 1'000'000);
}

TEST_CASE("a search that fails gives its proof", "[solver][report]") {
  Universe u;
  SECTION("the root itself is refused") {
    u.refuse("root", "0", "is broken");
    CHECK(u.proof() == "root==0 is broken");
  }
  SECTION("nothing to choose from") {
    u.root({{"a", ""}, {"b", ""}});
    CHECK(u.proof() ==
          "Because there is no a and you need a, we can conclude that there is no way.");
  }
  SECTION("a requirement that nothing can meet") {
    u.root({{"a", ""}}).add("a", "1", {{"b", ">2,<1"}});
    CHECK(u.solution() == "no solution");
  }
}
