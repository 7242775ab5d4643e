// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "net/curl_client.hpp"
#include "net/curl_handle.hpp"
#include "net/curl_library.hpp"
#include "net/inbox.hpp"
#include "net/tls_roots.hpp"
#include "net/transfer.hpp"

namespace axle {

/// A network thread with one multi handle: starts transfers, drives libcurl, repeats and ends them.
/// All but `start` and the constructor run on it.
///
/// All its transfers ask for one version of HTTP: a multi handle of libcurl 7.88 with transfers
/// that ask for HTTP/1.1 beside others for HTTP/2 hands bytes of one to the other.
class CurlLoop {
 public:
  CurlLoop(ClientOptions options, HttpVersion version)
      : options_(std::move(options)), version_(version), inbox_(std::make_shared<Inbox>()) {}
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;
  ~CurlLoop();

  /// Any thread. The first call starts the thread.
  Pending start(Request request);

 private:
  using TransferPtr = std::shared_ptr<Transfer>;
  struct Running {
    TransferPtr transfer;
    std::unique_ptr<CurlHandle> handle;
  };
  struct Sleeping {
    TransferPtr transfer;
    Transfer::Time wake;
  };

  void run();
  Result<void> open();
  void close();
  void read_inbox();
  void resume(const TransferPtr& transfer);
  void wake_sleepers();
  void admit();
  void begin(TransferPtr transfer);
  void collect_finished();
  void end_try(CURL* handle, CURLcode code);
  void explain(Error& failure, const Url& url) const;
  void apply(TransferPtr transfer, Transfer::Next next);
  void stop_overdue();
  void end_all(const Error& why);
  void drop(const TransferPtr& transfer);
  Running take_out(CURL* handle);
  int patience() const;

  const ClientOptions options_;
  const HttpVersion version_;
  const std::shared_ptr<Inbox> inbox_;
  std::once_flag started_;
  std::thread thread_;
  std::atomic<bool> stopping_ = false;

  // Of the network thread:
  const CurlLibrary* curl_ = nullptr;
  CURLM* multi_ = nullptr;
  CURLSH* share_ = nullptr;
  std::optional<Result<TlsRoots>> roots_;  // found with the first https request
  std::deque<TransferPtr> waiting_;
  std::vector<Sleeping> sleeping_;
  std::unordered_map<CURL*, Running> running_;
  std::vector<std::unique_ptr<CurlHandle>> spare_;
};

}  // namespace axle
