// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "axle/base/environment.hpp"
#include "net/login.hpp"
#include "net/url.hpp"

namespace axle {

/// What the program `keyring` on PATH is asked about one index, once, when an answer is first
/// needed: for the index's URL, then for its host. Safe from any thread.
class KeyringQuestion {
 public:
  /// Without a `username`, that is asked for as well.
  KeyringQuestion(const Url& index, std::string username, Environment environment);
  KeyringQuestion(const KeyringQuestion&) = delete;
  KeyringQuestion& operator=(const KeyringQuestion&) = delete;

  /// None if the keyring has none, or there is no such program. May wait for the user, who may have
  /// to unlock the keyring, up to two minutes.
  const std::optional<Credentials>& answer();

 private:
  std::optional<Credentials> ask(const std::string& program, const std::string& service) const;

  std::string url_;
  std::string host_;
  std::string username_;
  Environment environment_;
  std::once_flag asked_;
  std::optional<Credentials> answer_;
};

}  // namespace axle
