// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "lock/lockfile_write.hpp"
#include "lock/option_words.hpp"

namespace axle {
namespace {

// Readers that know no spans find a moment here that excludes everything, and so cannot be misled.
constexpr std::string_view span_placeholder = "0001-01-01T00:00:00Z";
constexpr std::string_view span_comment =
    " # This has no effect and is included for backwards compatibility when using relative "
    "exclude-newer values.\n";

void write_minimum_libc(LockText& out, const MinimumLibc& libc) {
  const auto write = [](InlineTable& table, std::string_view key, const auto& version) {
    if (version) table.string(key, fmt::format("{}.{}", version->first, version->second));
  };
  out.key("minimum-libc-version");
  {
    InlineTable table(out);
    write(table, "glibc", libc.glibc);
    write(table, "musl", libc.musl);
  }
  out.raw("\n");
}

void write_limit(LockText& out, const PackageName& name, const UploadLimit& limit) {
  out.key(name.text());
  switch (limit.kind) {
    case UploadLimit::Kind::off:
      out.raw("false");
      break;
    case UploadLimit::Kind::instant:
      out.string(limit.text);
      break;
    case UploadLimit::Kind::span: {
      InlineTable table(out);
      table.string("timestamp", span_placeholder);
      table.string("span", limit.text);
    }
  }
  out.raw("\n");
}

}  // namespace

void write_options(LockText& out, const LockedOptions& options) {
  if (options == LockedOptions{}) return;
  out.table("options");
  if (options.resolution != ResolutionMode::highest)
    out.key_string("resolution-mode", word_of(options.resolution));
  if (options.prerelease != PrereleaseMode::if_necessary)
    out.key_string("prerelease-mode", word_of(options.prerelease));
  if (options.fork_strategy != ForkStrategy::requires_python)
    out.key_string("fork-strategy", word_of(options.fork_strategy));
  if (options.minimum_libc) write_minimum_libc(out, *options.minimum_libc);
  if (options.exclude_newer && options.exclude_newer->kind == UploadLimit::Kind::span) {
    out.key("exclude-newer");
    out.string(span_placeholder);
    out.raw(span_comment);
    out.key_string("exclude-newer-span", options.exclude_newer->text);
  } else if (options.exclude_newer) {
    out.key_string("exclude-newer", options.exclude_newer->text);
  }
  if (!options.prerelease_package.empty()) {
    out.table("options.prerelease-package");
    for (const auto& [name, mode] : options.prerelease_package)
      out.key_string(name.text(), word_of(mode));
  }
  if (!options.exclude_newer_package.empty()) {
    out.table("options.exclude-newer-package");
    for (const auto& [name, limit] : options.exclude_newer_package) write_limit(out, name, limit);
  }
}

}  // namespace axle
