// SPDX-License-Identifier: MIT
#include "index/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "index/page_html.hpp"
#include "index/page_json.hpp"

namespace axle {

std::unexpected<Error> bad_page(std::string_view page_url, std::string_view what,
                                std::string place) {
  return fail_with_code(
      ErrorKind::integrity, ErrorCode::index_format,
      fmt::format("the index page `{}` is not usable: {}", escape_foreign(page_url), what),
      std::string(page_url), std::move(place));
}

std::unexpected<Error> page_too_large(std::string_view page_url, std::string_view what) {
  return fail_with_code(ErrorKind::integrity, ErrorCode::index_limit,
                        fmt::format("the index page `{}` has {}", escape_foreign(page_url), what),
                        std::string(page_url));
}

Result<ParsedPage> parse_page(std::string_view body, std::string_view content_type,
                              std::string_view page_url) {
  if (body.size() > max_page_bytes) return page_too_large(page_url, "more than 64 MiB");
  const std::string_view media_type = trim(content_type.substr(0, content_type.find(';')));
  if (equals_ignoring_case(media_type, "application/vnd.pypi.simple.v1+json"))
    return parse_json_page(body, page_url);
  if (equals_ignoring_case(media_type, "application/vnd.pypi.simple.v1+html") ||
      equals_ignoring_case(media_type, "text/html"))
    return parse_html_page(body, page_url);
  if (media_type.empty()) return bad_page(page_url, "it has no Content-Type");
  return bad_page(page_url, fmt::format("its Content-Type is `{}`, which is not the simple API's",
                                        escape_foreign(media_type.substr(0, 100))));
}

void add_hash(std::vector<FileHash>& hashes, FileHash hash) {
  const auto place = std::ranges::lower_bound(hashes, hash.algorithm, {}, &FileHash::algorithm);
  if (place != hashes.end() && place->algorithm == hash.algorithm)
    *place = std::move(hash);
  else
    hashes.insert(place, std::move(hash));
}

std::optional<ProjectStatus::Kind> parse_project_status(std::string_view text) {
  if (text == "active") return ProjectStatus::Kind::active;
  if (text == "archived") return ProjectStatus::Kind::archived;
  if (text == "deprecated") return ProjectStatus::Kind::deprecated;
  if (text == "quarantined") return ProjectStatus::Kind::quarantined;
  return std::nullopt;
}

std::optional<FileHash> parse_digest(DigestAlgorithm algorithm, std::string_view hex) {
  const auto is_hex = [](char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  if (hex.size() != hex_length(algorithm) || !std::ranges::all_of(hex, is_hex)) return std::nullopt;
  return FileHash{algorithm, ascii_lower(hex)};
}

}  // namespace axle
