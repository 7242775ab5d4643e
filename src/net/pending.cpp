// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "net/http_client.hpp"

namespace axle {
namespace {

class ReadyState final : public Pending::State {
 public:
  explicit ReadyState(Result<Response> result) : result_(std::move(result)) {}
  Result<Response> take() override { return std::move(result_); }
  bool is_ready() override { return true; }

 private:
  Result<Response> result_;
};

std::string_view meaning_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 407:
      return "Proxy Authentication Required";
    case 410:
      return "Gone";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return status >= 500 ? "server error" : "refused";
  }
}

std::string login_hint(const Response& response) {
  if (response.credentials_withheld)
    return "a redirect led to another host, and credentials are never sent there: use that host's "
           "URL as the index";
  if (response.credentials_sent)
    return "check the user name and password of the index; the password for a user name alone may "
           "be in `~/.netrc` or, with `--keyring-provider subprocess`, in the keyring";
  return "set `UV_INDEX_<NAME>_USERNAME` and `UV_INDEX_<NAME>_PASSWORD`, or add the host to "
         "`~/.netrc`";
}

}  // namespace

Pending Pending::ready(Result<Response> result) {
  return Pending(std::make_shared<ReadyState>(std::move(result)));
}

Pending& Pending::operator=(Pending&& other) noexcept {
  if (this != &other) {
    if (state_) state_->abandon();
    state_ = std::move(other.state_);
  }
  return *this;
}

Pending::~Pending() {
  if (state_) state_->abandon();
}

Result<Response> Pending::wait() {
  const auto state = std::exchange(state_, nullptr);
  return state->take();
}

std::unexpected<Error> status_failure(const Response& response) {
  const std::string url = response.final_url.to_string();
  std::string message = fmt::format("failed to fetch `{}`: HTTP status {} ({})", url,
                                    response.status, meaning_of(response.status));
  if (response.status == 401 || response.status == 403) {
    return fail_with_code(ErrorKind::credentials, ErrorCode::auth, std::move(message), url, {},
                          login_hint(response));
  }
  if (response.status == 407) {
    return fail_with_code(ErrorKind::credentials, ErrorCode::auth, std::move(message), url, {},
                          "give the proxy's login in its URL (`http://USER:PASSWORD@HOST:PORT`, in "
                          "`HTTP_PROXY` or `http-proxy`)");
  }
  const bool is_absent = response.status == 404 || response.status == 410;
  return fail_with_code(is_absent ? ErrorKind::not_found : ErrorKind::network, ErrorCode::http,
                        std::move(message), url);
}

}  // namespace axle
