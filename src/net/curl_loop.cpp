// SPDX-License-Identifier: MIT
#include "net/curl_loop.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/cancel.hpp"
#include "base/try.hpp"
#include "net/curl_failure.hpp"
#include "net/proxy.hpp"

namespace axle {
namespace {

/// How long the thread may not look: limits and Ctrl-C are noticed within this.
constexpr int busy_patience_ms = 100;

Error interrupted() { return fail(ErrorKind::cancelled, "interrupted").error(); }

}  // namespace

CurlLoop::~CurlLoop() {
  stopping_ = true;
  inbox_->wake();
  if (thread_.joinable()) thread_.join();
}

Pending CurlLoop::start(Request request) {
  auto transfer = std::make_shared<Transfer>(std::move(request), options_, inbox_);
  if (auto refused = transfer->refusal()) {
    auto on_done = transfer->request().on_done;
    auto pending = Pending::ready(std::unexpected(*std::move(refused)));
    if (on_done) on_done();
    return pending;
  }
  std::call_once(started_, [this] { thread_ = std::thread([this] { run(); }); });
  if (!inbox_->post(Inbox::Kind::start, transfer)) transfer->finish(std::unexpected(interrupted()));
  return Pending(std::move(transfer));
}

void CurlLoop::run() {
  enter_network_thread();
  const Result<void> opened = open();
  while (!stopping_) {
    read_inbox();
    if (!opened) end_all(opened.error());
    if (cancelled()) end_all(interrupted());
    wake_sleepers();
    admit();
    if (!opened) {
      // Nothing can be sent: only wait for more to refuse.
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      continue;
    }
    int still_running = 0;
    curl_->multi_perform(multi_, &still_running);
    collect_finished();
    stop_overdue();
    if (!waiting_.empty() && running_.size() < options_.max_concurrent) continue;
    curl_->multi_poll(multi_, nullptr, 0, patience(), nullptr);
  }
  close();
}

Result<void> CurlLoop::open() {
  TRY(curl_, CurlLibrary::open());
  multi_ = curl_->multi_init();
  share_ = curl_->share_init();
  if (multi_ == nullptr || share_ == nullptr)
    return fail_with_code(ErrorKind::network, ErrorCode::net, "libcurl could not be started", {});
  // Only this thread uses the share, so it needs no locks.
  curl_->share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  curl_->multi_setopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  curl_->multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS,
                      static_cast<long>(options_.max_per_host));
  curl_->multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.max_concurrent));
  inbox_->set_wake([curl = curl_, multi = multi_] { curl->multi_wakeup(multi); });
  return {};
}

void CurlLoop::close() {
  inbox_->set_wake({});
  for (Inbox::Message& message : inbox_->close())
    if (message.kind == Inbox::Kind::start) waiting_.push_back(std::move(message.transfer));
  end_all(interrupted());
  spare_.clear();
  if (multi_ != nullptr) curl_->multi_cleanup(multi_);
  if (share_ != nullptr) curl_->share_cleanup(share_);
}

void CurlLoop::read_inbox() {
  for (Inbox::Message& message : inbox_->take()) {
    switch (message.kind) {
      case Inbox::Kind::start:
        waiting_.push_back(std::move(message.transfer));
        break;
      case Inbox::Kind::resume:
        resume(message.transfer);
        break;
      case Inbox::Kind::abandon:
        drop(message.transfer);
        break;
    }
  }
}

void CurlLoop::resume(const TransferPtr& transfer) {
  for (auto& [handle, running] : running_) {
    if (running.transfer != transfer || !transfer->is_paused()) continue;
    transfer->note_pause(false, Transfer::now());
    // Calls the sink with what it refused before; it may pause again.
    curl_->easy_pause(handle, CURLPAUSE_CONT);
    return;
  }
}

void CurlLoop::drop(const TransferPtr& transfer) {
  std::erase(waiting_, transfer);
  std::erase_if(sleeping_, [&](const Sleeping& sleeping) { return sleeping.transfer == transfer; });
  for (auto& [handle, running] : running_) {
    if (running.transfer != transfer) continue;
    take_out(handle);
    break;
  }
  transfer->finish(std::unexpected(interrupted()));
}

void CurlLoop::wake_sleepers() {
  const auto time = Transfer::now();
  for (std::size_t i = 0; i < sleeping_.size();) {
    if (sleeping_[i].wake > time) {
      ++i;
      continue;
    }
    // What was begun before goes before what was not.
    waiting_.push_front(std::move(sleeping_[i].transfer));
    sleeping_[i] = std::move(sleeping_.back());
    sleeping_.pop_back();
  }
}

void CurlLoop::admit() {
  while (!waiting_.empty() && running_.size() < options_.max_concurrent) {
    TransferPtr transfer = std::move(waiting_.front());
    waiting_.pop_front();
    begin(std::move(transfer));
  }
}

void CurlLoop::begin(TransferPtr transfer) {
  static const TlsRoots none;
  const TlsRoots* roots = &none;
  if (transfer->url().scheme() == "https" && !is_insecure_host(transfer->url(), options_)) {
    if (!roots_) roots_ = find_tls_roots(options_.environment);
    if (!*roots_) return transfer->finish(std::unexpected(roots_->error()));
    roots = &**roots_;
  }
  std::unique_ptr<CurlHandle> handle;
  if (!spare_.empty()) {
    handle = std::move(spare_.back());
    spare_.pop_back();
  } else if (CURL* fresh = curl_->easy_init()) {
    handle = std::make_unique<CurlHandle>(*curl_, fresh);
  } else {
    return transfer->finish(
        fail_with_code(ErrorKind::network, ErrorCode::net, "libcurl ran out of memory", {}));
  }
  transfer->begin(Transfer::now());
  handle->prepare(*transfer, options_, {version_, *roots, share_});
  CURL* const key = handle->get();
  running_.emplace(key, Running{std::move(transfer), std::move(handle)});
  curl_->multi_add_handle(multi_, key);
}

CurlLoop::Running CurlLoop::take_out(CURL* handle) {
  curl_->multi_remove_handle(multi_, handle);
  const auto found = running_.find(handle);
  Running running = std::move(found->second);
  running_.erase(found);
  if (spare_.size() < options_.max_concurrent) spare_.push_back(std::move(running.handle));
  return running;
}

void CurlLoop::collect_finished() {
  int left = 0;
  while (const CURLMsg* message = curl_->multi_info_read(multi_, &left)) {
    if (message->msg == CURLMSG_DONE) end_try(message->easy_handle, message->data.result);
  }
}

void CurlLoop::end_try(CURL* handle, CURLcode code) {
  TransferPtr transfer = take_out(handle).transfer;
  const Exchange& exchange = transfer->exchange();
  std::optional<Error> failure;
  bool is_transient = false;
  // Our own ending of a transfer looks like a failed write to libcurl.
  const bool is_ours = exchange.was_stopped() || exchange.was_cut_short() || exchange.failure();
  if (code != CURLE_OK && !is_ours) {
    failure = curl_failure(code, transfer->curl_detail, transfer->url());
    explain(*failure, transfer->url());
    is_transient = is_transient_failure(code, transfer->curl_detail);
  }
  const Transfer::Next next = transfer->conclude(std::move(failure), is_transient, Transfer::now());
  apply(std::move(transfer), next);
}

// Which of the settings had a part in it, as far as this loop knows.
void CurlLoop::explain(Error& failure, const Url& url) const {
  if (failure.code == ErrorCode::tls && roots_ && *roots_ && !(*roots_)->source.empty())
    failure.hints.push_back(
        fmt::format("the certificates that were trusted are those of {}", (*roots_)->source));
  const std::string proxy = proxy_for(url, options_.environment, options_.proxies);
  if (!proxy.empty() && failure.code == ErrorCode::net)
    failure.hints.push_back(
        fmt::format("the request went through the proxy `{}`: if that is wrong, correct "
                    "`HTTPS_PROXY`, `HTTP_PROXY` or `NO_PROXY`",
                    proxy_place(proxy)));
}

void CurlLoop::apply(TransferPtr transfer, Transfer::Next next) {
  if (!next.again) return;
  if (next.delay.count() == 0)
    waiting_.push_front(std::move(transfer));
  else
    sleeping_.push_back({std::move(transfer), Transfer::now() + next.delay});
}

void CurlLoop::stop_overdue() {
  const auto time = Transfer::now();
  std::vector<std::pair<CURL*, Error>> overdue;
  for (auto& [handle, running] : running_)
    if (auto why = running.transfer->overdue(time)) overdue.emplace_back(handle, *std::move(why));
  for (auto& [handle, why] : overdue) {
    TransferPtr transfer = take_out(handle).transfer;
    const Transfer::Next next = transfer->conclude(std::move(why), true, time);
    apply(std::move(transfer), next);
  }
}

void CurlLoop::end_all(const Error& why) {
  std::vector<TransferPtr> all(waiting_.begin(), waiting_.end());
  for (const Sleeping& sleeping : sleeping_) all.push_back(sleeping.transfer);
  while (!running_.empty()) all.push_back(take_out(running_.begin()->first).transfer);
  waiting_.clear();
  sleeping_.clear();
  for (const TransferPtr& transfer : all) transfer->finish(std::unexpected(why));
}

int CurlLoop::patience() const {
  if (running_.empty() && sleeping_.empty()) return 60'000;  // woken by the inbox
  auto until = Transfer::now() + std::chrono::milliseconds(busy_patience_ms);
  for (const Sleeping& sleeping : sleeping_) until = std::min(until, sleeping.wake);
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(until - Transfer::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, busy_patience_ms));
}

}  // namespace axle
