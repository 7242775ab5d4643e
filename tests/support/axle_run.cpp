// SPDX-License-Identifier: MIT
#include "support/axle_run.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <thread>

#include "base/process.hpp"
#include "base/text.hpp"

namespace axle::test {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds longest_run{90};

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  bool any = false;
  for (const char c : line) {
    if (c == '\'') {
      quoted = !quoted;
      any = true;
    } else if (c == ' ' && !quoted) {
      if (any || !word.empty()) words.push_back(std::exchange(word, {}));
      any = false;
    } else {
      word += c;
    }
  }
  if (any || !word.empty()) words.push_back(word);
  return words;
}

/// Pointers to the texts, with a null pointer at the end, as exec wants them.
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

}  // namespace

fs::path machine_python() {
#if defined(__linux__)
  if (fs::exists("/usr/bin/python3")) return "/usr/bin/python3";
#endif
  const auto found =
      run_process({"python3", "-c", "import os, sys; print(os.path.realpath(sys.executable))"});
  if (!found || found->exit_code != 0) throw std::runtime_error("this machine has no python3");
  return std::string(trim(found->out));
}

AxleRun::AxleRun() : program_(AXLE_PROGRAM) {
  for (const char* directory : {"project", "home", "cache", "tmp", "bin"})
    fs::create_directory(tree_ / directory);
  fs::create_symlink(machine_python(), tree_ / "bin/python3");
  variables_ = {{"HOME", home().string()},
                {"TMPDIR", (tree_ / "tmp").string()},
                {"AXLE_CACHE_DIR", cache().string()},
                {"PATH", (tree_ / "bin").string()},
                {"LC_ALL", "C.UTF-8"}};
  for (const char* sanitizer : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
    if (const char* value = std::getenv(sanitizer)) variables_[sanitizer] = value;
}

fs::path AxleRun::site_packages() const {
  for (const auto& entry : fs::directory_iterator(venv() / "lib"))
    if (fs::exists(entry.path() / "site-packages")) return entry.path() / "site-packages";
  throw std::runtime_error("the environment has no site-packages");
}

std::map<std::string, std::string> AxleRun::state() const {
  auto found = snapshot(project(), true);
  std::erase_if(found, [](const auto& entry) {
    const std::string_view path = entry.first;
    return path == ".lock" || path.ends_with("/.lock");
  });
  // A directory's time tells of entries, which are compared themselves.
  for (auto& [path, what] : found)
    if (what.starts_with("directory")) what = "directory";
  return found;
}

AxleRun::Running AxleRun::start(std::string_view command_line) {
  Running running;
  running.args_ = command_line;
  const std::string number = std::to_string(runs_++);
  running.out_ = tree_ / ("tmp/out" + number);
  running.err_ = tree_ / ("tmp/err" + number);
  const fs::path in = tree_.write("tmp/in" + number, std::exchange(input_, {}));
  std::vector<std::string> arguments = words_of(command_line);
  arguments.insert(arguments.begin(), program_.string());
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables_)
    environment.push_back(fmt::format("{}={}", name, value));
  const std::vector<char*> argv = pointers(arguments);
  const std::vector<char*> envp = pointers(environment);
  const std::string directory = project().string();
  const rlimit limit{largest_file_.value_or(0), largest_file_.value_or(0)};
  running.pid_ = ::fork();
  if (running.pid_ < 0) throw std::runtime_error("no process for axle");
  if (running.pid_ == 0) {
    // Other threads may hold locks: only calls that are safe in a signal handler from here on.
    const int input = ::open(in.c_str(), O_RDONLY);
    const int out = ::open(running.out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int err = ::open(running.err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (::dup2(input, 0) != 0 || ::dup2(out, 1) != 1 || ::dup2(err, 2) != 2 ||
        ::chdir(directory.c_str()) != 0 ||
        (largest_file_ && ::setrlimit(RLIMIT_FSIZE, &limit) != 0))
      ::_exit(125);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(126);
  }
  return running;
}

void AxleRun::Running::interrupt(int signal) const { ::kill(pid_, signal); }

AxleResult AxleRun::Running::wait() {
  const auto deadline = std::chrono::steady_clock::now() + longest_run;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, &status, 0);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  AxleResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.out = read_text(out_);
  result.err = read_text(err_);
  result.args = args_;
  return result;
}

AxleResult AxleRun::quietly(std::string_view command_line) { return start(command_line).wait(); }

AxleResult AxleRun::operator()(std::string_view command_line) {
  AxleResult result = quietly(command_line);
  transcript_ += fmt::format("$ axle {}\n{}", command_line, result.out);
  std::string_view err = result.err;
  if (err.ends_with('\n')) err.remove_suffix(1);
  if (!result.err.empty())
    for (const std::string_view line : split(err, '\n'))
      transcript_ += line.empty() ? "|\n" : fmt::format("| {}\n", line);
  transcript_ += fmt::format("[exit {}]\n\n", result.exit_code);
  return result;
}

std::string AxleRun::mask(std::string text) const {
  text = replace_all(text, tree_.path().string(), "[TMP]");
  text = replace_all(text, machine_python().string(), "[TMP]/bin/python3");
  static const std::regex port("(127\\.0\\.0\\.1|localhost):[0-9]+");
  text = std::regex_replace(text, port, "$1:[PORT]");
  static const std::regex time(" in ([0-9.]+m?s|[0-9]+m [0-9]+s)");
  text = std::regex_replace(text, time, " in [TIME]");
  static const std::regex python("CPython 3\\.[0-9]+\\.[0-9]+[a-z0-9]*");
  text = std::regex_replace(text, python, "CPython [PYTHON]");
  static const std::regex number("\"version\": \"3\\.[0-9]+\\.[0-9]+[a-z0-9]*\"");
  text = std::regex_replace(text, number, "\"version\": \"[PYTHON]\"");
  static const std::regex digest("[0-9a-f]{64}");  // depends on how the wheel was compressed
  text = std::regex_replace(text, digest, "[SHA256]");
  static const std::regex directory("python3\\.[0-9]+t?/");
  return std::regex_replace(text, directory, "python[X.Y]/");
}

std::string golden_difference(const std::string& name, const std::string& text) {
  const fs::path path = fs::path(AXLE_GOLDEN_DIRECTORY) / (name + ".txt");
  const char* accept = std::getenv("AXLE_ACCEPT_GOLDEN");
  if (accept != nullptr && std::string_view(accept) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    return {};
  }
  if (!fs::exists(path))
    return fmt::format("{} is missing; AXLE_ACCEPT_GOLDEN=1 writes it", path.filename().string());
  const std::string known = read_text(path);
  if (known == text) return {};
  return fmt::format("{} differs\n--- known\n{}\n--- now\n{}", path.filename().string(), known,
                     text);
}

}  // namespace axle::test
