// SPDX-License-Identifier: MIT
#include "edit/requirement_list.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "base/try.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {
namespace {

/// A requirement's text up to the first sign of a specifier, and the rest: `foo` sorts before
/// `foo-bar` only in this form, since `>` comes behind `-`.
std::pair<std::string_view, std::string_view> name_and_rest(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of("<>=!~@"), text.size());
  return {text.substr(0, end), text.substr(end)};
}

bool by_parts(const std::string& a, const std::string& b) {
  return name_and_rest(a) < name_and_rest(b);
}
bool by_text(const std::string& a, const std::string& b) { return a < b; }

/// An order that people keep their lists in.
struct ListOrder {
  bool ignores_case;
  bool (*is_before)(const std::string&, const std::string&);

  bool operator()(const std::string& a, const std::string& b) const {
    return ignores_case ? is_before(ascii_lower(a), ascii_lower(b)) : is_before(a, b);
  }
};
constexpr std::array orders{ListOrder{true, by_parts}, ListOrder{true, by_text},
                            ListOrder{false, by_parts}, ListOrder{false, by_text}};

}  // namespace

RequirementList::Item RequirementList::item_of(const std::string& written) {
  Item item;
  if (auto text = read_toml_string(written)) item.text = *std::move(text);
  if (item.text)
    if (auto requirement = Requirement::parse(*item.text))
      item.requirement = *std::move(requirement);
  return item;
}

Result<RequirementList> RequirementList::read(std::string_view value) {
  RequirementList list;
  TRY(list.array_, TomlArray::parse(value));
  for (const std::string& item : list.array_.items()) list.items_.push_back(item_of(item));
  return list;
}

std::optional<std::size_t> RequirementList::find(const PackageName& name,
                                                 const Marker& marker) const {
  const auto found = std::ranges::find_if(items_, [&](const Item& item) {
    return item.requirement && item.requirement->name == name && item.requirement->marker == marker;
  });
  if (found == items_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - items_.begin());
}

bool RequirementList::has(const PackageName& name) const {
  return std::ranges::any_of(
      items_, [&](const Item& item) { return item.requirement && item.requirement->name == name; });
}

void RequirementList::put(std::size_t position, const Requirement& requirement) {
  const std::string text = requirement.to_string();
  array_.replace(position, toml_string(text));
  items_[position] = {text, requirement};
}

std::size_t RequirementList::place_of(std::string_view text) const {
  std::vector<std::string> texts;
  for (const Item& item : items_)
    if (item.text) texts.push_back(*item.text);
  const auto order = std::ranges::find_if(
      orders, [&](const ListOrder& one) { return std::ranges::is_sorted(texts, one); });
  if (order == orders.end()) return items_.size();
  const auto successor = std::ranges::find_if(items_, [&](const Item& item) {
    return item.text && (*order)(std::string(text), *item.text);
  });
  return static_cast<std::size_t>(successor - items_.begin());
}

bool RequirementList::add(const Requirement& requirement, bool has_source) {
  Requirement wanted = requirement;
  if (has_source) wanted.url.reset();
  const auto position = find(wanted.name, wanted.marker);
  if (!position) {
    const std::string text = wanted.to_string();
    const std::size_t place = place_of(text);
    array_.insert(place, toml_string(text));
    items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(place), {text, wanted});
    return true;
  }
  Requirement kept = *items_[*position].requirement;
  kept.extras.insert(kept.extras.end(), wanted.extras.begin(), wanted.extras.end());
  std::ranges::sort(kept.extras);
  kept.extras.erase(std::ranges::unique(kept.extras).begin(), kept.extras.end());
  if (has_source) kept.url.reset();
  if (wanted.url || !wanted.specifiers.empty()) {
    kept.url = wanted.url;
    kept.specifiers = wanted.specifiers;
  }
  put(*position, kept);
  return false;
}

void RequirementList::set_specifiers(const PackageName& name, const Marker& marker,
                                     const VersionSpecifiers& specifiers) {
  const auto position = find(name, marker);
  if (!position) return;
  Requirement bounded = *items_[*position].requirement;
  bounded.specifiers = specifiers;
  put(*position, bounded);
}

std::size_t RequirementList::remove(const PackageName& name) {
  std::size_t removed = 0;
  for (std::size_t i = items_.size(); i-- > 0;) {
    if (!items_[i].requirement || items_[i].requirement->name != name) continue;
    array_.erase(i);
    items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(i));
    ++removed;
  }
  return removed;
}

}  // namespace axle
