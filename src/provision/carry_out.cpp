// SPDX-License-Identifier: MIT
#include "provision/carry_out.hpp"

#include <algorithm>

#include "axle/fetch/fetch.hpp"
#include "base/try.hpp"
#include "provision/generations.hpp"
#include "provision/planned_builds.hpp"
#include "provision/told_metadata.hpp"
#include "provision/wanted_packages.hpp"

namespace axle {
namespace {

constexpr unsigned usual_downloads = 8;
constexpr unsigned most_downloads = 1000;
constexpr unsigned most_workers = 256;

unsigned at_most(std::uint64_t wish, unsigned most) {
  return static_cast<unsigned>(std::min<std::uint64_t>(wish, most));
}

}  // namespace

std::int64_t seconds_of(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

Result<CarriedOut> carry_out(const PlanToCarryOut& work, Services& services) {
  const auto now = std::chrono::steady_clock::now;
  const auto start = now();
  if (work.change.when_planned) TRY_OK(work.change.when_planned(work.plan));
  TRY_OK(build_planned(work.plan, work.change, work.interpreter, services));
  TRY(Cache* const cache, services.cache());
  HttpClient* client = nullptr;
  const std::vector<WheelToFetch> wheels = work.plan.wheels();
  const bool needs_network =
      std::ranges::any_of(wheels, [](const WheelToFetch& wheel) { return wheel.path.empty(); });
  if (needs_network && work.change.indexes != nullptr) {
    TRY(client, services.http(*work.change.indexes));
  }
  InstallOptions options = work.change.install;
  if (services.environment().get_flag("NO_INSTALLER_METADATA").value_or(false))
    options.installer_metadata = false;
  TRY(Installation installation, Installation::begin({.lock = work.lock,
                                                      .plan = work.plan,
                                                      .target = work.target,
                                                      .options = options,
                                                      .reporter = services.reporter(),
                                                      .skeleton = work.skeleton}));
  TRY(const Settings* const settings, services.settings({}));
  const FetchServices fetch{
      .http = client,
      .cache = *cache,
      .reporter = services.reporter(),
      .threads = at_most(settings->concurrent_installs.value_or(0), most_workers),
      .downloads =
          at_most(settings->concurrent_downloads.value_or(usual_downloads), most_downloads),
      .offline = client == nullptr,
      .any_version = takes_any_version(services.environment())};
  TRY(const HttpCache* const http_cache, services.http_cache());
  std::vector<std::string> sha256(wheels.size());
  const auto stage = [&](std::size_t position, const StoredWheel& wheel) -> Result<void> {
    TRY_OK(check_told_metadata(wheels[position], wheel, *cache, *http_cache));
    if (work.change.when_stored) TRY_OK(work.change.when_stored(wheels[position], wheel));
    sha256[position] = wheel.sha256;
    return installation.stage(position, wheel);
  };
  TRY_OK(fetch_wheels(wheels, fetch, stage));
  const auto prepared = now();
  if (!wheels.empty()) services.reporter().prepared(wheels.size(), prepared - start);
  TRY(InstallReport report, installation.commit());
  record_generation(work.target.prefix,
                    {.plan = work.plan,
                     .sha256 = sha256,
                     .time = seconds_of(services.clock().now()),
                     .back_to = work.change.back_to},
                    *cache);
  return CarriedOut{.report = std::move(report), .elapsed = now() - prepared};
}

}  // namespace axle
