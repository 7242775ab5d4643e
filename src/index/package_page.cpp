// SPDX-License-Identifier: MIT
#include "axle/index/package_page.hpp"

#include <algorithm>
#include <mutex>

namespace axle {

const PackageName& DistributionFile::name() const {
  return std::visit([](const auto& parsed) -> const PackageName& { return parsed.name; }, kind);
}

const Version& DistributionFile::version() const {
  return std::visit([](const auto& parsed) -> const Version& { return parsed.version; }, kind);
}

struct PackagePage::Made {
  std::mutex mutex;
  std::vector<std::unique_ptr<const VersionFiles>> files;
};

PackagePage::PackagePage(PackageName name, std::shared_ptr<const IndexUrl> index, bool is_flat)
    : name_(std::move(name)),
      index_(std::move(index)),
      is_flat_(is_flat),
      made_(std::make_shared<Made>()) {}

std::optional<std::size_t> PackagePage::find(const Version& version) const {
  const auto place = std::ranges::lower_bound(versions_, version);
  if (place == versions_.end() || *place != version) return std::nullopt;
  return static_cast<std::size_t>(place - versions_.begin());
}

const VersionFiles& PackagePage::files(std::size_t position) const {
  const std::lock_guard lock(made_->mutex);
  if (made_->files.empty()) made_->files.resize(versions_.size());
  auto& files = made_->files.at(position);
  if (!files) files = std::make_unique<const VersionFiles>(make_files(position));
  return *files;
}

namespace {

/// A page whose files are all there.
class ListedPage final : public PackagePage {
 public:
  ListedPage(PackageName name, std::shared_ptr<const IndexUrl> index, bool is_flat,
             ProjectStatus status, std::vector<DroppedFile> dropped)
      : PackagePage(std::move(name), std::move(index), is_flat) {
    status_ = std::move(status);
    dropped_ = std::move(dropped);
  }

  void add(std::vector<DistributionFile> files) {
    std::ranges::stable_sort(files, [](const DistributionFile& a, const DistributionFile& b) {
      if (const auto order = a.version() <=> b.version(); order != 0) return order < 0;
      return a.filename < b.filename;
    });
    for (DistributionFile& file : files) {
      if (versions_.empty() || versions_.back() != file.version()) {
        versions_.push_back(file.version());
        of_version_.emplace_back();
      }
      auto& list = file.is_wheel() ? of_version_.back().wheels : of_version_.back().sdists;
      list.push_back(std::move(file));
    }
  }

 private:
  VersionFiles make_files(std::size_t position) const override { return of_version_[position]; }

  std::vector<VersionFiles> of_version_;
};

}  // namespace

std::shared_ptr<const PackagePage> make_package_page(
    PackageName name, std::shared_ptr<const IndexUrl> index, bool is_flat,
    std::vector<DistributionFile> files, ProjectStatus status, std::vector<DroppedFile> dropped) {
  auto page = std::make_shared<ListedPage>(std::move(name), std::move(index), is_flat,
                                           std::move(status), std::move(dropped));
  page->add(std::move(files));
  return page;
}

}  // namespace axle
