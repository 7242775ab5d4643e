// SPDX-License-Identifier: MIT
#include "resolve/provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/dropped_words.hpp"
#include "index/metadata_source.hpp"

namespace axle {
namespace {

std::optional<Unavailable> reason_for(const PackageListing& listing) {
  if (listing.is_found()) return std::nullopt;
  if (listing.no_index) return NoIndexAllowed{};
  const auto is_offline = [](const IndexAbsence& absence) {
    return absence.reason == IndexAbsence::Reason::offline;
  };
  if (std::any_of(listing.absences.begin(), listing.absences.end(), is_offline))
    return NotCachedOffline{};
  return NotFoundAnywhere{};
}

void log_left_out(const PackageListing& listing) {
  if (!logs(LogLevel::debug)) return;
  for (const auto* pages : {&listing.pages, &listing.find_links})
    for (const auto& page : *pages)
      for (const DroppedFile& file : page->dropped())
        log_debug("left out `{}` of {}: {}", escape_foreign(file.filename), page->index().text(),
                  reason_words(file.reason));
}

}  // namespace

const std::vector<Version>& PackageVersions::known() const {
  if (known_) return *known_;
  std::vector<Version> all;
  for (const VersionMap& map : maps)
    for (std::size_t i = 0; i < map.size(); ++i)
      if (map.is_included(i)) all.push_back(map.version(i));
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return known_.emplace(std::move(all));
}

Provider::Provider(const ResolveInput& input, const ResolveServices& services,
                   const Manifest& manifest, PackageTable& table, SourceTable& sources)
    : input_(input),
      services_(services),
      table_(table),
      sources_(sources),
      judge_(input, manifest.allowed_yanks(), services.reporter) {}

std::optional<IndexUrl> Provider::pin_url(IndexId pin) const {
  return pin == no_index_id ? std::nullopt : std::optional(sources_.index(pin));
}

void Provider::prefetch(NameId name, IndexId pin) {
  if (!prefetched_.try_emplace(Key(name, pin), true).second) return;
  services_.registry.prefetch(table_.names[name], pin_url(pin));
}

void Provider::prefetch_metadata(const AvailableVersion& files) {
  if (files.is_usable()) services_.registry.prefetch_metadata(files.described_by());
}

const PackageVersions* Provider::known_versions(NameId name, IndexId pin) const {
  const auto known = versions_.find({name, pin});
  return known != versions_.end() ? known->second.get() : nullptr;
}

Result<const PackageVersions*> Provider::versions(NameId name, IndexId pin) {
  auto& entry = versions_[{name, pin}];
  if (entry != nullptr) return entry.get();
  const PackageName& text = table_.names[name];
  auto listing = services_.registry.listing(text, pin_url(pin));
  if (!listing) {
    versions_.erase({name, pin});
    return while_doing(fmt::format("could not look up `{}`", text.text()),
                       std::move(listing).error());
  }
  auto versions = std::make_unique<PackageVersions>();
  versions->listing = *std::move(listing);
  log_left_out(*versions->listing);
  versions->unavailable = reason_for(*versions->listing);
  versions->maps.reserve(versions->listing->pages.size() + 1);
  for (const auto& page : versions->listing->pages)
    versions->maps.emplace_back(page.get(), versions->listing->find_links, judge_);
  if (versions->maps.empty() && !versions->listing->find_links.empty())
    versions->maps.emplace_back(nullptr, versions->listing->find_links, judge_);
  if (!versions->listing->absences.empty()) {
    auto& all = absences_[name];
    all.insert(all.end(), versions->listing->absences.begin(), versions->listing->absences.end());
  }
  entry = std::move(versions);
  return entry.get();
}

std::shared_ptr<const CoreMetadata> Provider::stated(NameId name, const Version& version) const {
  std::shared_ptr<const CoreMetadata> of_any_version;
  for (const StatedMetadata& stated : input_.stated_metadata) {
    if (stated.name != table_.names[name]) continue;
    if (stated.version && *stated.version == version) return stated.metadata;
    if (!stated.version && of_any_version == nullptr) of_any_version = stated.metadata;
  }
  return of_any_version;
}

void Provider::prepare_requirements(VersionMetadata& version) {
  version.requirements.production.reserve(version.metadata->requires_dist.size());
  for (const Requirement& requirement : version.metadata->requires_dist)
    version.requirements.production.push_back(prepare(requirement, table_, sources_));
  version.requirements.index_extras(table_);
}

// Some failures are about this version alone and let the solver try another; the others end the
// resolution.
Result<void> Provider::fail_to_describe(NameId name, const Version& version,
                                        const AvailableVersion& files, Error error,
                                        VersionMetadata& out) const {
  const DistributionFile& file = files.described_by();
  if (error.code == ErrorCode::offline) {
    out.unavailable = NotCachedOffline{};
    return {};
  }
  if (error.code == ErrorCode::metadata_dynamic) {
    const std::string why =
        files.wheels.empty() ? "it has no wheels" : "none of its wheels can be used here";
    Error told{ErrorKind::no_solution,
               fmt::format("`{}=={}` would have to be built to learn what it needs: {}, and its "
                           "source distribution `{}` does "
                           "not state its dependencies",
                           table_.names[name].text(), version.to_string(), why, file.filename),
               {fmt::format("choose a version with wheels, or state what `{}` needs in "
                            "`tool.uv.dependency-metadata`",
                            table_.names[name].text())},
               std::make_shared<const Error>(std::move(error)),
               ErrorCode::build_needed,
               {},
               {}};
    return std::unexpected(std::move(told));
  }
  if (is_broken_promise(error)) {
    error.hints.push_back(
        fmt::format("try again; if it stays so, tell whoever runs the index, or leave the version "
                    "out with `{}!={}`",
                    table_.names[name].text(), version.to_string()));
    return std::unexpected(std::move(error));
  }
  if (error.kind == ErrorKind::integrity || error.kind == ErrorKind::invalid_input) {
    // The last cause says what is wrong; those before it say where.
    const Error* reason = &error;
    while (reason->cause) reason = reason->cause.get();
    services_.reporter.warning(
        fmt::format("the metadata of `{}` cannot be used: {}", file.filename, reason->message));
    out.unavailable = BadMetadata{reason->message};
    return {};
  }
  return while_doing(fmt::format("could not read the metadata of `{}`", file.filename),
                     std::move(error));
}

Result<const VersionMetadata*> Provider::metadata(NameId name, const Version& version,
                                                  const AvailableVersion& files) {
  const auto known = metadata_.find(&files);
  if (known != metadata_.end()) return known->second.get();
  auto made = std::make_unique<VersionMetadata>();
  made->metadata = stated(name, version);
  if (made->metadata == nullptr) {
    auto read = services_.registry.metadata(files.described_by());
    if (read)
      made->metadata = *std::move(read);
    else
      TRY_OK(fail_to_describe(name, version, files, std::move(read).error(), *made));
  }
  if (made->metadata != nullptr) prepare_requirements(*made);
  return metadata_.emplace(&files, std::move(made)).first->second.get();
}

const VersionMetadata& Provider::metadata(const KnownInstalled& installed) {
  auto& entry = metadata_[&installed];
  if (entry == nullptr) {
    entry = std::make_unique<VersionMetadata>();
    entry->metadata = installed.metadata;
    if (entry->metadata != nullptr) prepare_requirements(*entry);
  }
  return *entry;
}

}  // namespace axle
