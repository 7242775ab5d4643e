// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "axle/model/index_definition.hpp"
#include "axle/model/sourced_requirement.hpp"

namespace axle {

using SourceId = std::uint32_t;
using IndexId = std::uint32_t;
inline constexpr SourceId no_source = UINT32_MAX;
inline constexpr IndexId no_index_id = UINT32_MAX;

/// Paths, URLs and repositories, and the indexes that requirements name, as small numbers. Two
/// spellings of one place have one number.
class SourceTable {
 public:
  /// Requires: `requirement` names neither versions nor an index alone.
  SourceId id_of(const SourcedRequirement& requirement);
  /// A requirement that names the source: the first that was seen, or the first that is editable.
  const SourcedRequirement& example(SourceId id) const { return *sources_[id]; }
  std::size_t source_count() const { return sources_.size(); }

  IndexId id_of(const IndexUrl& index);
  const IndexUrl& index(IndexId id) const { return indexes_[id]; }

  /// Requirements that were made on the way (URLs in the metadata of packages) live here.
  const SourcedRequirement& keep(SourcedRequirement requirement) {
    return kept_.emplace_back(std::move(requirement));
  }

 private:
  std::vector<const SourcedRequirement*> sources_;
  std::unordered_map<std::string, SourceId> source_ids_;
  std::deque<IndexUrl> indexes_;
  std::unordered_map<std::string, IndexId> index_ids_;
  std::deque<SourcedRequirement> kept_;
};

/// The place that a source names, as a text that is the same for every spelling of it; empty for an
/// index.
std::string source_key(const RequirementSource& source);

}  // namespace axle
