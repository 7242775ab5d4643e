// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "edit/script_block.hpp"

// A block that is read and written is read as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto script = axle::ScriptText::read(text);
  if (!script || !*script) return 0;
  const auto again = axle::ScriptText::read((*script)->to_string());
  if (!again || !*again || (*again)->metadata != (*script)->metadata) std::abort();
  return 0;
}
