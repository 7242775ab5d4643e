// SPDX-License-Identifier: MIT
#include "index/page_html.hpp"

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/html_scanner.hpp"
#include "model/upload_time.hpp"
#include "net/url.hpp"

namespace axle {
namespace {

enum class DigestFault { unknown_algorithm, malformed };

struct Digests {
  std::vector<FileHash> hashes;
  std::optional<DigestFault> fault;
};

// `sha256=…`, several joined by `&`. Parts that are no `name=value` are somebody's anchor, `egg=`
// is pip's: both pass.
Digests parse_digests(std::string_view text) {
  Digests digests;
  for (const std::string_view part : split(text, '&')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || part.find('=', equals + 1) != std::string_view::npos)
      continue;
    const std::string_view name = part.substr(0, equals);
    if (name == "egg") continue;
    const auto algorithm = parse_digest_algorithm(name);
    if (!algorithm) {
      digests.fault = DigestFault::unknown_algorithm;
      continue;
    }
    auto hash = parse_digest(*algorithm, part.substr(equals + 1));
    if (!hash) {
      digests.fault = DigestFault::malformed;
      continue;
    }
    add_hash(digests.hashes, *std::move(hash));
  }
  return digests;
}

// PEP 714: the new name of the attribute wins. What cannot be read counts as absent: the wheel
// itself has the metadata.
std::optional<std::vector<FileHash>> read_core_metadata(const HtmlTag& tag) {
  auto value = tag.value("data-core-metadata");
  if (!value) value = tag.value("data-dist-info-metadata");
  if (!value || *value == "false") return std::nullopt;
  if (*value == "true") return std::vector<FileHash>{};
  Digests digests = parse_digests(*value);
  if (digests.fault || digests.hashes.empty()) return std::nullopt;
  return std::move(digests.hashes);
}

class HtmlPageParser {
 public:
  HtmlPageParser(std::string_view body, std::string_view page_url)
      : body_(body), page_url_(page_url), scanner_(body) {}

  Result<ParsedPage> parse() {
    bool any_tag = false;
    while (scanner_.next(tag_)) {
      any_tag = true;
      TRY_OK(read_tag());
    }
    if (!any_tag && !trim(body_).empty()) return bad_page(page_url_, "it is not HTML");
    if (wants_password_ && page_.links.empty())
      return bad_page(page_url_, "this is a page to sign in, not a package index");
    if (page_.base.empty()) page_.base = page_url_;
    return std::move(page_);
  }

 private:
  Result<void> read_tag() {
    if (tag_.is("a")) {
      links_began_ = true;
      return read_link();
    }
    if (tag_.is("link")) links_began_ = true;
    if (tag_.is("base") && !links_began_ && page_.base.empty()) return read_base();
    if (tag_.is("meta")) return read_meta();
    if (tag_.is("input") && equals_ignoring_case(tag_.value("type").value_or(""), "password"))
      wants_password_ = true;
    return {};
  }

  Result<void> read_base() {
    const auto href = tag_.value("href");
    if (!href || trim(*href).empty()) return {};
    const std::string text(trim(*href));
    // HTML lets a base be relative to the page itself.
    auto base = has_scheme(text) ? Url::parse(text) : join(text);
    if (!base ||
        (base->scheme() != "http" && base->scheme() != "https" && base->scheme() != "file"))
      return bad_page(page_url_, fmt::format("its base `{}` is not a URL", escape_foreign(text)));
    page_.base = has_scheme(text) ? text : base->to_string();
    return {};
  }

  Result<Url> join(std::string_view reference) const {
    TRY(const Url page, Url::parse(page_url_));
    return page.join(reference);
  }

  Result<void> read_meta() {
    const std::string name = tag_.value("name").value_or("");
    if (name == "pypi:repository-version") {
      const std::string version = tag_.value("content").value_or("");
      const auto major = parse_unsigned(std::string_view(version).substr(0, version.find('.')));
      if (major != 1U)
        return bad_page(page_url_,
                        fmt::format("its repository version is `{}`, and axle reads version 1",
                                    escape_foreign(version.substr(0, 40))));
    } else if (name == "pypi:project-status") {
      if (const auto kind = parse_project_status(tag_.value("content").value_or("")))
        page_.status.kind = *kind;
    } else if (name == "pypi:project-status-reason") {
      page_.status.reason = tag_.value("content");
    }
    return {};
  }

  Result<void> read_link() {
    const auto decoded = tag_.value("href");
    if (!decoded) return {};
    const std::string_view href = trim(*decoded);
    if (href.empty()) return {};
    if (page_.links.size() >= max_page_links)
      return page_too_large(page_url_, fmt::format("more than {} links", max_page_links));

    const std::size_t hash_mark = href.find('#');
    PageLink link;
    link.url = href.substr(0, hash_mark);
    const std::string_view path = href.substr(0, href.find_first_of("?#"));
    link.filename = percent_decode(path.substr(path.rfind('/') + 1));
    // A name that is not text is nobody's distribution.
    if (!is_valid_utf8(link.filename) || !is_valid_utf8(link.url)) return {};
    if (hash_mark != std::string_view::npos)
      TRY_OK(read_fragment(link, href.substr(hash_mark + 1)));
    read_attributes(link);
    page_.links.push_back(std::move(link));
    return {};
  }

  Result<void> read_fragment(PageLink& link, std::string_view fragment) const {
    Digests digests = parse_digests(trim(percent_decode(fragment)));
    if (digests.fault) {
      const bool is_malformed = *digests.fault == DigestFault::malformed;
      return bad_page(
          page_url_,
          fmt::format("the digest in `#{}` is {}", escape_foreign(fragment.substr(0, 200)),
                      is_malformed ? "malformed" : "of an unknown algorithm"),
          link.filename);
    }
    link.hashes = std::move(digests.hashes);
    return {};
  }

  void read_attributes(PageLink& link) const {
    link.requires_python = tag_.value("data-requires-python");
    link.core_metadata = read_core_metadata(tag_);
    if (tag_.find("data-yanked")) link.yanked = tag_.value("data-yanked").value_or("");
    // Neither is in a standard, so what cannot be read is no reason to refuse the page.
    if (const auto size = tag_.value("data-size")) link.size = parse_unsigned(*size);
    if (const auto time = tag_.value("data-upload-time"))
      link.upload_time = parse_upload_time(*time);
  }

  std::string_view body_;
  std::string page_url_;
  HtmlScanner scanner_;
  HtmlTag tag_;
  ParsedPage page_;
  bool links_began_ = false;
  bool wants_password_ = false;
};

}  // namespace

Result<ParsedPage> parse_html_page(std::string_view body, std::string_view page_url) {
  return HtmlPageParser(body, page_url).parse();
}

}  // namespace axle
