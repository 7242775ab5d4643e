// SPDX-License-Identifier: MIT
#include "accelerator/recording_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "base/text.hpp"
#include "base/try.hpp"
#include "toml/toml_reader.hpp"

namespace axle {
namespace {

Result<std::string> text_of(const TomlReader& reader, std::string_view key) {
  TRY(std::optional<std::string> text, reader.text(key));
  return std::move(text).value_or("");
}

/// A whole number of the recording, which may be 0.
Result<std::optional<std::uint64_t>> number_of(const TomlReader& reader, std::string_view key) {
  const TomlValue* value = reader.find(key);
  if (value == nullptr) return std::optional<std::uint64_t>{};
  if (value->kind != TomlValue::Kind::integer || value->integer < 0)
    return reader.wrong_type(*value, "a whole number");
  return std::optional(static_cast<std::uint64_t>(value->integer));
}

Result<int> code_of(const TomlReader& reader, std::string_view key) {
  TRY(const auto number, number_of(reader, key));
  if (number.value_or(0) > std::numeric_limits<int>::max())
    return reader.wrong_type(*reader.find(key), "a code");
  return static_cast<int>(number.value_or(0));
}

Result<NvmlDevice> nvml_device(const TomlReader& reader) {
  NvmlDevice device;
  TRY(device.name, text_of(reader, "name"));
  TRY(device.uuid, text_of(reader, "uuid"));
  TRY(device.compute_capability, text_of(reader, "compute_capability"));
  TRY(device.memory_mib, number_of(reader, "memory_mib"));
  TRY(device.bus_id, text_of(reader, "bus_id"));
  TRY(device.mig_mode, text_of(reader, "mig_mode"));
  TRY(const std::vector<TomlValue>* slices, reader.array("mig"));
  if (slices == nullptr) return device;
  for (const TomlValue& item : *slices) {
    const TomlReader slice(reader.document(), item);
    NvmlInstance instance;
    TRY(instance.name, text_of(slice, "name"));
    TRY(instance.uuid, text_of(slice, "uuid"));
    TRY(instance.memory_mib, number_of(slice, "memory_mib"));
    device.instances.push_back(std::move(instance));
  }
  return device;
}

Result<NvmlAnswer> nvml_of(const TomlReader& reader) {
  NvmlAnswer answer;
  answer.end = ProbeEnd::answered;
  TRY(answer.init, code_of(reader, "init"));
  TRY(answer.driver_version, text_of(reader, "driver_version"));
  TRY(answer.cuda_driver_version, code_of(reader, "cuda_driver_version"));
  TRY(const std::vector<TomlValue>* devices, reader.array("device"));
  if (devices == nullptr) return answer;
  for (const TomlValue& item : *devices) {
    TRY(NvmlDevice device, nvml_device(TomlReader(reader.document(), item)));
    answer.devices.push_back(std::move(device));
  }
  return answer;
}

Result<LevelZeroAnswer> level_zero_of(const TomlReader& reader) {
  LevelZeroAnswer answer;
  answer.end = ProbeEnd::answered;
  TRY(answer.init, code_of(reader, "init"));
  TRY(const std::vector<TomlValue>* devices, reader.array("device"));
  if (devices == nullptr) return answer;
  for (const TomlValue& item : *devices) {
    const TomlReader fields(reader.document(), item);
    LevelZeroDevice device;
    TRY(device.name, text_of(fields, "name"));
    TRY(const auto ip_version, number_of(fields, "ip_version"));
    device.ip_version = ip_version.value_or(0);
    TRY(const auto integrated, fields.flag("integrated"));
    device.integrated = integrated.value_or(false);
    TRY(device.memory_mib, number_of(fields, "memory_mib"));
    answer.devices.push_back(std::move(device));
  }
  return answer;
}

Result<std::map<std::string, std::string>> texts_of(const TomlReader& reader) {
  std::map<std::string, std::string> texts;
  for (const TomlEntry& entry : reader.table().entries) {
    if (!entry.value.is_string()) return reader.wrong_type(entry.value, "a string");
    texts[entry.key] = entry.value.text;
  }
  return texts;
}

unsigned octal(std::string_view text) {
  unsigned mode = 0;
  for (const char c : text.substr(0, 6)) mode = mode * 8 + static_cast<unsigned>(c - '0') % 8;
  return mode;
}

constexpr std::string_view section_names[] = {"uname", "libc",  "user",       "paths", "programs",
                                              "run",   "nvml",  "level_zero", "env",   "package",
                                              "files", "about", "format"};

/// A machine is written by hand too: a section whose name is wrong would be a machine without it.
Result<void> refuse_unknown(const TomlDocument& document) {
  for (const TomlEntry& entry : document.root().entries)
    if (std::ranges::find(section_names, entry.key) == std::end(section_names))
      return document.error(entry.position, fmt::format("a recorded machine has no section `{}`",
                                                        escape_foreign(entry.key)));
  return {};
}

}  // namespace

Result<void> RecordingReader::read_all(const TomlDocument& document) {
  TRY_OK(refuse_unknown(document));
  return read(document);
}

Result<void> RecordingReader::read(const TomlDocument& document) {
  const TomlReader sections(document, document.root());
  TRY(const TomlValue* uname, sections.subtable("uname"));
  if (uname != nullptr) {
    const TomlReader reader(document, *uname);
    TRY(root_.name_.system, text_of(reader, "sysname"));
    TRY(root_.name_.machine, text_of(reader, "machine"));
    TRY(root_.name_.release, text_of(reader, "release"));
  }
  TRY(const TomlValue* libc, sections.subtable("libc"));
  if (libc != nullptr) {
    const TomlReader reader(document, *libc);
    TRY(root_.c_library_.kind, text_of(reader, "kind"));
    TRY(root_.c_library_.version, text_of(reader, "version"));
  }
  TRY(const TomlValue* nvml, sections.subtable("nvml"));
  if (nvml != nullptr) {
    TRY(root_.nvml_, nvml_of(TomlReader(document, *nvml)));
  }
  TRY(const TomlValue* level_zero, sections.subtable("level_zero"));
  if (level_zero != nullptr) {
    TRY(root_.level_zero_, level_zero_of(TomlReader(document, *level_zero)));
  }
  TRY_OK(read_user(sections));
  TRY_OK(read_tools(sections));
  return read_texts(sections);
}

Result<void> RecordingReader::read_user(const TomlReader& sections) {
  TRY(const TomlValue* user, sections.subtable("user"));
  if (user != nullptr) {
    const TomlReader reader(sections.document(), *user);
    TRY(const auto uid, number_of(reader, "uid"));
    TRY(auto groups, reader.texts("groups"));
    root_.user_ = {.uid = uid.value_or(0),
                   .groups = std::move(groups).value_or(root_.user_.groups)};
  }
  TRY(const TomlValue* paths, sections.subtable("paths"));
  if (paths == nullptr) return {};
  for (const TomlEntry& entry : paths->entries) {
    if (!entry.value.is_table()) return sections.wrong_type(entry.value, "a table");
    const TomlReader reader(sections.document(), entry.value);
    RecordedRoot::RecordedOwner owner;
    TRY(const std::string mode, text_of(reader, "mode"));
    owner.owner.mode = octal(mode);
    TRY(const auto uid, number_of(reader, "uid"));
    owner.owner.uid = uid.value_or(0);
    TRY(owner.owner.group, text_of(reader, "group"));
    TRY(const auto opens, reader.flag("opens"));
    owner.opens = opens.value_or(true);
    root_.owners_[entry.key] = std::move(owner);
  }
  return {};
}

Result<void> RecordingReader::read_tools(const TomlReader& sections) {
  TRY(const TomlValue* programs, sections.subtable("programs"));
  if (programs != nullptr) {
    for (const TomlEntry& entry : programs->entries) {
      if (!entry.value.is_table()) return sections.wrong_type(entry.value, "a table");
      const TomlReader reader(sections.document(), entry.value);
      TRY(std::string path, text_of(reader, "path"));
      TRY(const auto on_path, reader.flag("on_path"));
      root_.programs_[entry.key] = {.path = std::move(path), .on_path = on_path.value_or(true)};
    }
  }
  TRY(const std::vector<TomlValue>* runs, sections.array("run"));
  if (runs == nullptr) return {};
  for (const TomlValue& item : *runs) {
    const TomlReader reader(sections.document(), item);
    TRY(auto argv, reader.texts("argv"));
    if (!argv || argv->empty()) return sections.error(item, "a `run` has an `argv`");
    ToolAnswer answer;
    answer.end = ProbeEnd::answered;
    TRY(answer.exit_code, code_of(reader, "exit"));
    TRY(answer.out, text_of(reader, "stdout"));
    TRY(const auto silent, reader.flag("silent"));
    if (silent.value_or(false)) answer.end = ProbeEnd::silent;
    root_.runs_.push_back({.argv = *std::move(argv), .answer = std::move(answer)});
  }
  return {};
}

Result<void> RecordingReader::read_texts(const TomlReader& sections) {
  TRY(const TomlValue* variables, sections.subtable("env"));
  if (variables != nullptr) {
    TRY(root_.variables_, texts_of(TomlReader(sections.document(), *variables)));
  }
  TRY(const TomlValue* files, sections.subtable("files"));
  if (files != nullptr) {
    TRY(root_.files_, texts_of(TomlReader(sections.document(), *files)));
  }
  TRY(const std::vector<TomlValue>* packages, sections.array("package"));
  if (packages == nullptr) return {};
  for (const TomlValue& item : *packages) {
    const TomlReader reader(sections.document(), item);
    RecordedPackage package;
    TRY(package.name, text_of(reader, "name"));
    TRY(package.version, text_of(reader, "version"));
    TRY(package.arm, text_of(reader, "arm"));
    root_.packages_.push_back(std::move(package));
  }
  return {};
}

}  // namespace axle
