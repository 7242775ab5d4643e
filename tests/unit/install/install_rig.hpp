// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "axle/base/reporter.hpp"
#include "axle/install/apply.hpp"
#include "axle/install/environment.hpp"
#include "axle/install/plan.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "fetch/fetch_run.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"
#include "support/wheel_builder.hpp"

namespace axle::test {

/// An environment in a temporary directory, and a store beside it.
class InstallRig {
 public:
  InstallRig() : store_(place / "store", place / "store", place / "staging") {
    namespace fs = std::filesystem;
    target.prefix = place / "venv";
    target.purelib = target.platlib = target.prefix / "lib/python3.12/site-packages";
    target.scripts = target.prefix / "bin";
    target.data = target.prefix;
    target.headers = target.prefix / "include/site/python3.12";
    target.python = target.scripts / "python";
    fs::create_directories(target.purelib);
    fs::create_directories(target.scripts);
    place.write("venv/pyvenv.cfg", "home = /usr/bin\n");
    place.write("venv/bin/python", "an interpreter");
    place.write("venv/bin/activate", "a script");
    place.write("venv/.lock", "");
    options.threads = 2;
  }

  static InstalledPackage installed_package(const std::filesystem::path& info) {
    const std::string stem = info.stem().string();
    const std::size_t dash = stem.find('-');
    InstalledPackage package{*PackageName::parse(stem.substr(0, dash)),
                             *Version::parse(stem.substr(dash + 1)),
                             info,
                             InstalledPackage::Kind::dist_info,
                             false,
                             {},
                             "axle",
                             {}};
    if (path_exists(info / "direct_url.json"))
      package.direct_url = *DirectUrl::parse(read_text(info / "direct_url.json"));
    return package;
  }

  /// All that is installed.
  std::vector<InstalledPackage> installed() const {
    std::vector<InstalledPackage> packages;
    for (const auto& entry : std::filesystem::directory_iterator(target.purelib))
      if (entry.path().extension() == ".dist-info")
        packages.push_back(installed_package(entry.path()));
    return packages;
  }

  Result<StoredWheel> store(const WheelBuilder& builder) {
    const auto path = builder.write_to(place / "wheels");
    auto expected = WheelFilename::parse(builder.filename());
    auto file = WheelFile::open(path, builder.filename());
    auto staged = store_.stage();
    if (!expected || !file || !staged)
      return fail(ErrorKind::bug, "the test's wheel cannot be read");
    MemberReader reader;
    auto unpacking = Unpacking::prepare(*std::move(file), {.name = *expected},
                                        {staged->path() / "tree"}, reader);
    if (!unpacking) return std::unexpected(unpacking.error());
    for (std::size_t task = 0; task < (*unpacking)->tasks(); ++task)
      if (auto done = (*unpacking)->run(task, reader); !done) return std::unexpected(done.error());
    return store_.publish(*std::move(staged), sha256_hex(read_text(path)),
                          (*unpacking)->manifest());
  }

  static WantedPackage wanted(const WheelBuilder& builder) {
    const auto filename = *WheelFilename::parse(builder.filename());
    return {filename.name,
            filename.version,
            {filename, builder.filename(), "", {}, {}, std::nullopt, "", false},
            std::nullopt,
            true};
  }

  /// Makes the environment hold exactly these.
  Result<InstallReport> sync(const std::vector<WheelBuilder>& builders) {
    std::vector<WantedPackage> packages;
    std::map<PackageName, StoredWheel> stored;
    for (const WheelBuilder& builder : builders) {
      packages.push_back(wanted(builder));
      if (direct_url) packages.back().direct_url = direct_url;
      auto wheel = store(builder);
      if (!wheel) return std::unexpected(wheel.error());
      stored.emplace(packages.back().name, *std::move(wheel));
    }
    const auto lock = EnvironmentLock::acquire(target.prefix, std::chrono::seconds(1), reporter);
    if (!lock) return std::unexpected(lock.error());
    auto plan = plan_install(std::move(packages), installed(), plan_options);
    if (!plan) return std::unexpected(plan.error());
    std::vector<StoredWheel> wheels;
    for (const PlannedInstall& install : plan->installs)
      wheels.push_back(stored.at(install.wanted.name));
    return apply_plan({*lock, *plan, target, options, reporter, {}}, wheels);
  }

  /// Takes the lock and lets it go: what an earlier run left is completed or undone.
  void heal() {
    const auto lock = EnvironmentLock::acquire(target.prefix, std::chrono::seconds(1), reporter);
    if (!lock) FAIL(lock.error().message);
    CHECK_FALSE(was_interrupted(target.prefix));
  }

  void must_sync(const std::vector<WheelBuilder>& builders) {
    const auto report = sync(builders);
    if (!report) FAIL(report.error().message);
  }

  std::map<std::string, std::string> tree() const { return snapshot(target.prefix); }
  std::string read(const std::string& path) const { return read_text(target.prefix / path); }
  bool has(const std::string& path) const {
    std::error_code ignored;
    return std::filesystem::exists(std::filesystem::symlink_status(target.prefix / path, ignored));
  }
  void write(const std::string& path, const std::string& text) const {
    place.write("venv/" + path, text);
  }

  TempTree place;
  InstallTarget target;
  InstallOptions options;
  PlanOptions plan_options;
  std::optional<DirectUrl> direct_url;
  NullReporter reporter;

 private:
  WheelStore store_;
};

inline const std::string site = "lib/python3.12/site-packages/";

}  // namespace axle::test
