// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "axle/index/index_set.hpp"
#include "axle/index/registry.hpp"
#include "index/index_services.hpp"

namespace axle {

/// The registry of a command: the configured indexes, through the cache.
///
/// What is cached and fresh is read at once, also by `prefetch`; what has to be asked for is asked
/// for in the background, by at most `max_lookups` threads, which start when they are needed. The
/// destructor gives up on what is still under way.
class HttpRegistry final : public Registry {
 public:
  static constexpr unsigned max_lookups = 32;

  /// `client` may be null if `options.offline`. All of them must outlive this.
  HttpRegistry(HttpClient* client, const Cache& cache, const HttpCache& http_cache,
               IndexSet indexes, RegistryOptions options);
  ~HttpRegistry() override;

  void prefetch(const PackageName& name,
                const std::optional<IndexUrl>& pin = std::nullopt) override;
  Result<std::shared_ptr<const PackageListing>> listing(
      const PackageName& name, const std::optional<IndexUrl>& pin = std::nullopt) override;
  void prefetch_metadata(const DistributionFile& file) override;
  Result<std::shared_ptr<const CoreMetadata>> metadata(const DistributionFile& file) override;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace axle
