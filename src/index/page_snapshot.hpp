// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "index/page.hpp"

namespace axle {

/// The form in which pages are kept in the cache, and in memory: names parsed and sorted once,
/// links joined, everything found by offsets, so that reading one costs its versions, not its
/// thousands of files.
///
/// Layout, all little-endian: header, version records, file records, dropped records, pool of
/// bytes. A change of the layout or of the rules by which files are kept or dropped changes
/// `page_snapshot_version`.
inline constexpr unsigned page_snapshot_version = 1;

/// `page` of the project `name`, packed. Links that are no distribution of it are dropped;
/// `allow_files` lets `file:` links pass. Errors: as parse_page, if the base cannot be joined with.
Result<std::string> pack_page(const ParsedPage& page, const PackageName& name, bool allow_files);

/// The page packed in `bytes`, which `owner` keeps alive; null if it is of another format or
/// project, or not whole. That no byte was changed is for the cache to check: a damaged one gives
/// wrong texts, but nothing outside of `bytes` is read.
std::shared_ptr<const PackagePage> open_page(std::shared_ptr<const void> owner,
                                             std::string_view bytes, const PackageName& name,
                                             std::shared_ptr<const IndexUrl> index, bool is_flat);

}  // namespace axle
