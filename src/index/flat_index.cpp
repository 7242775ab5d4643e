// SPDX-License-Identifier: MIT
#include "index/flat_index.hpp"

#include <fmt/format.h>

#include "axle/standards/lenient.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/dropped_words.hpp"
#include "index/page.hpp"
#include "index/page_files.hpp"

namespace axle {
namespace {

constexpr std::string_view flat_bucket = "flat-v1";

/// Sorts files into pages by project.
class Collector {
 public:
  explicit Collector(const IndexDefinition& definition)
      : index_(std::make_shared<const IndexUrl>(definition.url)) {}

  void add(const PageLink& link, std::string url) {
    auto parsed = read_filename(link.filename);
    auto* kind = std::get_if<DistributionFilename>(&parsed);
    if (!kind) {
      // Which project it would be of is not known, so no page can say it.
      if (const auto reason = std::get<DroppedFile::Reason>(parsed);
          reason != DroppedFile::Reason::not_a_distribution)
        log_debug("left out `{}` of {}: {}", escape_foreign(link.filename), index_->text(),
                  reason_words(reason));
      return;
    }
    DistributionFile file{link.filename, std::move(url),   link.hashes,
                          std::nullopt,  link.yanked,      link.core_metadata,
                          link.size,     link.upload_time, std::move(*kind),
                          index_,        std::nullopt,     true};
    if (link.requires_python) {
      auto specifiers = parse_lenient_specifiers(*link.requires_python);
      if (!specifiers) {
        log_debug("left out `{}` of {}: {}", escape_foreign(link.filename), index_->text(),
                  reason_words(DroppedFile::Reason::bad_requires_python));
        return;
      }
      file.requires_python = *std::move(specifiers);
    }
    file.local_path = local_path_of(file.url);
    files_[file.name()].push_back(std::move(file));
  }

  std::shared_ptr<const FlatIndex> finish() {
    auto flat = std::make_shared<FlatIndex>();
    for (auto& [name, files] : files_)
      flat->pages.emplace(name, make_package_page(name, index_, true, std::move(files)));
    return flat;
  }

 private:
  std::shared_ptr<const IndexUrl> index_;
  std::map<PackageName, std::vector<DistributionFile>> files_;
};

using FlatResult = Result<std::shared_ptr<const FlatIndex>>;

FlatResult collect_page(const IndexDefinition& definition, const ParsedPage& page,
                        bool allow_files) {
  Collector collector(definition);
  const LinkResolver resolver(page.base, allow_files);
  for (const PageLink& link : page.links)
    if (auto url = resolver.url_of(link)) collector.add(link, *std::move(url));
  return collector.finish();
}

FlatResult read_local(const IndexDefinition& definition, const std::filesystem::path& path) {
  if (is_regular_file(path)) {
    TRY(const std::string text, read_file(path, max_page_bytes));
    TRY(const ParsedPage page, parse_page(text, "text/html", Url::from_path(path).to_string()));
    return collect_page(definition, page, true);
  }
  Collector collector(definition);
  TRY_OK(list_directory(path, [&](const std::string& name, bool is_directory) {
    if (is_directory || !is_valid_utf8(name)) return;
    PageLink link;
    link.filename = name;
    collector.add(link, Url::from_path(path / name).to_string());
  }));
  return collector.finish();
}

/// A page of find-links has no name that a login could go by, and file servers, PyTorch's among
/// them, say 403 of what is not there.
std::unexpected<Error> refused_page(const Response& response, const IndexDefinition& definition) {
  Error refused = status_failure(response).error();
  refused.hints.clear();
  if (response.status == 403)
    refused.hints.push_back(fmt::format("there may be no such page: check `find-links` (`{}`)",
                                        escape_foreign(definition.url.given())));
  refused.hints.emplace_back(response.credentials_sent
                                 ? "the login that was sent for it may be wrong"
                                 : "if it wants a login, write it into the URL, or add the host "
                                   "to `~/.netrc`");
  return std::unexpected(std::move(refused));
}

FlatResult read_remote(const IndexServices& services, const IndexDefinition& definition) {
  TRY(Url url, url_with_login(definition.url.text(), definition.url));
  Request request{.url = std::move(url)};
  request.headers.push_back({"Accept", "text/html"});
  request.max_body_bytes = max_page_bytes;
  request.authenticate = authentication_of(definition);
  const StopSignal::Bell bell = services.stop.bell();
  request.on_done = bell.ringer();
  CachePolicy policy;
  policy.offline = services.options.offline;
  policy.refresh = services.options.refresh_all;
  policy.cache_control = definition.cache_control_api;

  const auto entry =
      services.cache.bucket(flat_bucket) / (cache_key(definition.url.text()) + ".html");
  auto pending = services.http_cache.start(services.client, std::move(request), entry, policy);
  if (!bell.wait(pending)) return stopped();
  auto answer = pending.wait();
  if (!answer) {
    if (answer.error().code != ErrorCode::offline)
      return std::unexpected(std::move(answer).error());
    auto flat = std::make_shared<FlatIndex>();
    flat->absence =
        IndexAbsence{definition.url, IndexAbsence::Reason::offline, 0, definition.url.text()};
    return flat;
  }
  if ((answer->status == 401 || answer->status == 403) && !definition.name)
    return refused_page(answer->response, definition);
  if (answer->status >= 400) return status_failure(answer->response);
  if (answer->status != 200)
    return bad_page(
        definition.url.text(),
        fmt::format("the answer has status {}: this is no list of links", answer->status));
  // Whatever a file server calls it, it is read as HTML, as pip and uv do.
  TRY(const ParsedPage page, parse_page(answer->payload(), "text/html", answer->final_url()));
  return collect_page(definition, page, false);
}

}  // namespace

std::shared_ptr<const PackagePage> FlatIndex::find(const PackageName& name) const {
  const auto found = pages.find(name);
  return found == pages.end() ? nullptr : found->second;
}

Result<std::shared_ptr<const FlatIndex>> read_flat_index(const IndexServices& services,
                                                         const IndexDefinition& definition) {
  auto flat = definition.url.local_path() ? read_local(definition, *definition.url.local_path())
                                          : read_remote(services, definition);
  if (!flat)
    return while_doing(
        fmt::format("could not read the files at `{}`", escape_foreign(definition.url.text())),
        std::move(flat).error());
  return flat;
}

Result<std::shared_ptr<const FlatIndex>> FlatIndexes::get(const IndexDefinition& definition) {
  const auto [slot, is_first] = read_.claim(definition.url.text());
  if (is_first) slot->set(read_flat_index(services_, definition));
  return slot->wait();
}

}  // namespace axle
