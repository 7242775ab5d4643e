// SPDX-License-Identifier: MIT
#include "base/file_trace.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

namespace axle {
namespace {

std::atomic<bool> is_on{false};
std::mutex mutex;

std::map<std::string, FileUse>& noted() {
  static std::map<std::string, FileUse> paths;
  return paths;
}

}  // namespace

void FileTrace::begin() {
  const std::lock_guard guard(mutex);
  noted().clear();
  is_on.store(true, std::memory_order_relaxed);
}

std::map<std::string, FileUse> FileTrace::end() {
  const std::lock_guard guard(mutex);
  is_on.store(false, std::memory_order_relaxed);
  return std::exchange(noted(), {});
}

void FileTrace::note(const char* path, FileUse use) {
  if (!is_on.load(std::memory_order_relaxed)) return;
  const std::lock_guard guard(mutex);
  FileUse& most = noted().try_emplace(path, use).first->second;
  most = std::max(most, use);
}

}  // namespace axle
