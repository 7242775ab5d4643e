// SPDX-License-Identifier: MIT
#include "install/byte_code.hpp"

#include <fmt/format.h>

#include <chrono>
#include <set>
#include <string>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {
constexpr std::chrono::minutes compile_patience{30};
}

Result<void> compile_staged(const fs::path& python, const EnvironmentLayout& layout,
                            const fs::path& stage, unsigned processes) {
  for (const std::string& site : std::set<std::string>{layout.purelib(), layout.platlib()}) {
    if (!directory_exists(stage / site)) continue;
    // Isolated and without `site`: nothing that is installed runs.
    auto run = run_process(
        {python.string(), "-I", "-S", "-m", "compileall", "-qq", "-j", std::to_string(processes),
         "-d", (layout.prefix() / site).string(), (stage / site).string()},
        {.unset = {"PYTHONHOME", "PYTHONPATH", "PYTHONPYCACHEPREFIX"},
         .timeout = compile_patience});
    if (!run)
      return while_doing(
          fmt::format("could not compile byte code with `{}`", escape_foreign(python.string())),
          std::move(run).error());
    if (run->exit_code != 0) log_debug("some modules in `{}` have no byte code", site);
  }
  return {};
}

}  // namespace axle
