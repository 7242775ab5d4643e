// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include "axle/index/package_page.hpp"
#include "axle/index/registry.hpp"
#include "index/index_services.hpp"

namespace axle {

/// What one index answers about one project: a page, or why there is none.
struct PageAnswer {
  std::shared_ptr<const PackagePage> page;
  std::optional<IndexAbsence> absence;
};

/// Whether any page of any index is cached.
bool has_cached_pages(const Cache& cache);

/// A request for the page of a project on a simple index, remote (`<index>/<name>/`) or local
/// (`<dir>/<name>/index.html`).
///
/// Starting sends the request, if what is cached is not fresh; finishing waits for the answer and
/// reads it. Pages are cached in packed form, see page_snapshot.hpp.
class PageRequest {
 public:
  static PageRequest start(const IndexServices& services, const IndexDefinition& definition,
                           const PackageName& name);

  /// Whether finish() would not have to wait.
  bool is_ready() const { return !pending_ || pending_->is_ready(); }
  /// Only once. 404 and what the index ignores are `not_found`, 401 and 403 `unauthorized` and
  /// `forbidden`, other statuses errors. Errors: those of Registry::listing.
  Result<PageAnswer> finish();

 private:
  PageRequest(const IndexServices& services, const IndexDefinition& definition,
              const PackageName& name)
      : services_(&services),
        definition_(definition),
        name_(name),
        index_(std::make_shared<const IndexUrl>(definition.url)),
        bell_(services.stop.bell()) {}

  void send();
  Result<PageAnswer> read_local() const;
  Result<PageAnswer> read_answer(const CachedResponse& answer);
  Result<PageAnswer> read_page(const CachedResponse& answer) const;
  PageAnswer absent(IndexAbsence::Reason reason, int status) const;
  PageAnswer present(std::shared_ptr<const void> owner, std::string_view packed) const;

  const IndexServices* services_;
  IndexDefinition definition_;
  PackageName name_;
  std::shared_ptr<const IndexUrl> index_;
  std::string url_;
  std::filesystem::path entry_;
  CachePolicy policy_;
  std::optional<Error> refused_;
  StopSignal::Bell bell_;
  std::optional<HttpCache::Pending> pending_;
};

}  // namespace axle
