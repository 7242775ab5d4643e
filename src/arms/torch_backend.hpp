// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "axle/project/settings.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "services/services.hpp"

namespace axle {

/// What says which backend is meant: `--torch-backend`, UV_TORCH_BACKEND, `torch-backend` of
/// `tool.uv` or `tool.uv.pip`, all of them in the settings; `auto`, and a profile where nothing
/// says anything, is what the machine can run (automatic_backend).
struct BackendWishes {
  const Settings& settings;
  const ResolverOptions& resolver;
  std::optional<std::string> profile = {};  ///< a recorded machine in place of this one
};

/// Leads every package of the family that the backend's index has there, and counts what is
/// installed from elsewhere as not there. The index, of which AXLE_ACCELERATOR_INDEX_URL is a
/// template, is added to `input.indexes`; the registry has to be made from them afterwards. Whether
/// there is a backend. Errors: `invalid_input` for a name that is no accelerator, or whose index
/// has no torch, with the nearest ones; those of automatic_backend and of the registry.
Result<bool> lead_to_backend(ResolveInput& input, const BackendWishes& wishes, Services& services);

}  // namespace axle
