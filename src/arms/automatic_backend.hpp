// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "accelerator/catalog.hpp"
#include "axle/base/error.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// What `auto` is asked for.
struct BackendSearch {
  const Catalog& catalog;
  const ResolveInput& input;
  const ResolverOptions& resolver;
  std::optional<std::string> profile;  ///< a recorded machine in place of this one
  /// The index of an accelerator by its name.
  std::function<Result<IndexUrl>(const std::string& name)> index_of;
};

/// What `auto` means as a torch backend: the newest accelerator of the data that the machine can
/// run and whose index has a release of everything of the family that is asked for, else `cpu`.
/// Asks the indexes only of accelerators that some torch could run there. Says the choice and its
/// reason where the family is asked for. Errors: those of look_at_machine and of the registry.
Result<std::string> automatic_backend(const BackendSearch& search, Services& services);

}  // namespace axle
