// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "accelerator/catalog.hpp"
#include "axle/toml/toml.hpp"

namespace axle {

/// The rows of a data file, owned. Their views point into `texts` and `lists`, which never move
/// what they hold; hence no copies.
struct CatalogRows {
  CatalogRows() = default;
  CatalogRows(const CatalogRows&) = delete;
  CatalogRows& operator=(const CatalogRows&) = delete;

  std::deque<std::string> texts;
  std::deque<std::vector<std::string_view>> lists;
  std::vector<IndexChannel> channels;
  std::vector<KnownArm> arms;
  std::vector<DriverBranch> driver_branches;
  std::vector<TegraFloor> tegra;
  std::vector<std::uint64_t> compat_branches;
  std::vector<KnownBuild> builds;
  std::vector<GfxOverride> gfx_overrides;
  std::vector<Pairing> pairings;
  std::vector<BuildPins> pins;
  std::vector<PciCard> cards;
  TextList family, same_release, integrated_gfx, discrete_xpu, integrated_xpu;

  std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
  TextList keep(std::vector<std::string> all);
  /// Spans over the rows; a section that the file did not have is that of `defaults`.
  CatalogTables tables(const CatalogTables& defaults) const;
};

/// Reads the sections of a data file into `rows`, which is empty. Errors: `invalid_input`
/// (E_PROJECT) with the place, for an unknown section or key, a missing value, one of another
/// type, a name that is no arm, or a format that this program does not know.
Result<void> read_catalog_rows(const TomlDocument& document, CatalogRows& rows);

}  // namespace axle
