// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "cache/cache.hpp"
#include "cache/http_cache.hpp"
#include "index/http_registry.hpp"
#include "net/curl_client.hpp"
#include "support/fake_server.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {

/// A clock that tests move.
struct TestClock final : Clock {
  std::chrono::system_clock::time_point time =
      std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
  std::chrono::system_clock::time_point now() const override { return time; }
};

/// A server, a cache and a client; registries over them come and go as commands do.
struct IndexWorld {
  IndexWorld();

  TempTree tree;
  FakeServer server;
  TestClock clock;
  Cache cache;
  HttpCache http_cache;
  CurlClient client;
  IndexSet indexes;
  RegistryOptions options;

  /// Defines an index at `path` of the server, without the default one behind it.
  IndexDefinition& add_index(std::string_view path);
  IndexUrl index_url(std::string_view path) const;
  /// A registry of the present definitions and options: "the next command".
  std::unique_ptr<HttpRegistry> registry();
};

PackageName package(std::string_view name);
/// A PEP 691 page with these files; each is a JSON object without its braces.
std::string json_of(const std::vector<std::string>& files);
/// The usual fields of a file with this URL.
std::string json_file(std::string_view filename, std::string_view url, std::string_view more = {});

}  // namespace axle::test
