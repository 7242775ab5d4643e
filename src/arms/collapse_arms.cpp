// SPDX-License-Identifier: MIT
#include "arms/collapse_arms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "accelerator/catalog.hpp"
#include "arms/machine_source.hpp"
#include "arms/uv_arms.hpp"
#include "axle/toml/toml.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "toml_edit/toml_array.hpp"
#include "toml_edit/toml_editor.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {
namespace {

std::unexpected<Error> would_lose(std::string what) {
  return fail(ErrorKind::invalid_input, std::move(what),
              "`accelerators` cannot say this: keep the extras, or take it out first");
}

/// Whether a marker tests nothing but the platform: that is what accelerators decide themselves.
bool is_of_platform(std::string_view marker) {
  constexpr std::array words{
      "sys_platform", "platform_system", "platform_machine", "os_name", "and", "or", "not", "in"};
  char quote = '\0';
  std::string word;
  const auto is_known = [&] {
    const bool known = word.empty() || std::ranges::find(words, word) != words.end();
    word.clear();
    return known;
  };
  for (const char c : marker) {
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (is_ascii_alnum(c) || c == '_') {
      word += c;
      continue;
    }
    if (!is_known()) return false;
  }
  return is_known();
}

class Collapse {
 public:
  Collapse(const Catalog& catalog, const Services& services, TomlDocument document,
           TomlEditor editor)
      : catalog_(catalog),
        services_(services),
        document_(std::move(document)),
        editor_(std::move(editor)) {}

  Result<CollapsedProject> collapse() {
    TRY_OK(find_arms());
    TRY_OK(read_sources());
    TRY_OK(read_requirements());
    TRY_OK(write_requirements());
    TRY_OK(remove_extras());
    TRY_OK(remove_sources());
    CollapsedProject collapsed{editor_.to_string(), {}};
    for (const auto& [extra, arm] : arms_) collapsed.accelerators.push_back(arm);
    return collapsed;
  }

 private:
  const TomlValue* find(const std::vector<std::string_view>& path) const {
    const TomlValue* here = &document_.root();
    for (const std::string_view key : path) {
      here = here->is_table() ? here->find(key) : nullptr;
      if (here == nullptr) return nullptr;
    }
    return here;
  }

  static std::string text_of(const TomlValue& table, std::string_view key) {
    const TomlValue* value = table.is_table() ? table.find(key) : nullptr;
    return value != nullptr && value->is_string() ? value->text : std::string();
  }

  /// The accelerator of each index that has a name.
  std::map<std::string, std::string> arms_of_indexes() const {
    std::map<std::string, std::string> arms;
    if (const TomlValue* indexes = find({"tool", "uv", "index"}); indexes && indexes->is_array())
      for (const TomlValue& index : indexes->items)
        if (const auto arm = arm_of_index(text_of(index, "url"), catalog_, services_))
          arms.emplace(text_of(index, "name"), *arm);
    return arms;
  }

  /// The first set of conflicts whose extras all lead torch to an accelerator.
  Result<void> find_arms() {
    const std::map<std::string, std::string> indexes = arms_of_indexes();
    std::map<std::string, std::string> arm_of_extra;
    if (const TomlValue* torch = find({"tool", "uv", "sources", "torch"}); torch != nullptr)
      for (const TomlValue& entry : torch->is_array() ? torch->items : std::vector{*torch})
        if (const auto arm = indexes.find(text_of(entry, "index"));
            arm != indexes.end() && !text_of(entry, "extra").empty())
          arm_of_extra[text_of(entry, "extra")] = arm->second;
    const TomlValue* sets = find({"tool", "uv", "conflicts"});
    for (std::size_t i = 0; sets != nullptr && sets->is_array() && i < sets->items.size(); ++i) {
      std::vector<std::pair<std::string, std::string>> arms;
      for (const TomlValue& item : sets->items[i].items)
        if (const auto arm = arm_of_extra.find(text_of(item, "extra"));
            arm != arm_of_extra.end() && text_of(item, "package").empty())
          arms.emplace_back(*arm);
      if (arms.empty() || arms.size() != sets->items[i].items.size()) continue;
      arms_ = std::move(arms);
      conflict_ = i;
      return {};
    }
    return fail(
        ErrorKind::invalid_input,
        "the project has no conflicting extras that lead `torch` to indexes of accelerators",
        "write `accelerators = [\"cpu\", \"cu126\"]` into `[tool.axle]`");
  }

  bool is_arm(std::string_view extra) const {
    return std::ranges::find(arms_, extra, &std::pair<std::string, std::string>::first) !=
           arms_.end();
  }

  Result<void> read_source(const std::string& package, const TomlValue& entry) {
    const std::string extra = text_of(entry, "extra");
    if (!is_arm(extra)) {
      kept_indexes_.insert(text_of(entry, "index"));
      if (catalog_.is_family(package))
        return would_lose(fmt::format(
            "`tool.uv.sources` leads `{}` to a place that is no accelerator's", package));
      return {};
    }
    if (!catalog_.is_family(package))
      return would_lose(fmt::format(
          "`tool.uv.sources` leads `{}`, which is none of PyTorch's packages, to the index of `{}`",
          package, extra));
    if (!is_of_platform(text_of(entry, "marker")))
      return would_lose(fmt::format("the source of `{}` for `{}` depends on more than the platform",
                                    package, extra));
    const std::map<std::string, std::string> indexes = arms_of_indexes();
    const auto arm = indexes.find(text_of(entry, "index"));
    const auto own = std::ranges::find(arms_, extra, &std::pair<std::string, std::string>::first);
    if (arm == indexes.end() || arm->second != own->second)
      return would_lose(
          fmt::format("`{}` leads `{}` to another index than `torch`", extra, package));
    led_[package].insert(extra);
    old_indexes_.insert(arm->first);
    return {};
  }

  Result<void> read_sources() {
    const TomlValue* sources = find({"tool", "uv", "sources"});
    for (const TomlEntry& package : sources->entries)
      for (const TomlValue& entry :
           package.value.is_array() ? package.value.items : std::vector{package.value})
        TRY_OK(read_source(package.key, entry));
    return {};
  }

  /// What an extra asks for, without markers of platforms that its sources have.
  Result<void> read_requirements() {
    for (const auto& [extra, arm] : arms_) {
      const TomlValue* list = find({"project", "optional-dependencies", extra});
      if (list == nullptr || !list->is_array())
        return would_lose(fmt::format("`{}` is not among `project.optional-dependencies`", extra));
      for (const TomlValue& item : list->items) {
        TRY(Requirement requirement, Requirement::parse(item.text));
        const std::string& name = requirement.name.text();
        if (!catalog_.is_family(name)) {
          own_[extra].push_back(item.text);
          continue;
        }
        if (!led_[name].contains(extra))
          return would_lose(fmt::format("`{}` has `{}` from no index of its own", extra, name));
        if (is_pin_of_the_lock(requirement)) continue;
        own_[extra].push_back(item.text);
      }
    }
    return {};
  }

  /// A release that an accelerator's lock has in any case: of what the project itself asks for, or
  /// of what torch pins.
  bool is_pin_of_the_lock(const Requirement& requirement) const {
    const auto& clauses = requirement.specifiers.items();
    if (clauses.size() != 1 || clauses.front().op != Operator::equal) return false;
    const auto& leading = catalog_.tables().same_release;
    if (std::ranges::find(leading, requirement.name.text()) == leading.end()) return true;
    const TomlValue* list = find({"project", "dependencies"});
    return list != nullptr && std::ranges::any_of(list->items, [&](const TomlValue& item) {
             const auto own = Requirement::parse(item.text);
             return own && own->name == requirement.name;
           });
  }

  Result<void> write_requirements() {
    std::vector<std::string> common;
    for (const std::string& text : own_[arms_.front().first])
      if (std::ranges::all_of(arms_, [&](const auto& arm) {
            return std::ranges::find(own_[arm.first], text) != own_[arm.first].end();
          }))
        common.push_back(text);
    TRY(TomlArray list,
        TomlArray::parse(editor_.value({"project", "dependencies"}).value_or("[]")));
    for (const std::string& text : common) list.insert(list.size(), toml_string(text));
    if (!common.empty())
      TRY_OK(editor_.set({"project", "dependencies"}, list.to_string(editor_.line_end())));
    std::string names;
    for (const auto& [extra, arm] : arms_) names += (names.empty() ? "" : ", ") + toml_string(arm);
    TRY_OK(editor_.set({"tool", "axle", "accelerators"}, "[" + names + "]"));
    for (const auto& [extra, arm] : arms_) {
      std::string rest;
      for (const std::string& text : own_[extra])
        if (std::ranges::find(common, text) == common.end())
          rest += (rest.empty() ? "" : ", ") + toml_string(text);
      if (!rest.empty())
        TRY_OK(editor_.set({"tool", "axle", "accelerator", arm, "dependencies"}, "[" + rest + "]"));
    }
    return {};
  }

  Result<void> remove_extras() {
    const TomlPath extras{"project", "optional-dependencies"};
    for (const auto& [extra, arm] : arms_)
      editor_.remove({"project", "optional-dependencies", extra});
    if (editor_.keys(extras).empty()) editor_.remove(extras);
    TRY(TomlArray sets,
        TomlArray::parse(editor_.value({"tool", "uv", "conflicts"}).value_or("[]")));
    sets.erase(conflict_);
    if (sets.is_empty())
      editor_.remove({"tool", "uv", "conflicts"});
    else
      TRY_OK(editor_.set({"tool", "uv", "conflicts"}, sets.to_string(editor_.line_end())));
    return {};
  }

  Result<void> remove_sources() {
    for (const auto& [package, extras] : led_) editor_.remove({"tool", "uv", "sources", package});
    if (editor_.keys({"tool", "uv", "sources"}).empty()) editor_.remove({"tool", "uv", "sources"});
    std::vector<std::size_t> items = editor_.items({"tool", "uv", "index"});
    for (auto item = items.rbegin(); item != items.rend(); ++item) {
      const auto name = read_toml_string(editor_.item_value(*item, "name").value_or(""));
      if (name && old_indexes_.contains(*name) && !kept_indexes_.contains(*name))
        editor_.remove_item(*item);
    }
    if (editor_.kind({"tool", "uv"}) == TomlEditor::Kind::table &&
        editor_.keys({"tool", "uv"}).empty())
      editor_.remove({"tool", "uv"});
    return {};
  }

  const Catalog& catalog_;
  const Services& services_;
  TomlDocument document_;
  TomlEditor editor_;
  std::vector<std::pair<std::string, std::string>> arms_;  // extra and accelerator
  std::size_t conflict_ = 0;                               // position of their set
  std::map<std::string, std::set<std::string>> led_;       // by package, the extras with a source
  std::map<std::string, std::vector<std::string>> own_;    // by extra, what it asks for
  std::set<std::string> old_indexes_, kept_indexes_;
};

}  // namespace

Result<CollapsedProject> collapse_arms(const std::string& text, const Project& project,
                                       Services& services) {
  if (project.accelerators)
    return fail(
        ErrorKind::invalid_input,
        fmt::format("the project has `accelerators` already ({})", project.accelerators->place),
        "nothing is to be done");
  TRY(const Catalog catalog, accelerator_catalog(services));
  TRY(TomlDocument document, TomlDocument::parse(project.root / "pyproject.toml", text));
  TRY(TomlEditor editor, TomlEditor::open(text));
  return Collapse(catalog, services, std::move(document), std::move(editor)).collapse();
}

}  // namespace axle
