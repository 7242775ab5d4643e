// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/index/package_page.hpp"

namespace axle {

/// One file as a page states it: not yet known to be a wheel or an sdist, nor of which project. A
/// value.
struct PageLink {
  std::string filename;  ///< percent-decoded; valid UTF-8
  std::string url;       ///< as on the page, absolute or relative, without the fragment
  std::vector<FileHash> hashes;
  std::optional<std::string> requires_python;          ///< as written
  std::optional<std::string> yanked;                   ///< the reason, perhaps empty
  std::optional<std::vector<FileHash>> core_metadata;  ///< set if offered (PEP 658, PEP 714)
  std::optional<std::uint64_t> size;
  std::optional<std::int64_t> upload_time;  ///< milliseconds since 1970 (UTC)
};

/// A page of the simple API, in whichever form. Links are in page order.
struct ParsedPage {
  std::string base;  ///< absolute; what relative links are joined with
  ProjectStatus status;
  std::vector<PageLink> links;
};

/// The most links that a page may have: E_INDEX_LIMIT beyond. PyPI's largest pages have some 20
/// 000.
inline constexpr std::size_t max_page_links = 500'000;
/// The most bytes of a page, compressed or not.
inline constexpr std::uint64_t max_page_bytes = std::uint64_t{64} << 20;

/// The error of a page that is not what the simple API prescribes (E_INDEX_FORMAT); `place` says
/// where, or is empty.
std::unexpected<Error> bad_page(std::string_view page_url, std::string_view what,
                                std::string place = {});
/// The error of a page that is too large (E_INDEX_LIMIT).
std::unexpected<Error> page_too_large(std::string_view page_url, std::string_view what);

/// The page in `body` by its media type: PEP 691 JSON, PEP 503 HTML, or text/html; parameters are
/// ignored. `page_url` is where it came from in the end, after redirects. Errors: `integrity` with
/// E_INDEX_FORMAT if the type is missing or none of these, or the page is not well formed.
Result<ParsedPage> parse_page(std::string_view body, std::string_view content_type,
                              std::string_view page_url);

/// Puts `hash` in its place among `hashes` (weakest algorithm first); the last of an algorithm
/// counts.
void add_hash(std::vector<FileHash>& hashes, FileHash hash);

/// `active`, `archived`, `deprecated` or `quarantined` (PEP 792).
std::optional<ProjectStatus::Kind> parse_project_status(std::string_view text);

/// A digest in hexadecimal, brought to lower case. None if it has not the length of its algorithm
/// or other characters.
std::optional<FileHash> parse_digest(DigestAlgorithm algorithm, std::string_view hex);

}  // namespace axle
