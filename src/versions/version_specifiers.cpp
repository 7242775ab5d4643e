// SPDX-License-Identifier: MIT
#include "axle/versions/version_specifiers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "base/try.hpp"
#include "versions/version_bump.hpp"
#include "versions/version_reader.hpp"

namespace axle {
namespace {

constexpr std::size_t most_clauses = 1000;

// The longer ones first.
constexpr std::array<std::pair<std::string_view, Operator>, 8> operators{
    {{"===", Operator::arbitrary_equal},
     {"==", Operator::equal},
     {"!=", Operator::not_equal},
     {"~=", Operator::compatible},
     {"<=", Operator::less_equal},
     {">=", Operator::greater_equal},
     {"<", Operator::less},
     {">", Operator::greater}}};

bool is_equality(Operator op) { return op == Operator::equal || op == Operator::not_equal; }

/// `==V.*`: the release starts with that of V, shorter ones filled with zeros.
bool starts_with(const Version& candidate, const Version& prefix, std::size_t length) {
  if (candidate.epoch() != prefix.epoch()) return false;
  for (std::size_t i = 0; i < length; ++i) {
    const std::uint64_t number = i < candidate.release().size() ? candidate.release()[i] : 0;
    if (number != prefix.release()[i]) return false;
  }
  return true;
}

/// Epoch and release are the same.
bool same_release(const Version& a, const Version& b) {
  return a.epoch() == b.epoch() && starts_with(a, b, b.release().size()) &&
         starts_with(b, a, a.release().size());
}

std::unexpected<Error> not_a_specifier(std::string_view text, std::string_view why) {
  return fail(ErrorKind::invalid_input, fmt::format("`{}` is not a version specifier: {}",
                                                    escape_foreign(text.substr(0, 200)), why));
}

}  // namespace

std::string_view to_string(Operator op) {
  for (const auto& [text, known] : operators)
    if (known == op) return text;
  return {};
}

Result<VersionSpecifier> VersionSpecifier::parse(std::string_view given) {
  const std::string_view text = trim(given);
  VersionSpecifier specifier;
  const auto* found = std::ranges::find_if(
      operators, [&](const auto& known) { return text.starts_with(known.first); });
  if (found == operators.end())
    return not_a_specifier(text, "it begins with none of ==, !=, ~=, <=, >=, <, >, ===");
  specifier.op = found->second;
  const std::string_view operand = trim(text.substr(found->first.size()));
  if (specifier.op == Operator::arbitrary_equal) {
    if (operand.empty() || std::ranges::any_of(operand, is_ascii_space))
      return not_a_specifier(text, "`===` wants a version");
    specifier.written = std::string(operand);
    auto version = Version::parse(operand);
    specifier.is_plain_text = !version;
    if (version) specifier.version = std::move(*version);
    return specifier;
  }
  if (operand.empty())
    return not_a_specifier(text, fmt::format("the version after `{}` is missing", found->first));
  auto version = VersionReader(operand).read_pattern(specifier.wildcard);
  if (!version)
    return not_a_specifier(
        text, fmt::format("`{}` is not a version", escape_foreign(operand.substr(0, 200))));
  specifier.version = std::move(*version);
  specifier.written = std::string(operand);
  if (specifier.wildcard && !is_equality(specifier.op))
    return not_a_specifier(text, "`.*` goes only with `==` and `!=`");
  if (specifier.version.has_local() && !is_equality(specifier.op))
    return not_a_specifier(text, "a local version goes only with `==`, `!=` and `===`");
  if (specifier.op == Operator::compatible && specifier.version.release().size() < 2)
    return not_a_specifier(text, "`~=` wants at least two numbers");
  return specifier;
}

bool VersionSpecifier::contains(const Version& candidate) const {
  const Version plain = candidate.without_local();
  switch (op) {
    case Operator::arbitrary_equal:
      return !is_plain_text && candidate == version;
    case Operator::equal:
    case Operator::not_equal: {
      const bool equal = wildcard ? starts_with(candidate, version, version.release().size())
                                  : (version.has_local() ? candidate : plain) == version;
      return equal == (op == Operator::equal);
    }
    case Operator::compatible:
      return plain >= version && starts_with(candidate, version, version.release().size() - 1);
    case Operator::less_equal:
      return plain <= version;
    case Operator::greater_equal:
      return plain >= version;
    case Operator::less:
      // `<1.0` leaves out the pre-releases of 1.0, `<1.0.post1` those of 1.0.post1 only.
      if (version.is_prerelease()) return plain < version;
      if (version.is_post_release()) return plain < with_dev(version, 0);
      return plain < version && !(candidate.is_prerelease() && same_release(candidate, version));
    case Operator::greater:
      // `>1.0` leaves out 1.0.post1 and 1.0+local: they are 1.0, improved. `>1.0a1` has 1.0.post1.
      if (version.dev() || version.is_post_release()) return plain > version;
      return plain > version && !(candidate.is_post_release() && candidate.pre() == version.pre() &&
                                  same_release(candidate, version));
  }
  return false;
}

std::string VersionSpecifier::to_string() const {
  if (op == Operator::arbitrary_equal)
    return "===" + (is_plain_text ? written : version.to_string());
  return fmt::format("{}{}{}", axle::to_string(op), version.to_string(), wildcard ? ".*" : "");
}

namespace {

// The wildcard forms follow their operator: `==`, `==*`, `===`, `!=`, `!=*`, …
int rank(const VersionSpecifier& clause) {
  return static_cast<int>(clause.op) * 2 + (clause.wildcard ? 1 : 0);
}

bool is_written_before(const VersionSpecifier& a, const VersionSpecifier& b) {
  if (const auto order = a.version <=> b.version; order != 0) return order < 0;
  return rank(a) < rank(b);
}

}  // namespace

std::strong_ordering operator<=>(const VersionSpecifier& a, const VersionSpecifier& b) {
  if (rank(a) != rank(b)) return rank(a) <=> rank(b);
  if (const auto order = a.version <=> b.version; order != 0) return order;
  if (a.is_plain_text || b.is_plain_text) return a.written <=> b.written;
  if (a.op != Operator::compatible) return std::strong_ordering::equal;
  return a.version.release().size() <=> b.version.release().size();  // `~=1.0` is not `~=1.0.0`
}

VersionSpecifiers::VersionSpecifiers(std::vector<VersionSpecifier> items)
    : items_(std::move(items)) {
  std::ranges::stable_sort(items_, is_written_before);
}

Result<VersionSpecifiers> VersionSpecifiers::parse(std::string_view text) {
  std::vector<VersionSpecifier> items;
  if (trim(text).empty()) return VersionSpecifiers();
  const auto parts = split(text, ',');
  for (const std::string_view& part : parts) {
    // A comma at the end is let pass, as pip and uv do; one between or in front is no PEP 440.
    if (trim(part).empty()) {
      if (!items.empty() && &part == &parts.back()) continue;
      return not_a_specifier(text, "a comma has nothing on one of its sides");
    }
    if (items.size() == most_clauses) return not_a_specifier(text, "it has too many clauses");
    TRY(VersionSpecifier item, VersionSpecifier::parse(part));
    items.push_back(std::move(item));
  }
  return VersionSpecifiers(std::move(items));
}

bool VersionSpecifiers::mentions_prerelease() const {
  return std::ranges::any_of(items_, [](const auto& item) {
    return item.op != Operator::not_equal && item.version.is_prerelease();
  });
}

bool VersionSpecifiers::contains(const Version& version, std::optional<bool> prereleases) const {
  if (version.is_prerelease() && !prereleases.value_or(mentions_prerelease())) return false;
  return std::ranges::all_of(items_, [&](const auto& item) { return item.contains(version); });
}

std::vector<std::size_t> VersionSpecifiers::filter(std::span<const Version> versions,
                                                   std::optional<bool> prereleases) const {
  std::vector<std::size_t> found;
  std::vector<std::size_t> refused;
  const bool allowed = prereleases.value_or(mentions_prerelease());
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (!contains(versions[i], true)) continue;
    (allowed || !versions[i].is_prerelease() ? found : refused).push_back(i);
  }
  return found.empty() && !prereleases ? refused : found;
}

VersionSpecifiers VersionSpecifiers::and_also(const VersionSpecifiers& other) const {
  std::vector<VersionSpecifier> items = items_;
  items.insert(items.end(), other.items_.begin(), other.items_.end());
  return VersionSpecifiers(std::move(items));
}

std::string VersionSpecifiers::to_string(std::string_view separator) const {
  std::string text;
  for (const VersionSpecifier& item : items_) {
    if (!text.empty()) text += separator;
    text += item.to_string();
  }
  return text;
}

std::strong_ordering operator<=>(const VersionSpecifiers& a, const VersionSpecifiers& b) {
  return std::lexicographical_compare_three_way(a.items_.begin(), a.items_.end(), b.items_.begin(),
                                                b.items_.end());
}

}  // namespace axle
