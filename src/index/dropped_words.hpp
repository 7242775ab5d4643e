// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/index/package_page.hpp"

namespace axle {

/// "its name is not formed as that of a wheel or source distribution".
std::string_view reason_words(DroppedFile::Reason reason);

}  // namespace axle
