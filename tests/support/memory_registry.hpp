// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "axle/index/index_set.hpp"
#include "axle/index/registry.hpp"

namespace axle {

/// Indexes made of a text, without a network:
///
///     index https://cpu.example/whl        # what follows is on this index; at first
///     https://index.example/simple torch 2.5.1+cpu
///       wheel cp312-cp312-linux_x86_64     # one line a wheel; py3-none-any if there is neither
///       wheel nor sdist sdist needs numpy>=2 ; sys_platform == 'linux' extra gpu # Provides-Extra
///       python >=3.9
///       yanked broken                      # the reason may be empty
///       uploaded 1000                      # milliseconds since 1970
///     absent torch 403                     # the index has no such page and says so
///
/// `#` starts a comment after a blank. Names every request it gets, so that tests can count them.
class MemoryRegistry final : public Registry {
 public:
  /// Aborts the test if the text is malformed.
  explicit MemoryRegistry(std::string_view universe,
                          IndexStrategy strategy = IndexStrategy::first_index);

  void prefetch(const PackageName& name, const std::optional<IndexUrl>& pin) override;
  Result<std::shared_ptr<const PackageListing>> listing(
      const PackageName& name, const std::optional<IndexUrl>& pin) override;
  void prefetch_metadata(const DistributionFile& file) override;
  Result<std::shared_ptr<const CoreMetadata>> metadata(const DistributionFile& file) override;

  /// An index by its URL, explicit or not; those that are not are looked up in the order of the
  /// text.
  void make_explicit(std::string_view url) { explicit_.push_back(std::string(url)); }

  std::vector<std::string> metadata_requests;  ///< file names, in order; prefetches left out

 private:
  struct Version_;
  void read(std::string_view universe);
  void add(const std::string& index, Version_ version);

  IndexStrategy strategy_;
  std::vector<std::string> order_;  // of the indexes
  std::vector<std::string> explicit_;
  std::map<std::pair<std::string, std::string>, std::vector<DistributionFile>>
      files_;  // by index and package
  std::map<std::pair<std::string, std::string>, int> absent_;
  std::map<std::string, std::shared_ptr<const CoreMetadata>> metadata_;  // by file name and index
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const PackagePage>> pages_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const PackageListing>> listings_;
};

}  // namespace axle
