// SPDX-License-Identifier: MIT
#include "lock/arm_platforms.hpp"
#include "lock/lockfile_read.hpp"
#include "lock/lockfile_write.hpp"

namespace axle {
namespace {

void write_texts(LockText& out, std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out.key(key);
  out.inline_array(texts, [](LockText& text, const std::string& item) { text.string(item); });
  out.raw("\n");
}

Result<std::vector<std::string>> read_texts(const LockReader& reader, const LockValue& table,
                                            std::string_view key) {
  TRY(const std::vector<LockValue>* const items, reader.array(table, key));
  std::vector<std::string> texts;
  if (items == nullptr) return texts;
  for (const LockValue& item : *items) {
    TRY(const std::string_view text, reader.string(item));
    texts.emplace_back(text);
  }
  return texts;
}

Result<LockedArm> read_arm(LockReader& reader, const LockValue& table) {
  LockedArm arm;
  TRY(const std::string_view name, reader.required_text(table, "name"));
  TRY(const std::string_view index, reader.required_text(table, "index"));
  arm.name = name;
  arm.index = index;
  // Names become extras.
  if (const auto extra = ExtraName::parse("accelerator-" + arm.name); !extra)
    return reader.error(*table.find("name"), extra.error().message);
  TRY(arm.platforms, read_texts(reader, table, "platforms"));
  for (const std::string& platform : arm.platforms)
    if (find_arm_platform(platform) == nullptr)
      return reader.error(*table.find("platforms"), "an unknown platform");
  TRY(const auto needs, reader.text(table, "needs"));
  arm.needs = needs.value_or("");
  TRY(arm.requires_dist, reader.requirements(table, "requires-dist"));
  return arm;
}

}  // namespace

void write_accelerators(LockText& out, const LockedAccelerators& accelerators) {
  out.table("accelerators");
  out.key_string("package", accelerators.package.text());
  out.key_string("versions", accelerators.versions);
  out.key_string("channel", accelerators.channel);
  write_texts(out, "packages", accelerators.packages);
  for (const LockedArm& arm : accelerators.arms) {
    out.array_of_tables("accelerator");
    out.key_string("name", arm.name);
    out.key_string("index", arm.index);
    write_texts(out, "platforms", arm.platforms);
    if (!arm.needs.empty()) out.key_string("needs", arm.needs);
    if (arm.requires_dist.empty()) continue;
    out.key("requires-dist");
    out.short_or_multiline(arm.requires_dist, write_requirement);
  }
}

Result<std::optional<LockedAccelerators>> LockReader::accelerators(const LockValue& root) {
  TRY(const LockValue* const common, table(root, "accelerators"));
  if (common == nullptr) return std::optional<LockedAccelerators>();
  TRY(PackageName package, required<PackageName>(*common, "package"));
  LockedAccelerators read{std::move(package), {}, {}, {}, {}};
  TRY(const std::string_view versions, required_text(*common, "versions"));
  TRY(const std::string_view channel, required_text(*common, "channel"));
  read.versions = versions;
  read.channel = channel;
  TRY(read.packages, read_texts(*this, *common, "packages"));
  TRY(const std::vector<LockValue>* const arms, array(root, "accelerator"));
  if (arms != nullptr)
    for (const LockValue& value : *arms) {
      if (!value.is_table()) return error(value, "`accelerator` must be a table");
      TRY(LockedArm arm, read_arm(*this, value));
      read.arms.push_back(std::move(arm));
    }
  return std::optional(std::move(read));
}

}  // namespace axle
