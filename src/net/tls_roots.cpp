// SPDX-License-Identifier: MIT
#include "net/tls_roots.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <system_error>

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

constexpr std::string_view begin_line = "-----BEGIN ";
constexpr std::uint64_t largest_roots_file = std::uint64_t{4} << 20;
constexpr std::size_t largest_bundle = std::size_t{64} << 20;

/// A name such as `1001acf7.0`, by which a directory is asked for a certificate by its hash.
bool is_hashed_name(std::string_view name) {
  return name.size() == 10 && name[8] == '.' && is_ascii_digit(name[9]) &&
         hex_decode(name.substr(0, 8)).has_value();
}

/// Whether the directory was prepared for look-ups by hash.
bool has_hashed_names(const char* directory) {
  const auto close = [](DIR* open) { ::closedir(open); };
  const std::unique_ptr<DIR, decltype(close)> open(::opendir(directory), close);
  if (!open) return false;
  while (const dirent* entry = ::readdir(open.get()))
    if (is_hashed_name(entry->d_name)) return true;
  return false;
}

/// Adds the certificates of all files in `directory` that are in PEM form and that no hashed name
/// leads to. What is something else, or cannot be read, is none of them.
void add_certificates(const std::filesystem::path& directory, std::string& bundle) {
  std::set<std::string> names, hashed;
  const auto listed = list_directory(directory, [&](const std::string& name, bool is_directory) {
    if (!is_directory) (is_hashed_name(name) ? hashed : names).insert(name);
  });
  if (!listed) return;
  std::error_code ignored;
  for (const std::string& name : hashed) {
    const auto target = std::filesystem::read_symlink(directory / name, ignored);
    names.erase(target.filename().string());
  }
  for (const std::string& name : names) {
    const auto text = read_file(directory / name, largest_roots_file);
    if (!text || text->find(begin_line) == std::string::npos) continue;
    if (bundle.size() + text->size() > largest_bundle) return;
    bundle += *text;
    bundle += '\n';
  }
}

std::unexpected<Error> unreadable(std::string_view variable, std::string_view value) {
  return fail_with_code(
      ErrorKind::network, ErrorCode::tls,
      fmt::format("`{}` names `{}`, which cannot be read", variable, escape_foreign(value)),
      std::string(value), {},
      fmt::format("correct `{}`, or unset it to use the system's certificates", variable));
}

std::string named(std::string_view variable, std::string_view value) {
  return fmt::format("`{}` (`{}`)", variable, escape_foreign(value));
}

/// libcurl finds certificates in a directory by hashed names only, which few folders of a company's
/// authority have: all others are read at once.
Result<TlsRoots> roots_of_directories(const std::optional<std::string>& file,
                                      const std::string& directories) {
  TlsRoots roots;
  bool any = false;
  for (const std::string_view part : split(directories, ':')) {
    if (part.empty() || !directory_exists(part)) continue;
    any = true;
    add_certificates(part, roots.bundle);
    const std::string directory(part);
    if (has_hashed_names(directory.c_str()))
      roots.directory += roots.directory.empty() ? directory : ":" + directory;
  }
  if (!any) return unreadable("SSL_CERT_DIR", directories);
  roots.source = named("SSL_CERT_DIR", directories);
  if (file) {
    const auto text = read_file(*file, largest_bundle);
    if (!text) return unreadable("SSL_CERT_FILE", *file);
    roots.bundle += *text;
    roots.source = named("SSL_CERT_FILE", *file) + " and " + roots.source;
  }
  if (roots.directory.empty() && roots.bundle.find(begin_line) == std::string::npos) {
    return fail_with_code(
        ErrorKind::network, ErrorCode::tls, fmt::format("{} holds no certificate", roots.source),
        directories, {},
        "put the authority's certificate there in PEM form (`-----BEGIN CERTIFICATE-----`), or "
        "unset the variable to use the system's certificates");
  }
  return roots;
}

}  // namespace

Result<TlsRoots> find_tls_roots(const Environment& environment) {
  const auto file = environment.get_nonempty("SSL_CERT_FILE");
  const auto directory = environment.get_nonempty("SSL_CERT_DIR");
  if (file && (!file_exists(*file) || ::access(file->c_str(), R_OK) != 0))
    return unreadable("SSL_CERT_FILE", *file);
  if (directory) return roots_of_directories(file, *directory);
  if (file) return TlsRoots{*file, {}, {}, named("SSL_CERT_FILE", *file)};
#ifdef __APPLE__
  return TlsRoots{};  // the system's libcurl knows the keychain
#else
  for (const char* path : system_directories)
    if (has_hashed_names(path)) return TlsRoots{{}, path, {}, fmt::format("`{}`", path)};
  for (const char* path : system_bundles)
    if (file_exists(path)) return TlsRoots{path, {}, {}, fmt::format("`{}`", path)};
  return TlsRoots{};
#endif
}

}  // namespace axle
