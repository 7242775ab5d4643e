// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/temp_tree.hpp"

namespace axle::test {

struct AxleResult {
  int exit_code = 0;  ///< 128 + N if signal N ended it
  std::string out;
  std::string err;
  std::string args;  ///< for the messages of a failed test
};

/// The program itself, in a tree of its own: `project` is where it runs, `home` and `cache` are its
/// own, no variable of the machine reaches it and `python3` is the one Python it sees. What it says
/// is kept for a transcript.
class AxleRun {
 public:
  AxleRun();

  /// `"pip install a"`: words at spaces; `'…'` keeps them together.
  AxleResult operator()(std::string_view command_line);
  /// Without keeping it for the transcript.
  AxleResult quietly(std::string_view command_line);

  /// A run that goes on.
  class Running {
   public:
    void interrupt(int signal) const;
    AxleResult wait();

   private:
    friend class AxleRun;
    pid_t pid_ = 0;
    std::filesystem::path out_, err_;
    std::string args_;
  };
  Running start(std::string_view command_line);

  /// From now on another program is run, in the same way.
  void use(std::filesystem::path program) { program_ = std::move(program); }
  void set(const std::string& variable, std::string value) { variables_[variable] = value; }
  void unset(const std::string& variable) { variables_.erase(variable); }
  /// No file may grow beyond so many bytes: what a full disk does.
  void limit_files(std::optional<std::uint64_t> bytes) { largest_file_ = bytes; }
  void feed(std::string standard_input) { input_ = std::move(standard_input); }

  std::filesystem::path project() const { return tree_ / "project"; }
  std::filesystem::path venv() const { return project() / ".venv"; }
  std::filesystem::path cache() const { return tree_ / "cache"; }
  std::filesystem::path home() const { return tree_ / "home"; }
  std::filesystem::path site_packages() const;
  std::filesystem::path write(const std::string& file, std::string_view contents) const {
    return tree_.write("project/" + file, contents);
  }
  const TempTree& tree() const { return tree_; }
  /// Of the project directory with its environment, times of files included; without the file that
  /// an environment is locked by, which stays.
  std::map<std::string, std::string> state() const;

  /// Everything said so far, with paths, times, ports and Python's version masked.
  std::string transcript() const { return mask(transcript_); }
  std::string mask(std::string text) const;

 private:
  TempTree tree_;
  std::filesystem::path program_;
  std::map<std::string, std::string> variables_;
  std::optional<std::uint64_t> largest_file_;
  std::string input_;
  std::string transcript_;
  unsigned runs_ = 0;
};

/// A Python 3 of this machine, at its own place and not behind a shim.
std::filesystem::path machine_python();

/// Whether `text` is what tests/golden/<name>.txt holds; with AXLE_ACCEPT_GOLDEN=1 it is written
/// there. The answer is "" or what to tell.
std::string golden_difference(const std::string& name, const std::string& text);

}  // namespace axle::test
