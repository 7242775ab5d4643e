// SPDX-License-Identifier: MIT
#include "index/index_services.hpp"

#include <string>

#include "base/try.hpp"

namespace axle {

std::function<void()> StopSignal::Bell::ringer() const {
  return [state = state_, rung = rung_] {
    const std::lock_guard lock(state->mutex);
    rung->notify_one();
  };
}

bool StopSignal::is_stopped() const {
  const std::lock_guard lock(state_->mutex);
  return state_->stopped;
}

void StopSignal::stop() {
  const std::lock_guard lock(state_->mutex);
  state_->stopped = true;
  for (std::condition_variable* rung : state_->waiting) rung->notify_one();
}

std::filesystem::path cache_entry(const Cache& cache, std::string_view bucket,
                                  const IndexUrl& index, const PackageName& name,
                                  std::string_view suffix) {
  std::string file = name.text();
  file += suffix;
  return cache.bucket(bucket) / cache_key(index.text()) / file;
}

Result<Url> url_with_login(std::string_view url, const IndexUrl& index) {
  TRY(Url parsed, Url::parse(url));
  if (index.user_info().empty() || !parsed.user_info().empty()) return parsed;
  TRY(const Url place, Url::parse(index.text()));
  if (!is_same_origin(place, parsed)) return parsed;
  const std::string text = parsed.to_string();
  const std::size_t host = text.find("://") + 3;
  return Url::parse(text.substr(0, host) + index.user_info() + "@" + text.substr(host));
}

Authentication authentication_of(const IndexDefinition& definition) {
  switch (definition.authenticate) {
    case IndexAuthentication::always:
      return Authentication::always;
    case IndexAuthentication::never:
      return Authentication::never;
    case IndexAuthentication::automatic:
      break;
  }
  return Authentication::automatic;
}

Result<Response> answer_to(Request request, const IndexServices& services) {
  const StopSignal::Bell bell = services.stop.bell();
  request.on_done = bell.ringer();
  auto pending = services.client->start(std::move(request));
  if (!bell.wait(pending)) return stopped();
  return pending.wait();
}

std::unexpected<Error> stopped() {
  return fail(ErrorKind::cancelled, "stopped before the index answered");
}

}  // namespace axle
