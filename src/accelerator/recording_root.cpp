// SPDX-License-Identifier: MIT
#include "accelerator/recording_root.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace axle {
namespace {

/// A TOML basic string. Bytes that are not UTF-8 cannot be in one and are shown as escapes.
std::string toml_string(std::string_view text) {
  const std::string shown = is_valid_utf8(text) ? std::string(text) : escape_foreign(text);
  std::string out = "\"";
  for (const char c : shown) {
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + "\"";
}

std::string toml_string(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", " : "") + toml_string(text);
  return out + "]";
}

class Section {
 public:
  explicit Section(std::string_view name) : text_(fmt::format("\n{}\n", name)) {}
  void text(std::string_view key, std::string_view value) {
    text_ += fmt::format("{} = {}\n", key, toml_string(value));
  }
  void number(std::string_view key, std::uint64_t value) {
    text_ += fmt::format("{} = {}\n", key, value);
  }
  void raw(std::string_view line) { text_ += line; }
  const std::string& written() const { return text_; }

 private:
  std::string text_;
};

std::string nvml_text(const NvmlAnswer& answer) {
  if (answer.end != ProbeEnd::answered) return {};
  Section section("[nvml]");
  section.number("init", static_cast<std::uint64_t>(answer.init));
  if (!answer.driver_version.empty()) section.text("driver_version", answer.driver_version);
  if (answer.cuda_driver_version > 0)
    section.number("cuda_driver_version", static_cast<std::uint64_t>(answer.cuda_driver_version));
  for (const NvmlDevice& device : answer.devices) {
    section.raw("\n[[nvml.device]]\n");
    section.text("name", device.name);
    section.text("uuid", device.uuid);
    section.text("compute_capability", device.compute_capability);
    if (device.memory_mib) section.number("memory_mib", *device.memory_mib);
    section.text("bus_id", device.bus_id);
    section.text("mig_mode", device.mig_mode);
    for (const NvmlInstance& instance : device.instances) {
      section.raw("\n[[nvml.device.mig]]\n");
      section.text("name", instance.name);
      section.text("uuid", instance.uuid);
      if (instance.memory_mib) section.number("memory_mib", *instance.memory_mib);
    }
  }
  return section.written();
}

std::string level_zero_text(const LevelZeroAnswer& answer) {
  if (answer.end != ProbeEnd::answered) return {};
  Section section("[level_zero]");
  section.number("init", static_cast<std::uint64_t>(answer.init));
  for (const LevelZeroDevice& device : answer.devices) {
    section.raw("\n[[level_zero.device]]\n");
    section.text("name", device.name);
    section.number("ip_version", device.ip_version);
    section.raw(fmt::format("integrated = {}\n", device.integrated));
    if (device.memory_mib) section.number("memory_mib", *device.memory_mib);
  }
  return section.written();
}

}  // namespace

std::optional<std::string> RecordingRoot::read(const std::string& path) {
  auto text = root_.read(path);
  if (text) files_[path] = *text;
  return text;
}

bool RecordingRoot::exists(const std::string& path) {
  const bool found = root_.exists(path);
  if (found) files_.try_emplace(path);
  return found;
}

std::vector<std::string> RecordingRoot::list(const std::string& path, std::string_view prefix) {
  // What is in a folder is seen by what is read there; a file that is only listed, such as a
  // library, is an empty one.
  std::vector<std::string> names = root_.list(path, prefix);
  if (!prefix.empty())
    for (const std::string& name : names) files_.try_emplace(path + "/" + name);
  return names;
}

Access RecordingRoot::access(const std::string& path) {
  const Access access = root_.access(path);
  if (access == Access::missing) return access;
  files_.try_emplace(path);
  paths_[path].access = access;
  return access;
}

std::optional<PathOwner> RecordingRoot::owner(const std::string& path) {
  const auto owner = root_.owner(path);
  if (owner) paths_[path].owner = owner;
  return owner;
}

SystemUser RecordingRoot::user() {
  user_ = root_.user();
  return user_;
}

std::optional<std::string> RecordingRoot::variable(const std::string& name) {
  auto value = root_.variable(name);
  if (value) variables_[name] = *value;
  return value;
}

ToolAnswer RecordingRoot::run(const std::vector<std::string>& argv) {
  ToolAnswer answer = root_.run(argv);
  if (answer.end != ProbeEnd::missing) runs_.push_back({.argv = argv, .answer = answer});
  return answer;
}

std::string RecordingRoot::to_toml(std::string_view about) const {
  std::string text = fmt::format("about = {}\n", toml_string(about));
  Section uname("[uname]");
  uname.text("sysname", name_.system);
  uname.text("machine", name_.machine);
  uname.text("release", name_.release);
  Section libc("[libc]");
  libc.text("kind", c_library_.kind);
  libc.text("version", c_library_.version);
  Section user("[user]");
  user.number("uid", user_.uid);
  user.raw(fmt::format("groups = {}\n", toml_string(user_.groups)));
  text += uname.written() + libc.written() + user.written();

  Section paths("[paths]");
  for (const auto& [path, state] : paths_) {
    const PathOwner owner = state.owner.value_or(PathOwner{});
    paths.raw(fmt::format("{} = {{ mode = \"{:04o}\", uid = {}, group = {}, opens = {} }}\n",
                          toml_string(path), owner.mode, owner.uid, toml_string(owner.group),
                          state.access == Access::opens));
  }
  if (!paths_.empty()) text += paths.written();

  Section programs("[programs]");
  std::set<std::string> named;
  std::string runs;
  for (const Run& run : runs_) {
    const bool on_path = run.argv[0].find('/') == std::string::npos;
    if (named.insert(run.argv[0]).second)
      programs.raw(fmt::format("{} = {{ path = {}, on_path = {} }}\n", toml_string(run.argv[0]),
                               toml_string(on_path ? "/usr/bin/" + run.argv[0] : run.argv[0]),
                               on_path));
    Section section("[[run]]");
    section.raw(fmt::format("argv = {}\n", toml_string(run.argv)));
    section.number("exit", static_cast<std::uint64_t>(run.answer.exit_code));
    section.text("stdout", run.answer.out);
    if (run.answer.end == ProbeEnd::silent) section.raw("silent = true\n");
    runs += section.written();
  }
  if (!runs_.empty()) text += programs.written() + runs;
  text += nvml_text(nvml_) + level_zero_text(level_zero_);

  Section variables("[env]");
  for (const auto& [name, value] : variables_) variables.text(toml_string(name), value);
  if (!variables_.empty()) text += variables.written();
  Section files("[files]");
  for (const auto& [path, contents] : files_) files.text(toml_string(path), contents);
  return text + files.written();
}

}  // namespace axle
