// SPDX-License-Identifier: MIT
#include "accelerator/nvidia_text.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace axle {
namespace {

/// "[N/A]", "[Not Supported]": nvidia-smi for "there is none".
bool is_no_value(std::string_view text) { return text.empty() || text.starts_with('['); }

std::string mig_mode(std::string_view text) {
  if (is_no_value(text)) return "unsupported";
  return ascii_lower(text);
}

/// What stands in "(UUID: …)" at the end of a line of `nvidia-smi -L`; empty if nothing does.
std::string uuid_of_listed(std::string_view line) {
  constexpr std::string_view words = "(UUID: ";
  const std::size_t at = line.rfind(words);
  if (at == std::string_view::npos || !line.ends_with(')')) return {};
  return std::string(line.substr(at + words.size(), line.size() - at - words.size() - 1));
}

std::optional<SmiRow> parse_smi_row(std::string_view line, bool with_capability) {
  std::vector<std::string_view> fields = split(line, ',');
  if (fields.size() != (with_capability ? 8U : 7U)) return std::nullopt;
  for (std::string_view& field : fields) field = trim(field);
  if (!parse_unsigned(fields[0]) || !looks_like_driver_version(fields[3])) return std::nullopt;
  SmiRow row{.driver_version = std::string(fields[3]), .device = {}};
  row.device.uuid = fields[1];
  row.device.name = fields[2];
  if (with_capability && !is_no_value(fields[4])) row.device.compute_capability = fields[4];
  const std::size_t memory = with_capability ? 5 : 4;
  row.device.memory_mib = parse_unsigned(fields[memory]);
  row.device.bus_id = fields[memory + 1];
  row.device.mig_mode = mig_mode(fields[memory + 2]);
  return row;
}

}  // namespace

bool looks_like_driver_version(std::string_view text) {
  if (text.size() < 3 || text.size() > 32 || !is_ascii_digit(text.front()) ||
      !is_ascii_digit(text.back()))
    return false;
  return std::ranges::all_of(text, [](char c) { return is_ascii_digit(c) || c == '.'; }) &&
         text.find("..") == std::string_view::npos;
}

std::string parse_proc_version(std::string_view text) {
  constexpr std::string_view words = "Kernel Module";
  const std::size_t at = text.find(words);
  if (at == std::string_view::npos) return {};
  std::string_view line = text.substr(at + words.size());
  line = line.substr(0, line.find('\n'));
  // "for x86_64" may stand between; the version is the first word that is one.
  for (const std::string_view word : split_on_space(line))
    if (looks_like_driver_version(word)) return std::string(word);
  return {};
}

NvidiaInformation parse_information(std::string_view text) {
  NvidiaInformation information;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = trim(line.substr(0, colon));
    const std::string_view value = trim(line.substr(colon + 1));
    if (key == "Model") information.model = value;
    if (key == "GPU UUID") information.uuid = value;
    if (key == "Device Minor") information.minor = value;
  }
  return information;
}

std::optional<std::vector<SmiRow>> parse_smi_query(std::string_view text, bool with_capability) {
  std::vector<SmiRow> rows;
  for (const std::string_view line : split(text, '\n')) {
    if (trim(line).empty()) continue;
    auto row = parse_smi_row(line, with_capability);
    if (!row) return std::nullopt;
    rows.push_back(*std::move(row));
  }
  if (rows.empty()) return std::nullopt;
  return rows;
}

std::map<std::string, std::vector<NvmlInstance>> parse_smi_instances(std::string_view text) {
  std::map<std::string, std::vector<NvmlInstance>> instances;
  std::string device, name;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    const std::string uuid = uuid_of_listed(line);
    if (uuid.empty()) continue;
    if (line.starts_with("GPU ")) {
      const std::size_t colon = line.find(": ");
      const std::size_t end = line.rfind(" (UUID: ");
      device = uuid;
      name = colon < end ? trim(line.substr(colon + 2, end - colon - 2)) : std::string_view();
    } else if (line.starts_with("MIG ") && !device.empty()) {
      const auto words = split_on_space(line);
      instances[device].push_back(
          {.name = name + " MIG " + std::string(words[1]), .uuid = uuid, .memory_mib = {}});
    }
  }
  return instances;
}

std::string driver_library_version(std::string_view file_name) {
  const std::size_t suffix = file_name.find(".so.");
  if (suffix == std::string_view::npos) return {};
  const std::string_view version = file_name.substr(suffix + 4);
  // "1" and "1.1" are the versions of the interface; those of a driver begin with three digits.
  return looks_like_driver_version(version) && version.substr(0, 3).find('.') == std::string::npos
             ? std::string(version)
             : std::string();
}

}  // namespace axle
