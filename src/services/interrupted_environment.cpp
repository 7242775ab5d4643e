// SPDX-License-Identifier: MIT
#include "services/interrupted_environment.hpp"

#include <fmt/format.h>

#include "axle/install/environment.hpp"
#include "base/text.hpp"

namespace axle {

void warn_if_interrupted(const Interpreter& interpreter, Services& services) {
  if (!was_interrupted(interpreter.prefix)) return;
  services.reporter().warning(
      fmt::format("an installation in `{}` was interrupted or is under way; the next one that is "
                  "carried out completes it",
                  escape_foreign(interpreter.prefix.string())));
}

}  // namespace axle
