// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "project/settings_table.hpp"

namespace axle {
namespace {

constexpr std::string_view head = R"(# Settings

<!-- Made from the table in src/project/settings_table.cpp; tests/unit/project holds this page to it.
     AXLE_ACCEPT_GOLDEN=1 writes it anew. -->

What holds, from above to below:

1. the command line;
2. variables: `AXLE_NAME`, else uv's `UV_NAME`;
3. the nearest file of the project: `axle.toml`, `uv.toml`, or `[tool.axle]` and `[tool.uv]` of
   `pyproject.toml`;
4. the user's file (`axle/axle.toml`, else `uv/uv.toml` in `$XDG_CONFIG_HOME` or `~/.config`), then
   the system's (`/etc/xdg`, `/etc/axle`, `/etc/uv`);
5. for `axle pip`: what requirements files say.

Single values are those of the uppermost place that states them; lists are joined, the upper first.
The index in place of PyPI is that of the uppermost place, whichever of `index`, `index-url` and
`default-index` says it.

A key that is misspelt in `[tool.axle]`, `[[tool.uv.index]]` or `[tool.uv.sources]` is an error that
names the nearest one. A setting of uv's that has no effect here is named once in a warning; those
are marked below.
)";

std::string code(std::string_view prefix, std::string_view text) {
  return text.empty() ? std::string() : fmt::format("`{}{}`", prefix, text);
}

std::string effect_of(const SettingRow& row) {
  std::string text(row.effect);
  if (row.state == SettingState::idle) text += " — **no effect here**, said once";
  return text;
}

std::string line_of(const SettingRow& row) {
  return fmt::format("| {} | {} | {} | {} |\n", code("", row.key), code("UV_", row.variable),
                     code("", row.option), effect_of(row));
}

}  // namespace

std::string settings_page() {
  std::string page(head);
  page += "\n## The table\n\n| key | variable | option | effect |\n|---|---|---|---|\n";
  for (const SettingRow& row : settings_table())
    if (row.state != SettingState::elsewhere) page += line_of(row);
  page +=
      "\n`[tool.uv.pip]` may have the keys above, which then go before those of `[tool.uv]` for "
      "`axle pip`,\nand the options of its commands as keys: `generate-hashes = true`, "
      "`extra = [\"cpu\"]`.\n";
  page += "\n## For commands that axle does not have\n\nThese are let pass without a word:\n\n";
  for (const SettingRow& row : settings_table())
    if (row.state == SettingState::elsewhere)
      page += fmt::format("- {}{}\n", code("", row.key), code("UV_", row.variable));
  return page;
}

}  // namespace axle
