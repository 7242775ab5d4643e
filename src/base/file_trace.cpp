// SPDX-License-Identifier: MIT
#include "base/file_trace.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

namespace axle {
namespace {

// The functions that look at files are called from everywhere: handing the trace to each would be
// paid for by every reader. The mutex guards what the trace has noted as well.
std::atomic<FileTrace*> noting{nullptr};
std::mutex mutex;

}  // namespace

FileTrace::~FileTrace() { end(); }

void FileTrace::begin() {
  const std::lock_guard guard(mutex);
  paths_.clear();
  noting.store(this, std::memory_order_relaxed);
}

std::map<std::string, FileUse> FileTrace::end() {
  const std::lock_guard guard(mutex);
  if (noting.load(std::memory_order_relaxed) == this)
    noting.store(nullptr, std::memory_order_relaxed);
  return std::exchange(paths_, {});
}

void FileTrace::note(const char* path, FileUse use) {
  if (noting.load(std::memory_order_relaxed) == nullptr) return;
  const std::lock_guard guard(mutex);
  FileTrace* const trace = noting.load(std::memory_order_relaxed);
  if (trace == nullptr) return;
  FileUse& most = trace->paths_.try_emplace(path, use).first->second;
  most = std::max(most, use);
}

}  // namespace axle
