// SPDX-License-Identifier: MIT
#include "axle/fetch/fetch.hpp"

#include "archive/refusal.hpp"
#include "base/try.hpp"
#include "cache/cache.hpp"
#include "fetch/fetch_run.hpp"
#include "fetch/wheel_contents.hpp"

namespace axle {

Result<std::vector<StoredWheel>> fetch_wheels(std::span<const WheelToFetch> wheels,
                                              const FetchServices& services,
                                              const WheelObserver& observe) {
  TRY(WheelStore store, WheelStore::of(services.cache));
  FetchRun run(wheels, services, observe, std::move(store));
  return run.run();
}

Result<std::optional<StoredWheel>> find_stored_wheel(const WheelToFetch& wheel, Cache& cache) {
  TRY(const WheelStore store, WheelStore::of(cache));
  return store.find(WheelPointers(cache).digest_in_store(wheel, false));
}

Result<std::string> read_wheel_metadata(const std::filesystem::path& wheel) {
  const std::string label = wheel.filename().string();
  const auto expected = WheelFilename::parse(label);
  if (!expected)
    return refuse(ErrorCode::wheel_name, label, {}, expected.error().message,
                  "give the file the name that its publisher gave it");
  TRY(const WheelFile file, WheelFile::open(wheel, label));
  TRY(const ZipArchive archive, read_zip_archive(file));
  const WheelExpectation expectation{.name = *expected};
  TRY(const std::string dist_info, find_dist_info(file, archive, expectation));
  MemberReader reader;
  return read_checked_metadata(file, archive, dist_info, expectation, reader);
}

}  // namespace axle
