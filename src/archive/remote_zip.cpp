// SPDX-License-Identifier: MIT
#include "archive/remote_zip.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

// PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16. Numbers are little-endian.
constexpr std::string_view local_signature{"PK\3\4", 4};
constexpr std::string_view entry_signature{"PK\1\2", 4};
constexpr std::string_view end_signature{"PK\5\6", 4};
constexpr std::string_view end64_signature{"PK\6\6", 4};
constexpr std::string_view locator64_signature{"PK\6\7", 4};
constexpr std::size_t local_size = 30;
constexpr std::size_t entry_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::size_t end64_size = 56;
constexpr std::size_t locator64_size = 20;

constexpr std::uint64_t max_directory_bytes = std::uint64_t{32} << 20;
constexpr std::uint64_t max_metadata_bytes = std::uint64_t{16} << 20;

template <unsigned size>
std::uint64_t number(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (unsigned i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

std::uint64_t number16(std::string_view bytes, std::size_t at) { return number<2>(bytes, at); }
std::uint64_t number32(std::string_view bytes, std::size_t at) { return number<4>(bytes, at); }
std::uint64_t number64(std::string_view bytes, std::size_t at) { return number<8>(bytes, at); }

struct Directory {
  std::uint64_t offset;
  std::uint64_t size;
};

struct Member {
  std::string_view name;
  std::uint64_t flags;
  std::uint64_t method;
  std::uint64_t crc;
  std::uint64_t packed;
  std::uint64_t unpacked;
  std::uint64_t offset;
  std::uint64_t extra_length;
};

class MetadataReader {
 public:
  /// `name` is null for an sdist.
  MetadataReader(ArchiveBytes& archive, const PackageName* name, const std::string& wheel)
      : archive_(archive), name_(name), wheel_(wheel) {}

  Result<std::string> read() {
    TRY(tail_, archive_.tail(zip_tail_bytes));
    if (tail_.bytes.size() > tail_.archive_size) return structure("it is smaller than its end");
    TRY(directory_, find_directory());
    TRY(directory_bytes_, bytes(directory_.offset, directory_.size));
    TRY(const Member member, find_member());
    return extract(member);
  }

 private:
  std::uint64_t tail_start() const { return tail_.archive_size - tail_.bytes.size(); }

  std::unexpected<Error> structure(std::string_view what) const {
    return failure(ErrorCode::zip_structure, what);
  }
  std::unexpected<Error> failure(ErrorCode code, std::string_view what) const {
    return fail_with_code(ErrorKind::integrity, code,
                          fmt::format("`{}` is not usable: {}", escape_foreign(wheel_), what),
                          wheel_);
  }

  // From the tail as far as it reaches; only what lies before it is asked for.
  Result<std::string> bytes(std::uint64_t offset, std::uint64_t size) {
    const std::uint64_t end = offset + size;
    if (end <= tail_start()) return archive_.read(offset, size);
    std::string out;
    if (offset < tail_start()) {
      TRY(out, archive_.read(offset, tail_start() - offset));
      if (out.size() != tail_start() - offset) return structure("it was cut short");
    }
    const std::uint64_t from = std::max(offset, tail_start()) - tail_start();
    out.append(std::string_view(tail_.bytes).substr(from, end - std::max(offset, tail_start())));
    return out;
  }

  Result<Directory> find_directory() {
    const std::string_view tail = tail_.bytes;
    std::size_t at = tail.size() < end_size ? std::string_view::npos
                                            : tail.rfind(end_signature, tail.size() - end_size);
    // The comment has to fill the file: then nothing inside a comment can pass for the end record.
    while (at != std::string_view::npos && at + end_size + number16(tail, at + 20) != tail.size())
      at = at == 0 ? std::string_view::npos : tail.rfind(end_signature, at - 1);
    if (at == std::string_view::npos) return structure("it has no end record");

    std::uint64_t size = number32(tail, at + 12);
    std::uint64_t offset = number32(tail, at + 16);
    std::uint64_t end = tail_start() + at;
    if (size == 0xFFFFFFFF || offset == 0xFFFFFFFF || number16(tail, at + 10) == 0xFFFF) {
      if (at < locator64_size || tail.substr(at - locator64_size, 4) != locator64_signature)
        return structure("it has no ZIP64 locator");
      const std::uint64_t end64 = number64(tail, at - locator64_size + 8);
      if (end64 > tail_.archive_size || tail_.archive_size - end64 < end64_size)
        return structure("its ZIP64 end is outside of it");
      TRY(const std::string record, bytes(end64, end64_size));
      if (!record.starts_with(end64_signature)) return structure("it has no ZIP64 end record");
      size = number64(record, 40);
      offset = number64(record, 48);
      end = end64;
    }
    if (offset > end || size > end - offset) return structure("its directory is outside of it");
    if (size > max_directory_bytes) return structure("its directory is larger than 32 MiB");
    return Directory{offset, size};
  }

  Result<Member> find_member() const {
    const std::string_view all = directory_bytes_;
    if (all.size() != directory_.size) return structure("its directory was cut short");
    std::optional<Member> found;
    for (std::size_t at = 0; at < all.size();) {
      if (all.size() - at < entry_size || all.substr(at, 4) != entry_signature)
        return structure("its directory is damaged");
      const std::uint64_t name_length = number16(all, at + 28);
      const std::uint64_t extra_length = number16(all, at + 30);
      const std::uint64_t length = entry_size + name_length + extra_length + number16(all, at + 32);
      if (all.size() - at < length) return structure("its directory is damaged");
      const std::string_view name = all.substr(at + entry_size, name_length);
      if (is_metadata(name)) {
        if (found) return failure(ErrorCode::wheel_meta, "it has several METADATA");
        found = Member{name,
                       number16(all, at + 8),
                       number16(all, at + 10),
                       number32(all, at + 16),
                       number32(all, at + 20),
                       number32(all, at + 24),
                       number32(all, at + 42),
                       extra_length};
        if (!read_zip64(all.substr(at + entry_size + name_length, extra_length), *found))
          return structure("a ZIP64 field is damaged");
      }
      at += length;
    }
    if (!found) return failure(ErrorCode::wheel_meta, "it has no METADATA");
    TRY_OK(check(*found));
    return *found;
  }

  bool is_metadata(std::string_view name) const {
    if (name.find('/') != name.rfind('/')) return false;
    return name_ ? name.ends_with(".dist-info/METADATA") : name.ends_with("/PKG-INFO");
  }

  // The 64-bit sizes and offset stand in the extra field, in this order, for those that are all
  // ones in the entry.
  static bool read_zip64(std::string_view extra, Member& member) {
    for (std::size_t at = 0; extra.size() - at >= 4;) {
      const std::uint64_t length = number16(extra, at + 2);
      if (extra.size() - at - 4 < length) return false;
      if (number16(extra, at) == 1) {
        const std::string_view field = extra.substr(at + 4, length);
        std::size_t used = 0;
        for (std::uint64_t* value : {&member.unpacked, &member.packed, &member.offset}) {
          if (*value != 0xFFFFFFFF) continue;
          if (field.size() - used < 8) return false;
          *value = number64(field, used);
          used += 8;
        }
      }
      at += 4 + length;
    }
    return true;
  }

  Result<void> check(const Member& member) const {
    if (name_) {
      const std::string_view folder = member.name.substr(0, member.name.find(".dist-info/"));
      const auto name = PackageName::parse(folder.substr(0, folder.find('-')));
      if (!name || *name != *name_)
        return failure(ErrorCode::wheel_meta,
                       fmt::format("its metadata is in `{}`", escape_foreign(member.name)));
    }
    if (member.flags & 1) return failure(ErrorCode::zip_unsupported, "its METADATA is encrypted");
    if (member.method != 0 && member.method != 8)
      return failure(ErrorCode::zip_unsupported,
                     fmt::format("its METADATA is packed with method {}", member.method));
    if (member.packed > max_metadata_bytes || member.unpacked > max_metadata_bytes)
      return structure("its METADATA is larger than 16 MiB");
    if (member.offset > directory_.offset ||
        directory_.offset - member.offset < local_size + member.packed)
      return structure("its METADATA is outside of it");
    return {};
  }

  Result<std::string> extract(const Member& member) {
    // The extra field here may be another than in the directory, and its length is not known yet:
    // some slack saves a read.
    constexpr std::uint64_t slack = 128;
    const std::uint64_t room = directory_.offset - member.offset;
    const std::uint64_t wanted =
        local_size + member.name.size() + member.extra_length + slack + member.packed;
    TRY(std::string local, bytes(member.offset, std::min(room, wanted)));
    if (local.size() < local_size || !local.starts_with(local_signature))
      return structure("it has no local header for METADATA");
    const std::uint64_t start = local_size + number16(local, 26) + number16(local, 28);
    if (number16(local, 8) != member.method ||
        std::string_view(local).substr(local_size, number16(local, 26)) != member.name)
      return structure("local header and directory disagree about METADATA");
    if (start + member.packed > room) return structure("its METADATA is outside of it");
    if (local.size() < start + member.packed) {
      TRY(const std::string rest,
          bytes(member.offset + local.size(), start + member.packed - local.size()));
      local += rest;
      if (local.size() < start + member.packed) return structure("it was cut short");
    }
    return unpack(member, std::string_view(local).substr(start, member.packed));
  }

  Result<std::string> unpack(const Member& member, std::string_view packed) const {
    std::string text;
    if (member.method == 0) {
      text = packed;
    } else {
      text.resize(member.unpacked);
      const std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)>
          decompressor(libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
      std::size_t unpacked = 0;
      if (!decompressor ||
          libdeflate_deflate_decompress(decompressor.get(), packed.data(), packed.size(),
                                        text.data(), text.size(), &unpacked) != LIBDEFLATE_SUCCESS)
        return failure(ErrorCode::zip_data, "its METADATA does not unpack");
      text.resize(unpacked);
    }
    if (text.size() != member.unpacked ||
        libdeflate_crc32(0, text.data(), text.size()) != member.crc)
      return failure(ErrorCode::zip_data, "its METADATA has another checksum");
    return text;
  }

  ArchiveBytes& archive_;
  const PackageName* name_;
  const std::string& wheel_;
  ArchiveBytes::Tail tail_;
  Directory directory_{};
  std::string directory_bytes_;
};

}  // namespace

Result<std::string> read_wheel_metadata(ArchiveBytes& archive, const PackageName& name,
                                        const std::string& wheel) {
  return MetadataReader(archive, &name, wheel).read();
}

Result<std::string> read_zip_pkg_info(ArchiveBytes& archive, const std::string& sdist) {
  return MetadataReader(archive, nullptr, sdist).read();
}

}  // namespace axle
