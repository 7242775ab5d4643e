// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace axle {

/// The text with `****` in place of names and passwords: what stands between `://` and `@` of each
/// URL, and, where a word is no proper URL (`http:/user:word@host`, `user:word@host`, a password
/// with `/`, `?` or `#` in it), all that could be one, up to its last `@`. What users write is
/// shown in messages, however broken it is; passwords never are. Linear.
std::string hide_user_info(std::string_view text);

}  // namespace axle
