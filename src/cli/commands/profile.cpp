// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "accelerator/detect.hpp"
#include "accelerator/findings.hpp"
#include "accelerator/profiles.hpp"
#include "accelerator/real_root.hpp"
#include "accelerator/recording_root.hpp"
#include "arms/machine_source.hpp"
#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/accelerator_commands.hpp"
#include "cli/words/machine_json.hpp"
#include "cli/words/machine_words.hpp"

namespace axle {
namespace {

std::string first_device(const Machine& machine) {
  for (const Gpu& gpu : machine.gpus)
    if (gpu.visible) return gpu.name;
  return "no accelerator";
}

}  // namespace

Result<ExitCode> profile_capture_command(const ProfileCaptureOptions& options, Session& session) {
  TRY(const Catalog catalog, accelerator_catalog(session));
  RealRoot root(session.environment());
  RecordingRoot recording(root);
  const Machine machine = detect(recording, catalog);
  // Findings read a little more than detection does.
  find_faults(recording, catalog, machine, {});
  const std::string about = fmt::format("{} {} with {}", machine.platform.os, machine.platform.arch,
                                        first_device(machine));
  const std::string text = recording.to_toml(about);
  if (!options.file || *options.file == "-") {
    session.printer().data(text);
    return ExitCode::success;
  }
  const fs::path file = session.directory() / *options.file;
  TRY_OK(write_file_atomically(file, text));
  session.printer().say(fmt::format("Wrote {} ({})", shown_path(file), escape_foreign(about)));
  return ExitCode::success;
}

Result<ExitCode> profile_show_command(const ProfileShowOptions& options, Session& session) {
  TRY(const Catalog catalog, accelerator_catalog(session));
  TRY(const LookedAtMachine looked, look_at_machine(options.profile, catalog, session));
  session.printer().data(session.options().json
                             ? machine_json(looked.machine, std::nullopt)
                             : machine_words(looked.machine, session.printer().out_style()));
  return ExitCode::success;
}

Result<ExitCode> profile_list_command(const ProfileListOptions&, Session& session) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  std::string text;
  std::size_t width = 0;
  for (const BuiltInProfile& profile : built_in_profiles())
    width = std::max(width, profile.name.size());
  for (const BuiltInProfile& profile : built_in_profiles()) {
    TRY(const TomlDocument document,
        TomlDocument::parse(std::string(profile.name), std::string(profile.text)));
    const TomlValue* about = document.root().find("about");
    const std::string words = about != nullptr ? about->text : std::string();
    list.push_back({{"name", std::string(profile.name)}, {"about", words}});
    text += fmt::format("{:<{}}  {}\n", profile.name, width, words);
  }
  session.printer().data(session.options().json ? list.dump() + "\n" : text);
  return ExitCode::success;
}

}  // namespace axle
