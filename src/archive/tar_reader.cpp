// SPDX-License-Identifier: MIT
#include "archive/tar_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t block = 512;
constexpr std::uint64_t most_tar_members = 500'000;
constexpr std::uint64_t largest_extension = 64 * 1024;

std::string_view until_nul(std::string_view field) { return field.substr(0, field.find('\0')); }

/// A number as headers have it: octal digits, or big-endian bytes behind 0x80 (GNU).
std::optional<std::uint64_t> octal_number(std::string_view field) {
  std::uint64_t value = 0;
  if ((static_cast<unsigned char>(field[0]) & 0x80U) != 0) {
    if (static_cast<unsigned char>(field[0]) != 0x80U) return std::nullopt;
    for (const char c : field.substr(1)) {
      if (value >> 56U != 0) return std::nullopt;
      value = value << 8U | static_cast<unsigned char>(c);
    }
    return value;
  }
  for (const char c : trim(until_nul(field))) {
    if (c < '0' || c > '7' || value >> 60U != 0) return std::nullopt;
    value = value * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

/// The sum of all bytes, those of the sum itself counted as blanks.
bool has_right_sum(std::string_view header) {
  const auto stated = octal_number(header.substr(148, 8));
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < header.size(); ++i)
    sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(header[i]);
  return stated == sum;
}

TarMember::Kind kind_of(char type) {
  switch (type) {
    case '0':
    case '\0':
    case '7':
      return TarMember::Kind::file;
    case '1':
      return TarMember::Kind::hardlink;
    case '2':
      return TarMember::Kind::symlink;
    case '5':
      return TarMember::Kind::directory;
    default:
      return TarMember::Kind::other;
  }
}

std::string path_of(std::string_view header) {
  const std::string name(until_nul(header.substr(0, 100)));
  // GNU's own format has other fields where ustar has the prefix.
  if (header.substr(257, 6) != std::string_view("ustar\0", 6)) return name;
  const std::string prefix(until_nul(header.substr(345, 155)));
  return prefix.empty() ? name : prefix + "/" + name;
}

}  // namespace

std::unexpected<Error> TarReader::damaged(std::string_view what) const {
  return fail_with_code(ErrorKind::integrity, ErrorCode::sdist_data,
                        fmt::format("`{}` is not usable: {}", escape_foreign(label_), what),
                        label_);
}

Result<bool> TarReader::take(std::string_view piece) {
  while (!piece.empty() && !ended_) {
    if (left_ > 0 && part_ != Part::header) {
      const auto some = static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece.size()));
      if (part_ == Part::data)
        TRY_OK(on_data_(piece.substr(0, some)));
      else if (part_ != Part::skipped)
        buffer_ += piece.substr(0, some);
      left_ -= some;
      piece.remove_prefix(some);
      if (left_ > 0) continue;
    }
    if (part_ != Part::header) {
      TRY_OK(end_extension());
      part_ = Part::header;
    }
    if (padding_ > 0) {
      const auto some = static_cast<std::size_t>(std::min<std::uint64_t>(padding_, piece.size()));
      padding_ -= some;
      piece.remove_prefix(some);
      continue;
    }
    const std::size_t some = std::min(piece.size(), block - buffer_.size());
    buffer_ += piece.substr(0, some);
    piece.remove_prefix(some);
    if (buffer_.size() == block) {
      TRY(const bool more, take_block());
      ended_ = !more;
    }
  }
  return !ended_;
}

Result<void> TarReader::finish() const {
  if (!ended_ && (left_ > 0 || (part_ == Part::header && !buffer_.empty())))
    return damaged("the tar archive ends early");
  return {};
}

Result<void> TarReader::begin_data(Part part, std::uint64_t size) {
  part_ = part;
  left_ = size;
  padding_ = (block - size % block) % block;
  buffer_.clear();
  if (part != Part::data && part != Part::skipped && size > largest_extension)
    return damaged("a name in it is too long");
  if (size == 0) {
    TRY_OK(end_extension());
    part_ = Part::header;
  }
  return {};
}

Result<bool> TarReader::take_block() {
  const std::string header = std::move(buffer_);
  buffer_.clear();
  if (header.find_first_not_of('\0') == std::string::npos) return false;
  if (!has_right_sum(header)) return damaged("it is no tar archive");
  if (++members_ > most_tar_members) return damaged("it has too many members");
  const auto stated = octal_number(std::string_view(header).substr(124, 12));
  if (!stated) return damaged("it is no tar archive");
  const char type = header[156];
  if (type == 'x' || type == 'L' || type == 'K') {
    TRY_OK(begin_data(type == 'x'   ? Part::attributes
                      : type == 'L' ? Part::long_name
                                    : Part::long_link,
                      *stated));
    return true;
  }
  if (type == 'g') {  // of the whole archive: a comment, mostly the commit
    TRY_OK(begin_data(Part::skipped, *stated));
    return true;
  }
  TarMember member{
      .path = next_path_.value_or(path_of(header)),
      .link =
          next_link_.value_or(std::string(until_nul(std::string_view(header).substr(157, 100)))),
      .kind = kind_of(type),
      .size = next_size_.value_or(*stated),
      .mode = static_cast<unsigned>(
          octal_number(std::string_view(header).substr(100, 8)).value_or(0644) & 07777U)};
  next_path_.reset();
  next_link_.reset();
  next_size_.reset();
  // Old archives have directories as files whose name ends in a slash.
  if (member.kind == TarMember::Kind::file && member.path.ends_with('/'))
    member.kind = TarMember::Kind::directory;
  const bool has_data =
      member.kind == TarMember::Kind::file || member.kind == TarMember::Kind::other;
  const std::uint64_t size = has_data ? member.size : 0;
  const Part part = member.kind == TarMember::Kind::file ? Part::data : Part::skipped;
  TRY_OK(on_member_(member));
  TRY_OK(begin_data(part, size));
  return true;
}

Result<void> TarReader::end_extension() {
  const std::string text = std::move(buffer_);
  buffer_.clear();
  if (part_ == Part::long_name) next_path_ = std::string(until_nul(text));
  if (part_ == Part::long_link) next_link_ = std::string(until_nul(text));
  if (part_ == Part::attributes) return read_attributes(text);
  return {};
}

/// Records of `<length> <key>=<value>\n`, the length that of the whole record.
Result<void> TarReader::read_attributes(std::string_view text) {
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    if (blank == std::string_view::npos) return damaged("an extended header cannot be read");
    const auto length = parse_unsigned(text.substr(0, blank));
    if (!length || *length <= blank + 1 || *length > text.size() || text[*length - 1] != '\n')
      return damaged("an extended header cannot be read");
    const std::string_view record = text.substr(blank + 1, *length - blank - 2);
    text.remove_prefix(*length);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return damaged("an extended header cannot be read");
    const std::string_view key = record.substr(0, equals);
    const std::string_view value = record.substr(equals + 1);
    if (key == "path") next_path_ = std::string(value);
    if (key == "linkpath") next_link_ = std::string(value);
    if (key == "size") {
      next_size_ = parse_unsigned(value);
      if (!next_size_) return damaged("an extended header cannot be read");
    }
  }
  return {};
}

}  // namespace axle
