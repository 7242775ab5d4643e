// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "axle/project/project.hpp"
#include "services/services.hpp"

namespace axle {

/// The inline metadata of a Python program (PEP 723) that stands where requirements are asked for,
/// as `axle pip` takes it, and uv: its requirements and limits as they are written, without its
/// sources and indexes, of which a warning tells. None for a file that is no program: one without
/// `.py` or `.pyw` in its name, if it has an extension or no metadata. `given` names it in
/// messages. Errors: `not_found`; `invalid_input` for a program without metadata, and for metadata
/// that cannot be read.
Result<std::optional<Project>> script_requirements(const std::filesystem::path& file,
                                                   const std::string& given, Services& services);

}  // namespace axle
