// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

#include "support/catch.hpp"
#include "unit/solver/universe.hpp"

using namespace axle;
using namespace axle::solver;

namespace {

constexpr int package_count = 6;
constexpr int version_count = 4;

// Small enough to try everything: a package is out (0) or at version 1 to 4.
using Choice = std::array<int, package_count>;

struct Need {
  int package;
  int from;  // versions from..to
  int until;
};

struct RandomUniverse {
  std::vector<Need> root;
  std::vector<Need> needs[package_count][version_count + 1];
  bool exists[package_count][version_count + 1] = {};
  bool refused[package_count][version_count + 1] = {};

  explicit RandomUniverse(unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    const auto some_needs = [&](int most) {
      std::vector<Need> list;
      for (int n = below(static_cast<unsigned>(most) + 1); n > 0; --n) {
        const int from = 1 + below(version_count);
        list.push_back({below(package_count), from, from + below(version_count)});
      }
      return list;
    };
    root = some_needs(4);
    for (int p = 0; p < package_count; ++p) {
      for (int v = 1; v <= version_count; ++v) {
        exists[p][v] = below(8) != 0;
        refused[p][v] = below(10) == 0;
        needs[p][v] = some_needs(3);
      }
    }
  }

  static std::string name(int package) { return std::string(1, static_cast<char>('a' + package)); }

  Universe build() const {
    const auto words = [](const std::vector<Need>& list) {
      Universe::Needs result;
      for (const auto& [package, from, until] : list)
        result.emplace_back(name(package), fmt::format(">={},<={}", from, until));
      return result;
    };
    Universe u;
    u.root(words(root));
    for (int p = 0; p < package_count; ++p) {
      for (int v = 1; v <= version_count; ++v) {
        if (!exists[p][v]) continue;
        if (refused[p][v])
          u.refuse(name(p), std::to_string(v), "is refused");
        else
          u.add(name(p), std::to_string(v), words(needs[p][v]));
      }
    }
    return u;
  }

  static bool met(const std::vector<Need>& list, const Choice& choice) {
    return std::ranges::all_of(list, [&](const Need& need) {
      const int chosen = choice[static_cast<std::size_t>(need.package)];
      return chosen >= need.from && chosen <= need.until;
    });
  }

  bool is_valid(const Choice& choice) const {
    if (!met(root, choice)) return false;
    for (int p = 0; p < package_count; ++p) {
      const int v = choice[static_cast<std::size_t>(p)];
      if (v == 0) continue;
      if (!exists[p][v] || refused[p][v] || !met(needs[p][v], choice)) return false;
    }
    return true;
  }

  bool is_solvable() const {
    Choice choice{};
    for (;;) {
      if (is_valid(choice)) return true;
      std::size_t digit = 0;
      while (digit < choice.size() && ++choice[digit] > version_count) choice[digit++] = 0;
      if (digit == choice.size()) return false;
    }
  }
};

Choice choice_of(Universe& universe, const Solution& solution) {
  Choice choice{};
  for (const auto& [package, number] : solution.decisions)
    if (universe.name(package) != "root")
      choice[static_cast<std::size_t>(universe.name(package).front() - 'a')] =
          std::stoi(number.to_string());
  return choice;
}

}  // namespace

TEST_CASE("the solver agrees with trying everything", "[solver][property]") {
  int solvable = 0;
  int unsolvable = 0;
  for (unsigned seed = 0; seed < 600; ++seed) {
    CAPTURE(seed);
    const RandomUniverse random(seed);
    Universe universe = random.build();
    const Outcome outcome = universe.run();
    const auto* solved = std::get_if<Solution>(&outcome);
    REQUIRE((solved != nullptr) == random.is_solvable());
    if (solved) {
      ++solvable;
      REQUIRE(random.is_valid(choice_of(universe, *solved)));
    } else {
      ++unsolvable;
      REQUIRE_FALSE(report_text(std::get<Derivation>(outcome), universe).empty());
    }
  }
  // Both kinds must be common, or this proves little.
  CHECK(solvable > 100);
  CHECK(unsolvable > 100);
}

TEST_CASE("the solver gives the same answer every time", "[solver][property]") {
  for (unsigned seed = 0; seed < 100; ++seed) {
    const RandomUniverse random(seed);
    Universe first = random.build();
    Universe second = random.build();
    CAPTURE(seed);
    REQUIRE(first.solution() == second.solution());
    if (first.solution() == "no solution") REQUIRE(first.proof() == second.proof());
  }
}
