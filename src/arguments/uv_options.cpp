// SPDX-License-Identifier: MIT
#include "arguments/uv_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "arguments/command_name.hpp"
#include "arguments/opposites.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

struct UvOption {
  std::string_view name;
  bool takes_value;
  std::string_view commands;  ///< of which, parted by commas
  std::string_view way_out;   ///< of one that is refused; empty: it has no effect
};

constexpr std::string_view changes = "pip install,pip sync";
constexpr std::string_view resolutions = "sync,lock,export,tree,pip compile,pip install,pip sync";
constexpr std::string_view everything =
    "sync,lock,export,tree,why,venv,pip compile,pip install,pip sync,pip uninstall,pip freeze,pip "
    "list,pip show,pip tree,pip check,cache clean,cache prune,cache dir,cache "
    "size,add,remove,run,version,init,build,python find,python list,python pin,self version";
constexpr std::string_view locking =
    "sync,lock,export,tree,pip compile,pip install,pip sync,add,remove,run,version,build";
constexpr std::string_view compiling = "pip compile";
constexpr std::string_view pythons = "python find,python list,python pin";
constexpr std::string_view lists = "pip list,pip tree";
constexpr std::string_view no_downloads = "axle downloads no Pythons";

constexpr std::array uv_options{
    UvOption{"--no-python-downloads", false, everything, {}},
    UvOption{"--upgrade-group", true, "pip compile,pip install,pip sync",
             "use `--upgrade-package NAME` for each package"},
    UvOption{"--config-setting", true, resolutions, {}},
    UvOption{"--config-settings-package", true, resolutions, {}},
    UvOption{"--no-build-isolation", false, resolutions, {}},
    UvOption{"--no-build-isolation-package", true, resolutions, {}},
    UvOption{"--require-build-hashes", false, locking,
             "build requirements are not held to hashes: use `--no-build`"},
    UvOption{"--no-require-build-hashes", false, locking, {}},
    UvOption{"--require-hashes", false, "build",
             "build requirements are not held to hashes: build without isolation from an "
             "environment that was"},
    UvOption{"--link-mode", true, "lock,export,tree,pip compile,venv,build", {}},
    UvOption{"--compile-bytecode", false, "sync,pip install,pip sync", {}},
    UvOption{"--no-editable", false, "pip install", {}},
    UvOption{"--no-editable-package", true, "pip install", {}},
    UvOption{"--check-exists", false, "lock", "use `--frozen`, or `--check`"},
    UvOption{"--outdated", false, "pip list,pip tree", "use `axle lock --upgrade --dry-run`"},
    UvOption{"--show-sizes", false, "pip tree", {}},
    UvOption{"--list", false, "build",
             "build it: `axle build --out-dir out`, then `tar -tf` and `unzip -l` list the files"},
    UvOption{"--format", true, "tree", "the format is text"},
    UvOption{"--output-format", true, "sync,pip install,pip sync,cache size", "use `--json`"},
    UvOption{"--human", false, "cache size", {}},
    UvOption{"--force", false, "cache clean,cache prune", {}},
    UvOption{"--path", true, "pip freeze,pip list", "name the environment with `--python`"},
    UvOption{"--user", false, "pip install", "use a virtual environment: `axle venv`"},
    UvOption{"--check", false, changes, "use `--dry-run`"},
    UvOption{"--strict",
             false,
             "pip install,pip sync,pip freeze,pip list,pip show,pip tree,pip check",
             {}},
    UvOption{"--no-verify-hashes", false, "build", {}},
    UvOption{"--no-break-system-packages", false, "pip install,pip sync,pip uninstall", {}},
    UvOption{"--no-allow-empty-requirements", false, "pip sync", {}},
    UvOption{"--cert", true,
             "pip compile,pip install,pip sync,pip uninstall,pip freeze,pip list,pip show,pip "
             "tree,pip check",
             "name the file in `SSL_CERT_FILE`"},
    // What pip-tools has and uv takes: the first are what is done anyway.
    UvOption{"--strip-extras", false, compiling, {}},
    UvOption{"--strip-markers", false, compiling, {}},
    UvOption{"--annotate", false, compiling, {}},
    UvOption{"--header", false, compiling, {}},
    UvOption{"--allow-unsafe", false, compiling, {}},
    UvOption{"--no-allow-unsafe", false, compiling, {}},
    UvOption{"--no-emit-options", false, compiling, {}},
    UvOption{"--no-emit-trusted-host", false, compiling, {}},
    UvOption{"--resolver", true, compiling, {}},
    UvOption{"--reuse-hashes", false, compiling, "hashes are always asked of the index"},
    UvOption{"--no-reuse-hashes", false, compiling, "hashes are always asked of the index"},
    UvOption{"--emit-options", false, compiling, "the comment at the top has the command"},
    UvOption{"--emit-trusted-host", false, compiling, "a file weakens no connection"},
    UvOption{"--max-rounds", true, compiling, "set `AXLE_SOLVE_TIMEOUT` if it takes too long"},
    UvOption{"--client-cert", true, compiling, "axle shows no certificate of its own: use a login"},
    UvOption{"--pip-args", true, compiling, "give axle's own options"},
    UvOption{"--config", true, compiling, "name the file with `--config-file`"},
    UvOption{"--keyring-provider", true, "pip uninstall,venv,pip list,pip tree", {}},
    UvOption{"--index-strategy", true, "venv,pip list,pip tree", {}},
    UvOption{"--index", true, lists, {}},
    UvOption{"--default-index", true, lists, {}},
    UvOption{"--index-url", true, lists, {}},
    UvOption{"--extra-index-url", true, lists, {}},
    UvOption{"--find-links", true, lists, {}},
    UvOption{"--no-index", false, lists, {}},
    UvOption{"--exclude-newer", true, "pip list,pip tree,venv", {}},
    UvOption{"--exclude-newer-package", true, "pip list,pip tree,venv", {}},
    UvOption{"--refresh", false, "venv", {}},
    UvOption{"--refresh-package", true, "venv", {}},
    UvOption{"--python-downloads-json-url", true, pythons, {}},
    UvOption{"--all-versions", false, "python list", {}},
    UvOption{"--all-platforms", false, "python list", no_downloads},
    UvOption{"--all-arches", false, "python list", no_downloads},
    UvOption{"--only-downloads", false, "python list", no_downloads},
    UvOption{"--show-urls", false, "python list", {}},
};

constexpr std::string_view group = "uv's options without effect";

const UvOption* row_of(const CLI::Option& option) {
  if (option.get_group() != group || !is_asked_for(option)) return nullptr;
  const std::string name = "--" + option.get_lnames().front();
  const auto* found = std::ranges::find(uv_options, name, &UvOption::name);
  return found == uv_options.end() ? nullptr : found;
}

}  // namespace

void add_uv_options(CLI::App& command, std::string_view name) {
  for (const UvOption& option : uv_options) {
    const std::string text(option.name);
    if (!names_command(option.commands, name) || command.get_option_no_throw(text) != nullptr)
      continue;
    const std::string description = option.way_out.empty()
                                        ? std::string("Has no effect here")
                                        : fmt::format("Not possible here: {}", option.way_out);
    CLI::Option* added = option.takes_value
                             ? command.add_option_function<std::vector<std::string>>(
                                   text, [](const std::vector<std::string>&) {}, description)
                             : command.add_flag(text, description);
    if (option.takes_value) added->allow_extra_args(false);
    added->group(std::string(group));
  }
}

Result<void> refuse_uv_options(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    const UvOption* row = row_of(*option);
    if (row != nullptr && !row->way_out.empty())
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is an option of uv's that axle cannot heed", row->name),
                  std::string(row->way_out));
  }
  return {};
}

std::vector<std::string> idle_uv_options(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    if (const UvOption* row = row_of(*option); row != nullptr && row->way_out.empty())
      names.emplace_back(row->name);
  return names;
}

}  // namespace axle
