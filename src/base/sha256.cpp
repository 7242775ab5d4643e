// SPDX-License-Identifier: MIT
#include "base/sha256.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstdlib>
#include <utility>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// The functions of libcrypto that we use. Linking it would cost every start 1.5 ms.
struct Crypto {
  decltype(&EVP_MD_CTX_new) context_new = nullptr;
  decltype(&EVP_MD_CTX_free) context_free = nullptr;
  decltype(&EVP_DigestInit_ex2) init = nullptr;
  decltype(&EVP_DigestUpdate) update = nullptr;
  decltype(&EVP_DigestFinal_ex) finish = nullptr;
  decltype(&EVP_MD_fetch) fetch = nullptr;
  decltype(&OpenSSL_version_num) version = nullptr;
};

template <class Function>
bool load(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

std::optional<Crypto> open_crypto() {
  for (const char* name :
       {"libcrypto.so.3", "libcrypto.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
        "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib", "libcrypto.so"}) {
    void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) continue;
    Crypto crypto;
    if (load(library, "EVP_MD_CTX_new", crypto.context_new) &&
        load(library, "EVP_MD_CTX_free", crypto.context_free) &&
        load(library, "EVP_DigestInit_ex2", crypto.init) &&
        load(library, "EVP_DigestUpdate", crypto.update) &&
        load(library, "EVP_DigestFinal_ex", crypto.finish) &&
        load(library, "EVP_MD_fetch", crypto.fetch) &&
        load(library, "OpenSSL_version_num", crypto.version))
      return crypto;
  }
  return std::nullopt;
}

const Crypto* crypto() {
  static const std::optional<Crypto> opened = open_crypto();
  return opened ? &*opened : nullptr;
}

const EVP_MD* method(DigestAlgorithm algorithm) {
  // Fetched once for each algorithm: a fetch by name walks the providers.
  static const std::array<const EVP_MD*, 5> methods = [] {
    std::array<const EVP_MD*, 5> fetched{};
    const std::array<const char*, 5> names{"MD5", "SHA2-256", "SHA2-384", "SHA2-512",
                                           "BLAKE2B-512"};
    for (std::size_t i = 0; i < names.size(); ++i)
      fetched[i] = crypto()->fetch(nullptr, names[i], nullptr);
    return fetched;
  }();
  return methods[static_cast<std::size_t>(algorithm)];
}

constexpr std::size_t blake2b_bytes = 32;

/// OpenSSL before 3.2 knows only the 512-bit form and ignores the size asked for.
bool offers_short_blake2b() { return crypto()->version() >= 0x30200000UL; }

}  // namespace

struct Digest::State {
  EVP_MD_CTX* context;
  explicit State(EVP_MD_CTX* made) : context(made) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { crypto()->context_free(context); }
};

Digest::Digest(std::unique_ptr<State> state) : state_(std::move(state)) {}
Digest::Digest(Digest&& other) noexcept = default;
Digest& Digest::operator=(Digest&& other) noexcept = default;
Digest::~Digest() = default;

Result<Digest> Digest::start(DigestAlgorithm algorithm) {
  TRY_OK(check_crypto());
  auto state = std::make_unique<State>(crypto()->context_new());
  std::size_t wanted_bytes = blake2b_bytes;
  const std::array<OSSL_PARAM, 2> size_parameter{
      OSSL_PARAM{OSSL_DIGEST_PARAM_SIZE, OSSL_PARAM_UNSIGNED_INTEGER, &wanted_bytes,
                 sizeof wanted_bytes, 0},
      OSSL_PARAM{nullptr, 0, nullptr, 0, 0}};
  const bool is_blake2b = algorithm == DigestAlgorithm::blake2b;
  const EVP_MD* chosen = method(algorithm);
  if (chosen == nullptr || (is_blake2b && !offers_short_blake2b()) ||
      crypto()->init(state->context, chosen, is_blake2b ? size_parameter.data() : nullptr) != 1)
    return fail(ErrorKind::bug,
                fmt::format("the system's libcrypto does not offer {}", to_string(algorithm)));
  return Digest(std::move(state));
}

void Digest::update(std::string_view bytes) {
  crypto()->update(state_->context, bytes.data(), bytes.size());
}

std::string Digest::finish() {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  crypto()->finish(state_->context, reinterpret_cast<unsigned char*>(out.data()), &size);
  out.resize(size);
  return out;
}

Result<std::string> digest_of(DigestAlgorithm algorithm, std::string_view bytes) {
  TRY(Digest digest, Digest::start(algorithm));
  digest.update(bytes);
  return digest.finish();
}

std::string sha256_hex(std::string_view bytes) {
  const auto raw = digest_of(DigestAlgorithm::sha256, bytes);
  if (!raw) std::abort();
  return hex_encode(*raw);
}

Result<void> check_crypto() {
  if (crypto() == nullptr)
    return fail(ErrorKind::bug, "could not open OpenSSL's libcrypto (version 3)",
                "install OpenSSL 3, for example the package `libssl3`");
  return {};
}

std::string_view to_string(DigestAlgorithm algorithm) {
  static constexpr std::array<std::string_view, 5> names{"md5", "sha256", "sha384", "sha512",
                                                         "blake2b"};
  return names[static_cast<std::size_t>(algorithm)];
}

std::optional<DigestAlgorithm> parse_digest_algorithm(std::string_view name) {
  for (const auto algorithm :
       {DigestAlgorithm::md5, DigestAlgorithm::sha256, DigestAlgorithm::sha384,
        DigestAlgorithm::sha512, DigestAlgorithm::blake2b})
    if (name == to_string(algorithm)) return algorithm;
  return std::nullopt;
}

std::size_t hex_length(DigestAlgorithm algorithm) {
  static constexpr std::array<std::size_t, 5> lengths{32, 64, 96, 128, 64};
  return lengths[static_cast<std::size_t>(algorithm)];
}

}  // namespace axle
