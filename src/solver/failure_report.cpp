// SPDX-License-Identifier: MIT
#include "solver/failure_report.hpp"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace axle::solver {
namespace {

// `clause` and what follows it; a clause that ends in a line break (a list of versions) is followed
// by nothing.
std::string then(std::string clause, std::string_view rest) {
  if (!clause.empty() && clause.back() != '\n' && clause.back() != ' ') clause += rest;
  return clause;
}

// Says a proof depth first: the strand behind a conclusion, then the conclusion. Not by recursion,
// as a proof may be deeper than the stack.
class Reporter {
 public:
  Reporter(const Derivation& derivation, const ReportFormatter& formatter)
      : nodes_(derivation.nodes), formatter_(formatter) {}

  std::vector<std::string> run() {
    const DerivationNode& root = nodes_.back();
    if (const Fact* fact = std::get_if<Fact>(&root)) return {formatter_.fact(*fact)};
    explain(std::get<Conclusion>(root));
    while (!tasks_.empty()) {
      const std::function<void()> task = std::move(tasks_.back());
      tasks_.pop_back();
      task();
    }
    return std::move(lines_);
  }

 private:
  const Fact* fact(std::uint32_t place) const { return std::get_if<Fact>(&nodes_[place]); }
  const Conclusion& conclusion(std::uint32_t place) const {
    return std::get<Conclusion>(nodes_[place]);
  }

  std::optional<unsigned> line_of(const Conclusion& known) const {
    const auto found = numbered_.find(known.id);
    if (!known.is_shared || found == numbered_.end()) return std::nullopt;
    return found->second;
  }

  unsigned number_last_line() {
    ++numbers_;
    if (!lines_.empty()) lines_.back() += fmt::format(" ({})", numbers_);
    return numbers_;
  }

  // To be done next, before all that was put off already.
  void put_off(std::function<void()> task) { tasks_.push_back(std::move(task)); }
  void say(std::string line) { lines_.push_back(std::move(line)); }
  void explain(const Conclusion& current);
  void explain_with_fact(const Conclusion& current, const Conclusion& before, const Fact& fact);
  void explain_with_two(const Conclusion& current, const Conclusion& first,
                        const Conclusion& second);

  std::string known_from(unsigned line, const Conclusion& known) const {
    return fmt::format("we know from ({}) that {}", line, formatter_.conclusion(known.terms));
  }
  std::string so(const Conclusion& current) const {
    return "we can conclude that " + then(formatter_.conclusion(current.terms), ".");
  }

  const std::vector<DerivationNode>& nodes_;
  const ReportFormatter& formatter_;
  std::vector<std::string> lines_;
  std::vector<std::function<void()>> tasks_;    // a stack
  std::map<std::uint32_t, unsigned> numbered_;  // by conclusion: its number in the text
  unsigned numbers_ = 0;
};

void Reporter::explain(const Conclusion& current) {
  put_off([this, &current] {
    if (current.is_shared && !numbered_.contains(current.id))
      numbered_[current.id] = number_last_line();
  });
  const Fact* first = fact(current.first);
  const Fact* second = fact(current.second);
  if (first && second)
    say("Because " + then(formatter_.both(*first, *second), ", ") + so(current));
  else if (first)
    explain_with_fact(current, conclusion(current.second), *first);
  else if (second)
    explain_with_fact(current, conclusion(current.first), *second);
  else
    explain_with_two(current, conclusion(current.first), conclusion(current.second));
}

void Reporter::explain_with_fact(const Conclusion& current, const Conclusion& before,
                                 const Fact& added) {
  if (const auto line = line_of(before))
    return say("Because " + then(known_from(*line, before), " ") + "and " +
               then(formatter_.fact(added), ", ") + so(current));

  // Two facts in a row are said in one line.
  const Fact* first = fact(before.first);
  const Fact* second = fact(before.second);
  if ((first == nullptr) != (second == nullptr)) {
    const Fact& earlier = first ? *first : *second;
    const Conclusion& strand = conclusion(first ? before.second : before.first);
    put_off([this, &current, &earlier, &added] {
      say("And because " + then(formatter_.both(earlier, added), ", ") + so(current));
    });
    return put_off([this, &strand] { explain(strand); });
  }
  put_off([this, &current, &added] {
    say("And because " + then(formatter_.fact(added), ", ") + so(current));
  });
  put_off([this, &before] { explain(before); });
}

void Reporter::explain_with_two(const Conclusion& current, const Conclusion& first,
                                const Conclusion& second) {
  const auto conclude_from = [this, &current](unsigned line, const Conclusion& known) {
    say("And because " + then(known_from(line, known), ", ") + so(current));
  };
  const auto first_line = line_of(first);
  const auto second_line = line_of(second);
  if (first_line && second_line) {
    return say("Because " + then(known_from(*first_line, first), " ") + "and " +
               then(known_from(*second_line, second), ", ") +
               then(formatter_.conclusion(current.terms), "."));
  }
  if (first_line || second_line) {
    const Conclusion& known = first_line ? first : second;
    const Conclusion& open = first_line ? second : first;
    put_off([=, &known, line = first_line ? *first_line : *second_line] {
      conclude_from(line, known);
    });
    return put_off([this, &open] { explain(open); });
  }
  put_off([=, this, &current, &first, &second] {
    if (first.is_shared) {  // it has a number now, so this is the case above
      say("");
      return explain(current);
    }
    const unsigned line = number_last_line();
    say("");
    put_off([=, &first] { conclude_from(line, first); });
    put_off([this, &second] { explain(second); });
  });
  put_off([this, &first] { explain(first); });
}

}  // namespace

std::string ReportFormatter::both(const Fact& first, const Fact& second) const {
  return then(fact(first), " ") + "and " + fact(second);
}

std::vector<std::string> report(const Derivation& derivation, const ReportFormatter& formatter) {
  return Reporter(derivation, formatter).run();
}

std::string report_text(const Derivation& derivation, const ReportFormatter& formatter) {
  return fmt::format("{}", fmt::join(report(derivation, formatter), "\n"));
}

}  // namespace axle::solver
