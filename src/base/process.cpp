// SPDX-License-Identifier: MIT
#include "base/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>  // NOLINT: kill is POSIX
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include "base/cancel.hpp"
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
#ifdef __APPLE__
  const int failed = ::pipe(ends.data());
#else
  // In one step: a child that another thread starts just now must not keep an end open.
  const int failed = ::pipe2(ends.data(), O_CLOEXEC);
#endif
  if (failed != 0)
    return fail(ErrorKind::io, fmt::format("failed to open a pipe: {}", std::strerror(errno)));
#ifdef __APPLE__
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
#endif
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
  if (options.own_group) ::setpgid(0, 0);
  for (int i = 0; i < 3; ++i) ::dup2(streams[static_cast<std::size_t>(i)], i);
  if (!options.directory || ::chdir(options.directory->c_str()) == 0) {
    environ = variables;
    ::execvp(argv[0], argv);
  }
  const int error_number = errno;
  [[maybe_unused]] const ssize_t ignored = ::write(report, &error_number, sizeof error_number);
  ::_exit(127);
}

enum class Ending { closed, out_of_time, too_much, stopped };

bool has_ended(pid_t child) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == child;
}

/// What goes to and comes from a child.
class Exchange {
 public:
  Exchange(Fd& input, Fd& out, Fd& err, const ProcessOptions& options)
      : input_(input), out_(out), err_(err), options_(options), pending_(options.input) {}

  /// Reads both outputs and writes the input until the child closed them.
  Ending run(pid_t child, ProcessOutput& output) {
    const auto deadline = std::chrono::steady_clock::now() + options_.timeout;
    if (pending_.empty()) input_.reset();
    const long long patience = options_.own_group ? 100 : 1000;
    while (out_.is_open() || err_.is_open()) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0) return Ending::out_of_time;
      if (options_.own_group && (cancelled() || (options_.stop != nullptr && *options_.stop)))
        return Ending::stopped;
      std::array<pollfd, 3> polled{pollfd{out_.get(), POLLIN, 0}, pollfd{err_.get(), POLLIN, 0},
                                   pollfd{input_.get(), POLLOUT, 0}};
      const int ready = ::poll(polled.data(), polled.size(),
                               static_cast<int>(std::min<long long>(left.count(), patience)));
      if (ready < 0 && errno != EINTR) return Ending::out_of_time;
      // What it left running holds the pipes open; it ends with the group.
      if (ready == 0 && options_.own_group && has_ended(child)) ::kill(-child, SIGKILL);
      if (ready <= 0) continue;
      if (input_.is_open() && polled[2].revents != 0) feed();
      if (out_.is_open() && polled[0].revents != 0) drain(out_, output.out);
      if (err_.is_open() && polled[1].revents != 0) drain(err_, output.err);
      if (std::max(output.out.size(), output.err.size()) > options_.max_output)
        return Ending::too_much;
    }
    return Ending::closed;
  }

 private:
  void feed() {
    const ssize_t written = ::write(input_.get(), pending_.data(), pending_.size());
    if (written > 0) pending_.remove_prefix(static_cast<std::size_t>(written));
    if (pending_.empty() || written <= 0) input_.reset();
  }

  void drain(Fd& file, std::string& text) const {
    std::array<char, 65536> buffer;
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got <= 0) {
      file.reset();
      return;
    }
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
    if (options_.on_output)
      options_.on_output(piece);
    else
      text.append(piece);
  }

  Fd& input_;
  Fd& out_;
  Fd& err_;
  const ProcessOptions& options_;
  std::string_view pending_;
};

/// Asks the group to end, and ends it if it does not within two seconds.
void end_group(pid_t child) {
  ::kill(-child, SIGTERM);
  for (int i = 0; i < 40 && !has_ended(child); ++i) ::usleep(50'000);
  ::kill(-child, SIGKILL);
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
    become(
        options, argument_pointers.data(), variable_pointers.data(),
        {input.read.get(), out.write.get(), options.on_output ? out.write.get() : err.write.get()},
        report.write.get());
  }
  if (options.own_group) ::setpgid(child, child);  // whoever of the two is first
  input.read.reset();
  out.write.reset();
  err.write.reset();
  report.write.reset();

  ProcessOutput output;
  const auto deadline = std::chrono::steady_clock::now() + options.timeout;
  const Ending ending = Exchange(input.write, out.read, err.read, options).run(child, output);
  if (options.own_group && ending != Ending::closed) end_group(child);
  int status = 0;
  const bool finished = ending == Ending::closed && wait_until(child, deadline, status);
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
  if (options.own_group) ::kill(-child, SIGKILL);  // what it left running
  if (ending == Ending::stopped) return fail(ErrorKind::cancelled, "stopped");
  if (!finished)
    return fail(ErrorKind::io, fmt::format("`{}` did not finish in time, or printed too much",
                                           escape_foreign(argv[0])));
  output.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return output;
}

}  // namespace axle
