// SPDX-License-Identifier: MIT
#include "axle/install/verify.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/guarded.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/thread_pool.hpp"
#include "base/try.hpp"
#include "install/installed_files.hpp"
#include "install/layout.hpp"

namespace axle {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20;
constexpr std::size_t checked_per_task = 64;

using Listed = std::map<std::string, std::vector<ListedFile>>;  // by path

bool is_byte_code(std::string_view path) {
  return path.ends_with(".pyc") || path.find("/__pycache__/") != std::string_view::npos;
}

/// The digest of the file's bytes as RECORD would write it. None if nothing is there.
Result<std::optional<std::string>> hash_of_file(const fs::path& path, DigestAlgorithm algorithm) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open() && (errno == ENOENT || errno == ENOTDIR)) return std::optional<std::string>();
  if (!file.is_open()) return io_failure("read", path, errno);
  TRY(Digest digest, Digest::start(algorithm));
  std::vector<char> buffer(piece);
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read", path, errno);
    if (got == 0) break;
    digest.update({buffer.data(), static_cast<std::size_t>(got)});
  }
  return std::optional(std::string(to_string(algorithm)) + "=" + base64url_encode(digest.finish()));
}

/// Of a file that several packages list one of them has to be right.
Result<std::optional<EnvironmentFault>> check_file(const fs::path& prefix, const std::string& path,
                                                   const std::vector<ListedFile>& owners) {
  using Kind = EnvironmentFault::Kind;
  const std::string& first = owners.front().package;
  for (const ListedFile& owner : owners) {
    const auto algorithm = parse_digest_algorithm(owner.hash.substr(0, owner.hash.find('=')));
    if (!algorithm) {
      struct stat status{};
      if (::lstat((prefix / path).c_str(), &status) == 0) return std::optional<EnvironmentFault>();
      return std::optional(EnvironmentFault{Kind::missing, path, first});
    }
    TRY(const auto hash, hash_of_file(prefix / path, *algorithm));
    if (!hash) return std::optional(EnvironmentFault{Kind::missing, path, first});
    if (*hash == owner.hash) return std::optional<EnvironmentFault>();
  }
  return std::optional(EnvironmentFault{Kind::changed, path, first});
}

/// What lies in a directory of modules and is in no RECORD.
void find_unlisted(const EnvironmentLayout& layout, const std::string& directory,
                   const Listed& listed, std::vector<EnvironmentFault>& faults) {
  static_cast<void>(
      list_directory(layout.prefix() / directory, [&](const std::string& name, bool is_directory) {
        const std::string path = joined(directory, name);
        if (is_directory && name != "__pycache__") find_unlisted(layout, path, listed, faults);
        if (!is_directory && !listed.contains(path) && !is_byte_code(path))
          faults.push_back({EnvironmentFault::Kind::unlisted, path, {}});
      }));
}

}  // namespace

Result<EnvironmentVerification> verify_environment(const InstallTarget& target,
                                                   std::span<const InstalledPackage> packages) {
  TRY(const EnvironmentLayout layout, EnvironmentLayout::of(target));
  Listed listed;
  for (const InstalledPackage& package : packages)
    for (ListedFile& file : listed_files(package, layout))
      if (!is_byte_code(file.path)) listed[file.path].push_back(std::move(file));
  TRY_OK(check_crypto());

  Guarded<std::vector<EnvironmentFault>> faults;
  Guarded<std::optional<Error>> error;
  {
    ThreadPool pool(ThreadPool::cores());
    for (auto next = listed.begin(); next != listed.end();) {
      std::vector<Listed::const_iterator> batch;
      for (; next != listed.end() && batch.size() < checked_per_task; ++next) batch.push_back(next);
      pool.submit([&, batch = std::move(batch)] {
        for (const auto& entry : batch) {
          auto fault = check_file(layout.prefix(), entry->first, entry->second);
          if (!fault)
            error.with([&](auto& first) { first = std::move(fault).error(); });
          else if (*fault)
            faults.with([&](auto& all) { all.push_back(**std::move(fault)); });
        }
      });
    }
    pool.wait_idle();
  }
  if (auto failed = error.with([](auto& first) { return first; })) return std::unexpected(*failed);
  EnvironmentVerification verification{
      .packages = packages.size(), .files = listed.size(), .faults = faults.with([](auto& all) {
        return std::move(all);
      })};
  for (const std::string& site : std::set<std::string>{layout.purelib(), layout.platlib()})
    find_unlisted(layout, site, listed, verification.faults);
  std::ranges::sort(verification.faults);
  return verification;
}

}  // namespace axle
