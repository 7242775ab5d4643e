// SPDX-License-Identifier: MIT
#include "editing/added_files.hpp"

#include <iterator>

#include "base/file.hpp"
#include "base/pipe_file.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t longest_added = std::uint64_t{16} << 20;

Result<RequirementsFile> read_added(const std::string& file, Services& services) {
  RequirementsReading reading(services.environment());
  if (file == "-") {
    TRY(reading.bytes, read_file_or_pipe("/dev/stdin", longest_added));
  }
  const fs::path path = services.directory() / file;
  if (path.filename() == "pyproject.toml")
    return fail(ErrorKind::invalid_input,
                "Adding requirements from a `pyproject.toml` is not supported in `axle add`",
                "name the packages, or a requirements file");
  return read_requirements_file(path, reading);
}

}  // namespace

Result<AddedFiles> read_added_files(const AddOptions& options, Services& services) {
  AddedFiles files;
  const auto take_constraints = [&](std::vector<RequirementEntry>& entries) {
    for (RequirementEntry& entry : entries)
      files.constraints.push_back(std::move(entry.requirement));
  };
  for (const std::string& file : options.constraints) {
    TRY(RequirementsFile read,
        read_constraints_file(services.directory() / file, services.environment()));
    take_constraints(read.constraints);
  }
  // A file of requirements may name files of constraints.
  for (const std::string& file : options.requirements) {
    TRY(RequirementsFile read, read_added(file, services));
    for (const std::string& warning : read.warnings) services.reporter().warning(warning);
    take_constraints(read.constraints);
    files.requirements.push_back(std::move(read));
  }
  return files;
}

}  // namespace axle
