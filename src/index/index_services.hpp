// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <semaphore>
#include <set>

#include "axle/index/index_set.hpp"
#include "base/clock.hpp"
#include "cache/cache.hpp"
#include "cache/http_cache.hpp"
#include "net/http_client.hpp"

namespace axle {

/// How a command uses the indexes.
struct RegistryOptions {
  bool offline = false;
  bool refresh_all = false;                ///< ask about every page in the cache (`--refresh`)
  std::set<PackageName> refresh_packages;  ///< ask about the pages of these (`--refresh-package`)

  bool refreshes(const PackageName& name) const {
    return refresh_all || refresh_packages.contains(name);
  }
};

/// Ends waiting for answers that nobody needs any more.
class StopSignal {
  struct State;

 public:
  /// What one thread waits at for one answer: an answer wakes only who waits for it, as dozens wait
  /// at a time. A value; may outlive the signal.
  class Bell {
   public:
    /// To be put into Request::on_done.
    std::function<void()> ringer() const;
    /// Waits for the pending answer whose request has the ringer. False if stop() was called first.
    template <class Pending>
    bool wait(const Pending& pending) const {
      std::unique_lock lock(state_->mutex);
      state_->waiting.insert(rung_.get());
      rung_->wait(lock, [&] { return state_->stopped || pending.is_ready(); });
      state_->waiting.erase(rung_.get());
      return !state_->stopped;
    }

   private:
    friend class StopSignal;
    explicit Bell(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;
    std::shared_ptr<std::condition_variable> rung_ = std::make_shared<std::condition_variable>();
  };

  Bell bell() const { return Bell(state_); }
  bool is_stopped() const;
  void stop();

 private:
  struct State {
    std::mutex mutex;
    std::set<std::condition_variable*> waiting;
    bool stopped = false;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// Lets a few threads at a time read pages: while one is read it takes several times its size, and
/// more threads than cores would only take more memory.
class ReadingTurns {
 public:
  explicit ReadingTurns(unsigned threads) : free_(threads) {}
  /// What `work()` returns, once it is this thread's turn.
  template <class Work>
  auto run(const Work& work) {
    struct Release {
      std::counting_semaphore<>& free;
      ~Release() { free.release(); }
    };
    free_.acquire();
    const Release release{free_};
    return work();
  }

 private:
  std::counting_semaphore<> free_;
};

/// What the parts of this room share. All of it may be used from any thread.
struct IndexServices {
  HttpClient* client;  ///< null if offline
  const Cache& cache;
  const HttpCache& http_cache;
  const RegistryOptions& options;
  const StopSignal& stop;
  ReadingTurns& turns;
};

/// `bucket/<key of the index>/<package><suffix>`: where the cache has what belongs to a package of
/// an index.
std::filesystem::path cache_entry(const Cache& cache, std::string_view bucket,
                                  const IndexUrl& index, const PackageName& name,
                                  std::string_view suffix);

/// `url` with the user info of the index, if it is on the same host; as the client wants it.
Result<Url> url_with_login(std::string_view url, const IndexUrl& index);

Authentication authentication_of(const IndexDefinition& definition);

/// Sends a request and waits for its answer, unless the others are stopped first. Requires: a
/// client. Errors: those of HttpClient; `cancelled` if stopped.
Result<Response> answer_to(Request request, const IndexServices& services);

/// The error of an answer that came too late.
std::unexpected<Error> stopped();

}  // namespace axle
