// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "net/http_client.hpp"

namespace axle::test {

/// A server and its client in one, without a network: serves bytes by URL, with ranges, and does to
/// the next answers what it is told.
class ScriptedClient final : public HttpClient {
 public:
  struct Answer {
    std::optional<int> status = {};               ///< instead of 200 or 206
    std::optional<std::size_t> break_after = {};  ///< bytes; then the connection is gone
    bool ignore_range = false;
    std::uint64_t shift_range = 0;         ///< answer with another range than was asked for
    std::optional<std::string> body = {};  ///< another file than before
    std::optional<std::string> etag = {};
  };

  void serve(std::string url, std::string body) {
    const std::lock_guard lock(mutex_);
    bodies_[std::move(url)] = std::move(body);
  }
  void next(Answer answer) { script_.push_back(std::move(answer)); }
  std::vector<std::string> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  Pending start(Request request) override {
    const std::lock_guard lock(mutex_);
    Result<Response> result = answer(request);
    if (request.on_done) request.on_done();
    return Pending::ready(std::move(result));
  }

 private:
  Result<Response> answer(const Request& request) {
    const std::string url = request.url.to_string();
    requests_.push_back(url + (request.range ? " " + request.range->to_string() : "") +
                        (request.if_range.empty() ? "" : " if " + request.if_range));
    Answer script;
    if (!script_.empty()) {
      script = std::move(script_.front());
      script_.pop_front();
    }
    Response response;
    response.final_url = request.url;
    const auto found = bodies_.find(url);
    response.status = script.status.value_or(found == bodies_.end() ? 404 : 200);
    if (response.status >= 400) return response;
    const std::string body = script.body.value_or(found->second);
    const std::string etag = script.etag.value_or("\"v1\"");
    std::size_t from = 0;
    const bool same = request.if_range.empty() || request.if_range == etag;
    if (request.range && same && !script.ignore_range) {
      from = static_cast<std::size_t>(request.range->first + script.shift_range);
      response.status = 206;
      response.headers.add("Content-Range", "bytes " + std::to_string(from) + "-" +
                                                std::to_string(body.size() - 1) + "/" +
                                                std::to_string(body.size()));
    }
    if (!etag.empty()) response.headers.add("ETag", etag);
    if (request.on_head && !request.on_head(response)) return response;
    const std::size_t until =
        std::min(body.size(), from + script.break_after.value_or(body.size()));
    for (std::size_t at = from; at < until; at += 1000)
      if (request.sink(std::string_view(body).substr(
              at, std::min<std::size_t>(1000, until - at))) == SinkAnswer::stop)
        return response;
    if (script.break_after && until < body.size())
      return fail_with_code(ErrorKind::network, ErrorCode::net, "the connection broke", url);
    return response;
  }

  std::mutex mutex_;
  std::map<std::string, std::string> bodies_;
  std::deque<Answer> script_;
  std::vector<std::string> requests_;
};

}  // namespace axle::test
