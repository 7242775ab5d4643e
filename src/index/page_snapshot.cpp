// SPDX-License-Identifier: MIT
#include "index/page_snapshot.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <unordered_map>
#include <utility>

#include "axle/standards/lenient.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/page_files.hpp"

namespace axle {
namespace {

static_assert(std::endian::native == std::endian::little,
              "page snapshots are written as they lie in memory");

constexpr std::array<char, 8> magic{'A', 'X', 'L', 'P', 'A', 'G', 'E', '0' + page_snapshot_version};
constexpr std::uint32_t absent = 0xFFFFFFFF;
constexpr std::uint64_t no_size = std::numeric_limits<std::uint64_t>::max();
constexpr std::int64_t no_time = std::numeric_limits<std::int64_t>::min();
constexpr std::size_t max_dropped = 100;

/// A piece of the pool; absent if `size` is.
struct Text {
  std::uint32_t offset = 0;
  std::uint32_t size = absent;
};

struct SnapshotHeader {
  std::array<char, 8> magic;
  std::uint32_t total_size;
  std::uint32_t version_count;
  std::uint32_t file_count;
  std::uint32_t dropped_count;
  std::uint32_t status;
  Text reason;
  Text name;
};

struct VersionRecord {
  Text text;
  std::uint32_t first_file;
  std::uint32_t sdist_count;
  std::uint32_t wheel_count;
};

struct FileRecord {
  Text filename;
  Text url;
  Text requires_python;
  Text yanked;
  Text hashes;
  Text core_hashes;
  std::uint64_t size;
  std::int64_t upload_time;
};

struct DroppedRecord {
  Text filename;
  std::uint32_t reason;
};

class Packer {
 public:
  explicit Packer(const PackageName& name) : name_(name) {}

  Result<std::string> pack(const ParsedPage& page, bool allow_files) {
    take_files(page, LinkResolver(page.base, allow_files));
    sort();
    SnapshotHeader header{magic, 0, 0, 0, 0, static_cast<std::uint32_t>(page.status.kind), {}, {}};
    if (page.status.reason) header.reason = add(*page.status.reason);
    header.name = add(name_.text());
    return assemble(header);
  }

 private:
  struct Entry {
    Version version;
    bool is_wheel;
    const PageLink* link;
    std::string url;
  };

  void take_files(const ParsedPage& page, const LinkResolver& resolver) {
    for (const PageLink& link : page.links) {
      auto parsed = read_filename(link.filename, name_);
      if (const auto* reason = std::get_if<DroppedFile::Reason>(&parsed)) {
        drop(link, *reason);
        continue;
      }
      if (link.requires_python && !is_readable(*link.requires_python)) {
        drop(link, DroppedFile::Reason::bad_requires_python);
        continue;
      }
      auto url = resolver.url_of(link);
      if (!url) {
        drop(link, DroppedFile::Reason::bad_link);
        continue;
      }
      const auto& filename = std::get<DistributionFilename>(parsed);
      entries_.push_back({std::visit([](const auto& f) { return f.version; }, filename),
                          std::holds_alternative<WheelFilename>(filename), &link, *std::move(url)});
    }
  }

  void drop(const PageLink& link, DroppedFile::Reason reason) {
    if (reason == DroppedFile::Reason::not_a_distribution || dropped_.size() >= max_dropped) return;
    dropped_.push_back({add(link.filename), static_cast<std::uint32_t>(reason)});
  }

  // A page has thousands of files and a handful of different texts here.
  bool is_readable(const std::string& requires_python) {
    const auto known = readable_.find(requires_python);
    if (known != readable_.end()) return known->second;
    return readable_[requires_python] = parse_lenient_specifiers(requires_python).has_value();
  }

  // Versions up, sdists before wheels, each by the bytes of the name; equal versions stay together
  // however they are written, and are spelled as the first of them on the page.
  void sort() {
    std::ranges::stable_sort(entries_, [](const Entry& a, const Entry& b) {
      if (const auto order = a.version <=> b.version; order != 0) return order < 0;
      if (a.is_wheel != b.is_wheel) return !a.is_wheel;
      return a.link->filename < b.link->filename;
    });
    for (auto entry = entries_.cbegin(); entry != entries_.cend();) {
      const auto past = std::find_if(entry, entries_.cend(), [&](const Entry& other) {
        return other.version != entry->version;
      });
      const auto first = std::min_element(
          entry, past, [](const Entry& a, const Entry& b) { return a.link < b.link; });
      versions_.push_back(
          {add(first->version.to_string()), static_cast<std::uint32_t>(files_.size()), 0, 0});
      for (; entry != past; ++entry) {
        ++(entry->is_wheel ? versions_.back().wheel_count : versions_.back().sdist_count);
        files_.push_back(record(*entry));
      }
    }
  }

  FileRecord record(const Entry& entry) {
    const PageLink& link = *entry.link;
    FileRecord record{};
    record.url = add(entry.url);
    // Nearly always the end of the URL.
    if (entry.url.ends_with(link.filename))
      record.filename = {
          static_cast<std::uint32_t>(record.url.offset + entry.url.size() - link.filename.size()),
          static_cast<std::uint32_t>(link.filename.size())};
    else
      record.filename = add(link.filename);
    if (link.requires_python) record.requires_python = add_shared(*link.requires_python);
    if (link.yanked) record.yanked = add_shared(*link.yanked);
    record.hashes = add(pack_hashes(link.hashes));
    if (link.core_metadata) record.core_hashes = add(pack_hashes(*link.core_metadata));
    record.size = link.size.value_or(no_size);
    record.upload_time = link.upload_time.value_or(no_time);
    return record;
  }

  static std::string pack_hashes(const std::vector<FileHash>& hashes) {
    std::string out;
    for (const FileHash& hash : hashes) {
      out.push_back(static_cast<char>(hash.algorithm));
      out += hex_decode(hash.hex).value_or("");
    }
    return out;
  }

  Text add(std::string_view text) {
    const Text place{static_cast<std::uint32_t>(pool_.size()),
                     static_cast<std::uint32_t>(text.size())};
    pool_ += text;
    return place;
  }

  Text add_shared(const std::string& text) {
    const auto [known, is_new] = shared_.try_emplace(text);
    if (is_new) known->second = add(text);
    return known->second;
  }

  Result<std::string> assemble(SnapshotHeader header) const {
    header.version_count = static_cast<std::uint32_t>(versions_.size());
    header.file_count = static_cast<std::uint32_t>(files_.size());
    header.dropped_count = static_cast<std::uint32_t>(dropped_.size());
    const std::size_t total = sizeof(SnapshotHeader) + versions_.size() * sizeof(VersionRecord) +
                              files_.size() * sizeof(FileRecord) +
                              dropped_.size() * sizeof(DroppedRecord) + pool_.size();
    // A page of 64 MiB with long joined links; the offsets have 32 bits.
    if (total >= absent)
      return fail_with_code(ErrorKind::integrity, ErrorCode::index_limit,
                            "an index page has too long links", name_.text());
    header.total_size = static_cast<std::uint32_t>(total);

    std::string out;
    out.reserve(total);
    const auto put = [&out](const void* data, std::size_t size) {
      out.append(static_cast<const char*>(data), size);
    };
    put(&header, sizeof header);
    put(versions_.data(), versions_.size() * sizeof(VersionRecord));
    put(files_.data(), files_.size() * sizeof(FileRecord));
    put(dropped_.data(), dropped_.size() * sizeof(DroppedRecord));
    out += pool_;
    return out;
  }

  const PackageName& name_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, bool> readable_;
  std::unordered_map<std::string, Text> shared_;
  std::vector<VersionRecord> versions_;
  std::vector<FileRecord> files_;
  std::vector<DroppedRecord> dropped_;
  std::string pool_;
};

class SnapshotPage final : public PackagePage {
 public:
  SnapshotPage(std::shared_ptr<const void> owner, std::string_view bytes, const PackageName& name,
               std::shared_ptr<const IndexUrl> index, bool is_flat)
      : PackagePage(name, std::move(index), is_flat), owner_(std::move(owner)), bytes_(bytes) {}

  // False if the bytes are not what was once packed.
  bool open() {
    if (bytes_.size() < sizeof(SnapshotHeader)) return false;
    std::memcpy(&header_, bytes_.data(), sizeof header_);
    if (header_.magic != magic || header_.total_size != bytes_.size()) return false;
    versions_at_ = sizeof(SnapshotHeader);
    files_at_ = versions_at_ + header_.version_count * sizeof(VersionRecord);
    dropped_at_ = files_at_ + header_.file_count * sizeof(FileRecord);
    pool_at_ = dropped_at_ + header_.dropped_count * sizeof(DroppedRecord);
    if (pool_at_ > bytes_.size() || text(header_.name) != name_.text()) return false;
    if (header_.status > std::uint32_t{std::to_underlying(ProjectStatus::Kind::quarantined)})
      return false;
    status_.kind = static_cast<ProjectStatus::Kind>(header_.status);
    if (header_.reason.size != absent) status_.reason = text(header_.reason);
    return read_versions() && read_dropped();
  }

 private:
  bool read_versions() {
    versions_.reserve(header_.version_count);
    for (std::uint32_t i = 0; i < header_.version_count; ++i) {
      auto version = Version::parse(text(at<VersionRecord>(versions_at_, i).text));
      if (!version) return false;
      versions_.push_back(*std::move(version));
    }
    return true;
  }

  bool read_dropped() {
    for (std::uint32_t i = 0; i < header_.dropped_count; ++i) {
      const auto record = at<DroppedRecord>(dropped_at_, i);
      if (record.reason > std::uint32_t{std::to_underlying(DroppedFile::Reason::bad_link)})
        return false;
      dropped_.push_back(
          {std::string(text(record.filename)), static_cast<DroppedFile::Reason>(record.reason)});
    }
    return true;
  }

  VersionFiles make_files(std::size_t position) const override {
    const auto record = at<VersionRecord>(versions_at_, position);
    VersionFiles files;
    const std::uint64_t end =
        std::uint64_t{record.first_file} + record.sdist_count + record.wheel_count;
    // The counts are of a file: never believed beyond what is there.
    files.sdists.reserve(std::min(record.sdist_count, header_.file_count));
    files.wheels.reserve(std::min(record.wheel_count, header_.file_count));
    for (std::uint64_t i = record.first_file; i < std::min<std::uint64_t>(end, header_.file_count);
         ++i) {
      auto file = make_file(at<FileRecord>(files_at_, i));
      if (file) (file->is_wheel() ? files.wheels : files.sdists).push_back(*std::move(file));
    }
    return files;
  }

  std::optional<DistributionFile> make_file(const FileRecord& record) const {
    const std::string filename(text(record.filename));
    auto parsed = read_filename(filename, name_);
    auto* kind = std::get_if<DistributionFilename>(&parsed);
    if (!kind) return std::nullopt;
    DistributionFile file{filename,
                          std::string(text(record.url)),
                          unpack_hashes(record.hashes),
                          std::nullopt,
                          std::nullopt,
                          std::nullopt,
                          std::nullopt,
                          std::nullopt,
                          std::move(*kind),
                          index_,
                          std::nullopt,
                          is_flat_};
    if (record.requires_python.size != absent) {
      auto specifiers = parse_lenient_specifiers(text(record.requires_python));
      if (!specifiers) return std::nullopt;
      file.requires_python = *std::move(specifiers);
    }
    if (record.yanked.size != absent) file.yanked = text(record.yanked);
    if (record.core_hashes.size != absent) file.core_metadata = unpack_hashes(record.core_hashes);
    if (record.size != no_size) file.size = record.size;
    if (record.upload_time != no_time) file.upload_time = record.upload_time;
    file.local_path = local_path_of(file.url);
    return file;
  }

  std::vector<FileHash> unpack_hashes(Text place) const {
    std::vector<FileHash> hashes;
    for (std::string_view rest = text(place); !rest.empty();) {
      const auto algorithm = static_cast<DigestAlgorithm>(rest.front());
      if (algorithm > DigestAlgorithm::blake2b) break;
      const std::size_t size = hex_length(algorithm) / 2;
      hashes.push_back({algorithm, hex_encode(rest.substr(1, size))});
      rest.remove_prefix(std::min(rest.size(), size + 1));
    }
    return hashes;
  }

  std::string_view text(Text place) const {
    const std::string_view pool = bytes_.substr(pool_at_);
    if (place.size == absent || place.offset > pool.size()) return {};
    return pool.substr(place.offset, place.size);
  }

  // Copied, because records need not be aligned.
  template <class Record>
  Record at(std::size_t start, std::size_t position) const {
    Record record;
    std::memcpy(&record, bytes_.data() + start + position * sizeof(Record), sizeof record);
    return record;
  }

  std::shared_ptr<const void> owner_;
  std::string_view bytes_;
  SnapshotHeader header_{};
  std::size_t versions_at_ = 0;
  std::size_t files_at_ = 0;
  std::size_t dropped_at_ = 0;
  std::size_t pool_at_ = 0;
};

}  // namespace

Result<std::string> pack_page(const ParsedPage& page, const PackageName& name, bool allow_files) {
  return Packer(name).pack(page, allow_files);
}

std::shared_ptr<const PackagePage> open_page(std::shared_ptr<const void> owner,
                                             std::string_view bytes, const PackageName& name,
                                             std::shared_ptr<const IndexUrl> index, bool is_flat) {
  auto page =
      std::make_shared<SnapshotPage>(std::move(owner), bytes, name, std::move(index), is_flat);
  if (!page->open()) return nullptr;
  return page;
}

}  // namespace axle
