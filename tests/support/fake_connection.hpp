// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "support/fake_server.hpp"

namespace axle::test {

/// One connection of FakeServer: reads requests, sends responses as their faults say.
class FakeConnection {
 public:
  FakeConnection(int socket, unsigned number, const std::atomic<bool>& stopping)
      : socket_(socket), number_(number), stopping_(stopping) {}

  /// The next request; none if the client went away or what it sent is no request.
  std::optional<FakeRequest> read_request();
  /// False if the connection must be closed now.
  bool send(const FakeRequest& request, FakeResponse response);

 private:
  bool fill();
  bool write(std::string_view bytes);
  bool write_in_pieces(std::string_view bytes, const FakeFault& fault);
  bool send_endless(const FakeResponse& response);
  bool send_body(const FakeResponse& response, std::string_view body);
  /// False if the server stops meanwhile.
  bool sleep(std::chrono::milliseconds time) const;
  void wait_for_close();

  int socket_;
  unsigned number_;
  const std::atomic<bool>& stopping_;
  std::string buffer_;
};

/// Turns the response into what its own headers and the request's conditions make of it: 304, 206,
/// 416, gzip.
void apply_conditions(const FakeRequest& request, FakeResponse& response);

}  // namespace axle::test
