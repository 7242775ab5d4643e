// SPDX-License-Identifier: MIT
#include "fetch/wheel_schemes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "archive/member_name.hpp"
#include "archive/refusal.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "fetch/wheel_scripts.hpp"

namespace axle {
namespace {

constexpr ErrorCode scheme_fault = ErrorCode::wheel_scheme;
constexpr std::array<std::string_view, 5> keys{"purelib", "platlib", "headers", "scripts", "data"};

// What begins the paths of site-packages and of the headers in the imagined environment: neither is
// a directory that `.data/data` could name.
constexpr std::string_view site = "<site>/";
constexpr std::string_view include = "<headers>/";

/// Where a member of the `.data` directory goes, as a path of an imagined environment in which
/// purelib and platlib are one directory.
Result<std::string> place_of_data(std::string_view wheel, std::string_view path,
                                  std::string_view data) {
  const std::string_view below = path.substr(data.size() + 1);
  const std::size_t slash = below.find('/');
  const std::string_view key = below.substr(0, slash);
  if (slash == std::string_view::npos || std::ranges::find(keys, key) == keys.end())
    return refuse(scheme_fault, wheel, path,
                  "below `.data` there are only purelib, platlib, headers, scripts and data");
  const std::string_view rest = below.substr(slash + 1);
  if (key == "scripts") {
    if (rest.find('/') != std::string_view::npos)
      return refuse(scheme_fault, wheel, path, "a script lies in a directory");
    if (is_reserved_script(rest))
      return refuse(scheme_fault, wheel, path,
                    "a script of this name would replace the environment's own");
    return "bin/" + std::string(rest);
  }
  if (key == "data") {
    const std::string lowered = ascii_lower(rest);
    if (lowered == "pyvenv.cfg")
      return refuse(scheme_fault, wheel, path, "it would replace the environment's own");
    for (const std::string_view scripts : {"bin/", "scripts/"})
      if (lowered.starts_with(scripts) &&
          is_reserved_script(std::string_view(lowered).substr(scripts.size())))
        return refuse(scheme_fault, wheel, path,
                      "a script of this name would replace the environment's own");
    return std::string(rest);
  }
  return fmt::format("{}{}", key == "headers" ? include : site, rest);
}

}  // namespace

Result<std::string> find_data_directory(std::string_view wheel, const ZipArchive& archive) {
  std::string_view found;
  for (const ZipMember& member : archive.members) {
    const std::string_view top = std::string_view(member.name).substr(0, member.name.find('/'));
    if (top.size() == member.name.size() || top == found || !ascii_lower(top).ends_with(".data"))
      continue;
    if (!found.empty() || !top.ends_with(".data"))
      return refuse(scheme_fault, wheel, top,
                    "there is a second `.data` directory, or it is not written in lower case");
    found = top;
  }
  return std::string(found);
}

Result<void> check_schemes(std::string_view wheel, const ZipArchive& archive,
                           const ManifestDraft& draft) {
  if (draft.data.empty()) return {};
  std::unordered_set<std::string> places;
  // What the root holds is looked up only where something of `.data` could meet it.
  for (const ZipMember& member : archive.members)
    if (!member.is_directory() && !member.name.starts_with(draft.data + "/"))
      places.insert(collision_key(fmt::format("{}{}", site, member.name)));
  for (const auto& script : draft.scripts) places.insert(collision_key("bin/" + script.name));
  for (const ZipMember& member : archive.members) {
    if (!member.name.starts_with(draft.data + "/")) continue;
    if (member.is_directory()) continue;
    TRY(const std::string place, place_of_data(wheel, member.name, draft.data));
    if (!places.insert(collision_key(place)).second)
      return refuse(scheme_fault, wheel, member.name,
                    "another file of the wheel goes to the same place");
  }
  return {};
}

}  // namespace axle
