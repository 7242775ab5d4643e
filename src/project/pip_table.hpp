// SPDX-License-Identifier: MIT
#pragma once

#include "axle/project/settings_values.hpp"
#include "project/index_table.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

/// What `tool.uv.pip` says for `axle pip`: keys of `tool.uv` as a layer of their own, options of
/// the commands in `pip_options`, and in `idle_keys` what has no effect here. Empty if there is no
/// such table. Errors: `invalid_input` with the place, also for keys that uv does not know.
Result<SettingsLayer> read_pip_table(const TomlReader& settings, const ReadContext& context);

}  // namespace axle
