// SPDX-License-Identifier: MIT
#include "support/fake_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <thread>

#include "base/text.hpp"
#include "support/fake_connection.hpp"

namespace axle::test {

struct FakeServer::State {
  struct Login {
    std::string prefix;
    std::string header;
  };

  int listener = -1;
  std::uint16_t port = 0;
  std::atomic<bool> stopping = false;
  std::thread acceptor;

  std::mutex mutex;  // guards all below
  std::map<std::string, FakeHandler> handlers;
  std::map<std::string, std::deque<FakeResponse>> scripts;
  std::function<std::optional<FakeResponse>(const FakeRequest&)> interceptor;
  std::vector<Login> logins;
  std::vector<FakeRequest> requests;
  std::vector<std::thread> connections;
  unsigned accepted = 0;

  void accept_all();
  void talk(int socket, unsigned number);
  FakeResponse answer(const FakeRequest& request);
};

void FakeServer::State::accept_all() {
  while (!stopping) {
    pollfd waiting{listener, POLLIN, 0};
    if (::poll(&waiting, 1, 20) <= 0) continue;
    const int socket = ::accept(listener, nullptr, nullptr);
    if (socket < 0) continue;
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex);
    const unsigned number = accepted++;
    connections.emplace_back([this, socket, number] { talk(socket, number); });
  }
}

void FakeServer::State::talk(int socket, unsigned number) {
  FakeConnection connection(socket, number, stopping);
  while (const auto request = connection.read_request()) {
    if (!connection.send(*request, answer(*request))) break;
  }
  ::shutdown(socket, SHUT_RDWR);
  ::close(socket);
}

FakeResponse FakeServer::State::answer(const FakeRequest& request) {
  FakeHandler handler;
  std::function<std::optional<FakeResponse>(const FakeRequest&)> interceptor_now;
  {
    const std::lock_guard lock(mutex);
    requests.push_back(request);
    for (const Login& login : logins) {
      if (request.path.starts_with(login.prefix) && request.header("authorization") != login.header)
        return FakeResponse{.status = 401, .body = "who are you?"}.with("WWW-Authenticate",
                                                                        "Basic realm=\"index\"");
    }
    if (auto script = scripts.find(request.path);
        script != scripts.end() && !script->second.empty()) {
      FakeResponse response = std::move(script->second.front());
      script->second.pop_front();
      return response;
    }
    interceptor_now = interceptor;
    if (const auto found = handlers.find(request.path); found != handlers.end())
      handler = found->second;
  }
  // Outside the lock, so that a handler may call the server.
  if (interceptor_now) {
    if (auto given = interceptor_now(request)) return *std::move(given);
  }
  return handler ? handler(request) : FakeResponse{.status = 404, .body = "not here"};
}

FakeServer::FakeServer() : state_(std::make_shared<State>()) {
  state_->listener = ::socket(AF_INET, SOCK_STREAM, 0);
  ::fcntl(state_->listener, F_SETFD, FD_CLOEXEC);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (state_->listener < 0 || ::bind(state_->listener, generic, size) != 0 ||
      ::listen(state_->listener, 128) != 0 ||
      ::getsockname(state_->listener, generic, &size) != 0) {
    std::perror("the test server could not listen");
    std::abort();
  }
  state_->port = ntohs(address.sin_port);
  state_->acceptor = std::thread([state = state_.get()] { state->accept_all(); });
}

FakeServer::~FakeServer() {
  state_->stopping = true;
  state_->acceptor.join();
  // No new connections from here on, so that the list needs no lock.
  for (std::thread& thread : state_->connections) thread.join();
  ::close(state_->listener);
}

std::uint16_t FakeServer::port() const { return state_->port; }

std::string FakeServer::url(std::string_view path) const {
  return fmt::format("http://127.0.0.1:{}{}", state_->port, path);
}

std::string FakeServer::other_origin(std::string_view path) const {
  return fmt::format("http://localhost:{}{}", state_->port, path);
}

std::string FakeServer::url_with_login(std::string_view user_info, std::string_view path) const {
  return fmt::format("http://{}@127.0.0.1:{}{}", user_info, state_->port, path);
}

void FakeServer::serve(std::string path, FakeResponse response) {
  serve(std::move(path), [response = std::move(response)](const FakeRequest&) { return response; });
}

void FakeServer::serve(std::string path, FakeHandler handler) {
  const std::lock_guard lock(state_->mutex);
  state_->handlers[std::move(path)] = std::move(handler);
}

void FakeServer::serve_file(std::string path, std::string bytes, std::string type) {
  const std::string etag =
      fmt::format("\"{:x}-{:x}\"", bytes.size(), std::hash<std::string>{}(bytes));
  FakeResponse response{.body = std::move(bytes), .ranges = true};
  response.headers = {
      {"Content-Type", std::move(type)}, {"ETag", etag}, {"Cache-Control", "max-age=0"}};
  serve(std::move(path), std::move(response));
}

void FakeServer::first(std::string path, std::vector<FakeResponse> responses) {
  const std::lock_guard lock(state_->mutex);
  auto& script = state_->scripts[std::move(path)];
  for (FakeResponse& response : responses) script.push_back(std::move(response));
}

void FakeServer::intercept(
    std::function<std::optional<FakeResponse>(const FakeRequest&)> interceptor) {
  const std::lock_guard lock(state_->mutex);
  state_->interceptor = std::move(interceptor);
}

void FakeServer::require_login(std::string prefix, std::string user_and_password) {
  const std::lock_guard lock(state_->mutex);
  state_->logins.push_back({std::move(prefix), "Basic " + base64_encode(user_and_password)});
}

std::vector<FakeRequest> FakeServer::requests() const {
  const std::lock_guard lock(state_->mutex);
  return state_->requests;
}

std::vector<std::string> FakeServer::request_lines() const {
  std::vector<std::string> lines;
  for (const FakeRequest& request : requests())
    lines.push_back(request.method + " " + request.path);
  return lines;
}

std::size_t FakeServer::count(std::string_view path) const {
  std::size_t times = 0;
  for (const FakeRequest& request : requests()) times += request.path == path ? 1 : 0;
  return times;
}

void FakeServer::forget_requests() {
  const std::lock_guard lock(state_->mutex);
  state_->requests.clear();
}

unsigned FakeServer::connections() const {
  const std::lock_guard lock(state_->mutex);
  return state_->accepted;
}

FakeResponse redirect_to(std::string location, int status) {
  FakeResponse response{.status = status};
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

namespace {
FakeResponse page(std::string body, std::string type) {
  const std::string etag = fmt::format("\"{:x}\"", std::hash<std::string>{}(body));
  FakeResponse response{.body = std::move(body)};
  response.headers = {
      {"Content-Type", std::move(type)}, {"ETag", etag}, {"Cache-Control", "max-age=600"}};
  return response;
}
}  // namespace

FakeResponse json_page(std::string body) {
  return page(std::move(body), "application/vnd.pypi.simple.v1+json");
}
FakeResponse html_page(std::string body) { return page(std::move(body), "text/html"); }

}  // namespace axle::test
