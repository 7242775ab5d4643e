// SPDX-License-Identifier: MIT
#include "archive/member_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "archive/refusal.hpp"
#include "archive/zip_archive.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t longest_component = 255;
constexpr std::size_t longest_path = 4096;
constexpr std::size_t deepest_path = 64;

/// The code point at `at`, which moves past it. The text is valid UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
  };
  const char32_t first = byte(at);
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t value = size == 1 ? first : first & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) value = value << 6 | (byte(at + i) & 0x3f);
  at += size;
  return value;
}

/// Controls, and characters that are not seen or that change how others are seen.
bool is_deceptive(char32_t c) {
  constexpr std::array<std::pair<char32_t, char32_t>, 12> ranges{{{0x00, 0x1f},
                                                                  {0x7f, 0x9f},
                                                                  {0xad, 0xad},
                                                                  {0x61c, 0x61c},
                                                                  {0x180e, 0x180e},
                                                                  {0x200b, 0x200f},
                                                                  {0x2028, 0x202e},
                                                                  {0x2060, 0x206f},
                                                                  {0xfeff, 0xfeff},
                                                                  {0xfff0, 0xffff},
                                                                  {0x1bca0, 0x1bca3},
                                                                  {0xe0000, 0xe0fff}}};
  return std::ranges::any_of(
      ranges, [c](const auto& range) { return c >= range.first && c <= range.second; });
}

std::optional<std::string_view> component_fault(std::string_view component) {
  if (component.empty()) return "it has an empty path component";
  if (component == "..") return "it leaves the directory";
  if (component == ".") return "it has a `.` in its path";
  if (component.back() == '.' || component.back() == ' ')
    return "a path component ends in a dot or a space";
  if (component.size() > longest_component) return "a path component is longer than 255 bytes";
  return std::nullopt;
}

// Canonical decompositions of Latin-1 and Latin Extended-A: letter, base and mark. Even ones are
// upper case in the table, so that one row serves both cases after folding.
struct Decomposition {
  char32_t letter;
  char base;
  char32_t mark;
};
constexpr std::array<Decomposition, 62> decompositions{{
    {0xe0, 'a', 0x300},  {0xe1, 'a', 0x301},  {0xe2, 'a', 0x302},  {0xe3, 'a', 0x303},
    {0xe4, 'a', 0x308},  {0xe5, 'a', 0x30a},  {0xe7, 'c', 0x327},  {0xe8, 'e', 0x300},
    {0xe9, 'e', 0x301},  {0xea, 'e', 0x302},  {0xeb, 'e', 0x308},  {0xec, 'i', 0x300},
    {0xed, 'i', 0x301},  {0xee, 'i', 0x302},  {0xef, 'i', 0x308},  {0xf1, 'n', 0x303},
    {0xf2, 'o', 0x300},  {0xf3, 'o', 0x301},  {0xf4, 'o', 0x302},  {0xf5, 'o', 0x303},
    {0xf6, 'o', 0x308},  {0xf9, 'u', 0x300},  {0xfa, 'u', 0x301},  {0xfb, 'u', 0x302},
    {0xfc, 'u', 0x308},  {0xfd, 'y', 0x301},  {0xff, 'y', 0x308},  {0x101, 'a', 0x304},
    {0x103, 'a', 0x306}, {0x105, 'a', 0x328}, {0x107, 'c', 0x301}, {0x109, 'c', 0x302},
    {0x10b, 'c', 0x307}, {0x10d, 'c', 0x30c}, {0x10f, 'd', 0x30c}, {0x113, 'e', 0x304},
    {0x115, 'e', 0x306}, {0x117, 'e', 0x307}, {0x119, 'e', 0x328}, {0x11b, 'e', 0x30c},
    {0x11d, 'g', 0x302}, {0x11f, 'g', 0x306}, {0x121, 'g', 0x307}, {0x123, 'g', 0x327},
    {0x125, 'h', 0x302}, {0x129, 'i', 0x303}, {0x12b, 'i', 0x304}, {0x137, 'k', 0x327},
    {0x13a, 'l', 0x301}, {0x144, 'n', 0x301}, {0x148, 'n', 0x30c}, {0x14d, 'o', 0x304},
    {0x151, 'o', 0x30b}, {0x155, 'r', 0x301}, {0x159, 'r', 0x30c}, {0x15b, 's', 0x301},
    {0x161, 's', 0x30c}, {0x165, 't', 0x30c}, {0x16b, 'u', 0x304}, {0x16f, 'u', 0x30a},
    {0x17a, 'z', 0x301}, {0x17e, 'z', 0x30c},
}};

/// Simple case folding of the alphabets that have case and are in use.
char32_t fold_case(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
  if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 0x20;
  if (c == 0x178) return 0xff;
  if (c == 0x17f) return 's';
  if (c == 0x212a) return 'k';
  if (c == 0x212b) return 0xe5;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177)) return c | 1;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c % 2 == 1 ? c + 1 : c;
  if (c >= 0x391 && c <= 0x3a9) return c + 0x20;
  if (c == 0x3c2) return 0x3c3;
  if (c >= 0x410 && c <= 0x42f) return c + 0x20;
  if (c >= 0x400 && c <= 0x40f) return c + 0x50;
  if (c >= 0x531 && c <= 0x556) return c + 0x30;
  return c;
}

void append_number(std::string& out, char32_t value) {
  for (int shift = 16; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::optional<std::string_view> member_name_fault(std::string_view name, bool marked_utf8) {
  if (name.empty()) return "it has no name";
  if (name.front() == '/') return "it is an absolute path";
  if (name.size() > longest_path) return "its path is longer than 4,096 bytes";
  if (!is_valid_utf8(name)) return "its name is not valid UTF-8";
  if (!marked_utf8 && !is_ascii(name))
    return "its name is not marked as UTF-8, so readers differ about it";
  for (std::size_t at = 0; at < name.size();) {
    const char32_t c = next_code_point(name, at);
    if (c == '\\' || c == ':')
      return "its name has a backslash or a colon, which some systems take for a path";
    if (is_deceptive(c)) return "its name has control or invisible characters";
  }
  const std::string_view path = name.back() == '/' ? name.substr(0, name.size() - 1) : name;
  std::size_t depth = 0;
  for (const std::string_view component : split(path, '/')) {
    if (const auto fault = component_fault(component)) return fault;
    if (++depth > deepest_path) return "its path is deeper than 64 levels";
  }
  return std::nullopt;
}

std::string collision_key(std::string_view path) {
  if (is_ascii(path)) return ascii_lower(path);
  std::string key;
  key.reserve(path.size() * 2);
  for (std::size_t at = 0; at < path.size();) {
    const char32_t c = fold_case(next_code_point(path, at));
    const auto found = std::ranges::find(decompositions, c, &Decomposition::letter);
    // Beyond ASCII a code point has a lead that UTF-8 does not know, so that no key is two names'
    // by accident.
    if (found != decompositions.end()) {
      key += found->base;
      key += '\xff';
      append_number(key, found->mark);
    } else if (c < 0x80) {
      key += static_cast<char>(c);
    } else {
      key += '\xff';
      append_number(key, c);
    }
  }
  return key;
}

Result<void> check_member_collisions(std::string_view wheel, std::span<const ZipMember> members) {
  std::unordered_set<std::string_view> names(members.size() * 2);
  for (const ZipMember& member : members)
    if (!names.insert(member.name).second)
      return refuse(ErrorCode::zip_structure, wheel, member.name, "it is there twice");

  std::unordered_map<std::string, std::string_view> files(members.size() * 2);
  for (const ZipMember& member : members) {
    if (member.is_directory()) continue;
    const auto [other, is_new] = files.try_emplace(collision_key(member.name), member.name);
    if (!is_new)
      return refuse(
          ErrorCode::wheel_path, wheel, member.name,
          fmt::format("some file systems take it and `{}` for one", escape_foreign(other->second)));
  }
  // Each directory is looked up once: members of a directory come one after the other in real
  // archives.
  std::string_view last;
  for (const ZipMember& member : members) {
    const std::string_view name = member.name;
    for (std::size_t slash = name.rfind('/'); slash != std::string_view::npos && slash > 0;
         slash = name.rfind('/', slash - 1)) {
      const std::string_view directory = name.substr(0, slash);
      if (directory == last) break;
      if (const auto file = files.find(collision_key(directory)); file != files.end())
        return refuse(ErrorCode::wheel_path, wheel, file->second,
                      "it is a file, and a directory as well");
    }
    if (const std::size_t slash = name.rfind('/'); slash != std::string_view::npos)
      last = name.substr(0, slash);
  }
  return {};
}

}  // namespace axle
