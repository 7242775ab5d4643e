// SPDX-License-Identifier: MIT
#include "index_world.hpp"

#include <fmt/format.h>

namespace axle::test {
namespace {

ClientOptions quick_options() {
  ClientOptions options;
  options.first_backoff = std::chrono::milliseconds(1);
  options.max_attempts = 2;
  options.environment = Environment::of({});
  return options;
}

}  // namespace

IndexWorld::IndexWorld()
    : cache(Cache::open(tree / "cache").value()),
      http_cache(cache, clock),
      client(quick_options()) {
  // Explicit and default: nobody asks it, and PyPI is not there.
  IndexDefinition nobody{.name = {},
                         .url = IndexUrl::parse("http://127.0.0.1:1/nobody", "/").value()};
  nobody.is_default = nobody.is_explicit = true;
  indexes.definitions.push_back(std::move(nobody));
}

IndexDefinition& IndexWorld::add_index(std::string_view path) {
  indexes.definitions.push_back(IndexDefinition{.name = {}, .url = index_url(path)});
  return indexes.definitions.back();
}

IndexUrl IndexWorld::index_url(std::string_view path) const {
  return IndexUrl::parse(server.url(path), "/").value();
}

std::unique_ptr<HttpRegistry> IndexWorld::registry() {
  return std::make_unique<HttpRegistry>(&client, cache, http_cache, indexes, options);
}

PackageName package(std::string_view name) { return PackageName::parse(name).value(); }

std::string json_of(const std::vector<std::string>& files) {
  std::string body = R"({"meta":{"api-version":"1.1"},"files":[)";
  for (std::size_t i = 0; i < files.size(); ++i) body += (i == 0 ? "{" : ",{") + files[i] + "}";
  return body + "]}";
}

std::string json_file(std::string_view filename, std::string_view url, std::string_view more) {
  return fmt::format(R"("filename":"{}","url":"{}"{}{})", filename, url, more.empty() ? "" : ",",
                     more);
}

}  // namespace axle::test
