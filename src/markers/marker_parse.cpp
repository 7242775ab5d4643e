// SPDX-License-Identifier: MIT
#include "markers/marker_parse.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "markers/marker_platform.hpp"

namespace axle {

namespace {

constexpr unsigned deepest_nesting = 100;

struct ExtraVariable {};
enum class ListVariable { extras, groups };
/// One side of a comparison: a quoted text, or one of the variables.
using Operand = std::variant<std::string_view, MarkerVariable, ExtraVariable, ListVariable>;

constexpr std::array<std::pair<std::string_view, MarkerVariable>, 17> variables = {
    {{"os_name", MarkerVariable::os_name},
     {"sys_platform", MarkerVariable::sys_platform},
     {"platform_system", MarkerVariable::platform_system},
     {"platform_machine", MarkerVariable::platform_machine},
     {"platform_python_implementation", MarkerVariable::platform_python_implementation},
     {"platform_release", MarkerVariable::platform_release},
     {"platform_version", MarkerVariable::platform_version},
     {"implementation_name", MarkerVariable::implementation_name},
     {"implementation_version", MarkerVariable::implementation_version},
     {"python_full_version", MarkerVariable::python_full_version},
     {"python_version", MarkerVariable::python_version},
     // Names of PEP 345 and of setuptools, which old packages still have.
     {"os.name", MarkerVariable::os_name},
     {"sys.platform", MarkerVariable::sys_platform},
     {"platform.machine", MarkerVariable::platform_machine},
     {"platform.python_implementation", MarkerVariable::platform_python_implementation},
     {"python_implementation", MarkerVariable::platform_python_implementation},
     {"platform.version", MarkerVariable::platform_version}}};

bool is_name_character(char c) { return is_ascii_alnum(c) || c == '_' || c == '.'; }

class Parser {
 public:
  Parser(MarkerTable& table, MarkerAtoms& atoms, std::string_view text)
      : table_(table), atoms_(atoms), in_(text) {}

  Result<MarkerId> whole() {
    TRY(const std::optional<MarkerId> marker, disjunction(0));
    in_.skip_space();
    if (!in_.at_end()) return unexpected("`and`, `or` or the end");
    if (table_.is_over()) return too_complex();
    return marker.value_or(always_id);
  }

 private:
  // Nothing: all of it was left out.
  using Part = Result<std::optional<MarkerId>>;

  /// Joins many parts in pairs, then the pairs in pairs and so on: one after the other would build
  /// a diagram of all parts so far for each of them.
  class Fold {
   public:
    Fold(Parser& parser, MarkerId (MarkerTable::*join)(MarkerId, MarkerId))
        : parser_(parser), join_(join) {}
    void add(MarkerId part) {
      parts_.push_back(part);
      for (std::size_t number = ++count_; number % 2 == 0; number /= 2) join_last_two();
    }
    std::optional<MarkerId> result() {
      if (parts_.empty()) return std::nullopt;
      while (parts_.size() > 1) join_last_two();
      return parts_.front();
    }

   private:
    void join_last_two() {
      const MarkerId last = parts_.back();
      parts_.pop_back();
      parts_.back() = parser_.canonical((parser_.table_.*join_)(parts_.back(), last));
    }
    Parser& parser_;
    MarkerId (MarkerTable::*join_)(MarkerId, MarkerId);
    std::vector<MarkerId> parts_;
    std::size_t count_ = 0;
  };

  Part disjunction(unsigned depth) {
    Fold all(*this, &MarkerTable::either);
    do {
      TRY(const std::optional<MarkerId> part, conjunction(depth));
      if (part) all.add(*part);
      if (table_.is_over()) return too_complex();
    } while (keyword("or"));
    return all.result();
  }

  Part conjunction(unsigned depth) {
    Fold all(*this, &MarkerTable::both);
    do {
      TRY(const std::optional<MarkerId> part, single(depth));
      if (part) all.add(*part);
      if (table_.is_over()) return too_complex();
    } while (keyword("and"));
    return all.result();
  }

  Part single(unsigned depth) {
    in_.skip_space();
    if (!in_.skip('(')) return comparison();
    if (depth == deepest_nesting) return too_complex();
    TRY(const std::optional<MarkerId> inner, disjunction(depth + 1));
    in_.skip_space();
    if (!in_.skip(')')) return unexpected("`)`");
    return inner;
  }

  Part comparison() {
    TRY(const Operand left, operand());
    TRY(const MarkerOperator op, read_operator());
    in_.skip_space();
    const std::size_t start = in_.position();
    TRY(const Operand right, operand());
    const std::string_view right_name = in_.since(start);
    if (std::holds_alternative<ListVariable>(left))
      return fail_here("`extras` and `dependency_groups` stand right of `in`");
    if (const auto* list = std::get_if<ListVariable>(&right)) return in_list(left, op, *list);
    const auto* left_text = std::get_if<std::string_view>(&left);
    const auto* right_text = std::get_if<std::string_view>(&right);
    // No sense can be made of two texts, so it is as if they were not there.
    if (left_text != nullptr && right_text != nullptr) return std::nullopt;
    const bool is_reversed = left_text != nullptr;
    // As in pypa/packaging, a variable on the right of another one is the text of its name.
    const std::string_view text = is_reversed             ? *left_text
                                  : right_text != nullptr ? *right_text
                                                          : right_name;
    const Operand& variable = is_reversed ? right : left;
    if (std::holds_alternative<ExtraVariable>(variable)) return atoms_.extra(op, text);
    const auto atom = atoms_.comparison(std::get<MarkerVariable>(variable),
                                        is_reversed ? turned_round(op) : op, text, is_reversed);
    return atom ? std::optional(canonical(*atom)) : std::nullopt;
  }

  Part in_list(const Operand& left, MarkerOperator op, ListVariable list) {
    if (op != MarkerOperator::in && op != MarkerOperator::not_in)
      return fail_here("only `in` and `not in` look into a list");
    const auto* text = std::get_if<std::string_view>(&left);
    if (text == nullptr) return std::nullopt;
    return atoms_.list(list == ListVariable::extras, op == MarkerOperator::in, *text);
  }

  Result<Operand> operand() {
    in_.skip_space();
    const char quote = in_.peek();
    if (quote == '\'' || quote == '"') {
      in_.next();
      const std::string_view text = in_.take_while([&](char c) { return c != quote; });
      if (!in_.skip(quote)) return unexpected("a closing quote");
      if (text.find('\\') != std::string_view::npos)
        return fail_here("a marker has no escapes, so no `\\`");
      return text;
    }
    const std::size_t start = in_.position();
    const std::string_view name = in_.take_while(is_name_character);
    for (const auto& [known, variable] : variables)
      if (name == known) return variable;
    if (name == "extra") return ExtraVariable{};
    if (name == "extras") return ListVariable::extras;
    if (name == "dependency_groups") return ListVariable::groups;
    in_.move_to(start);
    return unexpected("a quoted text or the name of a variable");
  }

  Result<MarkerOperator> read_operator() {
    using enum MarkerOperator;
    in_.skip_space();
    if (keyword("in")) return in;
    if (keyword("not")) {
      if (!is_ascii_space(in_.peek()) || !keyword("in")) return unexpected("`in`");
      return not_in;
    }
    // PEP 440's arbitrary equality is plain equality for what a machine has.
    constexpr std::array<std::pair<std::string_view, MarkerOperator>, 8> operators = {
        {{"===", equal},
         {"==", equal},
         {"!=", not_equal},
         {"~=", compatible},
         {"<=", less_equal},
         {">=", greater_equal},
         {"<", less},
         {">", greater}}};
    for (const auto& [text, op] : operators)
      if (in_.skip(text)) return op;
    return unexpected("an operator");
  }

  // Skips white space and `word`, if it is there as a whole word.
  bool keyword(std::string_view word) {
    in_.skip_space();
    if (!in_.rest().starts_with(word) || is_name_character(in_.peek(word.size()))) return false;
    in_.skip(word);
    return true;
  }

  MarkerId canonical(MarkerId id) { return canonical_on_platforms(table_, id); }

  std::unexpected<Error> unexpected(std::string_view wanted) const {
    const std::string_view rest = in_.rest();
    const std::string found =
        rest.empty() ? "the end" : fmt::format("`{}`", escape_foreign(rest.substr(0, 30)));
    return fail_here(fmt::format("expected {}, found {}", wanted, found));
  }

  std::unexpected<Error> fail_here(std::string_view what) const {
    const std::string_view text = in_.text();
    return fail(
        ErrorKind::invalid_input,
        fmt::format("`{}{}` is not a marker: {}, at byte {}", escape_foreign(text.substr(0, 200)),
                    text.size() > 200 ? "…" : "", what, in_.position()));
  }

  std::unexpected<Error> too_complex() const {
    return fail(ErrorKind::invalid_input, fmt::format("the marker `{}{}` is too complex",
                                                      escape_foreign(in_.text().substr(0, 200)),
                                                      in_.text().size() > 200 ? "…" : ""));
  }

  MarkerTable& table_;
  MarkerAtoms& atoms_;
  Cursor in_;
};

}  // namespace

MarkerOperator turned_round(MarkerOperator op) {
  switch (op) {
    case MarkerOperator::less:
      return MarkerOperator::greater;
    case MarkerOperator::less_equal:
      return MarkerOperator::greater_equal;
    case MarkerOperator::greater:
      return MarkerOperator::less;
    case MarkerOperator::greater_equal:
      return MarkerOperator::less_equal;
    case MarkerOperator::in:
      return MarkerOperator::contains;
    case MarkerOperator::not_in:
      return MarkerOperator::not_contains;
    case MarkerOperator::contains:
      return MarkerOperator::in;
    case MarkerOperator::not_contains:
      return MarkerOperator::not_in;
    default:
      return op;
  }
}

Result<MarkerId> parse_marker(MarkerTable& table, MarkerAtoms& atoms, std::string_view text) {
  return Parser(table, atoms, text).whole();
}

}  // namespace axle
