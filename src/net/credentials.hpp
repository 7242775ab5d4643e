// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "base/environment.hpp"
#include "net/netrc.hpp"
#include "net/url.hpp"

namespace axle {

/// A login. It has no text form on purpose; only the client reads it.
struct Credentials {
  std::string username;
  std::string password;

  /// The value of an Authorization header: "Basic …". Secret.
  std::string basic() const;
  /// From `user:password`, percent-encoded; none if it is empty.
  static std::optional<Credentials> from_user_info(std::string_view user_info);
  friend bool operator==(const Credentials&, const Credentials&) = default;
};

/// An index that may have a login.
struct CredentialScope {
  Url url;                  ///< user info in it counts
  std::string name;         ///< of the index, for UV_INDEX_<NAME>_USERNAME; empty: none
  bool by_project = false;  ///< a project file names it: netrc's `default` entry is not for it
};

/// The logins of the indexes of a command. For each: AXLE_INDEX_<NAME>_USERNAME and _PASSWORD, or
/// UV_INDEX_…, else the URL's, else those of the netrc file (`NETRC`, else `~/.netrc`).
///
/// Each belongs to one origin (scheme, host, port) and never goes to another. Hosts that are no
/// index get none.
class CredentialStore {
 public:
  CredentialStore() = default;
  /// Errors: `invalid_input` if the netrc file is malformed; `io` if NETRC names one that cannot be
  /// read. The file is not read unless some scope lacks a login.
  static Result<CredentialStore> collect(const std::vector<CredentialScope>& scopes,
                                         const Environment& environment);

  /// The login for `url`: that of the index whose URL is the longest prefix of it, else that of any
  /// index of its origin; before both, its own user info.
  std::optional<Credentials> find(const Url& url) const;
  bool empty() const { return logins_.empty(); }

 private:
  struct Login {
    std::string origin;
    std::string path;
    Credentials credentials;
  };
  std::vector<Login> logins_;  // in the order of the scopes
};

/// "my-index" to "MY_INDEX": a name as it stands in an environment variable.
std::string index_variable_name(std::string_view index_name);

}  // namespace axle
