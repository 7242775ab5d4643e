// SPDX-License-Identifier: MIT
#include "markers/marker_text.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <unordered_map>

namespace axle {

namespace {

using Clause = std::vector<std::uint32_t>;
using Clauses = std::vector<Clause>;

class ClauseWriter {
 public:
  explicit ClauseWriter(const std::vector<MarkerTerm>& terms) : terms_(terms) {}

  std::string plain(const Clauses& clauses) const {
    std::string text;
    for (const Clause& clause : clauses) {
      if (!text.empty()) text += " or ";
      const bool wrapped = clauses.size() > 1 && clause.size() > 1;
      if (wrapped) text += '(';
      append(clause, text);
      if (wrapped) text += ')';
    }
    return text;
  }

  /// In parentheses if it has several clauses.
  std::string factor(const Clauses& clauses) const {
    return clauses.size() > 1 ? "(" + plain(clauses) + ")" : plain(clauses);
  }

 private:
  void append(const Clause& clause, std::string& text) const {
    for (std::size_t i = 0; i < clause.size(); ++i) {
      if (i > 0) text += " and ";
      text += terms_[clause[i]].text;
    }
  }

  const std::vector<MarkerTerm>& terms_;
};

// `prefixes`, each of them with one of `suffixes` behind it; alone if there is none.
struct Factored {
  Clauses prefixes;
  Clauses suffixes;
};

Factored factor_group(const std::vector<const Clause*>& group) {
  const Clause& first = *group.front();
  std::size_t common = 1;
  if (group.size() > 1) {
    common = first.size();
    for (const Clause* clause : group) {
      const auto end = first.begin() + static_cast<std::ptrdiff_t>(common);
      const auto differ = std::mismatch(first.begin(), end, clause->begin(), clause->end());
      common = static_cast<std::size_t>(differ.first - first.begin());
    }
  }
  const auto split = static_cast<std::ptrdiff_t>(common);
  Factored factored{{Clause(first.begin(), first.begin() + split)}, {}};
  for (const Clause* clause : group) {
    if (clause->size() == common) {
      // The beginning alone is a clause, so it covers the whole group.
      factored.suffixes.clear();
      break;
    }
    factored.suffixes.emplace_back(clause->begin() + split, clause->end());
  }
  return factored;
}

}  // namespace

void sort_by_kind(MarkerClauses& clauses) {
  const auto kind = [&](std::uint32_t term) { return clauses.terms[term].kind; };
  const auto less = [&](std::uint32_t a, std::uint32_t b) { return kind(a) < kind(b); };
  for (Clause& clause : clauses.clauses) std::stable_sort(clause.begin(), clause.end(), less);
  std::stable_sort(
      clauses.clauses.begin(), clauses.clauses.end(), [&](const Clause& a, const Clause& b) {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), less);
      });
}

std::string text_of(const MarkerClauses& clauses) {
  const ClauseWriter writer(clauses.terms);
  const auto one_term = [](const Clause& clause) { return clause.size() == 1; };
  if (clauses.clauses.size() == 1 || std::ranges::all_of(clauses.clauses, one_term))
    return writer.plain(clauses.clauses);

  std::vector<std::vector<const Clause*>> groups;
  std::unordered_map<std::uint32_t, std::size_t> group_of;
  for (const Clause& clause : clauses.clauses) {
    const auto [place, is_new] = group_of.emplace(clause.front(), groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(&clause);
  }

  bool found_factor = false;
  std::vector<Factored> entries;
  std::map<Clauses, std::size_t> entry_of;
  for (const auto& group : groups) {
    found_factor = found_factor || group.size() > 1;
    Factored factored = factor_group(group);
    const auto [place, is_new] = entry_of.emplace(factored.suffixes, entries.size());
    if (is_new) {
      entries.push_back(std::move(factored));
      continue;
    }
    found_factor = found_factor || !factored.suffixes.empty();
    entries[place->second].prefixes.push_back(std::move(factored.prefixes.front()));
  }
  if (!found_factor) return writer.plain(clauses.clauses);

  std::string text;
  for (const Factored& entry : entries) {
    if (!text.empty()) text += " or ";
    if (entry.suffixes.empty())
      text += writer.plain(entry.prefixes);
    else
      text += writer.factor(entry.prefixes) + " and " + writer.factor(entry.suffixes);
  }
  return text;
}

std::string canonical_text(MarkerTable& table, MarkerId id) {
  MarkerClauses clauses = cover_of(table, id);
  if (table.is_over()) return {};
  sort_by_kind(clauses);
  return text_of(clauses);
}

}  // namespace axle
