// SPDX-License-Identifier: MIT
#include "services/wheel_sizes.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "net/http_client.hpp"

namespace axle {
namespace {

/// A byte of a file. A server without ranges sends all of it, of which the head is enough.
Request first_byte_of(Url url) {
  constexpr std::chrono::seconds patience{3};
  Request request{.url = std::move(url)};
  request.range = ByteRange::between(0, 0);
  request.total_timeout = patience;
  request.on_head = [](const Response& head) { return head.status != 200; };
  request.sink = [](std::string_view) { return SinkAnswer::more; };
  return request;
}

std::optional<std::uint64_t> size_in(const Response& answer) {
  if (answer.status == 206) {
    const auto range = ContentRange::parse(answer.headers.find("Content-Range").value_or(""));
    return range ? range->total : std::nullopt;
  }
  if (answer.status != 200) return std::nullopt;
  return parse_unsigned(answer.headers.find("Content-Length").value_or(""));
}

}  // namespace

Result<std::vector<std::optional<std::uint64_t>>> sizes_at_servers(
    const std::vector<std::string>& urls, const IndexSet& indexes, Services& services) {
  std::vector<std::optional<std::uint64_t>> sizes(urls.size());
  if (urls.empty()) return sizes;
  TRY(HttpClient* const client, services.http(indexes));
  if (client == nullptr) return sizes;
  std::vector<std::pair<std::size_t, Pending>> answers;
  for (std::size_t i = 0; i < urls.size(); ++i)
    if (auto url = Url::parse(urls[i]); url && url->is_http())
      answers.emplace_back(i, client->start(first_byte_of(*std::move(url))));
  for (auto& [place, pending] : answers)
    if (const auto answer = pending.wait()) sizes[place] = size_in(*answer);
  return sizes;
}

}  // namespace axle
