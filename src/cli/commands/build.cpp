// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "operations/build_project.hpp"

namespace axle {
namespace {

/// What backends print, said line by line and made safe to show.
class BackendOutput {
 public:
  explicit BackendOutput(Printer& printer) : printer_(printer) {}

  void take(std::string_view piece) {
    for (const char c : piece) {
      if (c == '\n')
        say();
      else
        line_ += c;
    }
  }
  void flush() {
    if (!line_.empty()) say();
  }

 private:
  void say() {
    printer_.say(escape_foreign(line_));
    line_.clear();
  }

  Printer& printer_;
  std::string line_;
};

}  // namespace

/// `axle build`: the files of a project that others install.
Result<ExitCode> build_command(const BuildCommandOptions& options, Session& services) {
  BackendOutput output(services.printer());
  BuildLog::Listener listener;
  if (!options.no_build_logs) listener = [&](std::string_view text) { output.take(text); };
  auto done = build_project(options, listener, services);
  output.flush();
  TRY(const std::vector<BuiltFile> built, std::move(done));
  for (const BuiltFile& file : built) {
    const std::filesystem::path relative = file.path.lexically_relative(services.directory());
    const bool is_below = !relative.empty() && *relative.begin() != "..";
    services.printer().say(fmt::format("{}Successfully built {}",
                                       file.member.empty() ? "" : fmt::format("[{}] ", file.member),
                                       escape_foreign((is_below ? relative : file.path).string())));
  }
  return ExitCode::success;
}

}  // namespace axle
