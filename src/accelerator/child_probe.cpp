// SPDX-License-Identifier: MIT
#include "accelerator/child_probe.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>  // NOLINT: kill is POSIX
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

#include "base/fd.hpp"

namespace axle {
namespace {

constexpr std::size_t largest_answer = std::size_t{1} << 20;

[[noreturn]] void answer_in_child(const std::function<std::string()>& question, int out) {
  // Libraries of drivers write warnings of their own.
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int stream : {0, 1, 2}) ::dup2(nowhere, stream);
  const std::string answer = question();
  std::size_t written = 0;
  while (written < answer.size()) {
    const ssize_t done = ::write(out, answer.data() + written, answer.size() - written);
    if (done <= 0) break;
    written += static_cast<std::size_t>(done);
  }
  // No destructor of a driver's library shall run: those hang too.
  ::_exit(written == answer.size() ? 0 : 1);
}

/// False when time is up.
bool read_answer(int in, std::chrono::milliseconds patience, std::string& answer) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd polled{in, POLLIN, 0};
    const int ready = ::poll(&polled, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    std::array<char, 4096> buffer;
    const ssize_t got = ::read(in, buffer.data(), buffer.size());
    if (got == 0) return true;
    if (got < 0) return false;
    answer.append(buffer.data(), static_cast<std::size_t>(got));
    if (answer.size() > largest_answer) return false;
  }
}

/// Whether the child ended well; one that does not end is left alone.
bool ended_well(pid_t child) {
  for (int tries = 0; tries < 20; ++tries) {
    int status = 0;
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended < 0 && errno != EINTR) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(tries < 5 ? 1 : 5));
  }
  return false;
}

}  // namespace

std::optional<std::string> ask_in_child(const std::function<std::string()>& question,
                                        std::chrono::milliseconds patience) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return std::nullopt;
  Fd in(ends[0]);
  Fd out(ends[1]);
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  const pid_t child = ::fork();
  if (child < 0) return std::nullopt;
  if (child == 0) answer_in_child(question, out.get());
  out.reset();
  std::string answer;
  const bool finished = read_answer(in.get(), patience, answer);
  if (!finished) ::kill(child, SIGKILL);
  if (!ended_well(child) || !finished) return std::nullopt;
  return answer;
}

}  // namespace axle
