// SPDX-License-Identifier: MIT
#include "axle/standards/sdist_filename.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace axle {
namespace {
constexpr std::size_t longest_sdist_name = 4096;
}

std::string_view sdist_extension(std::string_view filename) {
  for (const std::string_view extension :
       {".tar.gz", ".zip", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tar.lzma", ".tar.lz",
        ".tbz", ".txz", ".tlz", ".tar"})
    if (filename.ends_with(extension))
      return filename.substr(filename.size() - extension.size() + 1);
  return {};
}

Result<SdistFilename> SdistFilename::parse(std::string_view text, const PackageName& package) {
  const auto refuse = [&](std::string_view why) {
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not the name of a source distribution of `{}`: {}",
                            escape_foreign(text.substr(0, 300)), package.text(), why));
  };
  const std::string_view extension = sdist_extension(text);
  if (extension.empty() || text.size() > longest_sdist_name)
    return refuse("it is no archive of a known kind");
  const std::string_view stem = text.substr(0, text.size() - extension.size() - 1);
  // The name is normalized, so its length is not that of the text: the dash that ends it is
  // searched for.
  for (std::size_t dash = stem.find('-'); dash != std::string_view::npos;
       dash = stem.find('-', dash + 1)) {
    const auto name = PackageName::parse(stem.substr(0, dash));
    if (!name || *name != package) {
      if (dash > package.text().size() * 4 + 16) break;
      continue;
    }
    auto version = Version::parse(stem.substr(dash + 1));
    if (!version) return refuse("the version is not valid");
    return SdistFilename{package, std::move(*version), std::string(extension)};
  }
  return refuse("it is of another package");
}

}  // namespace axle
