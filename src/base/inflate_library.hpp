// SPDX-License-Identifier: MIT
#pragma once

#if __has_include(<isa-l.h>)
#include <isa-l.h>
#else
#include <isa-l/igzip_lib.h>
#endif

#include "axle/base/error.hpp"

namespace axle {

/// The functions of ISA-L that we use. Linking it would cost every start 0.15 ms, so it is opened
/// when the first stream is unpacked.
struct InflateLibrary {
  decltype(&::isal_inflate_init) init;
  decltype(&::isal_inflate) inflate;

  /// Opens it, once for the process; it stays open. Any thread. Errors: `io` if it is not there.
  static Result<const InflateLibrary*> open();
};

}  // namespace axle
