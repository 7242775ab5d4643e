// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// The digests that an index page, a RECORD or a lockfile may state, weakest first.
enum class DigestAlgorithm : std::uint8_t { md5, sha256, sha384, sha512, blake2b };

/// A digest being computed, by the system's libcrypto, which is opened with the first one (about 2
/// ms). Errors of `start`: `bug` if libcrypto is not there.
class Digest {
 public:
  static Result<Digest> start(DigestAlgorithm algorithm);
  Digest(Digest&& other) noexcept;
  Digest& operator=(Digest&& other) noexcept;
  ~Digest();

  void update(std::string_view bytes);
  /// The raw digest. Only once.
  std::string finish();

 private:
  struct State;
  explicit Digest(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The raw digest of `bytes`.
Result<std::string> digest_of(DigestAlgorithm algorithm, std::string_view bytes);
/// In lower-case hexadecimal. Aborts if libcrypto is missing: call check_crypto first where that
/// must be an error.
std::string sha256_hex(std::string_view bytes);
Result<void> check_crypto();

std::string_view to_string(DigestAlgorithm algorithm);
/// By its name in lower case; none for an unknown one. `blake2b` is the 256-bit form that PyPI
/// states.
std::optional<DigestAlgorithm> parse_digest_algorithm(std::string_view name);
/// Digits of the hexadecimal form.
std::size_t hex_length(DigestAlgorithm algorithm);

}  // namespace axle
