// SPDX-License-Identifier: MIT
#include "operations/exported_packages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"
#include "operations/parse_names.hpp"

namespace axle {
namespace {

/// Which packages the options let through.
class Emission {
 public:
  static Result<Emission> of(const EmissionOptions& options, const Lockfile& lockfile,
                             const LockSelection& selection, bool all_packages) {
    Emission emission(options);
    TRY(emission.left_out_, parse_names<PackageName>(options.no_packages));
    TRY(emission.only_, parse_names<PackageName>(options.only_packages));
    // Of several members none is the project.
    if (selection.roots.size() == 1 && !all_packages)
      emission.project_ = selection.roots.front().name;
    for (PackageName& member : workspace_members(lockfile))
      emission.members_.insert(std::move(member));
    return emission;
  }

  bool includes(const LockedPackage& package) const {
    const PackageName& name = package.name;
    const bool is_local =
        package.source.is_source_tree() || package.source.kind == LockSource::Kind::path;
    const bool is_project = project_ == name;
    const bool is_member = members_.contains(name);
    if (!only_.empty()) return only_.contains(name);
    if (options_.only_local) return is_local;
    if (options_.only_workspace) return is_member;
    if (options_.only_project) return is_project;
    return !(options_.no_project && is_project) && !(options_.no_workspace && is_member) &&
           !(options_.no_local && is_local) && !left_out_.contains(name);
  }

 private:
  explicit Emission(const EmissionOptions& options) : options_(options) {}

  const EmissionOptions& options_;
  std::set<PackageName> left_out_, only_, members_;
  std::optional<PackageName> project_;
};

std::string hex_digest(Digest& digest) { return hex_encode(digest.finish()); }

Result<std::string> digest_of_file(const fs::path& path) {
  TRY(Digest digest, Digest::start(DigestAlgorithm::sha256));
  std::ifstream file(path, std::ios::binary);
  std::string piece(std::size_t{1} << 20, '\0');
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) || file.gcount() > 0)
    digest.update(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
  if (!file.eof()) return io_failure("read", path, errno);
  return hex_digest(digest);
}

Result<std::string> digest_of_url(const std::string& text, const IndexSet& indexes,
                                  Services& services) {
  constexpr std::uint64_t largest_file = std::uint64_t{64} << 30;
  TRY(Url url, Url::parse(text));
  if (url.is_file()) {
    TRY(const fs::path path, url.to_path());
    return digest_of_file(path);
  }
  TRY(HttpClient* const client, services.http(indexes));
  if (client == nullptr)
    return fail(ErrorKind::network,
                fmt::format("`{}` has no digest in the lockfile, and axle is offline",
                            escape_foreign(url.display())),
                "run the command without `--offline`");
  TRY(Digest digest, Digest::start(DigestAlgorithm::sha256));
  Request request{.url = std::move(url)};
  request.max_body_bytes = largest_file;
  request.total_timeout = std::chrono::milliseconds(0);
  request.large = true;
  request.sink = [&](std::string_view piece) {
    digest.update(piece);
    return SinkAnswer::more;
  };
  TRY(const Response response, client->send(std::move(request)));
  if (response.status != 200) return status_failure(response);
  return hex_digest(digest);
}

}  // namespace

Result<std::vector<ExportedPackage>> exported_packages(const Lockfile& lockfile,
                                                       const LockSelection& selection,
                                                       const ExportChoice& choice) {
  TRY(const std::set<PackageName> pruned, parse_names<PackageName>(choice.prune));
  TRY(const Emission emission,
      Emission::of(choice.emission, lockfile, selection, choice.all_packages));
  TRY(std::vector<ExportedPackage> packages, reach_packages(lockfile, selection, pruned));
  std::erase_if(packages, [&](const ExportedPackage& exported) {
    return !emission.includes(lockfile.packages[exported.package]);
  });
  return packages;
}

Result<void> complete_digests(Lockfile& lockfile, const std::vector<ExportedPackage>& packages,
                              const Project& project, const IndexSet& indexes, Services& services) {
  for (const ExportedPackage& exported : packages) {
    LockedPackage& package = lockfile.packages[exported.package];
    if (package.source.is_source_tree() || package.source.kind == LockSource::Kind::git) continue;
    std::vector<LockedFile*> files;
    if (package.sdist) files.push_back(&*package.sdist);
    for (LockedFile& wheel : package.wheels) files.push_back(&wheel);
    for (LockedFile* const file : files) {
      if (file->hash) continue;
      const bool is_url =
          file->place == LockedFile::Place::url || package.source.kind == LockSource::Kind::url;
      const fs::path source = project.root / package.source.text;
      TRY(std::string hex,
          is_url ? digest_of_url(
                       file->place == LockedFile::Place::url ? file->location : package.source.text,
                       indexes, services)
                 : digest_of_file(absolute_path(
                       file->place == LockedFile::Place::path ? source / file->location : source)));
      file->hash = FileHash{DigestAlgorithm::sha256, std::move(hex)};
    }
  }
  return {};
}

}  // namespace axle
