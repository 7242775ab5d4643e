// SPDX-License-Identifier: MIT
#include "index/page_json.hpp"

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/json_reader.hpp"
#include "model/upload_time.hpp"

namespace axle {
namespace {

using Kind = JsonReader::Kind;

class JsonPageParser {
 public:
  JsonPageParser(std::string_view body, std::string_view page_url)
      : in_(body), page_url_(page_url) {}

  Result<ParsedPage> parse() {
    if (in_.peek() != Kind::object) return bad_page(page_url_, "it is not a JSON object");
    read_page();
    if (too_many_)
      return page_too_large(page_url_, fmt::format("more than {} files", max_page_links));
    if (!in_.failed() && !in_.at_end()) in_.fail("something behind the page's end");
    if (!in_.failed() && !has_files_) in_.fail("no `files`");
    if (in_.failed())
      return bad_page(page_url_, in_.fault(), fmt::format("byte {}", in_.position()));
    page_.base = page_url_;
    return std::move(page_);
  }

 private:
  void read_page() {
    in_.enter_object();
    for (std::string_view key; in_.next_key(key);) {
      if (key == "meta") {
        read_meta();
      } else if (key == "files") {
        has_files_ = true;
        read_files();
      } else if (key == "project-status") {
        read_status();
      } else {
        in_.skip();
      }
    }
  }

  void read_meta() {
    in_.enter_object();
    for (std::string_view key; in_.next_key(key);) {
      if (key != "api-version") {
        in_.skip();
        continue;
      }
      std::string version;
      if (!in_.read(version)) return;
      if (parse_unsigned(std::string_view(version).substr(0, version.find('.'))) != 1U)
        in_.fail("an API version other than 1");
    }
  }

  void read_status() {
    if (in_.peek() == Kind::null) {
      in_.read_null();
      return;
    }
    in_.enter_object();
    for (std::string_view key; in_.next_key(key);) {
      if (key == "status") {
        std::string status;
        if (!in_.read(status)) return;
        if (const auto kind = parse_project_status(status)) page_.status.kind = *kind;
      } else if (key == "reason") {
        read_optional(page_.status.reason);
      } else {
        in_.skip();
      }
    }
  }

  void read_files() {
    in_.enter_array();
    while (in_.next_element()) {
      if (page_.links.size() >= max_page_links) {
        too_many_ = true;
        in_.fail("too many files");
        return;
      }
      PageLink link;
      read_file(link);
      if (in_.failed()) return;
      if (link.filename.empty() || link.url.empty()) {
        in_.fail("a file without `filename` or `url`");
        return;
      }
      link.url.resize(std::min(link.url.size(), link.url.find('#')));
      page_.links.push_back(std::move(link));
    }
  }

  void read_file(PageLink& link) {
    in_.enter_object();
    for (std::string_view key; in_.next_key(key);) {
      if (key == "filename") {
        in_.read(link.filename);
      } else if (key == "url") {
        in_.read(link.url);
      } else if (key == "hashes") {
        read_hashes(link.hashes);
      } else if (key == "requires-python") {
        read_optional(link.requires_python);
      } else if (key == "size") {
        read_optional(link.size);
      } else if (key == "upload-time") {
        read_upload_time(link);
      } else if (key == "yanked") {
        read_yanked(link);
      } else if (key == "core-metadata" || key == "dist-info-metadata" ||
                 key == "data-dist-info-metadata") {
        read_core_metadata(link);
      } else {
        in_.skip();
      }
    }
  }

  template <class T>
  void read_optional(std::optional<T>& value) {
    if (in_.peek() == Kind::null)
      in_.read_null();
    else
      in_.read(value.emplace());
  }

  void read_upload_time(PageLink& link) {
    std::optional<std::string> text;
    read_optional(text);
    if (in_.failed() || !text) return;
    link.upload_time = parse_upload_time(*text);
    if (!link.upload_time) in_.fail("an `upload-time` that is not a time");
  }

  // PEP 592: a reason or just the fact.
  void read_yanked(PageLink& link) {
    if (in_.peek() != Kind::boolean) return read_optional(link.yanked);
    bool yanked = false;
    if (in_.read(yanked) && yanked) link.yanked.emplace();
  }

  // Several names for one thing (PEP 714): the first that says anything counts.
  void read_core_metadata(PageLink& link) {
    if (link.core_metadata) {
      in_.skip();
    } else if (in_.peek() == Kind::boolean) {
      bool offered = false;
      if (in_.read(offered) && offered) link.core_metadata.emplace();
    } else if (in_.peek() == Kind::null) {
      in_.read_null();
    } else {
      read_hashes(link.core_metadata.emplace());
    }
  }

  // Algorithms that axle does not know are passed over.
  void read_hashes(std::vector<FileHash>& hashes) {
    in_.enter_object();
    for (std::string_view key; in_.next_key(key);) {
      const auto algorithm = parse_digest_algorithm(key);
      if (!algorithm) {
        in_.skip();
        continue;
      }
      if (!in_.read(hex_)) return;
      auto hash = parse_digest(*algorithm, hex_);
      if (!hash) {
        in_.fail("a malformed digest");
        return;
      }
      add_hash(hashes, *std::move(hash));
    }
  }

  JsonReader in_;
  std::string page_url_;
  ParsedPage page_;
  std::string hex_;
  bool has_files_ = false;
  bool too_many_ = false;
};

}  // namespace

Result<ParsedPage> parse_json_page(std::string_view body, std::string_view page_url) {
  return JsonPageParser(body, page_url).parse();
}

}  // namespace axle
