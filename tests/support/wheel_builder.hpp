// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace axle::test {

/// A member of a ZIP archive to be written, down to the lies. What is not set is what is right for
/// `contents`.
struct MemberSpec {
  std::string name;
  std::string contents;
  bool deflate = true;
  bool executable = false;
  std::uint16_t flags =
      0;  ///< of both headers; has_descriptor and UTF-8 are set where they are needed
  std::uint32_t mode = 0;  ///< st_mode with its type; 0: that of a regular file or directory
  std::uint32_t dos_attributes = 0;
  enum class Descriptor {
    none,
    with_signature,
    without_signature,
    zip64
  } descriptor = Descriptor::none;
  bool zip64 = false;     ///< sizes in ZIP64 fields, in both headers
  bool mark_utf8 = true;  ///< set the flag if the name is not ASCII

  // Lies in the central header.
  std::optional<std::uint32_t> crc;
  std::optional<std::uint32_t> size;
  std::optional<std::uint16_t> method;
  std::optional<std::uint16_t> version_needed;
  std::string extra;
  // Lies in the local header alone.
  std::optional<std::string> local_name;
  std::optional<std::uint32_t> local_crc, local_size, local_compressed_size;
  std::optional<std::uint16_t> local_method, local_flags;
  std::string local_extra;
  // Lies about the data.
  std::optional<std::string> raw_data;  ///< instead of the compressed contents
  std::string junk_after;               ///< between this member and the next
  std::optional<std::string> raw_descriptor;
  bool only_local = false;  ///< a ghost: not in the central directory
};

/// Writes a ZIP archive from its members. `edit` may change the finished bytes; `end_comment` goes
/// into the end record.
struct ArchiveSpec {
  std::vector<MemberSpec> members;
  std::string prefix, suffix, end_comment;
  bool zip64_end = false;
  std::function<void(std::string& bytes)> edit;
};
std::string write_archive(const ArchiveSpec& spec);

/// Makes wheels: a good one by default, and a bad one where it is told so. Every call returns the
/// builder.
///
///   WheelBuilder("demo", "1.0").file("demo/__init__.py", "x =
///   1\n").requires_dist("numpy>=1").write_to(directory)
class WheelBuilder {
 public:
  WheelBuilder(std::string name, std::string version);

  WheelBuilder& tag(std::string tag);  ///< "py3-none-any" if not called
  WheelBuilder& build(std::string build);
  WheelBuilder& platlib();  ///< Root-Is-Purelib: false
  WheelBuilder& file(std::string path, std::string contents, bool executable = false);
  WheelBuilder& requires_dist(std::string requirement);
  WheelBuilder& requires_python(std::string specifiers);
  WheelBuilder& provides_extra(std::string extra);
  WheelBuilder& console_script(std::string name, std::string value);
  WheelBuilder& gui_script(std::string name, std::string value);

  // What is usually made from the rest, replaced.
  WheelBuilder& metadata(std::string text);
  WheelBuilder& wheel_file(std::string text);
  WheelBuilder& entry_points(std::string text);
  WheelBuilder& record(std::string text);
  WheelBuilder& without_record();
  WheelBuilder& without_metadata();
  WheelBuilder& without_wheel_file();
  WheelBuilder& dist_info(std::string name);  ///< "demo-1.0.dist-info"

  /// A member as it is, after the files; RECORD lists it unless `recorded` is false.
  WheelBuilder& member(MemberSpec member, bool recorded = true);
  /// Called with the right RECORD before it is packed.
  WheelBuilder& edit_record(std::function<void(std::string& text)> edit);
  /// Called with the archive before it is written.
  WheelBuilder& edit_archive(std::function<void(ArchiveSpec& archive)> edit);

  /// "demo-1.0-py3-none-any.whl"
  std::string filename() const;
  std::string metadata_text() const;
  ArchiveSpec archive() const;
  std::string bytes() const;
  /// Returns the path of the wheel.
  std::filesystem::path write_to(const std::filesystem::path& directory) const;

 private:
  std::string wheel_text() const;
  std::string entry_points_text() const;

  std::string name_, version_, tag_ = "py3-none-any", build_;
  bool purelib_ = true;
  std::vector<MemberSpec> files_;
  std::vector<std::pair<MemberSpec, bool>> extra_members_;
  std::vector<std::string> requires_dist_, extras_, console_scripts_, gui_scripts_;
  std::string requires_python_;
  std::optional<std::string> metadata_, wheel_file_, entry_points_, record_, dist_info_;
  bool without_record_ = false, without_metadata_ = false, without_wheel_file_ = false;
  std::function<void(std::string&)> edit_record_;
  std::function<void(ArchiveSpec&)> edit_archive_;
};

}  // namespace axle::test
