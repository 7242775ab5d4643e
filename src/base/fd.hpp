// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <utility>

namespace axle {

/// An open file descriptor, closed when this goes. Move-only.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) {
      reset();
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { reset(); }

  bool is_open() const { return number_ >= 0; }
  int get() const { return number_; }
  /// Closes it now and tells whether that worked; a delayed write error shows here.
  bool close_now() { return is_open() && ::close(std::exchange(number_, -1)) == 0; }
  void reset() {
    if (is_open()) ::close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;
};

}  // namespace axle
