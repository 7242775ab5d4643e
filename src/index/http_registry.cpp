// SPDX-License-Identifier: MIT
#include "index/http_registry.hpp"

#include <algorithm>
#include <utility>

#include "base/thread_pool.hpp"
#include "index/listing_lookup.hpp"
#include "index/metadata_source.hpp"
#include "index/once_map.hpp"

namespace axle {

using ListingResult = Result<std::shared_ptr<const PackageListing>>;
using MetadataResult = Result<std::shared_ptr<const CoreMetadata>>;

class HttpRegistry::State {
 public:
  State(HttpClient* client, const Cache& cache, const HttpCache& http_cache, IndexSet indexes,
        RegistryOptions options)
      : indexes_(std::move(indexes)),
        options_(std::move(options)),
        services_{options_.offline ? nullptr : client, cache, http_cache, options_, stop_, turns_},
        flat_(services_),
        metadata_source_(services_, indexes_),
        pool_(max_lookups) {
    implicit_.indexes = indexes_.implicit_order();
    implicit_.ask_all = indexes_.strategy != IndexStrategy::first_index;
    implicit_.no_index = indexes_.no_index;
    for (const IndexUrl& url : indexes_.find_links) {
      IndexDefinition place = indexes_.definition_of(url);
      place.format = IndexFormat::flat;
      implicit_.find_links.push_back(std::move(place));
    }
  }

  ~State() { stop_.stop(); }

  ListingResult listing(const PackageName& name, const std::optional<IndexUrl>& pin, bool wait) {
    const auto [slot, is_first] = listings_.claim({name.text(), pin ? pin->text() : std::string()});
    if (is_first) {
      auto lookup = std::make_shared<ListingLookup>(services_, flat_, plan_for(pin), name);
      if (wait || lookup->is_ready())
        slot->set(lookup->finish());
      else
        pool_.submit([slot = slot, lookup] { slot->set(lookup->finish()); });
    }
    if (!wait) return std::shared_ptr<const PackageListing>();
    return slot->wait();
  }

  MetadataResult metadata(const DistributionFile& file, bool wait) {
    const FileHash* hash = file.best_hash();
    const auto [slot, is_first] = metadata_.claim({file.url, hash ? hash->hex : std::string()});
    if (is_first) {
      if (wait) {
        slot->set(metadata_source_.get(file));
      } else if (auto known = metadata_source_.at_hand(file)) {
        slot->set(*std::move(known));
      } else {
        pool_.submit([this, slot = slot, file] {
          slot->set(stop_.is_stopped() ? MetadataResult(stopped()) : metadata_source_.get(file));
        });
      }
    }
    if (!wait) return std::shared_ptr<const CoreMetadata>();
    return slot->wait();
  }

 private:
  ListingLookup::Plan plan_for(const std::optional<IndexUrl>& pin) const {
    if (!pin) return implicit_;
    ListingLookup::Plan plan;
    plan.no_index = indexes_.no_index;
    if (!plan.no_index) plan.indexes.push_back(indexes_.definition_of(*pin));
    return plan;
  }

  IndexSet indexes_;
  RegistryOptions options_;
  StopSignal stop_;
  ReadingTurns turns_{std::clamp(ThreadPool::cores(), 2U, 8U)};
  IndexServices services_;
  FlatIndexes flat_;
  MetadataSource metadata_source_;
  ListingLookup::Plan implicit_;
  OnceMap<std::pair<std::string, std::string>, ListingResult> listings_;
  OnceMap<std::pair<std::string, std::string>, MetadataResult> metadata_;
  ThreadPool pool_;  // last: its tasks use all of the above
};

HttpRegistry::HttpRegistry(HttpClient* client, const Cache& cache, const HttpCache& http_cache,
                           IndexSet indexes, RegistryOptions options)
    : state_(std::make_unique<State>(client, cache, http_cache, std::move(indexes),
                                     std::move(options))) {}

HttpRegistry::~HttpRegistry() = default;

void HttpRegistry::prefetch(const PackageName& name, const std::optional<IndexUrl>& pin) {
  static_cast<void>(state_->listing(name, pin, false));
}

ListingResult HttpRegistry::listing(const PackageName& name, const std::optional<IndexUrl>& pin) {
  return state_->listing(name, pin, true);
}

void HttpRegistry::prefetch_metadata(const DistributionFile& file) {
  static_cast<void>(state_->metadata(file, false));
}

MetadataResult HttpRegistry::metadata(const DistributionFile& file) {
  return state_->metadata(file, true);
}

}  // namespace axle
