// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "accelerator/arm_name.hpp"
#include "axle/base/error.hpp"

// What is known of the builds of PyTorch, as data: src/accelerator/data/matrix.toml, which the
// program carries with it and a file of the user's can replace. Every row says where it is from.
namespace axle {

using TextList = std::span<const std::string_view>;
bool contains(TextList list, std::string_view text);

/// Where a row is from and how sure it is: "measured", "script", "reported" or "inferred".
struct Provenance {
  std::string_view confidence;
  std::string_view source;
};

/// A build variant that exists or existed: `cpu`, `cu128`, `rocm6.4`, `xpu`.
struct KnownArm {
  std::string_view name;
  std::string_view runtime;         ///< version of CUDA or ROCm; empty for cpu and xpu
  std::string_view linux_driver;    ///< the oldest driver that runs it; CUDA only
  std::string_view windows_driver;  ///< the same where the driver is Windows' (WSL)
  Provenance provenance;
};

/// The wheels of some releases of torch for one arm and platform, and the code inside.
struct KnownBuild {
  std::string_view torch;  ///< the series: "2.9"
  std::string_view arm;
  std::string_view platform;  ///< linux_x86_64, linux_aarch64, linux_s390x, macos_arm64; glibc
  TextList versions;          ///< "2.9.0", "2.9.1"
  TextList archs;             ///< "8.6"; "gfx1100"; "20.1" (Level Zero ip); empty for cpu
  TextList ptx;               ///< compute capabilities whose PTX is inside
  Provenance provenance;
};

struct DriverBranch {
  std::uint64_t branch;               ///< the first number of the driver's version
  std::string_view cuda;              ///< the CUDA it brings
  std::string_view least_capability;  ///< the oldest card it still drives
  Provenance provenance;
};

struct PciCard {
  std::string_view id;  ///< "10de:2684"
  std::string_view name;
  std::string_view arch;  ///< compute capability, gfx target or ip version; empty if unknown
  bool data_centre;       ///< compat libraries work on it
  bool discrete;          ///< Intel: a card, not a part of the processor
  Provenance provenance;
};

/// Releases that belong together, as series.
struct Pairing {
  std::string_view torch;
  std::string_view torchvision;
  std::string_view torchaudio;
  std::string_view triton;
  TextList torchcodec;
  Provenance provenance;
};

/// The nvidia-* requirements of one build.
struct BuildPins {
  std::string_view torch;  ///< the version: "2.9.1"
  std::string_view arm;
  TextList requirements;  ///< "nvidia-cublas-cu12==12.8.4.1"
  Provenance provenance;
};

/// The oldest L4T release on which a Jetson of this capability runs wheels of the PyTorch index.
struct TegraFloor {
  std::string_view capability;
  std::uint64_t l4t;
};

/// The value of HSA_OVERRIDE_GFX_VERSION with which a chip is known to run a sibling's code.
struct GfxOverride {
  std::string_view arch;
  std::string_view value;
};

/// Which of the publisher's indexes: "release", "test", "nightly". `index` is a template with
/// `{accelerator}`.
struct IndexChannel {
  std::string_view name;
  std::string_view index;
  Provenance provenance;
};

struct CatalogTables {
  TextList family;        ///< normalised names of what comes from an arm's index
  TextList same_release;  ///< those of one release in all arms, in the order they are decided
  std::span<const IndexChannel> channels;
  std::span<const KnownArm> arms;  ///< newest first within a kind
  std::span<const DriverBranch> driver_branches;
  std::span<const TegraFloor> tegra;
  std::span<const std::uint64_t> compat_branches;  ///< drivers that take compat libraries
  std::span<const KnownBuild> builds;
  TextList integrated_gfx;  ///< gfx targets that sit in a processor
  std::span<const GfxOverride> gfx_overrides;
  TextList discrete_xpu, integrated_xpu;  ///< "M.m" of ip versions
  std::span<const Pairing> pairings;
  std::span<const BuildPins> pins;
  std::span<const PciCard> cards;
};

/// The data. A value; copies share what was read from a file. Safe for threads.
class Catalog {
 public:
  /// What the program was built with; costs nothing.
  static const Catalog& built_in();
  /// A file of the same form; sections that it lacks are the built-in ones. Errors: those of
  /// TomlDocument::read, and E_PROJECT for a row that is wrong, with its place.
  static Result<Catalog> read(const std::filesystem::path& file);
  static Result<Catalog> parse(const std::filesystem::path& path_for_messages, std::string text);

  const CatalogTables& tables() const { return tables_; }
  /// Where it is from: the file's path, or empty for the built-in data.
  const std::string& origin() const { return origin_; }

  /// Whether packages of this (normalised) name come from the index of an arm.
  bool is_family(std::string_view package) const;
  const KnownArm* arm(std::string_view name) const;
  /// The row of this arm, or for one that is newer than the data the nearest of its kind: the
  /// newest one that is not newer, else the oldest. Null if the name has no kind.
  const KnownArm* nearest_arm(std::string_view name) const;
  /// The names of arms most like `name`, for a hint; at most three.
  std::vector<std::string> similar_arms(std::string_view name) const;
  /// The index of an arm: `{accelerator}` filled in. `channel` is one of tables().channels.
  Result<std::string> index_url(std::string_view arm, std::string_view channel = "release") const;
  const PciCard* card(std::string_view pci_id) const;
  /// The branch that a driver's version belongs to. One that is newer than the data can do what
  /// the newest known one can; null for other unknown ones.
  const DriverBranch* branch(std::string_view driver_version) const;
  const Pairing* pairing(std::string_view torch_series) const;
  const BuildPins* pins(std::string_view torch_version, std::string_view arm) const;

 private:
  friend struct CatalogReader;
  explicit Catalog(const CatalogTables& tables) : tables_(tables) {}
  CatalogTables tables_;
  std::shared_ptr<const void> storage_;  // what the views of tables_ point into, if it was read
  std::string origin_;
};

/// "2.9" of "2.9.1+cu130".
std::string release_series(std::string_view version);

}  // namespace axle
