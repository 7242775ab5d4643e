// SPDX-License-Identifier: MIT
#include "base/sha256.hpp"

#include "base/text.hpp"
#include "support/catch.hpp"

using namespace axle;

TEST_CASE("digests of known texts", "[digest]") {
  // FIPS 180-4 and RFC 1321 examples.
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex_encode(*digest_of(DigestAlgorithm::md5, "abc")) == "900150983cd24fb0d6963f7d28e17f72");
}

TEST_CASE("a digest has the length its name promises, and pieces add up", "[digest]") {
  const auto algorithm = GENERATE(DigestAlgorithm::md5, DigestAlgorithm::sha256,
                                  DigestAlgorithm::sha384, DigestAlgorithm::sha512);
  auto digest = Digest::start(algorithm);
  REQUIRE(digest);
  digest->update("ab");
  digest->update("c");
  const std::string raw = digest->finish();
  CHECK(raw.size() * 2 == hex_length(algorithm));
  CHECK(raw == *digest_of(algorithm, "abc"));
  CHECK(parse_digest_algorithm(to_string(algorithm)) == algorithm);
}

TEST_CASE("a 256-bit BLAKE2b is right or refused, as the system's libcrypto has it", "[digest]") {
  const auto raw = digest_of(DigestAlgorithm::blake2b, "abc");
  if (raw)
    CHECK(hex_encode(*raw) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  else
    CHECK(raw.error().message == "the system's libcrypto does not offer blake2b");
}
