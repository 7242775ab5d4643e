// SPDX-License-Identifier: MIT
#include "project/direct_source.hpp"

#include <fmt/format.h>

#include <utility>

#include "axle/standards/sdist_filename.hpp"
#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/large_files.hpp"

namespace axle {
namespace {

constexpr std::string_view git_prefix = "git+";

// `a=b&c=d`: the value of `key`, and the fragment without it.
std::pair<std::string, std::string> taken_from_fragment(std::string_view fragment,
                                                        std::string_view key) {
  std::string value;
  std::vector<std::string> rest;
  for (const std::string_view part : split(fragment, '&')) {
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos && part.substr(0, equals) == key)
      value = percent_decode(part.substr(equals + 1));
    else if (!part.empty())
      rest.emplace_back(part);
  }
  return {value, join(rest, "&")};
}

Result<RequirementSource> git_source(std::string_view text) {
  const std::size_t hash = text.find('#');
  const auto [subdirectory, rest] = taken_from_fragment(
      hash == std::string_view::npos ? std::string_view{} : text.substr(hash + 1), "subdirectory");
  std::string_view url = text.substr(0, hash);
  GitSource source;
  source.subdirectory = subdirectory;
  source.lfs = large_files_by_default();
  const std::size_t scheme = url.find("://");
  const std::size_t path = scheme == std::string_view::npos ? 0 : url.find('/', scheme + 3);
  const std::size_t at = url.rfind('@');
  if (path != std::string_view::npos && at != std::string_view::npos && at > path) {
    source.reference = GitSource::Reference::revision;
    source.reference_name = url.substr(at + 1);
    url = url.substr(0, at);
  }
  source.repository = url;
  return RequirementSource(std::move(source));
}

/// An archive keeps it: it may say what its bytes are. Of a folder, as `#egg=` of old, it says
/// nothing.
RequirementSource with_fragment(RequirementSource source, std::string_view fragment) {
  if (auto* archive = std::get_if<PathSource>(&source)) archive->fragment = fragment;
  return source;
}

}  // namespace

bool names_archive(std::string_view path) {
  const std::string lowered = ascii_lower(path.substr(path.rfind('/') + 1));
  return lowered.ends_with(".whl") || !sdist_extension(lowered).empty();
}

RequirementSource source_of_path(const fs::path& path, const fs::path& directory) {
  const std::string given = path.string();
  const fs::path absolute = normal_path(path.is_absolute() ? path : directory / path);
  if (names_archive(given) && !directory_exists(absolute)) return PathSource{absolute, given};
  return DirectorySource{absolute, given};
}

Result<RequirementSource> source_of_url(std::string_view url, const fs::path& directory) {
  if (url.starts_with(git_prefix)) return git_source(url.substr(git_prefix.size()));
  const std::size_t hash = url.find('#');
  const std::string_view fragment =
      hash == std::string_view::npos ? std::string_view{} : url.substr(hash + 1);
  const std::string_view bare = url.substr(0, hash);
  if (starts_with_ignoring_case(url, "file:")) {
    std::string_view path = bare.substr(5);
    if (path.starts_with("//localhost/")) path.remove_prefix(11);
    if (path.starts_with("//")) path.remove_prefix(2);
    const std::string decoded = percent_decode(path);
    if (decoded.contains('\0') || decoded.empty())
      return fail(ErrorKind::invalid_input, fmt::format("`{}` is not a file URL", shown_url(url)));
    return with_fragment(source_of_path(decoded, directory), fragment);
  }
  if (!starts_with_ignoring_case(url, "http://") && !starts_with_ignoring_case(url, "https://")) {
    if (url.contains("://"))
      return fail(ErrorKind::invalid_input,
                  fmt::format("the URL `{}` has a scheme that is not supported", shown_url(url)),
                  "use an https URL, a file URL, or a path");
    // A folder may have the sign in its name.
    const bool is_name = bare.empty() || path_exists(directory / std::string(url));
    return with_fragment(source_of_path(fs::path(std::string(is_name ? url : bare)), directory),
                         is_name ? std::string_view{} : fragment);
  }
  if (!names_archive(bare.substr(0, bare.find('?'))))
    return fail(ErrorKind::invalid_input,
                fmt::format("Expected direct URL (`{}`) to end in a supported file extension: "
                            "`.whl`, `.tar.gz`, `.zip`",
                            shown_url(bare)));
  auto [subdirectory, rest] = taken_from_fragment(fragment, "subdirectory");
  return UrlSource{std::string(bare) + (rest.empty() ? "" : "#" + rest), std::move(subdirectory)};
}

SourcedRequirement with_source(const Requirement& requirement, RequirementSource source) {
  SourcedRequirement sourced{requirement.name, {}, {}, requirement.marker, std::move(source), {}};
  for (const std::string& extra : requirement.written_extras)
    if (auto name = ExtraName::parse(extra)) sourced.extras.push_back(*std::move(name));
  return sourced;
}

Result<SourcedRequirement> as_written(const Requirement& requirement, const fs::path& directory) {
  if (!requirement.url)
    return with_source(requirement,
                       RegistrySource{requirement.specifiers, std::nullopt, std::nullopt});
  TRY(RequirementSource source, source_of_url(*requirement.url, directory));
  return with_source(requirement, std::move(source));
}

}  // namespace axle
