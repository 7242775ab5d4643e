// SPDX-License-Identifier: MIT
#include "base/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>  // NOLINT: kill is POSIX
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include "base/fd.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

extern char** environ;  // NOLINT: POSIX declares it nowhere

namespace axle {
namespace {

struct Pipe {
  Fd read;
  Fd write;
};

Result<Pipe> open_pipe() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0)
    return fail(ErrorKind::io, fmt::format("failed to open a pipe: {}", std::strerror(errno)));
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  return Pipe{Fd(ends[0]), Fd(ends[1])};
}

std::vector<std::string> child_environment(const ProcessOptions& options) {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string name(text.substr(0, text.find('=')));
    if (options.set.contains(name) || std::ranges::find(options.unset, name) != options.unset.end())
      continue;
    variables.emplace_back(text);
  }
  for (const auto& [name, value] : options.set)
    variables.push_back(fmt::format("{}={}", name, value));
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

/// Between fork and exec only async-signal-safe calls are allowed, so everything is prepared by the
/// caller.
[[noreturn]] void become(const ProcessOptions& options, char** argv, char** variables,
                         std::array<int, 3> streams, int report) {
  for (int i = 0; i < 3; ++i) ::dup2(streams[static_cast<std::size_t>(i)], i);
  if (!options.directory || ::chdir(options.directory->c_str()) == 0) {
    environ = variables;
    ::execvp(argv[0], argv);
  }
  const int error_number = errno;
  [[maybe_unused]] const ssize_t ignored = ::write(report, &error_number, sizeof error_number);
  ::_exit(127);
}

/// Reads both outputs and writes the input until the child closed them. False when time is up or a
/// limit is passed.
bool exchange(Fd& input, Fd& out, Fd& err, const ProcessOptions& options, ProcessOutput& output) {
  const auto deadline = std::chrono::steady_clock::now() + options.timeout;
  std::string_view pending = options.input;
  if (pending.empty()) input.reset();
  while (out.is_open() || err.is_open()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    std::array<pollfd, 3> polled{pollfd{out.get(), POLLIN, 0}, pollfd{err.get(), POLLIN, 0},
                                 pollfd{input.get(), POLLOUT, 0}};
    if (::poll(polled.data(), polled.size(),
               static_cast<int>(std::min<long long>(left.count(), 1000))) < 0 &&
        errno != EINTR)
      return false;
    if (input.is_open() && polled[2].revents != 0) {
      const ssize_t written = ::write(input.get(), pending.data(), pending.size());
      if (written > 0) pending.remove_prefix(static_cast<std::size_t>(written));
      if (pending.empty() || written <= 0) input.reset();
    }
    for (auto [file, index, text] :
         {std::tuple(&out, 0U, &output.out), std::tuple(&err, 1U, &output.err)}) {
      if (!file->is_open() || polled[index].revents == 0) continue;
      std::array<char, 65536> buffer;
      const ssize_t got = ::read(file->get(), buffer.data(), buffer.size());
      if (got <= 0)
        file->reset();
      else
        text->append(buffer.data(), static_cast<std::size_t>(got));
      if (text->size() > options.max_output) return false;
    }
  }
  return true;
}

constexpr std::chrono::milliseconds kill_patience{500};
constexpr std::chrono::microseconds max_pause{5000};

/// Waits for the end of a child that has closed its outputs, which most have reached already.
bool wait_until(pid_t child, std::chrono::steady_clock::time_point deadline, int& status) {
  for (std::chrono::microseconds pause{100};; pause = std::min(2 * pause, max_pause)) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return true;
    if (ended < 0 && errno != EINTR) return true;
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

Result<ProcessOutput> run_process(const std::vector<std::string>& argv,
                                  const ProcessOptions& options) {
  TRY(Pipe input, open_pipe());
  TRY(Pipe out, open_pipe());
  TRY(Pipe err, open_pipe());
  TRY(Pipe report, open_pipe());
  std::vector<std::string> arguments = argv;
  std::vector<std::string> variables = child_environment(options);
  std::vector<char*> argument_pointers = pointers(arguments);
  std::vector<char*> variable_pointers = pointers(variables);

  const pid_t child = ::fork();
  if (child < 0)
    return fail(ErrorKind::io, fmt::format("failed to start `{}`: {}", escape_foreign(argv[0]),
                                           std::strerror(errno)));
  if (child == 0) {
    become(options, argument_pointers.data(), variable_pointers.data(),
           {input.read.get(), out.write.get(), err.write.get()}, report.write.get());
  }
  input.read.reset();
  out.write.reset();
  err.write.reset();
  report.write.reset();

  ProcessOutput output;
  const auto deadline = std::chrono::steady_clock::now() + options.timeout;
  const bool said_all = exchange(input.write, out.read, err.read, options, output);
  int status = 0;
  const bool finished = said_all && wait_until(child, deadline, status);
  if (!finished) {
    ::kill(child, SIGKILL);
    // One that waits for a driver that hangs does not die before the driver answers; nobody shall
    // wait for it.
    if (!wait_until(child, std::chrono::steady_clock::now() + kill_patience, status))
      return fail(ErrorKind::io,
                  fmt::format("`{}` hangs and cannot be stopped", escape_foreign(argv[0])));
  }
  int start_error = 0;
  if (::read(report.read.get(), &start_error, sizeof start_error) ==
      static_cast<ssize_t>(sizeof start_error)) {
    return fail(start_error == ENOENT ? ErrorKind::not_found : ErrorKind::io,
                fmt::format("failed to start `{}`: {}", escape_foreign(argv[0]),
                            std::strerror(start_error)));
  }
  if (!finished)
    return fail(ErrorKind::io, fmt::format("`{}` did not finish in time, or printed too much",
                                           escape_foreign(argv[0])));
  output.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return output;
}

}  // namespace axle
