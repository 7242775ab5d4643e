// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/apply.hpp"
#include "axle/install/plan.hpp"
#include "axle/store/stored_wheel.hpp"
#include "base/guarded.hpp"
#include "base/thread_pool.hpp"
#include "install/layout.hpp"
#include "install/link_files.hpp"
#include "store/files_by_directory.hpp"

namespace axle {

/// What the dist-info directory of a wheel gets besides its own files.
struct InstallerFiles {
  bool write = true;
  bool requested = true;
  std::string direct_url;  ///< the JSON of direct_url.json; empty: none
  std::string wheel_name;  ///< the line of `wheel_name_file`; empty: none
  BuildNotes notes = {};
};

/// A tree beside site-packages that looks as the environment will: all wheels of one change,
/// merged, each path with one owner or with owners that agree about it. Wheels are put in as they
/// come, directory by directory on several threads.
class StagingArea {
 public:
  /// `root` is made. Errors: `io`.
  static Result<std::unique_ptr<StagingArea>> create(const EnvironmentLayout& layout,
                                                     const InstallTarget& target,
                                                     std::filesystem::path root,
                                                     const InstallOptions& options);
  ~StagingArea();

  /// Starts to put the wheel in. From any thread.
  void add(const StoredWheel& wheel, const InstallerFiles& installer);

  /// Waits for all wheels. Errors, the first that happened: `environment` (E_CONFLICT), `integrity`
  /// (E_WHEEL_SCHEME), `io`.
  Result<void> finish();
  bool has_failed() const { return failed_; }
  std::uint64_t files() const { return files_; }
  const FileLinker& linker() const { return linker_; }

 private:
  /// A wheel that is in, or on its way.
  struct Owner {
    StoredWheel wheel;
    std::vector<std::optional<std::string>> targets;  // of the manifest's directories
    std::unordered_map<std::string, std::vector<std::uint32_t>> directories_at;
    FilesByDirectory files;
    std::map<std::string, std::string, std::less<>>
        generated;  // path → hash; only with the lock of `owners_`
    std::atomic<bool> is_linked{false};
    explicit Owner(const StoredWheel& stored) : wheel(stored), files(*stored.manifest) {}
  };
  struct RecordEntry {
    std::string path;
    std::string hash;
    std::optional<std::uint64_t> size;
  };
  /// Where a directory of a wheel goes.
  struct LinkedDirectory {
    std::filesystem::path source;
    int source_file;
    std::string target;  ///< below the environment's root
    int target_file;
  };

  StagingArea(const EnvironmentLayout& layout, InstallTarget target, std::filesystem::path root,
              const InstallOptions& options, unsigned threads)
      : layout_(layout),
        target_(std::move(target)),
        root_(std::move(root)),
        linker_(options.link_mode),
        allow_overlap_(options.allow_overlap),
        pool_(threads) {}
  void run(std::function<Result<void>()> task);
  Result<void> put_in(const std::shared_ptr<Owner>& owner, const InstallerFiles& installer);
  Result<void> make_tree(const Owner& owner);
  bool has_directory(const Owner& owner, const std::string& path) const;
  std::unexpected<Error> explain_no_directory(const Owner& owner, const std::string& directory,
                                              Error error);
  Result<void> link_directories(Owner& owner, const std::vector<std::uint32_t>& directories);
  void link_later(const std::shared_ptr<Owner>& owner);
  Result<void> put_data_scripts(Owner& owner, std::vector<RecordEntry>& record);
  Result<void> put_launchers(Owner& owner, std::vector<RecordEntry>& record);
  Result<void> put_installer_files(Owner& owner, const InstallerFiles& installer,
                                   std::vector<RecordEntry>& record);
  Result<void> generate(Owner& owner, const std::string& path, const std::string& contents,
                        bool executable, std::vector<RecordEntry>& record);
  std::string record_text(const Owner& owner, const std::vector<RecordEntry>& made) const;
  bool is_script_directory(const Owner& owner, std::uint32_t directory) const;
  Result<bool> takes_over(const Owner& owner, const std::string& path, Result<void> agreement);
  Result<void> link_one(Owner& owner, const LinkedDirectory& directory, const StoredFile& file);
  Result<void> check_agreement(const Owner& owner, const std::string& path, std::string_view hash,
                               std::uint64_t size);
  const StoredFile* find_file(const Owner& owner, const std::string& directory,
                              std::string_view name) const;

  const EnvironmentLayout& layout_;
  InstallTarget target_;
  std::filesystem::path root_;
  FileLinker linker_;
  bool allow_overlap_;
  Guarded<std::vector<std::shared_ptr<Owner>>> owners_;
  Guarded<std::optional<Error>> error_;
  std::atomic<bool> failed_{false};
  std::atomic<std::uint64_t> files_{0};
  ThreadPool pool_;  // the last member: its threads end before the rest goes
};

}  // namespace axle
