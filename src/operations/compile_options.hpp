// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/options.hpp"

namespace axle {

/// What `axle pip compile` was told, as it was written.
struct PipCompileOptions : SettingsFlags {
  std::vector<std::string> files, constraints, overrides, excludes, extras, groups;
  std::optional<std::string> output_file, format, annotation_style, custom_compile_command,
      python_version, python_platform, python;
  bool system = false, universal = false, no_deps = false, generate_hashes = false,
       no_header = false, no_annotate = false, no_strip_extras = false, no_strip_markers = false,
       all_extras = false, emit_index_annotation = false, emit_index_url = false,
       emit_find_links = false, emit_build_options = false, emit_marker_expression = false;
  std::vector<std::string> no_emit_packages;
  std::optional<std::string> profile;  ///< a recorded machine to choose the torch backend for
};

}  // namespace axle
