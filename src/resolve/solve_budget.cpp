// SPDX-License-Identifier: MIT
#include "resolve/solve_budget.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include "base/text.hpp"

namespace axle {
namespace {

/// The most that this process has held in memory so far. Asking is one system call.
std::uint64_t most_memory() {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  const auto stated = static_cast<std::uint64_t>(usage.ru_maxrss);
#ifdef __APPLE__
  return stated;
#else
  return stated * 1024;
#endif
}

// Far beyond what projects have: the deepest known are some twenty deep, the largest have some
// thousand packages and a few dozen forks.
constexpr std::uint32_t most_depth = 100;
constexpr std::size_t most_packages = 20'000;
constexpr std::size_t most_forks = 1'000;
// Three hundred extras that each reach all others come to less.
constexpr std::size_t most_extras = 100'000;

// Memory is asked for at every so many calls.
constexpr unsigned calls_between = 16;

std::string seconds_text(std::chrono::milliseconds time) {
  return fmt::format("{} s", std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

}  // namespace

SolveBudget::SolveBudget(const SolveLimits& limits) : limits_(limits), progress_(Clock::now()) {}

void SolveBudget::note_progress() { progress_ = Clock::now(); }

void SolveBudget::note_depth(std::uint32_t depth) {
  if (depth > most_depth && spent_ == Spent::no) spent_ = Spent::depth;
}

void SolveBudget::note_packages(std::size_t count) {
  if (count > most_packages && spent_ == Spent::no) spent_ = Spent::packages;
}

void SolveBudget::note_forks(std::size_t count) {
  if (count > most_forks && spent_ == Spent::no) spent_ = Spent::forks;
}

void SolveBudget::note_extra() {
  if (++extras_ > most_extras && spent_ == Spent::no) spent_ = Spent::extras;
}

bool SolveBudget::is_spent() {
  if (spent_ != Spent::no) return true;
  if (limits_.stall.count() != 0 && Clock::now() - progress_ > limits_.stall)
    spent_ = Spent::time;
  else if (limits_.memory != 0 && calls_++ % calls_between == 0 && most_memory() > limits_.memory)
    spent_ = Spent::memory;
  return spent_ != Spent::no;
}

Result<void> SolveBudget::check(const std::string& at) {
  if (!is_spent()) return {};
  std::string why, hint;
  switch (spent_) {
    case Spent::no:
      return {};
    case Spent::memory:
      why = fmt::format("it needs more than {} of memory", human_size(limits_.memory));
      hint =
          "loosen or remove what makes it hard, limit the environments with "
          "`tool.uv.environments`, or allow more with `AXLE_SOLVE_MEMORY` (MiB; 0: no limit)";
      break;
    case Spent::time:
      why = fmt::format("it found nothing new for {}", seconds_text(limits_.stall));
      hint =
          "bound the packages that are tried in many versions (`name>=1.2`), or allow more with "
          "`AXLE_SOLVE_TIMEOUT` (seconds; 0: no limit)";
      break;
    case Spent::depth:
      why = fmt::format("one dependency leads to the next more than {} times", most_depth);
      hint = "no honest project is so deep: the index may be making packages up";
      break;
    case Spent::packages:
      why = fmt::format("it comes to more than {} packages", most_packages);
      hint = "no honest project is so large: the index may be making packages up";
      break;
    case Spent::forks:
      why = fmt::format("it splits into more than {} forks", most_forks);
      hint =
          "state fewer conflicts in `tool.uv.conflicts`, use fewer markers that exclude each "
          "other, or limit the environments with `tool.uv.environments`";
      break;
    case Spent::extras:
      why = fmt::format("extras of one package name each other more than {} times", most_extras);
      hint =
          "state what an extra needs in the extra itself, or fewer extras that name others of the "
          "same package";
      break;
  }
  std::string message = "resolving was given up: " + why;
  if (!at.empty()) message += fmt::format(" (last at `{}`)", at);
  return fail_with_code(ErrorKind::failed, ErrorCode::budget, std::move(message), {}, {},
                        std::move(hint));
}

}  // namespace axle
