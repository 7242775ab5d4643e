// SPDX-License-Identifier: MIT
#include "base/inflate_library.hpp"

#include <dlfcn.h>

#include <optional>

namespace axle {
namespace {

std::optional<InflateLibrary> open_library() {
  for (const char* name :
       {"libisal.so.2", "libisal.2.dylib", "/opt/homebrew/opt/isa-l/lib/libisal.2.dylib",
        "/usr/local/opt/isa-l/lib/libisal.2.dylib", "libisal.so"}) {
    void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) continue;
    InflateLibrary found{
        reinterpret_cast<decltype(InflateLibrary::init)>(::dlsym(library, "isal_inflate_init")),
        reinterpret_cast<decltype(InflateLibrary::inflate)>(::dlsym(library, "isal_inflate"))};
    if (found.init != nullptr && found.inflate != nullptr) return found;
  }
  return std::nullopt;
}

}  // namespace

Result<const InflateLibrary*> InflateLibrary::open() {
  static const std::optional<InflateLibrary> opened = open_library();
  if (!opened)
    return fail(ErrorKind::io, "ISA-L cannot be opened, which unpacks large files",
                "install it: `libisal2` on Debian, `isa-l` with Homebrew");
  return &*opened;
}

}  // namespace axle
