// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"

namespace axle {

class Cache;

/// A package of a generation, and what brings it back out of the store.
struct GenerationPackage {
  std::string name, version;
  std::string sha256;      ///< of its wheel; empty if axle did not install it
  std::string filename;    ///< of its wheel
  std::string direct_url;  ///< the JSON of direct_url.json; empty if it has none
  bool requested = true;

  friend bool operator==(const GenerationPackage&, const GenerationPackage&) = default;
};

/// What an environment held after a change.
struct Generation {
  std::uint64_t number = 0;
  std::uint64_t parent = 0;  ///< the one that was changed; its own number for the first
  std::int64_t time = 0;     ///< seconds since the epoch
  std::vector<GenerationPackage> packages;  ///< by name

  friend bool operator==(const Generation&, const Generation&) = default;
};

/// The generations of an environment, oldest first, from the cache: they are of use only as long as
/// their wheels are there too. A log that cannot be read is empty.
std::vector<Generation> read_generations(const std::filesystem::path& prefix, const Cache& cache);

/// Adds what the environment holds after `plan`; `sha256` of the wheels in the order of
/// `plan.installs`. For an environment without a log what it held before comes first. Of many
/// generations the oldest go. A failure only costs the way back.
struct GenerationToRecord {
  const InstallPlan& plan;
  std::vector<std::string> sha256;
  std::int64_t time;
  const Generation* back_to = nullptr;  ///< set if it is that one again
};
void record_generation(const std::filesystem::path& prefix, const GenerationToRecord& change,
                       Cache& cache);

/// The log as text and back. Errors: `invalid_input` for text that is none.
std::string generations_text(const std::vector<Generation>& generations);
Result<std::vector<Generation>> parse_generations(std::string_view text);

}  // namespace axle
