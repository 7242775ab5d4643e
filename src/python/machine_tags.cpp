// SPDX-License-Identifier: MIT
#include "axle/python/interpreter.hpp"

namespace axle {

CompatibleTags Interpreter::tags() const {
  return CompatibleTags({.implementation = implementation,
                         .major = major(),
                         .minor = minor(),
                         .free_threaded = free_threaded},
                        platform_tags(platform));
}

}  // namespace axle
