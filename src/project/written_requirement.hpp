// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/markers/marker.hpp"
#include "axle/model/sourced_requirement.hpp"

namespace axle {

/// A requirement that is only a place, whose files have to be looked at for the name: a repository
/// (`git+https://…`), a folder whose project file states none, an archive such as `main.zip`.
struct UnnamedRequirement {
  RequirementSource source;
  std::vector<ExtraName> extras;
  Marker marker;
  std::string text;         ///< as written
  std::string origin = {};  ///< the file that asks for it; empty for a command line
};

using WrittenRequirement = std::variant<SourcedRequirement, UnnamedRequirement>;

/// One requirement of a command line or a requirements file: PEP 508, a URL, or a path of an
/// archive or a folder, relative to `directory`; the last three with extras and marker. Folders are
/// looked at. Errors: `invalid_input`; `not_found` for a folder that is not there.
Result<WrittenRequirement> parse_written_requirement(std::string_view text,
                                                     const std::filesystem::path& directory);

/// The same for what `-e` names. Errors: also `invalid_input` for what is no folder.
Result<UnnamedRequirement> parse_editable_requirement(std::string_view text,
                                                      const std::filesystem::path& directory);

/// Where the semicolon before the marker of a URL or path is: white space is before or behind it;
/// `npos` if there is none.
std::size_t marker_position(std::string_view text);

/// Whether a name stands before the URL or path: `name @ https://…`.
bool is_named_place(std::string_view text);

/// Where only requirements with names have a place, as in constraints. Errors: also `invalid_input`
/// for one without.
Result<SourcedRequirement> parse_named_requirement(std::string_view text,
                                                   const std::filesystem::path& directory);

}  // namespace axle
