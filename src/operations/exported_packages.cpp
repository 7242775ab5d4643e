// SPDX-License-Identifier: MIT
#include "operations/exported_packages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "services/file_digest.hpp"
#include "services/parse_names.hpp"

namespace axle {
namespace {

/// Which packages the options let through.
class Emission {
 public:
  static Result<Emission> of(const EmissionOptions& options, const Lockfile& lockfile,
                             const std::optional<PackageName>& project) {
    Emission emission(options);
    TRY(emission.left_out_, parse_names<PackageName>(options.no_packages));
    TRY(emission.only_, parse_names<PackageName>(options.only_packages));
    emission.project_ = project;
    for (PackageName& member : workspace_members(lockfile))
      emission.members_.insert(std::move(member));
    return emission;
  }

  bool includes(const LockedPackage& package) const {
    const PackageName& name = package.name;
    const bool is_local = package.source.is_local();
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

}  // namespace

Result<std::vector<ExportedPackage>> exported_packages(const Lockfile& lockfile,
                                                       const LockSelection& selection,
                                                       const ExportChoice& choice) {
  TRY(const std::set<PackageName> pruned, parse_names<PackageName>(choice.prune));
  TRY(const Emission emission, Emission::of(choice.emission, lockfile, choice.project));
  TRY(std::vector<ExportedPackage> packages, reach_packages(lockfile, selection, pruned));
  std::erase_if(packages, [&](const ExportedPackage& exported) {
    return !emission.includes(lockfile.packages[exported.package]);
  });
  return packages;
}

Result<void> complete_digests(Lockfile& lockfile, const std::vector<ExportedPackage>& packages,
                              const fs::path& root, const IndexSet& indexes, Services& services) {
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
      const fs::path source = root / package.source.text;
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
