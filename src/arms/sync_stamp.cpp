// SPDX-License-Identifier: MIT
#include "arms/sync_stamp.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "accelerator/detect.hpp"
#include "accelerator/real_root.hpp"
#include "axle/base/environment.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): not everywhere in unistd.h

namespace axle {
namespace {

constexpr std::string_view header = "axle stamp 1";
constexpr std::string_view trailer = "end";
constexpr std::uint64_t max_stamp_bytes = 4 << 20;
constexpr std::size_t max_uses = 20000;
constexpr std::string_view machine_use = "m ";

struct ChangeTimes {
  std::int64_t modified, changed;  // ns since the epoch
};

ChangeTimes times_of(const struct stat& status) {
#if defined(__APPLE__)
  const timespec& modified = status.st_mtimespec;
  const timespec& changed = status.st_ctimespec;
#else
  const timespec& modified = status.st_mtim;
  const timespec& changed = status.st_ctim;
#endif
  constexpr std::int64_t second = 1'000'000'000;
  return {modified.tv_sec * second + modified.tv_nsec, changed.tv_sec * second + changed.tv_nsec};
}

// A hard link made elsewhere changes the file's ctime: the store's files get one for each
// environment. It counts only where a file has one name.
bool has_change_time(const struct stat& status) {
  return S_ISDIR(status.st_mode) || status.st_nlink == 1;
}

// "k f" for a file, "c f …" with its identity; after it a space and the path. "?" never holds.
std::string use_text(const std::string& path, FileUse use) {
  struct stat status{};
  const char letter = ::stat(path.c_str(), &status) != 0 ? '-'
                      : S_ISREG(status.st_mode)          ? 'f'
                      : S_ISDIR(status.st_mode)          ? 'd'
                                                         : '?';
  std::string text{use == FileUse::kind ? 'k' : 'c', ' ', letter};
  if (use == FileUse::contents && (letter == 'f' || letter == 'd')) {
    const ChangeTimes times = times_of(status);
    std::array<char, 128> identity{};
    const int length =
        std::snprintf(identity.data(), identity.size(), " %llx %llx %llx %llx %llx",
                      static_cast<unsigned long long>(status.st_dev),
                      static_cast<unsigned long long>(status.st_ino),
                      static_cast<unsigned long long>(letter == 'f' ? status.st_size : 0),
                      static_cast<unsigned long long>(times.modified),
                      static_cast<unsigned long long>(has_change_time(status) ? times.changed : 0));
    text.append(identity.data(), static_cast<std::size_t>(length));
  }
  return text + " /" + path;
}

// The slash before the path ends the identity; the path's own comes after it.
bool use_holds(const std::string& use) {
  if (use.starts_with(machine_use)) {
    RealRoot root(Environment::of_process());
    return use.substr(machine_use.size()) == machine_fingerprint(root);
  }
  const std::size_t path = use.find(" /");
  if (path == std::string::npos || use.size() < 3 || use[2] == '?') return false;
  return use_text(use.substr(path + 2), use[0] == 'k' ? FileUse::kind : FileUse::contents) == use;
}

bool changed_since(const std::string& path, std::int64_t start) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return false;
  const ChangeTimes times = times_of(status);
  return times.modified >= start || (has_change_time(status) && times.changed >= start);
}

bool counts(std::string_view variable) {
  const std::string_view name = variable.substr(0, variable.find('='));
  if (name.ends_with("_PASSWORD") || name.ends_with("_USERNAME")) return false;
  static constexpr std::array prefixes{"AXLE_", "UV_", "PYENV_", "XDG_CONFIG_", "CONDA_"};
  if (std::ranges::any_of(prefixes, [&](const char* start) { return name.starts_with(start); }))
    return true;
  return name == "PATH" || name == "HOME" || name == "VIRTUAL_ENV";
}

std::string program_identity() {
  std::string text(AXLE_VERSION);
  struct stat status{};
  if (::stat("/proc/self/exe", &status) == 0)
    text += fmt::format(" {} {} {}", status.st_ino, status.st_size, times_of(status).modified);
  return text;
}

/// The line without its time, " in 12ms"; none if it says that something was done.
std::optional<std::string> repeatable(std::string_view line) {
  const std::size_t end = line.rfind(" in ");
  const bool is_usual = line.starts_with("Resolved ") || line.starts_with("Checked ");
  if (!is_usual || end == std::string_view::npos) return std::nullopt;
  return std::string(line.substr(0, end));
}

std::optional<std::vector<std::string>> repeatable_lines(const RunNotes& notes) {
  std::vector<std::string> lines;
  for (const std::string& said : notes.lines) {
    std::optional<std::string> line = repeatable(said);
    if (!line) return std::nullopt;
    lines.push_back(*std::move(line));
  }
  return lines;
}

std::optional<std::vector<std::string>> uses_of(const std::map<std::string, FileUse>& noted,
                                                const fs::path& ignored, std::int64_t start) {
  std::vector<std::string> uses;
  const std::string skipped = ignored.string() + "/";
  for (const auto& [path, use] : noted) {
    if (path.starts_with(skipped)) continue;
    if (path.find('\n') != std::string::npos || uses.size() == max_uses) return std::nullopt;
    if (use == FileUse::contents && changed_since(path, start)) return std::nullopt;
    uses.push_back(use_text(path, use));
  }
  return uses;
}

/// A link of that name is replaced, never followed: the environment may have come from elsewhere.
void write_in_place_of_any(const fs::path& path, std::string_view text) {
  Result<TempFile> temp = TempFile::create_in(path.parent_path());
  if (temp && write_all(temp->file(), text, path)) static_cast<void>(temp->rename_to(path));
}

}  // namespace

StampKey StampKey::of_process(std::vector<std::string> arguments) {
  StampKey key;
  key.arguments = std::move(arguments);
  std::error_code ignored;
  key.directory = fs::current_path(ignored);
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable)
    key.variables.emplace_back(*variable);
  key.program = program_identity();
  return key;
}

StampKey StampKey::of_run(std::vector<std::string> words, fs::path directory) {
  StampKey key = of_process(std::move(words));
  key.directory = std::move(directory);
  key.file = run_stamp_name;
  return key;
}

std::string StampKey::digest() const {
  // FNV-1a over all parts, each ended by a zero byte; it tells runs apart, it protects nothing.
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto add = [&hash](std::string_view part) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    hash *= 0x100000001b3ULL;
  };
  for (const std::string& argument : arguments) add(argument);
  add("\n");
  add(directory.native());
  add(program);
  std::vector<std::string_view> counted_variables;
  for (const std::string& variable : variables)
    if (counts(variable)) counted_variables.push_back(variable);
  std::ranges::sort(counted_variables);
  for (const std::string_view variable : counted_variables) add(variable);
  return fmt::format("{:016x}", hash);
}

std::string Stamp::to_text() const {
  std::string text = fmt::format("{}\n{}\n{}\n", header, key, lines.size());
  for (const std::string& line : lines) text += line + "\n";
  for (const std::string& use : uses) text += use + "\n";
  return text += fmt::format("{}\n", trailer);
}

std::optional<Stamp> Stamp::parse(std::string_view text) {
  if (text.empty() || text.back() != '\n') return std::nullopt;
  const std::vector<std::string_view> lines = split(text.substr(0, text.size() - 1), '\n');
  if (lines.size() < 4 || lines[0] != header || lines.back() != trailer) return std::nullopt;
  const std::optional<std::uint64_t> said = parse_unsigned(lines[2]);
  if (!said || *said > lines.size() - 4) return std::nullopt;
  Stamp stamp;
  stamp.key = lines[1];
  const auto first_use = lines.begin() + 3 + static_cast<std::ptrdiff_t>(*said);
  stamp.lines.assign(lines.begin() + 3, first_use);
  stamp.uses.assign(first_use, lines.end() - 1);
  return stamp;
}

bool Stamp::holds(std::string_view wanted_key) const {
  return key == wanted_key && std::ranges::all_of(uses, use_holds);
}

void leave_stamp(const StampKey& key, const std::optional<RunNotes>& notes,
                 const fs::path& environment, const StampFiles& files) {
  if (!notes || notes->is_unique) return;
  auto lines = repeatable_lines(*notes);
  // `run` says nothing; a sync that says nothing was not one that found all as it should be.
  if (!lines || (lines->empty() && key.file == stamp_name)) return;
  std::map<std::string, FileUse> looked_at;
  for (const auto& [path, use] : notes->files) {
    FileUse& most = looked_at.try_emplace(absolute_path(path).string(), use).first->second;
    most = std::max(most, use);
  }
  for (const fs::path& input : files.inputs)
    looked_at[absolute_path(input).string()] = FileUse::contents;
  // An earlier run that died left its journal here.
  looked_at[(environment / ".axle").string()] = FileUse::kind;
  auto uses = uses_of(looked_at, files.ignored, notes->start);
  if (!uses) return;
  if (!notes->machine.empty()) uses->push_back(std::string(machine_use) + notes->machine);
  const Stamp stamp{key.digest(), *std::move(lines), *std::move(uses)};
  write_in_place_of_any(environment / key.file, stamp.to_text());
}

namespace {

/// The stamp of `.venv` here or above, if it holds, and that environment.
std::optional<std::pair<Stamp, fs::path>> stamp_that_holds(const StampKey& key) {
  for (fs::path here = key.directory;; here = here.parent_path()) {
    fs::path environment = here / ".venv";
    struct stat status{};
    const fs::path file = environment / key.file;
    if (::stat(file.c_str(), &status) == 0) {
      const Result<std::string> text = read_file(file, max_stamp_bytes);
      std::optional<Stamp> stamp = text ? Stamp::parse(*text) : std::nullopt;
      if (!stamp || !stamp->holds(key.digest())) return std::nullopt;
      return std::pair(*std::move(stamp), std::move(environment));
    }
    if (!here.has_relative_path()) return std::nullopt;
  }
}

}  // namespace

std::optional<std::vector<std::string>> lines_of_stamp(const StampKey& key) {
  auto stamp = stamp_that_holds(key);
  if (!stamp) return std::nullopt;
  return std::move(stamp->first.lines);
}

std::optional<fs::path> environment_of_stamp(const StampKey& key) {
  auto stamp = stamp_that_holds(key);
  if (!stamp) return std::nullopt;
  return std::move(stamp->second);
}

}  // namespace axle
