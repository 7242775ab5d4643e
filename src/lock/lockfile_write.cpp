// SPDX-License-Identifier: MIT
#include "lock/lockfile_write.hpp"

#include <fmt/format.h>

#include <variant>

namespace axle {
namespace {

void write_markers(LockText& out, std::string_view key, const std::vector<Marker>& markers) {
  if (markers.empty()) return;
  out.key(key);
  out.multiline(markers, [](LockText& text, Marker marker) {
    text.string(marker.to_text().value_or(std::string()));
  });
}

void write_conflicts(LockText& out, const Conflicts& conflicts) {
  if (conflicts.empty()) return;
  out.key("conflicts");
  out.raw("[");
  std::string_view separator = "";
  for (const ConflictSet& set : conflicts) {
    out.raw(separator);
    separator = ", ";
    out.raw("[\n");
    for (const ConflictItem& item : set) {
      out.raw("    ");
      write_conflict_item(out, item);
      out.raw(",\n");
    }
    out.raw("]");
  }
  out.raw("]\n");
}

}  // namespace

void write_conflict_item(LockText& out, const ConflictItem& item) {
  InlineTable table(out);
  table.string("package", item.package.text());
  if (const auto* extra = std::get_if<ExtraName>(&item.kind)) table.string("extra", extra->text());
  if (const auto* group = std::get_if<GroupName>(&item.kind)) table.string("group", group->text());
}

void write_default_groups(LockText& out, const LockedDefaultGroups& groups) {
  out.key("default-groups");
  if (groups.all)
    out.string("all");
  else
    out.inline_array(groups.groups,
                     [](LockText& text, const GroupName& group) { text.string(group.text()); });
  out.raw("\n");
}

void write_group_pythons(LockText& out, std::string_view table, const LockedGroupPythons& groups) {
  if (groups.empty()) return;
  out.table(table);
  for (const auto& [group, specifiers] : groups)
    out.key_string(group.text(), specifiers.to_string(", "));
}

std::string lockfile_text(const Lockfile& lockfile) {
  LockText out;
  out.raw("version = 1\n");
  if (lockfile.revision > 0) out.raw(fmt::format("revision = {}\n", lockfile.revision));
  out.key_string("requires-python", lockfile.requires_python.to_string());
  write_markers(out, "resolution-markers", lockfile.fork_markers);
  write_markers(out, "supported-markers", lockfile.supported_markers);
  write_markers(out, "required-markers", lockfile.required_markers);
  write_conflicts(out, lockfile.conflicts);
  write_options(out, lockfile.options);
  write_manifest(out, lockfile.manifest);
  if (lockfile.accelerators) write_accelerators(out, *lockfile.accelerators);
  for (const LockedPackage& package : lockfile.packages) write_package(out, lockfile, package);
  return out.take();
}

}  // namespace axle
