// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// The certificates that servers are checked against. All empty: libcurl's own default.
struct TlsRoots {
  std::string file;       ///< a bundle in PEM form
  std::string directory;  ///< hashed names; read one by one as needed: 5 ms where a bundle takes 30
  std::string bundle;     ///< the text of a bundle; then `file` is empty, `directory` may be set
  std::string source;     ///< where they are from, for messages; empty: libcurl's default
};

/// SSL_CERT_FILE and SSL_CERT_DIR if one is set, and then only these; else the system's directory
/// if it has hashed names, else the system's bundle. Of SSL_CERT_DIR (several with `:` between)
/// every file in PEM form counts, whatever its name. Errors: `network` (E_TLS) if a variable names
/// what cannot be read or holds no certificate: falling back to other roots would not be what the
/// user asked for.
Result<TlsRoots> find_tls_roots(const Environment& environment);

}  // namespace axle
