// SPDX-License-Identifier: MIT
#include "index/page_files.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "net/url.hpp"

namespace axle {
namespace {

using Reason = DroppedFile::Reason;

// uv reads these as source distributions.
constexpr std::string_view sdist_endings[] = {".tar.gz", ".zip",    ".tgz",      ".tar.bz2",
                                              ".tbz",    ".tar.xz", ".txz",      ".tar",
                                              ".tar.lz", ".tlz",    ".tar.lzma", ".tar.zst"};

bool is_sdist_name(std::string_view filename) {
  return std::ranges::any_of(sdist_endings,
                             [&](std::string_view ending) { return filename.ends_with(ending); });
}

// The server never names a place: what could climb out of a folder is no file name.
bool is_one_file_name(std::string_view filename) {
  return std::ranges::none_of(filename, [](char c) {
    return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

}  // namespace

std::variant<DistributionFilename, Reason> read_filename(const std::string& filename,
                                                         const PackageName& name) {
  const bool is_wheel = filename.ends_with(".whl");
  if (!is_wheel && !is_sdist_name(filename)) return Reason::not_a_distribution;
  if (!is_one_file_name(filename)) return Reason::malformed_name;
  if (is_wheel) {
    auto wheel = WheelFilename::parse(filename);
    if (!wheel) return Reason::malformed_name;
    if (wheel->name != name) return Reason::other_project;
    return *std::move(wheel);
  }
  auto sdist = SdistFilename::parse(filename, name);
  if (!sdist) return Reason::malformed_name;
  return *std::move(sdist);
}

std::variant<DistributionFilename, Reason> read_filename(const std::string& filename) {
  if (filename.ends_with(".whl") && is_one_file_name(filename)) {
    auto wheel = WheelFilename::parse(filename);
    if (!wheel) return Reason::malformed_name;
    return *std::move(wheel);
  }
  for (const std::string_view ending : sdist_endings) {
    if (!filename.ends_with(ending)) continue;
    const std::string_view stem =
        std::string_view(filename).substr(0, filename.size() - ending.size());
    const auto name = PackageName::parse(stem.substr(0, std::min(stem.rfind('-'), stem.size())));
    if (!name) return Reason::malformed_name;
    return read_filename(filename, *name);
  }
  return Reason::not_a_distribution;
}

std::optional<std::string> LinkResolver::url_of(const PageLink& link) const {
  const auto is_allowed = [this](std::string_view url) {
    return starts_with_ignoring_case(url, "https://") ||
           starts_with_ignoring_case(url, "http://") ||
           (allow_files_ && starts_with_ignoring_case(url, "file:"));
  };
  if (has_scheme(link.url)) {
    if (!is_allowed(link.url)) return std::nullopt;
    return link.url;
  }
  const auto base = Url::parse(base_);
  if (!base) return std::nullopt;
  const auto joined = base->join(link.url);
  if (!joined) return std::nullopt;
  std::string url = joined->to_string();
  if (!is_allowed(url)) return std::nullopt;
  return url;
}

std::optional<std::filesystem::path> local_path_of(const std::string& url) {
  if (!starts_with_ignoring_case(url, "file:")) return std::nullopt;
  std::string_view path = std::string_view(url).substr(5);
  path = path.substr(0, path.find_first_of("?#"));
  if (path.starts_with("//")) {
    path.remove_prefix(2);
    if (starts_with_ignoring_case(path, "localhost/"))
      path.remove_prefix(std::string_view("localhost").size());
  }
  if (!path.starts_with('/')) return std::nullopt;
  return std::filesystem::path(percent_decode(path)).lexically_normal();
}

}  // namespace axle
