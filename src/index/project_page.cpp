// SPDX-License-Identifier: MIT
#include "index/project_page.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/page.hpp"
#include "index/page_snapshot.hpp"

namespace axle {
namespace {

constexpr std::string_view page_bucket = "index-v1";
constexpr std::string_view accepted_types =
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, "
    "text/html;q=0.01";

// `<index>/<name>/`. A query of the index stays: some have their token there.
std::string page_url(const IndexUrl& index, const PackageName& name) {
  const std::string_view text = index.text();
  const std::size_t query = std::min(text.find('?'), text.size());
  std::string_view path = text.substr(0, query);
  if (path.ends_with('/')) path.remove_suffix(1);
  return fmt::format("{}/{}/{}", path, name.text(), text.substr(query));
}

}  // namespace

bool has_cached_pages(const Cache& cache) { return directory_exists(cache.bucket(page_bucket)); }

PageRequest PageRequest::start(const IndexServices& services, const IndexDefinition& definition,
                               const PackageName& name) {
  PageRequest request(services, definition, name);
  request.url_ = page_url(definition.url, name);
  if (definition.url.local_path()) return request;
  request.entry_ = cache_entry(services.cache, page_bucket, definition.url, name, ".page");
  request.policy_.offline = services.options.offline;
  request.policy_.refresh = services.options.refreshes(name);
  request.policy_.cache_control = definition.cache_control_api;
  request.policy_.store_body = false;  // the packed page instead
  request.send();
  return request;
}

void PageRequest::send() {
  auto url = url_with_login(url_, definition_.url);
  if (!url) {
    refused_ = std::move(url).error();
    return;
  }
  Request request{.url = *std::move(url)};
  request.headers.push_back({"Accept", std::string(accepted_types)});
  request.max_body_bytes = max_page_bytes;
  request.authenticate = authentication_of(definition_);
  request.on_done = bell_.ringer();
  pending_.emplace(
      services_->http_cache.start(services_->client, std::move(request), entry_, policy_));
}

Result<PageAnswer> PageRequest::finish() {
  if (refused_) return std::unexpected(*refused_);
  if (!pending_) return read_local();
  if (!bell_.wait(*pending_)) return stopped();
  auto answer = pending_->wait();
  if (!answer) {
    if (answer.error().code == ErrorCode::offline) return absent(IndexAbsence::Reason::offline, 0);
    return while_doing(fmt::format("could not get the page of `{}`", name_.text()),
                       std::move(answer).error());
  }
  return read_answer(*answer);
}

Result<PageAnswer> PageRequest::read_local() const {
  const std::filesystem::path folder = *definition_.url.local_path() / name_.text();
  auto text = read_file(folder / "index.html", max_page_bytes);
  if (!text) {
    if (text.error().kind == ErrorKind::not_found)
      return absent(IndexAbsence::Reason::not_found, 0);
    return std::unexpected(std::move(text).error());
  }
  // As a directory, so that relative links start in it.
  TRY(const ParsedPage page,
      parse_page(*text, "text/html", Url::from_path(folder).to_string() + "/"));
  TRY(std::string packed, pack_page(page, name_, true));
  auto owner = std::make_shared<const std::string>(std::move(packed));
  return present(owner, *owner);
}

Result<PageAnswer> PageRequest::read_answer(const CachedResponse& answer) {
  if (answer.from_cache()) {
    const PageAnswer page = present(answer.stored, answer.payload());
    if (page.page) return page;
    // Packed by another axle, or damaged: ask again as if nothing were there.
    log_debug("dropping the cached page of {}", name_.text());
    TRY_OK(remove_tree(entry_));
    send();
    if (refused_ || !bell_.wait(*pending_)) return stopped();
    TRY(const CachedResponse again, pending_->wait());
    if (again.from_cache())
      return bad_page(url_, "its cached form is damaged and cannot be removed");
    return read_answer(again);
  }
  const int status = answer.status;
  if (status == 200) return read_page(answer);
  if (definition_.ignores_status(status)) return absent(IndexAbsence::Reason::not_found, status);
  if (status == 401) return absent(IndexAbsence::Reason::unauthorized, status);
  if (status == 403) return absent(IndexAbsence::Reason::forbidden, status);
  if (status < 400)
    return bad_page(url_,
                    fmt::format("the answer has status {}: this is not a package index", status));
  auto failure = status_failure(answer.response);
  return while_doing(fmt::format("could not get the page of `{}`", name_.text()),
                     std::move(failure).error());
}

Result<PageAnswer> PageRequest::read_page(const CachedResponse& answer) const {
  TRY(std::string packed, services_->turns.run([&]() -> Result<std::string> {
    TRY(const ParsedPage page,
        parse_page(answer.payload(), answer.content_type(), answer.final_url()));
    return pack_page(page, name_, false);
  }));
  services_->http_cache.store(entry_, url_, answer.response, packed, policy_);
  auto owner = std::make_shared<const std::string>(std::move(packed));
  return present(owner, *owner);
}

PageAnswer PageRequest::absent(IndexAbsence::Reason reason, int status) const {
  return {nullptr, IndexAbsence{definition_.url, reason, status, url_}};
}

PageAnswer PageRequest::present(std::shared_ptr<const void> owner, std::string_view packed) const {
  return {open_page(std::move(owner), packed, name_, index_, false), std::nullopt};
}

}  // namespace axle
