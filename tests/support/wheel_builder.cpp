// SPDX-License-Identifier: MIT
#include "support/wheel_builder.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "base/sha256.hpp"
#include "base/text.hpp"

namespace axle::test {
namespace {

std::string number(std::uint64_t value, int bytes) {
  std::string out;
  for (; bytes > 0; --bytes, value >>= 8) out += static_cast<char>(value & 0xff);
  return out;
}

std::uint32_t crc_of(std::string_view text) {
  return libdeflate_crc32(0, text.data(), text.size());
}

std::string deflated(const std::string& text) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(6), &libdeflate_free_compressor);
  std::string out(libdeflate_deflate_compress_bound(compressor.get(), text.size()), '\0');
  out.resize(libdeflate_deflate_compress(compressor.get(), text.data(), text.size(), out.data(),
                                         out.size()));
  return out;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string extra_field(std::uint16_t id, const std::string& data) {
  return number(id, 2) + number(data.size(), 2) + data;
}

/// A member with everything decided.
struct Packed {
  const MemberSpec* spec;
  std::string data;
  std::uint16_t method, flags, version_needed;
  std::uint32_t crc;
  std::uint64_t size;
  std::uint64_t offset = 0;
};

Packed pack(const MemberSpec& spec) {
  Packed packed{&spec, {}, 0, spec.flags, 20, 0, 0};
  const bool directory = spec.name.ends_with('/');
  packed.method = spec.method.value_or(spec.deflate && !directory ? 8 : 0);
  packed.data =
      spec.raw_data.value_or(spec.deflate && !directory ? deflated(spec.contents) : spec.contents);
  if (!is_ascii(spec.name) && spec.mark_utf8) packed.flags |= 1U << 11;
  if (spec.descriptor != MemberSpec::Descriptor::none || spec.raw_descriptor)
    packed.flags |= 1U << 3;
  packed.version_needed = spec.version_needed.value_or(spec.zip64 ? 45 : 20);
  packed.crc = spec.crc.value_or(crc_of(spec.contents));
  packed.size = spec.size.value_or(static_cast<std::uint32_t>(spec.contents.size()));
  return packed;
}

std::string descriptor_of(const Packed& packed) {
  const MemberSpec& spec = *packed.spec;
  if (spec.raw_descriptor) return *spec.raw_descriptor;
  using enum MemberSpec::Descriptor;
  if (spec.descriptor == none) return {};
  const int width = spec.descriptor == zip64 ? 8 : 4;
  return (spec.descriptor == without_signature ? "" : number(0x08074b50, 4)) +
         number(packed.crc, 4) + number(packed.data.size(), width) + number(packed.size, width);
}

std::string local_header(const Packed& packed) {
  const MemberSpec& spec = *packed.spec;
  const bool later = (packed.flags & 8U) != 0;
  const std::string name = spec.local_name.value_or(spec.name);
  std::string extra = spec.local_extra;
  if (spec.zip64)
    extra += extra_field(
        1, later ? std::string(16, '\0') : number(packed.size, 8) + number(packed.data.size(), 8));
  const std::uint64_t size = spec.zip64 ? 0xffffffff : later ? 0 : packed.size;
  const std::uint64_t compressed = spec.zip64 ? 0xffffffff : later ? 0 : packed.data.size();
  return number(0x04034b50, 4) + number(packed.version_needed, 2) +
         number(spec.local_flags.value_or(packed.flags), 2) +
         number(spec.local_method.value_or(packed.method), 2) + number(0x21, 4) +
         number(spec.local_crc.value_or(later ? 0 : packed.crc), 4) +
         number(spec.local_compressed_size.value_or(static_cast<std::uint32_t>(compressed)), 4) +
         number(spec.local_size.value_or(static_cast<std::uint32_t>(size)), 4) +
         number(name.size(), 2) + number(extra.size(), 2) + name + extra;
}

std::string central_header(const Packed& packed) {
  const MemberSpec& spec = *packed.spec;
  std::string extra = spec.extra;
  if (spec.zip64)
    extra += extra_field(
        1, number(packed.size, 8) + number(packed.data.size(), 8) + number(packed.offset, 8));
  const std::uint32_t mode = spec.mode != 0             ? spec.mode
                             : spec.name.ends_with('/') ? 0040755
                             : spec.executable          ? 0100755
                                                        : 0100644;
  return number(0x02014b50, 4) + number(0x0314, 2) + number(packed.version_needed, 2) +
         number(packed.flags, 2) + number(packed.method, 2) + number(0x21, 4) +
         number(packed.crc, 4) + number(spec.zip64 ? 0xffffffff : packed.data.size(), 4) +
         number(spec.zip64 ? 0xffffffff : packed.size, 4) + number(spec.name.size(), 2) +
         number(extra.size(), 2) + number(0, 2) + number(0, 2) + number(0, 2) +
         number(mode << 16 | spec.dos_attributes, 4) +
         number(spec.zip64 ? 0xffffffff : packed.offset, 4) + spec.name + extra;
}

std::string end_records(const ArchiveSpec& spec, std::uint64_t count, std::uint64_t size,
                        std::uint64_t offset) {
  std::string out;
  if (spec.zip64_end) {
    const std::uint64_t at = offset + size;
    out += number(0x06064b50, 4) + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) +
           number(count, 8) + number(count, 8) + number(size, 8) + number(offset, 8);
    out += number(0x07064b50, 4) + number(0, 4) + number(at, 8) + number(1, 4);
  }
  const bool large = spec.zip64_end;
  return out + number(0x06054b50, 4) + number(0, 4) + number(large ? 0xffff : count, 2) +
         number(large ? 0xffff : count, 2) + number(large ? 0xffffffff : size, 4) +
         number(large ? 0xffffffff : offset, 4) + number(spec.end_comment.size(), 2) +
         spec.end_comment;
}

std::string record_line(const std::string& path, const std::string& contents) {
  const auto digest = digest_of(DigestAlgorithm::sha256, contents);
  if (!digest) throw std::runtime_error(digest.error().message);
  const bool quoted = path.find_first_of(",\"\n") != std::string::npos;
  const std::string field = quoted ? '"' + replace_all(path, "\"", "\"\"") + '"' : path;
  return fmt::format("{},sha256={},{}\n", field, base64url_encode(*digest), contents.size());
}

}  // namespace

std::string write_archive(const ArchiveSpec& spec) {
  std::string out = spec.prefix;
  std::string directory;
  std::uint64_t count = 0;
  for (const MemberSpec& member : spec.members) {
    Packed packed = pack(member);
    packed.offset = out.size();
    out += local_header(packed) + packed.data + descriptor_of(packed) + member.junk_after;
    if (member.only_local) continue;
    directory += central_header(packed);
    ++count;
  }
  const std::uint64_t offset = out.size();
  out += directory + end_records(spec, count, directory.size(), offset) + spec.suffix;
  if (spec.edit) spec.edit(out);
  return out;
}

WheelBuilder::WheelBuilder(std::string name, std::string version)
    : name_(std::move(name)), version_(std::move(version)) {}

WheelBuilder& WheelBuilder::tag(std::string tag) { return tag_ = std::move(tag), *this; }
WheelBuilder& WheelBuilder::build(std::string build) { return build_ = std::move(build), *this; }
WheelBuilder& WheelBuilder::platlib() { return purelib_ = false, *this; }
WheelBuilder& WheelBuilder::file(std::string path, std::string contents, bool executable) {
  MemberSpec member;
  member.name = std::move(path);
  member.contents = std::move(contents);
  member.executable = executable;
  files_.push_back(std::move(member));
  return *this;
}
WheelBuilder& WheelBuilder::requires_dist(std::string requirement) {
  return requires_dist_.push_back(std::move(requirement)), *this;
}
WheelBuilder& WheelBuilder::requires_python(std::string specifiers) {
  return requires_python_ = std::move(specifiers), *this;
}
WheelBuilder& WheelBuilder::provides_extra(std::string extra) {
  return extras_.push_back(std::move(extra)), *this;
}
WheelBuilder& WheelBuilder::console_script(std::string name, std::string value) {
  return console_scripts_.push_back(name + " = " + value), *this;
}
WheelBuilder& WheelBuilder::gui_script(std::string name, std::string value) {
  return gui_scripts_.push_back(name + " = " + value), *this;
}
WheelBuilder& WheelBuilder::metadata(std::string text) {
  return metadata_ = std::move(text), *this;
}
WheelBuilder& WheelBuilder::wheel_file(std::string text) {
  return wheel_file_ = std::move(text), *this;
}
WheelBuilder& WheelBuilder::entry_points(std::string text) {
  return entry_points_ = std::move(text), *this;
}
WheelBuilder& WheelBuilder::record(std::string text) { return record_ = std::move(text), *this; }
WheelBuilder& WheelBuilder::without_record() { return without_record_ = true, *this; }
WheelBuilder& WheelBuilder::without_metadata() { return without_metadata_ = true, *this; }
WheelBuilder& WheelBuilder::without_wheel_file() { return without_wheel_file_ = true, *this; }
WheelBuilder& WheelBuilder::dist_info(std::string name) {
  return dist_info_ = std::move(name), *this;
}
WheelBuilder& WheelBuilder::member(MemberSpec member, bool recorded) {
  return extra_members_.emplace_back(std::move(member), recorded), *this;
}
WheelBuilder& WheelBuilder::edit_record(std::function<void(std::string&)> edit) {
  return edit_record_ = std::move(edit), *this;
}
WheelBuilder& WheelBuilder::edit_archive(std::function<void(ArchiveSpec&)> edit) {
  return edit_archive_ = std::move(edit), *this;
}

std::string WheelBuilder::filename() const {
  return fmt::format("{}-{}{}-{}.whl", replace_all(name_, "-", "_"), version_,
                     build_.empty() ? "" : "-" + build_, tag_);
}

std::string WheelBuilder::metadata_text() const {
  if (metadata_) return *metadata_;
  std::string text = fmt::format("Metadata-Version: 2.1\nName: {}\nVersion: {}\n", name_, version_);
  if (!requires_python_.empty()) text += "Requires-Python: " + requires_python_ + "\n";
  for (const std::string& extra : extras_) text += "Provides-Extra: " + extra + "\n";
  for (const std::string& requirement : requires_dist_)
    text += "Requires-Dist: " + requirement + "\n";
  return text;
}

std::string WheelBuilder::wheel_text() const {
  if (wheel_file_) return *wheel_file_;
  return fmt::format("Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: {}\nTag: {}\n",
                     purelib_ ? "true" : "false", tag_);
}

std::string WheelBuilder::entry_points_text() const {
  if (entry_points_) return *entry_points_;
  std::string text;
  if (!console_scripts_.empty())
    text += "[console_scripts]\n" + join(console_scripts_, "\n") + "\n";
  if (!gui_scripts_.empty()) text += "\n[gui_scripts]\n" + join(gui_scripts_, "\n") + "\n";
  return text;
}

ArchiveSpec WheelBuilder::archive() const {
  const std::string info =
      dist_info_.value_or(fmt::format("{}-{}.dist-info", replace_all(name_, "-", "_"), version_));
  ArchiveSpec archive;
  archive.members = files_;
  const auto add = [&archive, &info](const std::string& name, std::string contents) {
    MemberSpec member;
    member.name = info + "/" + name;
    member.contents = std::move(contents);
    archive.members.push_back(std::move(member));
  };
  if (!without_metadata_) add("METADATA", metadata_text());
  if (!without_wheel_file_) add("WHEEL", wheel_text());
  if (const std::string text = entry_points_text(); !text.empty()) add("entry_points.txt", text);
  std::string record;
  for (const MemberSpec& member : archive.members)
    record += record_line(member.name, member.contents);
  for (const auto& [member, recorded] : extra_members_) {
    if (recorded && !member.name.ends_with('/'))
      record += record_line(member.name, member.contents);
    archive.members.push_back(member);
  }
  record += info + "/RECORD,,\n";
  if (edit_record_) edit_record_(record);
  if (!without_record_) add("RECORD", record_.value_or(record));
  if (edit_archive_) edit_archive_(archive);
  return archive;
}

std::string WheelBuilder::bytes() const { return write_archive(archive()); }

std::filesystem::path WheelBuilder::write_to(const std::filesystem::path& directory) const {
  std::filesystem::create_directories(directory);
  const std::filesystem::path path = directory / filename();
  std::ofstream(path, std::ios::binary) << bytes();
  return path;
}

}  // namespace axle::test
