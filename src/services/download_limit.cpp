// SPDX-License-Identifier: MIT
#include "services/download_limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "axle/fetch/fetch.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "services/wheel_sizes.hpp"

namespace axle {
namespace {

Result<std::uint64_t> parse_size(const std::string& text) {
  constexpr std::pair<std::string_view, double> units[] = {
      {"", 1},     {"b", 1},        {"kb", 1e3},        {"mb", 1e6},
      {"gb", 1e9}, {"kib", 1024.0}, {"mib", 1048576.0}, {"gib", 1073741824.0},
      {"k", 1e3},  {"m", 1e6},      {"g", 1e9}};
  const std::string lowered = ascii_lower(trim(text));
  const std::size_t end = std::min(lowered.find_first_not_of("0123456789."), lowered.size());
  const std::string number = lowered.substr(0, end);
  char* rest = nullptr;
  const double value = std::strtod(number.c_str(), &rest);
  const std::string unit(trim(std::string_view(lowered).substr(end)));
  const auto known = std::ranges::find(units, unit, [](const auto& entry) { return entry.first; });
  if (number.empty() || *rest != '\0' || known == std::end(units) || value > 1e15)
    return fail(ErrorKind::invalid_input,
                fmt::format("`--max-download {}` is no size", escape_foreign(text)),
                "write it like `500MB` or `3GB`");
  return static_cast<std::uint64_t>(value * known->second);
}

}  // namespace

Result<std::optional<DownloadLimit>> DownloadLimit::parse(const std::optional<std::string>& text) {
  if (!text) return std::optional<DownloadLimit>();
  TRY(const std::uint64_t bytes, parse_size(*text));
  return std::optional(DownloadLimit{bytes, *text});
}

Result<void> DownloadLimit::check(std::uint64_t download, const std::string& what) const {
  if (download <= bytes) return {};
  return fail(ErrorKind::failed,
              fmt::format("{} would be downloaded{}, more than `--max-download {}`",
                          human_size(download), what, escape_foreign(text)),
              "choose another accelerator with `--accelerator`, or allow more");
}

Result<std::uint64_t> download_of(const InstallPlan& plan, const IndexSet& indexes,
                                  Services& services) {
  TRY(Cache* const cache, services.cache());
  std::uint64_t bytes = 0;
  std::vector<std::string> unstated;
  for (const PlannedInstall& install : plan.installs) {
    if (!install.wanted.wheel.path.empty() || install.wanted.source != nullptr) continue;
    TRY(const auto stored, find_stored_wheel(install.wanted.wheel, *cache));
    if (stored) continue;
    bytes += install.wanted.wheel.size.value_or(0);
    if (!install.wanted.wheel.size) unstated.push_back(install.wanted.wheel.url);
  }
  TRY(const auto asked, sizes_at_servers(unstated, indexes, services));
  for (const auto& size : asked) bytes += size.value_or(0);
  return bytes;
}

}  // namespace axle
