// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "accelerator/catalog.hpp"
#include "axle/base/error.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/project/settings.hpp"
#include "axle/resolve/resolve_input.hpp"
#include "operations/services.hpp"

namespace axle {

/// The accelerator whose index `axle pip` takes the family from.
struct TorchBackend {
  std::string name;
  IndexUrl index;
};

/// `--torch-backend`, UV_TORCH_BACKEND, `torch-backend` of `tool.uv` or `tool.uv.pip`; `auto` is
/// what the machine can run. None if nothing says so. AXLE_ACCELERATOR_INDEX_URL is a template for
/// its index. Errors: `invalid_input` for a name that is no accelerator, with the nearest ones.
Result<std::optional<TorchBackend>> torch_backend(const Settings& settings, Services& services);

/// Leads every package of the family that the backend's index has there, and counts what is
/// installed from elsewhere as not there. The index is added to `input.indexes`; the registry has
/// to be made from them afterwards. Errors: those of the registry.
Result<void> lead_to_backend(ResolveInput& input, const TorchBackend& backend,
                             const ResolverOptions& options, Services& services);

}  // namespace axle
