// SPDX-License-Identifier: MIT
#include "axle/standards/core_metadata.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axle/standards/lenient.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t most_requirements = 20'000;
constexpr std::size_t most_fields = 100'000;
constexpr std::size_t longest_kept_field = 4096;

struct MetadataHeader {
  std::string_view name;
  std::string value;
};

/// The header fields up to the empty line, continuation lines folded into the one before.
Result<std::vector<MetadataHeader>> read_headers(std::string_view text) {
  std::vector<MetadataHeader> headers;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    if (line[0] == ' ' || line[0] == '\t') {
      if (!headers.empty() && headers.back().value.size() < longest_kept_field)
        headers.back().value += "\n" + std::string(trim(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
      continue;  // real files hold stray lines; what is needed is checked below
    if (headers.size() == most_fields)
      return fail(ErrorKind::invalid_input, "the metadata has too many fields");
    headers.push_back({trim(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
  }
  return headers;
}

std::unexpected<Error> bad_field(std::string_view field, std::string_view value, Error cause) {
  return while_doing(fmt::format("the metadata's `{}: {}` cannot be read", escape_foreign(field),
                                 escape_foreign(value.substr(0, 200))),
                     std::move(cause));
}

Result<void> take_field(CoreMetadata& metadata, const MetadataHeader& header) {
  const std::string name = ascii_lower(header.name);
  if (name == "requires-dist" || name == "requires") {
    if (name == "requires") return {};  // Metadata 1.1: names of modules, not of packages
    if (metadata.requires_dist.size() == most_requirements)
      return fail(ErrorKind::invalid_input, "the metadata has too many requirements");
    auto requirement = parse_lenient_requirement(header.value);
    if (!requirement) return bad_field(header.name, header.value, std::move(requirement).error());
    metadata.requires_dist.push_back(std::move(*requirement));
  } else if (name == "requires-python") {
    auto specifiers = parse_lenient_specifiers(header.value);
    if (!specifiers) return bad_field(header.name, header.value, std::move(specifiers).error());
    metadata.requires_python = std::move(*specifiers);
  } else if (name == "provides-extra") {
    // Old files have extras that are no names (":python_version<'3'"); nobody can ask for them.
    if (auto extra = ExtraName::parse(header.value);
        extra &&
        std::ranges::find(metadata.provides_extras, *extra) == metadata.provides_extras.end())
      metadata.provides_extras.push_back(std::move(*extra));
  } else if (name == "dynamic") {
    metadata.dynamic.push_back(ascii_lower(header.value));
  } else if (name != "description") {
    metadata.fields.emplace_back(header.name, header.value.substr(0, longest_kept_field));
  }
  return {};
}

}  // namespace

Result<CoreMetadata> CoreMetadata::parse(std::string_view text) {
  if (text.size() > CoreMetadata::max_bytes)
    return fail(ErrorKind::invalid_input,
                fmt::format("the metadata is larger than {}", human_size(CoreMetadata::max_bytes)));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  TRY(const std::vector<MetadataHeader> headers, read_headers(text));
  const auto find = [&](std::string_view wanted) {
    return std::ranges::find_if(headers, [&](const MetadataHeader& header) {
      return equals_ignoring_case(header.name, wanted);
    });
  };
  const auto name = find("Name");
  const auto version = find("Version");
  const auto metadata_version = find("Metadata-Version");
  if (name == headers.end() || version == headers.end())
    return fail(ErrorKind::invalid_input, "the metadata has no `Name` or no `Version`");
  auto parsed_name = PackageName::parse(name->value);
  if (!parsed_name) return bad_field("Name", name->value, std::move(parsed_name).error());
  auto parsed_version = Version::parse(version->value);
  if (!parsed_version)
    return bad_field("Version", version->value, std::move(parsed_version).error());
  CoreMetadata metadata{std::move(*parsed_name),
                        name->value,
                        std::move(*parsed_version),
                        metadata_version == headers.end() ? "1.0" : metadata_version->value,
                        {},
                        {},
                        {},
                        {},
                        {}};
  for (const MetadataHeader& header : headers) {
    if (&header == &*name || &header == &*version ||
        (metadata_version != headers.end() && &header == &*metadata_version))
      continue;
    TRY_OK(take_field(metadata, header));
  }
  return metadata;
}

std::string_view CoreMetadata::field(std::string_view wanted) const {
  for (const auto& [name_of_field, value] : fields)
    if (equals_ignoring_case(name_of_field, wanted)) return value;
  return {};
}

}  // namespace axle
