// SPDX-License-Identifier: MIT
#pragma once

#include "accelerator/recorded_root.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

/// Reads the sections of a recording into a RecordedRoot.
class RecordingReader {
 public:
  explicit RecordingReader(RecordedRoot& root) : root_(root) {}

  /// A whole machine in one document. Errors: those of `read`, and E_PROJECT for an unknown
  /// section.
  Result<void> read_all(const TomlDocument& document);
  /// The sections that are known of one document of several; those that it does not have stay as
  /// they are. Errors: E_PROJECT with the place for a value of the wrong type.
  Result<void> read(const TomlDocument& document);

 private:
  Result<void> read_user(const TomlReader& sections);
  Result<void> read_tools(const TomlReader& sections);
  Result<void> read_texts(const TomlReader& sections);

  RecordedRoot& root_;
};

}  // namespace axle
