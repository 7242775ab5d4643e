// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "axle/base/error.hpp"
#include "base/environment.hpp"

namespace axle {

/// The certificates that servers are checked against. Both empty: libcurl's own default.
struct TlsRoots {
  std::string file;       ///< a bundle in PEM form
  std::string directory;  ///< hashed names; read one by one as needed: 5 ms where a bundle takes 30
};

/// SSL_CERT_FILE and SSL_CERT_DIR if one is set, and then only these; else the system's directory
/// if it has hashed names, else the system's bundle. Errors: `network` (E_TLS) if a variable names
/// what cannot be read: falling back to other roots would not be what the user asked for.
Result<TlsRoots> find_tls_roots(const Environment& environment);

}  // namespace axle
