// SPDX-License-Identifier: MIT
#include "install/staging_area.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/cancel.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "fetch/record_lines.hpp"
#include "install/scripts.hpp"
#include "standards/wheel_name_file.hpp"
#include "store/wheel_store.hpp"

namespace axle {
namespace {

// Enough files that taking a task costs nothing, few enough that two threads end about together.
constexpr std::size_t task_files = 400;
constexpr std::uint64_t largest_rewritten_script = std::uint64_t{16} << 20;

Result<std::string> hash_of(std::string_view contents) {
  TRY(const std::string digest, digest_of(DigestAlgorithm::sha256, contents));
  return "sha256=" + base64url_encode(digest);
}

std::unexpected<Error> conflict(const std::string& path, std::string_view a, std::string_view b) {
  const std::string shown = escape_foreign(path);
  if (a == b)
    return fail_with_code(
        ErrorKind::integrity, ErrorCode::wheel_scheme,
        fmt::format("two files of `{}` go to `{}`", a, shown), std::string(a), shown,
        "the wheel is damaged or made to deceive; tell its publisher, or choose another version");
  // By name, not by which of them came first.
  return fail_with_code(
      ErrorKind::environment, ErrorCode::conflict,
      fmt::format("`{}` and `{}` both have the file `{}`, with different contents", std::min(a, b),
                  std::max(a, b), shown),
      shown, {},
      fmt::format(
          "leave one of them out: `exclude-dependencies = [\"{0}\"]` or an "
          "`override-dependencies` in `[tool.uv]` does so where another package asks for it "
          "(`axle tree --invert --package {0}` shows which); or let the last by name win "
          "with `--allow-overlap`",
          std::max(a, b)));
}

Result<Fd> open_directory(const fs::path& path) {
  Fd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!directory.is_open()) return io_failure("open", path, errno);
  return directory;
}

/// The beginning of a file, enough to see what it starts with.
Result<std::string> first_bytes(const fs::path& path) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) return io_failure("read", path, errno);
  std::string bytes(8, '\0');
  const ssize_t got = ::pread(file.get(), bytes.data(), bytes.size(), 0);
  if (got < 0) return io_failure("read", path, errno);
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

}  // namespace

Result<std::unique_ptr<StagingArea>> StagingArea::create(const EnvironmentLayout& layout,
                                                         const InstallTarget& target, fs::path root,
                                                         const InstallOptions& options) {
  TRY_OK(make_directories(root));
  return std::unique_ptr<StagingArea>(
      new StagingArea(layout, target, std::move(root), options,
                      options.threads != 0 ? options.threads : std::max(2U, ThreadPool::cores())));
}

StagingArea::~StagingArea() {
  failed_ = true;  // tasks that wait end at once
  pool_.wait_idle();
}

void StagingArea::add(const StoredWheel& wheel, const InstallerFiles& installer) {
  auto owner = std::make_shared<Owner>(wheel);
  owner->targets = layout_.targets_of(*wheel.manifest);
  for (std::uint32_t i = 0; i < owner->targets.size(); ++i)
    if (owner->targets[i]) owner->directories_at[*owner->targets[i]].push_back(i);
  // Known before its first file is there: whoever meets that file can ask whether they agree.
  owners_.with([&owner](auto& owners) { owners.push_back(owner); });
  run([this, owner, installer] { return put_in(owner, installer); });
}

void StagingArea::run(std::function<Result<void>()> task) {
  pool_.submit([this, task = std::move(task)] {
    if (failed_) return;
    auto done = cancelled() ? Result<void>(fail(ErrorKind::cancelled, "stopped")) : task();
    if (done) return;
    error_.with([&done](auto& error) {
      if (!error) error = std::move(done).error();
    });
    failed_ = true;
  });
}

Result<void> StagingArea::finish() {
  pool_.wait_idle();
  auto error = error_.with([](auto& first) { return first; });
  if (error) return std::unexpected(*std::move(error));
  return {};
}

Result<void> StagingArea::put_in(const std::shared_ptr<Owner>& owner,
                                 const InstallerFiles& installer) {
  TRY_OK(make_tree(*owner));
  link_later(owner);  // on the other threads, while this one writes what is made here
  std::vector<RecordEntry> record;
  TRY_OK(put_data_scripts(*owner, record));
  TRY_OK(put_launchers(*owner, record));
  return put_installer_files(*owner, installer, record);
}

Result<void> StagingArea::make_tree(const Owner& owner) {
  const WheelManifest& manifest = *owner.wheel.manifest;
  for (std::uint32_t i = 0; i < manifest.directories.size(); ++i) {
    if (owner.files.files_of(i).empty()) continue;
    if (!owner.targets[i])
      return fail_with_code(
          ErrorKind::integrity, ErrorCode::wheel_scheme,
          fmt::format("`{}` has files at an unknown place below `.data`", manifest.name),
          std::string(manifest.name));
    if (auto made = make_directories(root_ / *owner.targets[i]); !made)
      return explain_no_directory(owner, *owner.targets[i], std::move(made).error());
    if (layout_.is_in_site(*owner.targets[i])) continue;
    for (const std::uint32_t file : owner.files.files_of(i))
      if (const std::string path = joined(*owner.targets[i], manifest.files[file].name);
          layout_.is_environments_own(path))
        return fail_with_code(ErrorKind::integrity, ErrorCode::wheel_scheme,
                              fmt::format("`{}` would replace the environment's own `{}`",
                                          manifest.name, escape_foreign(path)),
                              std::string(manifest.name), escape_foreign(path));
  }
  return {};
}

bool StagingArea::is_script_directory(const Owner& owner, std::uint32_t directory) const {
  const WheelManifest& manifest = *owner.wheel.manifest;
  return !manifest.data.empty() &&
         manifest.directories[directory] == std::string(manifest.data) + "/scripts";
}

void StagingArea::link_later(const std::shared_ptr<Owner>& owner) {
  std::vector<std::uint32_t> batch;
  std::size_t batch_files = 0;
  const auto submit = [&] {
    if (!batch.empty())
      run([this, owner, directories = std::move(batch)] {
        return link_directories(*owner, directories);
      });
    batch.clear();
    batch_files = 0;
  };
  for (std::uint32_t i = 0; i < owner->targets.size(); ++i) {
    if (owner->files.files_of(i).empty() || is_script_directory(*owner, i)) continue;
    batch.push_back(i);
    batch_files += owner->files.files_of(i).size();
    if (batch_files >= task_files) submit();
  }
  submit();
}

Result<void> StagingArea::link_directories(Owner& owner,
                                           const std::vector<std::uint32_t>& directories) {
  const WheelManifest& manifest = *owner.wheel.manifest;
  for (const std::uint32_t position : directories) {
    fs::path source_path = owner.wheel.tree / manifest.directories[position];
    TRY(const Fd source, open_directory(source_path));
    TRY(const Fd target, open_directory(root_ / *owner.targets[position]));
    const LinkedDirectory directory{std::move(source_path), source.get(), *owner.targets[position],
                                    target.get()};
    for (const std::uint32_t i : owner.files.files_of(position))
      TRY_OK(link_one(owner, directory, manifest.files[i]));
    files_ += owner.files.files_of(position).size();
  }
  if (linker_.mode() == LinkMode::hardlink && !owner.is_linked.exchange(true))
    note_hard_links(owner.wheel);
  return {};
}

Result<void> StagingArea::link_one(Owner& owner, const LinkedDirectory& directory,
                                   const StoredFile& file) {
  const std::string name(file.name);
  for (;;) {
    TRY(const auto outcome, linker_.link({directory.source_file, name.c_str(),
                                          directory.target_file, name.c_str(), file.executable},
                                         directory.source));
    if (outcome != FileLinker::Outcome::exists) return {};
    const std::string path = joined(directory.target, name);
    TRY(const bool again,
        takes_over(owner, path, check_agreement(owner, path, file.hash, file.size)));
    if (!again) return {};
  }
}

/// Something else is at `path`. With `--allow-overlap` the last owner by name gets it, so that it
/// is the same whoever comes first: true if that is this one, and the place is free now.
Result<bool> StagingArea::takes_over(const Owner& owner, const std::string& path,
                                     Result<void> agreement) {
  if (agreement) return false;
  if (!allow_overlap_ || agreement.error().code != ErrorCode::conflict)
    return std::unexpected(std::move(agreement).error());
  const std::size_t slash = path.rfind('/');
  const std::string directory = path.substr(0, slash == std::string::npos ? 0 : slash);
  const std::string_view name =
      std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1);
  const bool is_last = owners_.with([&](const auto& owners) {
    return std::ranges::none_of(owners, [&](const auto& other) {
      return other->wheel.manifest->name > owner.wheel.manifest->name &&
             (find_file(*other, directory, name) != nullptr || other->generated.contains(path));
    });
  });
  if (!is_last) return false;
  const fs::path whole = root_ / path;
  if (::unlink(whole.c_str()) == 0 || errno == ENOENT) return true;
  return std::unexpected(std::move(agreement).error());  // a directory of another wheel's
}

const StoredFile* StagingArea::find_file(const Owner& owner, const std::string& directory,
                                         std::string_view name) const {
  const auto positions = owner.directories_at.find(directory);
  if (positions == owner.directories_at.end()) return nullptr;
  const auto& files = owner.wheel.manifest->files;
  for (const std::uint32_t position : positions->second) {
    const auto span = owner.files.files_of(position);
    const auto found = std::ranges::lower_bound(
        span, name, {}, [&files](std::uint32_t i) { return files[i].name; });
    if (found != span.end() && files[*found].name == name) return &files[*found];
  }
  return nullptr;
}

/// Something is at `path` already. It is the same file if every other wheel that has this path has
/// the same contents there.
Result<void> StagingArea::check_agreement(const Owner& owner, const std::string& path,
                                          std::string_view hash, std::uint64_t size) {
  const std::size_t slash = path.rfind('/');
  const std::string directory = path.substr(0, slash == std::string::npos ? 0 : slash);
  const std::string_view name =
      std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1);
  return owners_.with([&](const auto& owners) -> Result<void> {
    bool shared = false;
    for (const auto& other : owners) {
      if (other.get() == &owner) continue;
      const StoredFile* file = find_file(*other, directory, name);
      const auto generated = other->generated.find(path);
      const bool has_it = file != nullptr || generated != other->generated.end();
      if (!has_it) continue;
      const bool same = generated != other->generated.end()
                            ? generated->second == hash
                            : file->hash == hash && file->size == size;
      if (!same) return conflict(path, owner.wheel.manifest->name, other->wheel.manifest->name);
      shared = true;
    }
    for (const auto& other : owners)
      if (other.get() != &owner && has_directory(*other, path))
        return conflict(path, owner.wheel.manifest->name, other->wheel.manifest->name);
    // Nobody else has it: two of its own files meet there, or the file system takes two names for
    // one.
    return shared ? Result<void>{}
                  : conflict(path, owner.wheel.manifest->name, owner.wheel.manifest->name);
  });
}

bool StagingArea::has_directory(const Owner& owner, const std::string& path) const {
  const std::string below = path + "/";
  return std::ranges::any_of(owner.directories_at, [&](const auto& entry) {
    return entry.first == path || entry.first.starts_with(below);
  });
}

/// A directory could not be made: is there another wheel's file in its way?
std::unexpected<Error> StagingArea::explain_no_directory(const Owner& owner,
                                                         const std::string& directory,
                                                         Error error) {
  return owners_.with([&](const auto& owners) -> std::unexpected<Error> {
    for (std::size_t end = directory.find('/');; end = directory.find('/', end + 1)) {
      const std::string path = directory.substr(0, end);
      const std::size_t slash = path.rfind('/');
      const std::string parent = path.substr(0, slash == std::string::npos ? 0 : slash);
      for (const auto& other : owners)
        if (find_file(*other, parent, std::string_view(path).substr(path.rfind('/') + 1)) !=
                nullptr ||
            other->generated.contains(path))
          return conflict(path, owner.wheel.manifest->name, other->wheel.manifest->name);
      if (end == std::string::npos) return std::unexpected(std::move(error));
    }
  });
}

Result<void> StagingArea::generate(Owner& owner, const std::string& path,
                                   const std::string& contents, bool executable,
                                   std::vector<RecordEntry>& record) {
  TRY(const std::string hash, hash_of(contents));
  owners_.with([&](auto&) { owner.generated[path] = hash; });
  const fs::path whole = root_ / path;
  for (bool again = true; again;) {
    again = false;
    const Fd file(::open(whole.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                         executable ? 0755 : 0644));
    if (file.is_open()) {
      TRY_OK(write_all(file.get(), contents, whole));
    } else if (errno == EEXIST) {
      TRY(again, takes_over(owner, path, check_agreement(owner, path, hash, contents.size())));
    } else {
      return io_failure("create", whole, errno);
    }
  }
  ++files_;
  record.push_back(
      {path_from(layout_.site_of(*owner.wheel.manifest), path), hash, contents.size()});
  return {};
}

/// Scripts of `.data/scripts` get the environment's interpreter, or else only the permission to
/// run.
Result<void> StagingArea::put_data_scripts(Owner& owner, std::vector<RecordEntry>& record) {
  const WheelManifest& manifest = *owner.wheel.manifest;
  for (std::uint32_t position = 0; position < manifest.directories.size(); ++position) {
    if (!is_script_directory(owner, position)) continue;
    const fs::path source_path = owner.wheel.tree / manifest.directories[position];
    for (const std::uint32_t i : owner.files.files_of(position)) {
      const StoredFile& file = manifest.files[i];
      const std::string name(file.name), path = joined(*owner.targets[position], name);
      TRY(const std::string start, first_bytes(source_path / name));
      if (start == "#!python") {
        TRY(const std::string contents, read_file(source_path / name, largest_rewritten_script));
        TRY(const auto rewritten, rewritten_script(target_, contents));
        TRY_OK(generate(owner, path, rewritten.value_or(contents), true, record));
        continue;
      }
      TRY(const Fd source, open_directory(source_path));
      TRY(const Fd target, open_directory(root_ / *owner.targets[position]));
      FileLinker copier(LinkMode::copy);
      FileLinker& linker = file.executable ? linker_ : copier;
      TRY(const auto outcome,
          linker.link({source.get(), name.c_str(), target.get(), name.c_str(), true}, source_path));
      if (outcome == FileLinker::Outcome::exists)
        TRY_OK(check_agreement(owner, path, file.hash, file.size));
      ++files_;
      record.push_back(
          {path_from(layout_.site_of(manifest), path), std::string(file.hash), file.size});
    }
  }
  return {};
}

Result<void> StagingArea::put_launchers(Owner& owner, std::vector<RecordEntry>& record) {
  const WheelManifest& manifest = *owner.wheel.manifest;
  if (manifest.scripts.empty()) return {};
  TRY_OK(make_directories(root_ / layout_.scripts()));
  for (const auto& [name, script] : named_launchers(target_, manifest.scripts)) {
    TRY(const std::string text, launcher_text(target_, script));
    TRY_OK(generate(owner, joined(layout_.scripts(), name), text, true, record));
  }
  return {};
}

Result<void> StagingArea::put_installer_files(Owner& owner, const InstallerFiles& installer,
                                              std::vector<RecordEntry>& record) {
  const WheelManifest& manifest = *owner.wheel.manifest;
  const std::string info = joined(layout_.site_of(manifest), manifest.dist_info);
  if (installer.write) {
    TRY_OK(generate(owner, joined(info, "INSTALLER"), "axle", false, record));
    if (installer.requested) TRY_OK(generate(owner, joined(info, "REQUESTED"), "", false, record));
    if (!installer.direct_url.empty())
      TRY_OK(generate(owner, joined(info, "direct_url.json"), installer.direct_url, false, record));
    for (const auto& [file, text] : {std::pair("uv_cache.json", &installer.notes.source),
                                     std::pair("uv_build.json", &installer.notes.settings)})
      if (!text->empty()) TRY_OK(generate(owner, joined(info, file), *text, false, record));
    if (!installer.wheel_name.empty())
      TRY_OK(generate(owner, joined(info, wheel_name_file), installer.wheel_name, false, record));
  }
  const std::string text = record_text(owner, record);
  std::vector<RecordEntry> unused;
  return generate(owner, joined(info, "RECORD"), text, false, unused);
}

std::string StagingArea::record_text(const Owner& owner,
                                     const std::vector<RecordEntry>& made) const {
  const WheelManifest& manifest = *owner.wheel.manifest;
  const std::string& site = layout_.site_of(manifest);
  struct Line {
    std::string path;
    std::string_view hash;
    std::optional<std::uint64_t> size;
  };
  std::vector<Line> lines;
  lines.reserve(made.size() + manifest.files.size() + 1);
  for (const RecordEntry& entry : made) lines.push_back({entry.path, entry.hash, entry.size});
  const std::string data = std::string(manifest.data) + "/";
  for (const StoredFile& file : manifest.files) {
    if (is_script_directory(owner, file.directory)) continue;
    const bool is_data =
        !manifest.data.empty() && manifest.directories[file.directory].starts_with(data);
    std::string path = is_data ? path_from(site, joined(*owner.targets[file.directory], file.name))
                               : manifest.path_of(file);
    lines.push_back({std::move(path), file.hash, file.size});
  }
  lines.push_back({joined(manifest.dist_info, "RECORD"), {}, std::nullopt});
  // A wheel can have thousands: what is sorted is small.
  std::vector<const Line*> order;
  order.reserve(lines.size());
  for (const Line& line : lines) order.push_back(&line);
  std::ranges::sort(order, {}, [](const Line* line) -> std::string_view { return line->path; });
  std::string text;
  for (const Line* line : order) append_record_line(text, line->path, line->hash, line->size);
  return text;
}

}  // namespace axle
