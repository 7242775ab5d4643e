// SPDX-License-Identifier: MIT
#include "poetry/constraint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/try.hpp"
#include "poetry/version_gap.hpp"
#include "versions/version_bump.hpp"

namespace axle {
namespace {

constexpr std::size_t max_text = 4096;

std::unexpected<Error> refuse(std::string_view part, std::string_view reason, std::string hint) {
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a version constraint: {}", escape_foreign(part), reason),
              std::move(hint));
}

VersionSpecifier specifier(Operator op, const Version& version, bool wildcard = false) {
  return {.op = op, .version = version, .wildcard = wildcard, .written = version.to_string()};
}

using Clauses = std::vector<VersionSpecifier>;

Clauses from_until(const Version& lower, const Version& upper) {
  return {specifier(Operator::greater_equal, lower), specifier(Operator::less, upper)};
}

/// `*`, `x`, `X`, and several of them with dots between.
bool is_any_version(std::string_view operand) {
  const std::vector<std::string_view> parts = split(operand, '.');
  return std::ranges::all_of(
      parts, [](std::string_view part) { return part == "*" || part == "x" || part == "X"; });
}

// Poetry: the first number that is not zero goes up; of `^0.0` and `^0` the last one that is there.
Version after_caret(const Version& version) {
  const auto release = version.release();
  if (release[0] > 0 || release.size() == 1) return bumped(version, 1);
  if (release[1] > 0 || release.size() == 2) return bumped(version, 2);
  return bumped(version, 3);
}

Version after_tilde(const Version& version) {
  return bumped(version, version.release().size() == 1 ? 1 : 2);
}

// PEP 440 asks for two numbers after `~=`; Poetry takes one as well.
Version after_compatible(const Version& version) {
  return bumped(version, std::max<std::size_t>(version.release().size(), 2) - 1);
}

/// One clause: operator and operand, apart.
struct Part {
  std::string_view text;
  std::string_view op;
  std::string_view operand;
};

Result<Clauses> wildcard_clauses(const Part& part, std::string_view series) {
  auto version = Version::parse(series);
  if (!version)
    return refuse(part.text, "it is no version", "write a version such as `1.2` or `1.2.*`");
  if (part.op.empty() || part.op == "=" || part.op == "==")
    return Clauses{specifier(Operator::equal, *version, true)};
  if (part.op == "!=" || part.op == "<>")
    return Clauses{specifier(Operator::not_equal, *version, true)};
  // In an ordered comparison Poetry takes the version before the wildcard: `<=1.2.*` ends at 1.2.
  if (part.op == ">=") return Clauses{specifier(Operator::greater_equal, *version)};
  if (part.op == "<") return Clauses{specifier(Operator::less, *version)};
  if (part.op == ">") return Clauses{specifier(Operator::greater, *version)};
  if (part.op == "<=") return Clauses{specifier(Operator::less_equal, *version)};
  return refuse(part.text, fmt::format("`{}` takes no wildcard", part.op),
                fmt::format("write `{}{}` or `{}.*`", part.op, series, series));
}

Result<Clauses> clauses_of(const Part& part) {
  static constexpr std::array known{
      "", "^", "~", "~=", "=", "==", "!=", "<>", "<", "<=", ">", ">="};
  if (std::ranges::find(known, part.op) == known.end())
    return refuse(part.text, fmt::format("there is no operator `{}`", escape_foreign(part.op)),
                  "use one of `^`, `~`, `~=`, `==`, `!=`, `<`, `<=`, `>`, `>=`");
  if (is_any_version(part.operand)) {
    if (part.op.empty()) return Clauses{};
    return refuse(part.text, fmt::format("`{}` takes no wildcard", part.op), "write `*` alone");
  }
  std::string_view series = part.operand;
  while (series.ends_with(".*")) series.remove_suffix(2);  // `1.2.*.*` is `1.2.*`
  if (series.size() < part.operand.size()) return wildcard_clauses(part, series);
  const auto version = Version::parse(part.operand);
  if (!version)
    return refuse(part.text, "it is no version", "write a version such as `1.2`, or `*` for any");
  // An ordered comparison has no local version (PEP 440): `^2.5.0+cu124` starts at 2.5.0.
  const Version plain = version->without_local();
  if (part.op == "^") return from_until(plain, after_caret(plain));
  if (part.op == "~") return from_until(plain, after_tilde(plain));
  if (part.op == "~=") return from_until(plain, after_compatible(plain));
  if (part.op == "!=" || part.op == "<>") return Clauses{specifier(Operator::not_equal, *version)};
  if (part.op == "<") return Clauses{specifier(Operator::less, plain)};
  if (part.op == "<=") return Clauses{specifier(Operator::less_equal, plain)};
  if (part.op == ">") return Clauses{specifier(Operator::greater, plain)};
  if (part.op == ">=") return Clauses{specifier(Operator::greater_equal, plain)};
  return Clauses{specifier(Operator::equal, *version)};
}

constexpr std::string_view separators = " \t,";

/// Whether a comma has no clause before it. One at the end is no harm.
bool has_stray_comma(std::string_view text) {
  const std::size_t last = text.find_last_not_of(separators);
  if (last == std::string_view::npos) return false;
  const std::vector<std::string_view> parts = split(text.substr(0, last + 1), ',');
  return std::ranges::any_of(parts, [](std::string_view part) { return trim(part).empty(); });
}

/// What stands between separators, its operator perhaps apart by white space.
Result<VersionSpecifiers> alternative(std::string_view text, std::string_view whole) {
  if (has_stray_comma(text))
    return refuse(whole, "a comma has no constraint before it", "take the comma out");
  Clauses clauses;
  std::size_t at = 0;
  bool is_empty = true;
  while ((at = text.find_first_not_of(separators, at)) != std::string_view::npos) {
    const std::size_t operand =
        text.find_first_not_of(" \t", std::min(text.size(), text.find_first_not_of("<>=!~^", at)));
    const std::size_t end = std::min(text.size(), text.find_first_of(separators, operand));
    if (operand == std::string_view::npos || operand == end)
      return refuse(whole, "an operator has no version", "write the version after the operator");
    const std::size_t op_end = std::min(operand, text.find_first_not_of("<>=!~^", at));
    const Part part{.text = text.substr(at, end - at),
                    .op = text.substr(at, op_end - at),
                    .operand = text.substr(operand, end - operand)};
    if (part.operand == "-")
      return refuse(whole, "a range with a hyphen is npm's",
                    "write `>=1.2,<=1.4` for such a range");
    TRY(const Clauses more, clauses_of(part));
    clauses.insert(clauses.end(), more.begin(), more.end());
    is_empty = false;
    at = end;
  }
  if (is_empty) return refuse(whole, "an alternative is empty", "write `*` for any version");
  return VersionSpecifiers(std::move(clauses));
}

struct Ends {
  std::optional<VersionSpecifier> lower, upper;
};

/// The clause that bounds a list from below and the one that bounds it from above.
Ends ends_of(const VersionSpecifiers& specifiers) {
  Ends ends;
  const auto raise = [&](const VersionSpecifier& clause) {
    if (!ends.lower || ends.lower->version < clause.version) ends.lower = clause;
  };
  const auto cap = [&](const VersionSpecifier& clause) {
    if (!ends.upper || clause.version < ends.upper->version) ends.upper = clause;
  };
  for (const VersionSpecifier& clause : specifiers.items()) {
    if (clause.op == Operator::greater || clause.op == Operator::greater_equal) raise(clause);
    if (clause.op == Operator::less || clause.op == Operator::less_equal) cap(clause);
    if (clause.op != Operator::equal) continue;
    raise(specifier(Operator::greater_equal, clause.version.without_local()));
    cap(clause.wildcard
            ? specifier(Operator::less, bumped(clause.version, clause.version.release().size()))
            : specifier(Operator::less_equal, clause.version.without_local()));
  }
  return ends;
}

/// The range with the pre-releases of its lower bounds, which `<` of the range before leaves out:
/// `<1.3` and `>=1.3` touch although 1.3rc1 lies between them. A series begins and ends likewise.
VersionRange with_prereleases(const VersionSpecifiers& specifiers) {
  Clauses clauses;
  const auto from = [&](const Version& version) {
    clauses.push_back(specifier(Operator::greater_equal,
                                version.is_prerelease() ? version : with_dev(version, 0)));
  };
  for (const VersionSpecifier& clause : specifiers.items()) {
    if (clause.op == Operator::greater_equal) {
      from(clause.version);
    } else if (clause.op == Operator::equal && clause.wildcard) {
      from(clause.version);
      clauses.push_back(
          specifier(Operator::less, bumped(clause.version, clause.version.release().size())));
    } else {
      clauses.push_back(clause);
    }
  }
  return VersionRange::from(VersionSpecifiers(std::move(clauses)));
}

bool is_bound(const VersionSpecifier& clause) { return clause.op != Operator::not_equal; }

/// The `!=` of the alternatives that no other alternative takes back.
Clauses exclusions_of(const std::vector<VersionSpecifiers>& alternatives) {
  Clauses kept;
  for (const VersionSpecifiers& one : alternatives)
    for (const VersionSpecifier& clause : one.items()) {
      if (is_bound(clause)) continue;
      const VersionRange excluded =
          VersionRange::from(specifier(Operator::equal, clause.version, clause.wildcard));
      const bool is_taken_back =
          std::ranges::any_of(alternatives, [&](const VersionSpecifiers& other) {
            return &other != &one && !VersionRange::from(other).intersect(excluded).is_empty();
          });
      if (!is_taken_back) kept.push_back(clause);
    }
  return kept;
}

/// Whether `b` allows more than `a`: `<=1.3` lies above `<1.3`.
bool ends_below(const VersionSpecifier& a, const VersionSpecifier& b) {
  if (a.version != b.version) return a.version < b.version;
  return a.op == Operator::less && b.op == Operator::less_equal;
}

/// From the least to the greatest.
std::vector<Ends> sorted_ends(const std::vector<VersionSpecifiers>& alternatives) {
  std::vector<Ends> ends;
  for (const VersionSpecifiers& specifiers : alternatives) ends.push_back(ends_of(specifiers));
  std::ranges::stable_sort(ends, [](const Ends& a, const Ends& b) {
    return b.lower && (!a.lower || a.lower->version < b.lower->version);
  });
  return ends;
}

/// Clauses for all gaps between the alternatives; nothing if there is a gap too wide for them.
std::optional<Clauses> excluded_gaps(const std::vector<VersionSpecifiers>& alternatives) {
  const std::vector<Ends> ends = sorted_ends(alternatives);
  Clauses clauses;
  std::optional<VersionSpecifier> reach = ends.front().upper;
  for (const Ends& next : ends) {
    if (!reach || !next.lower) continue;  // all above, or all below, is allowed
    if (reach->version < next.lower->version) {
      const auto gap = excluded_gap(*reach, *next.lower);
      if (!gap) return std::nullopt;
      clauses.insert(clauses.end(), gap->begin(), gap->end());
    }
    if (!next.upper)
      reach.reset();
    else if (ends_below(*reach, *next.upper))
      reach = next.upper;
  }
  return clauses;
}

}  // namespace

Result<PoetryConstraint> PoetryConstraint::parse(std::string_view text) {
  if (trim(text).empty())
    return fail(ErrorKind::invalid_input, "an empty text is not a version constraint",
                "write `*` for any version");
  if (text.size() > max_text)
    return fail(ErrorKind::invalid_input, "a version constraint of more than 4096 characters",
                "write a shorter one");
  PoetryConstraint constraint;
  std::string_view rest = text;
  for (;;) {
    const std::size_t bar = rest.find('|');
    TRY(VersionSpecifiers specifiers, alternative(rest.substr(0, bar), text));
    constraint.alternatives_.push_back(std::move(specifiers));
    if (bar == std::string_view::npos) return constraint;
    rest.remove_prefix(bar + 1);
    if (rest.starts_with('|')) rest.remove_prefix(1);
  }
}

bool PoetryConstraint::is_any() const {
  return std::ranges::any_of(alternatives_, &VersionSpecifiers::empty);
}

VersionRange PoetryConstraint::range() const {
  VersionRange range = VersionRange::empty();
  for (const VersionSpecifiers& specifiers : alternatives_)
    range = range.unite(VersionRange::from(specifiers));
  return range;
}

std::optional<PoetryConstraint::Single> PoetryConstraint::single() const {
  if (alternatives_.size() == 1) return Single{alternatives_.front(), true};
  if (is_any()) return Single{VersionSpecifiers(), true};
  VersionRange wanted = VersionRange::empty();
  for (const VersionSpecifiers& specifiers : alternatives_)
    wanted = wanted.unite(with_prereleases(specifiers));
  const VersionSpecifiers outer = hull();
  if (with_prereleases(outer) == wanted) return Single{outer, true};
  auto gaps = excluded_gaps(alternatives_);
  if (!gaps) return std::nullopt;
  // Behind `1.0` lies 1.0.5 too, which another alternative may want.
  std::erase_if(*gaps, [&](const VersionSpecifier& clause) {
    const VersionRange gap =
        VersionRange::from(specifier(Operator::equal, clause.version, clause.wildcard));
    return !gap.is_disjoint(range());
  });
  Clauses clauses = outer.items();
  for (const Clauses& more : {*gaps, exclusions_of(alternatives_)})
    clauses.insert(clauses.end(), more.begin(), more.end());
  VersionSpecifiers specifiers(std::move(clauses));
  if (!wanted.is_subset_of(with_prereleases(specifiers))) return std::nullopt;
  const bool is_exact = with_prereleases(specifiers) == wanted;
  return Single{std::move(specifiers), is_exact};
}

VersionSpecifiers PoetryConstraint::hull() const { return hull_of(alternatives_); }

VersionSpecifiers hull_of(const std::vector<VersionSpecifiers>& alternatives) {
  Ends hull = ends_of(alternatives.front());
  for (const VersionSpecifiers& specifiers : alternatives) {
    const Ends ends = ends_of(specifiers);
    if (!ends.lower || (hull.lower && ends.lower->version < hull.lower->version))
      hull.lower = ends.lower;
    if (!ends.upper || (hull.upper && ends_below(*hull.upper, *ends.upper)))
      hull.upper = ends.upper;
  }
  Clauses clauses;
  if (hull.lower) clauses.push_back(*hull.lower);
  if (hull.upper) clauses.push_back(*hull.upper);
  return VersionSpecifiers(std::move(clauses));
}

}  // namespace axle
