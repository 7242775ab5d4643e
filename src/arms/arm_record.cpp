// SPDX-License-Identifier: MIT
#include "arms/arm_record.hpp"

#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t max_bytes = std::uint64_t{64} << 10;

}  // namespace

std::optional<ArmRecord> read_arm_record(const std::filesystem::path& environment) {
  const auto text = read_file(environment / arm_record_name, max_bytes);
  if (!text) return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto member = [&](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  ArmRecord record{member("accelerator"), member("by"), member("why"), member("machine"), false};
  if (record.accelerator.empty()) return std::nullopt;
  return record;
}

Result<void> keep_arm_record(const std::filesystem::path& environment, const ArmRecord& record) {
  if (read_arm_record(environment) == record) return {};
  nlohmann::ordered_json json{
      {"accelerator", record.accelerator}, {"by", record.by}, {"why", record.why}};
  if (!record.machine.empty()) json["machine"] = record.machine;
  return write_file_atomically(environment / arm_record_name, json.dump(2) + "\n");
}

Result<void> forget_arm_record(const std::filesystem::path& environment) {
  const std::filesystem::path file = environment / arm_record_name;
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) return io_failure("remove", file, errno);
  return {};
}

}  // namespace axle
