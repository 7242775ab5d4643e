// SPDX-License-Identifier: MIT
#include "store/wheel_manifest.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::string_view magic = "axle-wheel-2\n";
constexpr std::size_t header_bytes = magic.size() + 4;
constexpr std::size_t state_bytes = 24;

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  void number(std::uint64_t value, int bytes) {
    for (; bytes > 0; --bytes, value >>= 8) out_ += static_cast<char>(value & 0xff);
  }
  void text(std::string_view value) {
    number(value.size(), 4);
    out_ += value;
  }
  void flag(bool value) { number(value ? 1 : 0, 1); }

 private:
  std::string& out_;
};

/// Takes fields from the front. After a failure all that is taken is empty, and `is_good` tells.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : rest_(bytes) {}
  std::uint64_t number(std::size_t bytes) {
    if (rest_.size() < bytes) {
      good_ = false;
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(rest_[i]);
    rest_.remove_prefix(bytes);
    return value;
  }
  std::string_view text() {
    const std::uint64_t size = number(4);
    if (!good_ || size > rest_.size()) {
      good_ = false;
      return {};
    }
    const std::string_view value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return value;
  }
  bool flag() { return number(1) == 1; }
  /// A number of things that take `smallest` bytes each at least.
  std::size_t count(std::size_t smallest) {
    const std::uint64_t value = number(4);
    if (value > rest_.size() / smallest) good_ = false;
    return good_ ? static_cast<std::size_t>(value) : 0;
  }
  bool is_good() const { return good_; }
  const char* place() const { return rest_.data(); }
  bool is_done() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

void write_state(std::string& out, const FileState& state) {
  Writer writer(out);
  writer.number(static_cast<std::uint64_t>(state.modified), 8);
  writer.number(static_cast<std::uint64_t>(state.changed), 8);
  writer.number(state.inode, 8);
}

/// Puts the checksum of all that follows it into its place.
void seal(std::string& out) {
  const std::uint32_t crc =
      libdeflate_crc32(0, out.data() + header_bytes, out.size() - header_bytes);
  for (std::size_t i = 0; i < 4; ++i)
    out[magic.size() + i] = static_cast<char>(crc >> (8 * i) & 0xff);
}

std::pair<std::string_view, std::string_view> split_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {std::string_view{}, path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

/// The directories that the files need, parents before children because of the order.
std::map<std::string, std::uint32_t, std::less<>> directories_of(
    const std::vector<ManifestDraft::File>& files) {
  std::map<std::string, std::uint32_t, std::less<>> directories{{"", 0}};
  for (const auto& file : files) {
    for (std::string_view directory = split_path(file.path).first; !directory.empty();
         directory = split_path(directory).first) {
      if (directories.contains(directory)) break;
      directories.emplace(directory, 0);
    }
  }
  std::uint32_t next = 0;
  for (auto& [path, position] : directories) position = next++;
  return directories;
}

void take_names(Taker& taker, WheelManifest& manifest) {
  manifest.name = taker.text();
  manifest.version = taker.text();
  manifest.dist_info = taker.text();
  manifest.data = taker.text();
  manifest.root_is_purelib = taker.flag();
  for (std::size_t left = taker.count(4); left > 0; --left) manifest.tags.push_back(taker.text());
  for (std::size_t left = taker.count(4); left > 0; --left)
    manifest.directories.push_back(taker.text());
}

void take_files(Taker& taker, WheelManifest& manifest, bool& good) {
  const std::size_t files = taker.count(21 + state_bytes);
  manifest.files.reserve(files);
  for (std::size_t left = files; left > 0; --left) {
    StoredFile file;
    file.directory = static_cast<std::uint32_t>(taker.number(4));
    file.executable = taker.flag();
    file.size = taker.number(8);
    file.name = taker.text();
    file.hash = taker.text();
    file.state_at = static_cast<std::size_t>(taker.place() - manifest.storage.data());
    for (std::size_t part = 0; part < 3; ++part) taker.number(8);
    good = good && file.directory < manifest.directories.size();
    manifest.unpacked_bytes += file.size;
    manifest.files.push_back(file);
  }
}

void find_startup_hooks(WheelManifest& manifest) {
  const std::string purelib = std::string(manifest.data) + "/purelib/";
  const std::string platlib = std::string(manifest.data) + "/platlib/";
  for (const StoredFile& file : manifest.files) {
    const std::string path = manifest.path_of(file);
    std::string_view below = path;
    if (!manifest.data.empty() && (below.starts_with(purelib) || below.starts_with(platlib)))
      below.remove_prefix(purelib.size());
    if (is_startup_hook(below))
      manifest.startup_hooks.push_back(
          file.name == "__init__.py" ? manifest.directories[file.directory] : file.name);
  }
}

}  // namespace

bool is_startup_hook(std::string_view path) {
  if (path.ends_with(".pth")) return path.find('/') == std::string_view::npos;
  for (const std::string_view module : {"sitecustomize", "usercustomize"}) {
    if (!path.starts_with(module)) continue;
    const std::string_view rest = path.substr(module.size());
    if (rest == "/__init__.py" ||
        (rest.starts_with('.') && rest.find('/') == std::string_view::npos))
      return true;
  }
  return false;
}

std::string encode_manifest(ManifestDraft draft, std::uint64_t wheel_bytes) {
  std::ranges::sort(draft.files, {}, &ManifestDraft::File::path);
  const auto directories = directories_of(draft.files);
  std::string out(magic);
  out.append(4, '\0');
  Writer writer(out);
  writer.number(wheel_bytes, 8);
  for (const std::string* text : {&draft.name, &draft.version, &draft.dist_info, &draft.data})
    writer.text(*text);
  writer.flag(draft.root_is_purelib);
  writer.number(draft.tags.size(), 4);
  for (const std::string& tag : draft.tags) writer.text(tag);
  writer.number(directories.size(), 4);
  for (const auto& [path, position] : directories) writer.text(path);
  writer.number(draft.files.size(), 4);
  for (const auto& file : draft.files) {
    const auto [directory, name] = split_path(file.path);
    writer.number(directories.find(directory)->second, 4);
    writer.flag(file.executable);
    writer.number(file.size, 8);
    writer.text(name);
    writer.text(file.hash);
    write_state(out, file.state);
  }
  writer.number(draft.scripts.size(), 4);
  for (const auto& script : draft.scripts) {
    for (const std::string* text : {&script.name, &script.module, &script.function})
      writer.text(*text);
    writer.flag(script.gui);
  }
  seal(out);
  return out;
}

FileState state_of(const WheelManifest& manifest, const StoredFile& file) {
  Taker taker(std::string_view(manifest.storage).substr(file.state_at, state_bytes));
  FileState state;
  state.modified = static_cast<std::int64_t>(taker.number(8));
  state.changed = static_cast<std::int64_t>(taker.number(8));
  state.inode = taker.number(8);
  return state;
}

std::string with_states(const WheelManifest& manifest, const std::vector<FileState>& states) {
  std::string out = manifest.storage;
  for (std::size_t i = 0; i < manifest.files.size(); ++i) {
    std::string bytes;
    write_state(bytes, states[i]);
    out.replace(manifest.files[i].state_at, state_bytes, bytes);
  }
  seal(out);
  return out;
}

Result<DecodedManifest> decode_manifest(std::string bytes) {
  const auto damaged = [] {
    return fail_with_code(ErrorKind::integrity, ErrorCode::hash,
                          "the manifest of a stored wheel is damaged", "manifest");
  };
  auto manifest = std::make_shared<WheelManifest>();
  manifest->storage = std::move(bytes);
  const std::string_view all = manifest->storage;
  if (all.size() < header_bytes || !all.starts_with(magic)) return damaged();
  const std::string_view body = all.substr(header_bytes);
  Taker crc(all.substr(magic.size(), 4));
  if (crc.number(4) != libdeflate_crc32(0, body.data(), body.size())) return damaged();

  Taker taker(body);
  bool good = true;
  const std::uint64_t wheel_bytes = taker.number(8);
  take_names(taker, *manifest);
  take_files(taker, *manifest, good);
  for (std::size_t left = taker.count(13); left > 0; --left) {
    LauncherScript script;
    script.name = taker.text();
    script.module = taker.text();
    script.function = taker.text();
    script.gui = taker.flag();
    manifest->scripts.push_back(script);
  }
  if (!good || !taker.is_done() || manifest->directories.empty()) return damaged();
  find_startup_hooks(*manifest);
  return DecodedManifest{std::move(manifest), wheel_bytes};
}

}  // namespace axle
