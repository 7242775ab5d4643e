// SPDX-License-Identifier: MIT
#include "net/tls_roots.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "base/file.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::array system_directories = {"/etc/ssl/certs",
                                           "/etc/pki/ca-trust/extracted/pem/directory-hash"};
constexpr std::array system_bundles = {"/etc/ssl/certs/ca-certificates.crt",
                                       "/etc/pki/tls/certs/ca-bundle.crt",
                                       "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                                       "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

/// Whether the directory has a name such as `1001acf7.0`: then it was prepared for look-ups by
/// hash.
bool has_hashed_names(const char* directory) {
  const auto close = [](DIR* open) { ::closedir(open); };
  const std::unique_ptr<DIR, decltype(close)> open(::opendir(directory), close);
  if (!open) return false;
  while (const dirent* entry = ::readdir(open.get())) {
    const std::string_view name(entry->d_name);
    if (name.size() == 10 && name.ends_with(".0") && hex_decode(name.substr(0, 8))) return true;
  }
  return false;
}

std::unexpected<Error> unreadable(std::string_view variable, std::string_view value) {
  return fail_with_code(
      ErrorKind::network, "E_TLS",
      fmt::format("`{}` names `{}`, which cannot be read", variable, escape_foreign(value)),
      std::string(value), {},
      fmt::format("correct `{}`, or unset it to use the system's certificates", variable));
}

}  // namespace

Result<TlsRoots> find_tls_roots(const Environment& environment) {
  const auto file = environment.get_nonempty("SSL_CERT_FILE");
  const auto directory = environment.get_nonempty("SSL_CERT_DIR");
  if (file && (!file_exists(*file) || ::access(file->c_str(), R_OK) != 0))
    return unreadable("SSL_CERT_FILE", *file);
  if (directory) {
    bool any = false;
    for (const std::string_view part : split(*directory, ':')) any |= directory_exists(part);
    if (!any) return unreadable("SSL_CERT_DIR", *directory);
  }
  if (file || directory) return TlsRoots{file.value_or(""), directory.value_or("")};
#ifdef __APPLE__
  return TlsRoots{};  // the system's libcurl knows the keychain
#else
  for (const char* path : system_directories)
    if (has_hashed_names(path)) return TlsRoots{{}, path};
  for (const char* path : system_bundles)
    if (file_exists(path)) return TlsRoots{path, {}};
  return TlsRoots{};
#endif
}

}  // namespace axle
