// SPDX-License-Identifier: MIT
#include "support/memory_registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "base/text.hpp"

namespace axle {
namespace {

[[noreturn]] void malformed(std::string_view line, std::string_view why) {
  std::cerr << "malformed universe: " << why << ": " << line << "\n";
  std::abort();
}

template <class T>
T must(Result<T> result, std::string_view line) {
  if (!result) malformed(line, result.error().message);
  return *std::move(result);
}

std::string_view without_comment(std::string_view line) {
  const std::size_t hash = line.find(" #");
  if (hash != std::string_view::npos) line = line.substr(0, hash);
  return line.starts_with('#') ? std::string_view() : line;
}

std::pair<std::string_view, std::string_view> first_word(std::string_view text) {
  text = trim(text);
  const std::size_t end = text.find(' ');
  if (end == std::string_view::npos) return {text, {}};
  return {text.substr(0, end), trim(text.substr(end + 1))};
}

std::string escaped(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

}  // namespace

struct MemoryRegistry::Version_ {
  std::string name;
  std::string version;
  std::vector<std::string> wheels;
  bool has_sdist = false;
  std::string headers;  // of the core metadata
  std::optional<std::string> yanked;
  std::optional<std::int64_t> uploaded;
  std::optional<std::string> python;
};

MemoryRegistry::MemoryRegistry(std::string_view universe, IndexStrategy strategy)
    : strategy_(strategy) {
  read(universe);
}

void MemoryRegistry::read(std::string_view universe) {
  std::string index = "https://index.example/simple";
  order_.push_back(index);
  std::optional<Version_> open;
  const auto close = [&] {
    if (open) add(index, *std::exchange(open, std::nullopt));
  };
  for (const std::string_view raw : split(universe, '\n')) {
    const std::string_view line = without_comment(raw);
    if (trim(line).empty()) continue;
    const auto [word, rest] = first_word(line);
    if (word == "index" || word == "absent" ||
        !(word == "wheel" || word == "sdist" || word == "needs" || word == "extra" ||
          word == "python" || word == "yanked" || word == "uploaded")) {
      close();
      if (word == "index") {
        index = rest;
        if (std::find(order_.begin(), order_.end(), index) == order_.end()) order_.push_back(index);
      } else if (word == "absent") {
        const auto [name, status] = first_word(rest);
        absent_[{index, std::string(name)}] = std::atoi(std::string(status).c_str());
      } else {
        open = Version_{std::string(word), std::string(rest), {}, false, {}, {}, {}, {}};
      }
      continue;
    }
    if (!open) malformed(line, "no version above");
    if (word == "wheel") open->wheels.emplace_back(rest);
    if (word == "sdist") open->has_sdist = true;
    if (word == "needs") open->headers += fmt::format("Requires-Dist: {}\n", rest);
    if (word == "extra") open->headers += fmt::format("Provides-Extra: {}\n", rest);
    if (word == "python") {
      open->headers += fmt::format("Requires-Python: {}\n", rest);
      open->python = std::string(rest);
    }
    if (word == "yanked") open->yanked = std::string(rest);
    if (word == "uploaded") open->uploaded = std::atoll(std::string(rest).c_str());
  }
  close();
}

void MemoryRegistry::add(const std::string& index, Version_ version) {
  const std::string shown = fmt::format("{} {}", version.name, version.version);
  if (version.wheels.empty() && !version.has_sdist) version.wheels.emplace_back("py3-none-any");
  const auto url = std::make_shared<const IndexUrl>(must(IndexUrl::parse(index, "/"), shown));
  const auto metadata = std::make_shared<const CoreMetadata>(
      must(CoreMetadata::parse(fmt::format("Metadata-Version: 2.2\nName: {}\nVersion: {}\n{}",
                                           version.name, version.version, version.headers)),
           shown));
  const auto add_file = [&](std::string filename, std::variant<WheelFilename, SdistFilename> kind) {
    DistributionFile file{.filename = filename,
                          .url = fmt::format("{}/{}", index, filename),
                          .hashes = {},
                          .requires_python = std::nullopt,
                          .yanked = version.yanked,
                          .core_metadata = std::nullopt,
                          .size = std::nullopt,
                          .upload_time = version.uploaded,
                          .kind = std::move(kind),
                          .index = url,
                          .local_path = std::nullopt,
                          .is_flat = false};
    if (version.python)
      file.requires_python = must(VersionSpecifiers::parse(*version.python), shown);
    metadata_[url->text() + filename] = metadata;
    files_[{index, version.name}].push_back(std::move(file));
  };
  for (const std::string& tag : version.wheels) {
    const std::string filename =
        fmt::format("{}-{}-{}.whl", escaped(version.name), version.version, tag);
    add_file(filename, must(WheelFilename::parse(filename), shown));
  }
  if (version.has_sdist) {
    const std::string filename =
        fmt::format("{}-{}.tar.gz", escaped(version.name), version.version);
    add_file(
        filename,
        must(SdistFilename::parse(filename, must(PackageName::parse(version.name), shown)), shown));
  }
}

void MemoryRegistry::prefetch(const PackageName&, const std::optional<IndexUrl>&) {}
void MemoryRegistry::prefetch_metadata(const DistributionFile&) {}

Result<std::shared_ptr<const PackageListing>> MemoryRegistry::listing(
    const PackageName& name, const std::optional<IndexUrl>& pin) {
  auto& listing = listings_[{pin ? pin->text() : std::string(), name.text()}];
  if (listing != nullptr) return listing;
  auto made = std::make_shared<PackageListing>();
  for (const std::string& index : order_) {
    const IndexUrl url = must(IndexUrl::parse(index, "/"), index);
    if (pin ? !(*pin == url)
            : std::find(explicit_.begin(), explicit_.end(), index) != explicit_.end())
      continue;
    const auto files = files_.find({index, name.text()});
    if (files == files_.end()) {
      const auto status = absent_.find({index, name.text()});
      const int code = status != absent_.end() ? status->second : 404;
      const auto reason = code == 403   ? IndexAbsence::Reason::forbidden
                          : code == 401 ? IndexAbsence::Reason::unauthorized
                                        : IndexAbsence::Reason::not_found;
      made->absences.push_back({url, reason, code, fmt::format("{}/{}/", index, name.text())});
      if (code != 404 && strategy_ == IndexStrategy::first_index) break;
      continue;
    }
    auto& page = pages_[{index, name.text()}];
    if (page == nullptr)
      page = make_package_page(name, std::make_shared<const IndexUrl>(url), false, files->second);
    made->pages.push_back(page);
    if (strategy_ == IndexStrategy::first_index) break;
  }
  listing = std::move(made);
  return listing;
}

Result<std::shared_ptr<const CoreMetadata>> MemoryRegistry::metadata(const DistributionFile& file) {
  metadata_requests.push_back(file.filename);
  const auto found = metadata_.find(file.index->text() + file.filename);
  if (found == metadata_.end())
    return fail(ErrorKind::not_found, fmt::format("`{}` has no metadata", file.filename));
  return found->second;
}

}  // namespace axle
