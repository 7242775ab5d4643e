// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/environment.hpp"
#include "net/url.hpp"

namespace axle {

/// The host that each index name had when its login was last given to it, kept for the user across
/// projects: names of indexes are the project's to choose, and a login goes by its name. In
/// `$XDG_STATE_HOME/axle/index-hosts`, else below `$HOME/.local/state`, one line for each name;
/// without either nothing is kept.
class IndexHosts {
 public:
  static IndexHosts read(const Environment& environment);

  /// `name`: as it stands in variables, see index_variable_name.
  std::optional<std::string> find(std::string_view name) const;
  /// Writes it down at once. What cannot be written is not kept.
  void remember(const std::string& name, const std::string& place);

 private:
  std::filesystem::path file_;
  std::map<std::string, std::string, std::less<>> places_;
};

/// "pypi.example.com", with the port if it is not https's: as it is kept and pinned.
std::string index_place(const Url& url);

/// Whether a pin (`AXLE_INDEX_<NAME>_HOST`: places with commas between) names the place. Without a
/// port it names https's.
bool is_pinned(std::string_view pin, const Url& url);

}  // namespace axle
