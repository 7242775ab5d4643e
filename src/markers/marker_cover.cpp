// SPDX-License-Identifier: MIT
#include "markers/marker_cover.hpp"

#include <algorithm>
#include <deque>
#include <string_view>
#include <unordered_map>

namespace axle {

namespace {

constexpr std::size_t most_terms = 1'000'000;

struct Branch {
  MarkerId function;  // what the branch's cover is, without the guard
  MarkerGuard guard;
  std::size_t cover;
};

struct Cover {
  MarkerId function = never_id;
  TestId test = 0;
  std::vector<Branch> branches;
};

// One value of the first test: what the bounds are there.
struct Cofactor {
  MarkerGuard guard;
  MarkerId lower, upper;
};

/// Minato-Morreale: covers any function between a lower and an upper bound, so that what other
/// branches cover already may be used freely.
class CoverBuilder {
 public:
  explicit CoverBuilder(MarkerTable& table) : table_(table) { covers_.resize(2); }

  static constexpr std::size_t nothing = 0, everything = 1;

  std::size_t build(MarkerId lower, MarkerId upper) {
    if (lower == never_id) return nothing;
    if (upper == always_id) return everything;
    if (const auto known = known_.find(lower, upper)) return *known;
    const MarkerDepth depth(table_);
    if (!table_.spend(1)) return nothing;
    Cover cover;
    cover.test = first_test(lower, upper);
    if (lower == upper && leads_to_constants(lower))
      take_true_edges(lower, cover);
    else
      expand(lower, upper, cover);
    const std::size_t number = covers_.size();
    covers_.push_back(std::move(cover));
    known_.put(lower, upper, static_cast<std::uint32_t>(number));
    return number;
  }

  MarkerClauses clauses(std::size_t cover) {
    std::vector<std::uint32_t> path;
    write(cover, path);
    return std::move(result_);
  }

 private:
  MarkerId function_of(std::size_t cover) const {
    return cover == everything ? always_id : covers_[cover].function;
  }

  TestId first_test(MarkerId lower, MarkerId upper) const {
    const TestId a = table_.test(lower);
    const TestId b = table_.test(upper);
    return table_.tests.compare(a, b) <= 0 ? a : b;
  }

  bool leads_to_constants(MarkerId id) const {
    const MarkerEdges edges = table_.edges(id);
    for (std::size_t i = 0; i < edges.size(); ++i)
      if (!is_constant(edges[i])) return false;
    return true;
  }

  void take_true_edges(MarkerId id, Cover& cover) {
    cover.function = id;
    for (Cofactor& cofactor : cofactors(id, id, cover.test))
      if (cofactor.lower == always_id)
        cover.branches.push_back({always_id, std::move(cofactor.guard), everything});
  }

  void expand(MarkerId lower, MarkerId upper, Cover& cover) {
    const std::vector<Cofactor> all = cofactors(lower, upper, cover.test);
    MarkerId allowed_everywhere = always_id;
    for (const Cofactor& cofactor : all)
      allowed_everywhere = table_.both(allowed_everywhere, cofactor.upper);

    MarkerId rest = never_id;
    for (const Cofactor& cofactor : all) {
      const std::size_t part =
          build(table_.both(cofactor.lower, negated(allowed_everywhere)), cofactor.upper);
      const MarkerId function = function_of(part);
      rest = table_.either(rest, table_.both(cofactor.lower, negated(function)));
      if (function == never_id) continue;
      if (Branch* seen = find(cover, function))
        widen(table_, cover.test, seen->guard, cofactor.guard);
      else
        cover.branches.push_back({function, cofactor.guard, part});
    }
    const std::size_t common = build(rest, allowed_everywhere);
    const MarkerId function = function_of(common);
    if (function != never_id) {
      MarkerGuard guard;
      guard.always = true;
      if (Branch* seen = find(cover, function))
        *seen = {function, std::move(guard), common};
      else
        cover.branches.push_back({function, std::move(guard), common});
    }
    cover.function = lower == upper ? lower : function_of_branches(cover);
  }

  static Branch* find(Cover& cover, MarkerId function) {
    const auto same = [&](const Branch& branch) { return branch.function == function; };
    const auto found = std::find_if(cover.branches.begin(), cover.branches.end(), same);
    return found == cover.branches.end() ? nullptr : &*found;
  }

  MarkerId function_of_branches(const Cover& cover) {
    MarkerId any = never_id;
    for (const Branch& branch : cover.branches)
      any = table_.either(
          any, table_.both(marker_of(table_, cover.test, branch.guard), branch.function));
    return any;
  }

  std::vector<Cofactor> cofactors(MarkerId lower, MarkerId upper, TestId test) {
    std::vector<Cofactor> all;
    const bool splits_lower = table_.test(lower) == test;
    const bool splits_upper = table_.test(upper) == test;
    if (table_.tests.at(test).is_boolean()) {
      for (const std::size_t edge : {std::size_t{1}, std::size_t{0}}) {
        MarkerGuard guard;
        guard.when_true = edge == 0;
        guard.when_false = edge == 1;
        all.push_back({std::move(guard), splits_lower ? table_.edges(lower)[edge] : lower,
                       splits_upper ? table_.edges(upper)[edge] : upper});
      }
      return all;
    }
    std::unordered_map<std::uint64_t, std::size_t> places;
    const auto add = [&](MarkerTable::Interval interval, MarkerId low, MarkerId up) {
      const auto key = (static_cast<std::uint64_t>(low) << 32U) | up;
      const auto [place, is_new] = places.emplace(key, all.size());
      if (is_new) all.push_back({{}, low, up});
      all[place->second].guard.intervals.push_back(interval);
    };
    visit_intervals(splits_lower ? lower : upper, splits_upper ? upper : lower,
                    [&](const MarkerTable::Interval& interval, MarkerId a, MarkerId b) {
                      add(interval, splits_lower ? a : lower, splits_upper ? b : upper);
                    });
    table_.spend(all.size());
    return all;
  }

  template <class Visit>
  void visit_intervals(MarkerId a, MarkerId b, Visit visit) {
    struct Start {
      MarkerCut cut;
      MarkerId left, right;
    };
    std::vector<Start> starts;
    visit_pairs(table_, a, b, [&](MarkerCut start, MarkerId left, MarkerId right) {
      starts.push_back({start, left, right});
    });
    for (std::size_t i = 0; i < starts.size(); ++i) {
      MarkerTable::Interval interval;
      interval.has_lower = i > 0;
      interval.lower = starts[i].cut;
      interval.has_upper = i + 1 < starts.size();
      if (interval.has_upper) interval.upper = starts[i + 1].cut;
      visit(interval, starts[i].left, starts[i].right);
    }
  }

  void write(std::size_t number, std::vector<std::uint32_t>& path) {
    if (number == nothing) return;
    if (number == everything) {
      written_ += path.size() + 1;
      if (written_ > most_terms) table_.spend(~std::uint64_t{0});
      if (!table_.is_over()) result_.clauses.push_back(path);
      return;
    }
    // A copy of the branches is not needed: no cover is added any more.
    for (const Branch& branch : covers_[number].branches) {
      for (const auto& alternative : terms_of(table_, covers_[number].test, branch.guard)) {
        if (table_.is_over()) return;
        const std::size_t length = path.size();
        for (const MarkerTerm& term : alternative) path.push_back(number_of(term));
        write(branch.cover, path);
        path.resize(length);
      }
    }
  }

  std::uint32_t number_of(const MarkerTerm& term) {
    const auto [place, is_new] =
        term_numbers_.emplace(term.text, static_cast<std::uint32_t>(result_.terms.size()));
    if (is_new) result_.terms.push_back(term);
    return place->second;
  }

  MarkerTable& table_;
  std::deque<Cover> covers_;
  MarkerMemo known_{std::size_t{1} << 26U};  // numbers of covers: must not forget within one build
  MarkerClauses result_;
  std::unordered_map<std::string, std::uint32_t> term_numbers_;
  std::size_t written_ = 0;
};

}  // namespace

MarkerClauses cover_of(MarkerTable& table, MarkerId id) {
  CoverBuilder builder(table);
  const std::size_t cover = builder.build(id, id);
  if (table.is_over()) return {};
  return builder.clauses(cover);
}

}  // namespace axle
