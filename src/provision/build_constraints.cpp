// SPDX-License-Identifier: MIT
#include "provision/build_constraints.hpp"

#include "base/try.hpp"
#include "project/requirements_file.hpp"

namespace axle {

Result<std::vector<BuildConstraint>> build_constraints(const std::vector<std::string>& files,
                                                       std::vector<BuildConstraint> of_project,
                                                       Services& services) {
  std::vector<BuildConstraint> constraints = std::move(of_project);
  for (const std::string& file : files) {
    TRY(const RequirementsFile read,
        read_constraints_file(services.directory() / file, services.environment()));
    for (const RequirementEntry& entry : read.constraints)
      constraints.push_back({entry.requirement, entry.hashes});
  }
  return constraints;
}

}  // namespace axle
