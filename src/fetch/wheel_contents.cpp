// SPDX-License-Identifier: MIT
#include "fetch/wheel_contents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "archive/refusal.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "fetch/header_lines.hpp"
#include "fetch/wheel_schemes.hpp"
#include "fetch/wheel_scripts.hpp"
#include "standards/wheel_name_file.hpp"

namespace axle {
namespace {

constexpr ErrorCode meta = ErrorCode::wheel_meta;
constexpr std::uint64_t largest_description = std::uint64_t{16} << 20;
constexpr std::uint64_t largest_record = std::uint64_t{64} << 20;

std::string_view top_of(std::string_view path) { return path.substr(0, path.find('/')); }

const ZipMember* find_member(const ZipArchive& archive, std::string_view directory,
                             std::string_view name) {
  const std::string path = fmt::format("{}/{}", directory, name);
  const auto found = std::ranges::find(archive.members, path, &ZipMember::name);
  return found == archive.members.end() ? nullptr : &*found;
}

Result<std::string> read_description(const WheelFile& file, const ZipArchive& archive,
                                     std::string_view dist_info, std::string_view name,
                                     MemberReader& reader,
                                     std::uint64_t limit = largest_description) {
  const ZipMember* member = find_member(archive, dist_info, name);
  const ErrorCode code = name == "RECORD" ? ErrorCode::wheel_record : meta;
  if (member == nullptr)
    return refuse(code, file.label(), fmt::format("{}/{}", dist_info, name), "it is missing");
  return reader.read_text(file, *member, limit);
}

/// "demo-1.0" of a directory or file name, held against the wheel's name; local parts may be
/// written with `_` or `-`. None: another package's.
std::optional<Version> version_in(std::string_view stem, const PackageName& package) {
  const std::size_t dash = stem.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto name = PackageName::parse(stem.substr(0, dash));
  const auto version = Version::parse(replace_all(stem.substr(dash + 1), "_", "-"));
  return name && *name == package && version ? std::optional(*version) : std::nullopt;
}

/// Whether a directory of the wheel has this name and a version that the wheel may hold.
bool names_same_release(std::string_view stem, const WheelExpectation& expected) {
  const auto version = version_in(stem, expected.name.name);
  return version && (expected.any_version || expected.name.may_hold(*version));
}

std::unexpected<Error> refuse_dist_info(const WheelFile& file, std::string_view directory,
                                        const WheelExpectation& expected) {
  const auto version =
      directory.ends_with(".dist-info")
          ? version_in(directory.substr(0, directory.size() - 10), expected.name.name)
          : std::nullopt;
  if (version) return refuse_version(file.label(), directory, *version, expected.name);
  return refuse(meta, file.label(), directory,
                "it is the dist-info directory of another distribution");
}

struct WheelMetadata {
  bool root_is_purelib = false;
  std::vector<std::string> tags;
};

/// "Wheel-Version" 1.x is what we know.
Result<WheelMetadata> parse_wheel_metadata(const WheelFile& file, std::string_view text) {
  const auto refuse_here = [&file](std::string_view rule) {
    return refuse(meta, file.label(), "WHEEL", rule);
  };
  if (!is_valid_utf8(text)) return refuse_here("it is not UTF-8");
  WheelMetadata wheel;
  std::optional<std::string_view> version, purelib;
  for (const HeaderLine& line : header_lines(text)) {
    if (equals_ignoring_case(line.name, "Wheel-Version")) {
      if (version) return refuse_here("it has two `Wheel-Version`");
      version = line.value;
    } else if (equals_ignoring_case(line.name, "Root-Is-Purelib")) {
      if (purelib) return refuse_here("it has two `Root-Is-Purelib`");
      purelib = line.value;
    } else if (equals_ignoring_case(line.name, "Tag")) {
      wheel.tags.emplace_back(line.value);
    }
  }
  if (!version) return refuse_here("it has no `Wheel-Version`");
  const std::size_t dot = version->find('.');
  if (parse_unsigned(version->substr(0, dot)) != 1 || dot == std::string_view::npos ||
      !parse_unsigned(version->substr(dot + 1)))
    return refuse_here(fmt::format("`{}` is not a version of wheels that is known",
                                   escape_foreign(version->substr(0, 80))));
  if (purelib && !equals_ignoring_case(*purelib, "true") &&
      !equals_ignoring_case(*purelib, "false"))
    return refuse_here("its `Root-Is-Purelib` is neither `true` nor `false`");
  wheel.root_is_purelib = purelib && equals_ignoring_case(*purelib, "true");
  return wheel;
}

/// Name and version as METADATA has them agree with the file's name; a local version may be
/// missing.
Result<void> check_metadata(const WheelFile& file, std::string_view text,
                            const WheelExpectation& expected) {
  const auto refuse_here = [&file](std::string_view rule) {
    return refuse(meta, file.label(), "METADATA", rule);
  };
  if (!is_valid_utf8(text)) return refuse_here("it is not UTF-8");
  std::optional<std::string_view> name, version, metadata_version;
  for (const HeaderLine& line : header_lines(text)) {
    for (const auto& [field, value] : {std::pair("Name", &name), std::pair("Version", &version),
                                       std::pair("Metadata-Version", &metadata_version)}) {
      if (!equals_ignoring_case(line.name, field)) continue;
      if (*value) return refuse_here(fmt::format("it has two `{}`", field));
      *value = line.value;
    }
  }
  if (!metadata_version || !name || !version)
    return refuse_here("it lacks `Metadata-Version`, `Name` or `Version`");
  const auto major = parse_unsigned(metadata_version->substr(0, metadata_version->find('.')));
  if (major != 1 && major != 2)
    return refuse_here(fmt::format("`{}` is not a version of metadata that is known",
                                   escape_foreign(metadata_version->substr(0, 80))));
  const auto parsed_name = PackageName::parse(*name);
  const auto parsed_version = Version::parse(*version);
  if (!parsed_name || *parsed_name != expected.name.name)
    return refuse_here(fmt::format("its name is `{}`, the file's is `{}`",
                                   escape_foreign(name->substr(0, 80)), expected.name.name.text()));
  if (!parsed_version)
    return refuse_here(
        fmt::format("its version is `{}`, which is none", escape_foreign(version->substr(0, 80))));
  if (!expected.any_version && !expected.name.may_hold(*parsed_version))
    return refuse_version(file.label(), "METADATA", *parsed_version, expected.name);
  return {};
}

}  // namespace

std::unexpected<Error> refuse_version(std::string_view wheel, std::string_view member,
                                      const Version& stated, const WheelFilename& name) {
  return refuse(meta, wheel, member,
                fmt::format("the wheel is of version `{}`, its name says `{}`", stated.to_string(),
                            name.version.to_string()),
                "if its publisher means that, set `UV_SKIP_WHEEL_FILENAME_CHECK=1`: the version in "
                "the wheel counts then; otherwise choose another version");
}

bool is_left_out(std::string_view path, std::string_view dist_info) {
  if (path.starts_with("__pycache__/") || path.find("/__pycache__/") != std::string_view::npos)
    return true;
  if (!path.starts_with(dist_info) || path.size() <= dist_info.size() ||
      path[dist_info.size()] != '/')
    return false;
  constexpr std::array<std::string_view, 5> ours{"RECORD", "INSTALLER", "REQUESTED",
                                                 "direct_url.json", wheel_name_file};
  return std::ranges::find(ours, path.substr(dist_info.size() + 1)) != ours.end();
}

Result<std::string> find_dist_info(const WheelFile& file, const ZipArchive& archive,
                                   const WheelExpectation& expected) {
  std::string_view found;
  std::string_view last;
  for (const ZipMember& member : archive.members) {
    const std::string_view top = top_of(member.name);
    if (top == last || top.size() == member.name.size())
      continue;  // a file at the top has no slash
    last = top;
    const std::string lowered = ascii_lower(top);
    if (lowered.ends_with(".egg-info"))
      return refuse(meta, file.label(), top, "a wheel has no egg-info");
    if (lowered.ends_with(".data") && !names_same_release(top.substr(0, top.size() - 5), expected))
      return refuse(ErrorCode::wheel_scheme, file.label(), top,
                    "it is the `.data` directory of another distribution");
    if (!lowered.ends_with(".dist-info") || top == found) continue;
    if (!found.empty())
      return refuse(
          meta, file.label(), top,
          fmt::format("there is a second dist-info directory besides `{}`", escape_foreign(found)));
    if (!top.ends_with(".dist-info") ||
        !names_same_release(top.substr(0, top.size() - 10), expected))
      return refuse_dist_info(file, top, expected);
    found = top;
  }
  if (found.empty()) return refuse(meta, file.label(), {}, "it has no dist-info directory");
  return std::string(found);
}

Result<std::string> read_checked_metadata(const WheelFile& file, const ZipArchive& archive,
                                          std::string_view dist_info,
                                          const WheelExpectation& expected, MemberReader& reader) {
  TRY(std::string text, read_description(file, archive, dist_info, "METADATA", reader));
  TRY_OK(check_metadata(file, text, expected));
  return text;
}

Result<WheelContents> inspect_wheel(const WheelFile& file, const ZipArchive& archive,
                                    const WheelExpectation& expected, MemberReader& reader) {
  WheelContents contents;
  ManifestDraft& draft = contents.description;
  TRY(draft.dist_info, find_dist_info(file, archive, expected));
  TRY(contents.metadata, read_checked_metadata(file, archive, draft.dist_info, expected, reader));
  TRY(const std::string wheel_text,
      read_description(file, archive, draft.dist_info, "WHEEL", reader));
  TRY(WheelMetadata wheel, parse_wheel_metadata(file, wheel_text));
  draft.name = expected.name.name.text();
  const auto stem = std::string_view(draft.dist_info).substr(0, draft.dist_info.size() - 10);
  const auto version = version_in(stem, expected.name.name);
  draft.version =
      (version && !expected.name.may_hold(*version) ? *version : expected.name.version).to_string();
  draft.root_is_purelib = wheel.root_is_purelib;
  draft.tags = std::move(wheel.tags);
  TRY(draft.data, find_data_directory(file.label(), archive));
  if (find_member(archive, draft.dist_info, "entry_points.txt") != nullptr) {
    TRY(const std::string text,
        read_description(file, archive, draft.dist_info, "entry_points.txt", reader));
    TRY(draft.scripts, parse_launcher_scripts(file.label(), text));
  }
  TRY_OK(check_schemes(file.label(), archive, draft));
  TRY(const std::string record,
      read_description(file, archive, draft.dist_info, "RECORD", reader, largest_record));
  TRY(contents.recorded,
      check_record(file.label(), archive, draft.dist_info, record, expected.may_lack_hashes));
  return contents;
}

}  // namespace axle
