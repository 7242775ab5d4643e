// SPDX-License-Identifier: MIT
#include "cli/words/machine_json.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace axle {
namespace {

using Json = nlohmann::ordered_json;

/// Texts of drivers and tools may be any bytes; JSON is UTF-8.
void put(Json& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = is_valid_utf8(value) ? value : escape_foreign(value);
}

Json platform_json(const MachinePlatform& platform) {
  Json object = Json::object();
  put(object, "os", platform.os);
  put(object, "arch", platform.arch);
  put(object, "libc", platform.libc);
  put(object, "kind", platform.kind);
  put(object, "container", platform.container);
  put(object, "l4t", platform.l4t);
  return object;
}

Json driver_json(const GpuDriver& driver) {
  Json object = Json::object();
  put(object, "vendor", std::string(vendor_name(driver.vendor)));
  put(object, "version", driver.version);
  put(object, "cuda", driver.cuda);
  put(object, "compat", driver.compat);
  put(object, "rocm", driver.rocm);
  return object;
}

Json gpu_json(const Gpu& gpu) {
  Json object = Json::object();
  put(object, "vendor", std::string(vendor_name(gpu.vendor)));
  object["index"] = gpu.index;
  put(object, "name", gpu.name);
  put(object, "arch", gpu.arch);
  put(object, "uuid", gpu.uuid);
  if (gpu.memory_mib) object["memory_mib"] = *gpu.memory_mib;
  object["visible"] = gpu.visible;
  put(object, "why", gpu.why);
  if (gpu.integrated) object["integrated"] = true;
  put(object, "runs_as", gpu.runs_as);
  for (const GpuInstance& instance : gpu.instances) {
    Json slice = Json::object();
    put(slice, "name", instance.name);
    put(slice, "uuid", instance.uuid);
    slice["visible"] = instance.visible;
    object["instances"].push_back(std::move(slice));
  }
  return object;
}

Json choice_json(const Choice& choice) {
  Json object = Json::object();
  put(object, "arm", choice.arm);
  put(object, "code", choice.code);
  put(object, "reason", choice.reason);
  put(object, "estimate", choice.estimate);
  object["rejected"] = Json::array();
  for (const RejectedArm& rejected : choice.rejected)
    object["rejected"].push_back({{"arm", rejected.arm}, {"code", rejected.code}});
  return object;
}

}  // namespace

std::string machine_json(const Machine& machine, const std::optional<Choice>& choice) {
  Json object = Json::object();
  object["platform"] = platform_json(machine.platform);
  object["drivers"] = Json::array();
  for (const GpuDriver& driver : machine.drivers) object["drivers"].push_back(driver_json(driver));
  object["devices"] = Json::array();
  for (const Gpu& gpu : machine.gpus) object["devices"].push_back(gpu_json(gpu));
  if (!machine.overrides.empty()) object["overrides"] = machine.overrides;
  if (choice) object["choice"] = choice_json(*choice);
  return object.dump() + "\n";
}

std::string findings_json(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    Json object = Json::object();
    put(object, "code", finding.code);
    put(object, "severity", std::string(severity_name(finding.severity)));
    put(object, "message", finding.message);
    put(object, "hint", finding.hint);
    list.push_back(std::move(object));
  }
  return Json{{"findings", std::move(list)}}.dump() + "\n";
}

}  // namespace axle
