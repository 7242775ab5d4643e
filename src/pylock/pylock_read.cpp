// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "model/upload_time.hpp"
#include "pylock/pylock.hpp"
#include "toml/toml_reader.hpp"

namespace axle {
namespace {

constexpr std::string_view file_keys[] = {"wheels", "sdist"};
constexpr std::string_view lone_keys[] = {"archive", "directory", "vcs"};

/// The last part of a URL's or file's path, percent-decoded for URLs.
std::string last_part(const std::string& url, const std::string& path) {
  if (!path.empty()) return path.substr(path.find_last_of("/\\") + 1);
  std::string_view text = url;
  text = text.substr(0, text.find_first_of("?#"));
  return percent_decode(text.substr(text.rfind('/') + 1));
}

Result<RequiresPython> parse_requires_python(std::string_view text) {
  TRY(const VersionSpecifiers specifiers, VersionSpecifiers::parse(text));
  return RequiresPython::from(specifiers);
}

class PylockReader {
 public:
  explicit PylockReader(const TomlDocument& document) : document_(document) {}

  Result<Pylock> read() const {
    const TomlReader reader(document_, document_.root());
    Pylock pylock;
    TRY(pylock.lock_version, lock_version(reader));
    TRY(const auto creator, reader.text("created-by"));
    if (!creator) return missing(reader, "created-by");
    TRY(auto environments, reader.parsed_list<Marker>("environments", Marker::parse));
    pylock.environments = std::move(environments).value_or(std::vector<Marker>());
    TRY(pylock.requires_python,
        reader.parsed<RequiresPython>("requires-python", parse_requires_python));
    TRY(auto extras, reader.parsed_list<ExtraName>("extras", ExtraName::parse));
    pylock.extras = std::move(extras).value_or(std::vector<ExtraName>());
    TRY(auto groups, reader.parsed_list<GroupName>("dependency-groups", GroupName::parse));
    pylock.groups = std::move(groups).value_or(std::vector<GroupName>());
    TRY(auto defaults, reader.parsed_list<GroupName>("default-groups", GroupName::parse));
    pylock.default_groups = std::move(defaults).value_or(std::vector<GroupName>());
    TRY(const std::vector<TomlValue>* const packages, reader.array("packages"));
    if (packages == nullptr) return missing(reader, "packages");
    pylock.packages.reserve(packages->size());
    for (const TomlValue& value : *packages) {
      TRY(PylockPackage one, package(value));
      pylock.packages.push_back(std::move(one));
    }
    TRY_OK(Marker::check_capacity());
    return pylock;
  }

 private:
  static std::unexpected<Error> missing(const TomlReader& reader, std::string_view key) {
    return reader.error(reader.table(), fmt::format("`{}` is missing", key));
  }

  Result<Version> lock_version(const TomlReader& reader) const {
    TRY(auto version, reader.parsed<Version>("lock-version", Version::parse));
    if (!version) return missing(reader, "lock-version");
    if (version->release()[0] != 1)
      return reader.error(
          *reader.find("lock-version"),
          fmt::format("lock version `{}` is unknown: axle reads version 1", version->to_string()),
          "make the file anew with a tool that writes version 1.0, or use a newer axle");
    return *std::move(version);
  }

  Result<PylockPackage> package(const TomlValue& value) const {
    if (!value.is_table()) return document_.error(value.position, "a package must be a table");
    const TomlReader reader(document_, value);
    TRY(auto name, reader.parsed<PackageName>("name", PackageName::parse));
    if (!name) return missing(reader, "name");
    PylockPackage made{.name = *std::move(name)};
    TRY(made.version, reader.parsed<Version>("version", Version::parse));
    TRY(const auto marker, reader.parsed<Marker>("marker", Marker::parse));
    made.marker = marker.value_or(Marker::always());
    TRY(made.requires_python,
        reader.parsed<RequiresPython>("requires-python", parse_requires_python));
    TRY(auto index, reader.text("index"));
    made.index = std::move(index).value_or("");
    TRY_OK(check_sources(reader, made.name));
    TRY_OK(read_sources(reader, made));
    return made;
  }

  /// Wheels and a source distribution may stand together, anything else stands alone.
  static Result<void> check_sources(const TomlReader& reader, const PackageName& name) {
    std::vector<std::string_view> found;
    for (const std::string_view key : file_keys)
      if (reader.find(key) != nullptr) found.push_back(key);
    for (const std::string_view key : lone_keys)
      if (reader.find(key) != nullptr) found.push_back(key);
    if (found.empty())
      return reader.error(reader.table(),
                          fmt::format("`{}` has none of `wheels`, `sdist`, `archive`, "
                                      "`directory` and `vcs`",
                                      name.text()));
    const std::string_view last = found.back();
    const bool is_lone = std::ranges::find(lone_keys, last) != std::end(lone_keys);
    if (found.size() > 1 && is_lone)
      return reader.error(*reader.find(last),
                          fmt::format("`{}` has both `{}` and `{}`, which exclude each other",
                                      name.text(), found.front(), last));
    return {};
  }

  Result<void> read_sources(const TomlReader& reader, PylockPackage& made) const {
    TRY(const std::vector<TomlValue>* const wheels, reader.array("wheels"));
    if (wheels != nullptr) {
      for (const TomlValue& value : *wheels) {
        TRY(PylockFile wheel, file(value, made));
        if (!wheel.wheel)
          return document_.error(value.position, fmt::format("`{}` is not the name of a wheel",
                                                             escape_foreign(wheel.filename)));
        made.wheels.push_back(std::move(wheel));
      }
    }
    TRY(const TomlValue* const sdist, reader.subtable("sdist"));
    if (sdist != nullptr) {
      TRY(made.sdist, file(*sdist, made));
    }
    TRY(const TomlValue* const archive, reader.subtable("archive"));
    if (archive != nullptr) {
      TRY(made.archive, file(*archive, made));
    }
    TRY(const TomlValue* const directory, reader.subtable("directory"));
    if (directory != nullptr) {
      const TomlReader inner(document_, *directory);
      TRY(made.directory, inner.text("path"));
      if (!made.directory) return missing(inner, "path");
    }
    TRY(const TomlValue* const vcs, reader.subtable("vcs"));
    if (vcs != nullptr) {
      const TomlReader inner(document_, *vcs);
      TRY(made.repository, inner.text("url"));
      if (!made.repository) {
        TRY(made.repository, inner.text("path"));
      }
      if (!made.repository) return inner.error(*vcs, "a repository needs a `url` or a `path`");
    }
    return {};
  }

  Result<PylockFile> file(const TomlValue& value, const PylockPackage& package) const {
    if (!value.is_table()) return document_.error(value.position, "a file must be a table");
    const TomlReader reader(document_, value);
    PylockFile made;
    TRY(auto url, reader.text("url"));
    TRY(auto path, reader.text("path"));
    made.url = std::move(url).value_or("");
    made.path = std::move(path).value_or("");
    if (made.url.empty() && made.path.empty())
      return reader.error(
          value, fmt::format("a file of `{}` has neither `url` nor `path`", package.name.text()));
    TRY(auto name, reader.text("name"));
    made.filename = name ? *std::move(name) : last_part(made.url, made.path);
    TRY(made.size, size(reader));
    TRY(made.upload_time, upload_time(reader));
    TRY(made.hashes, hashes(reader, made.filename));
    if (made.filename.ends_with(".whl")) {
      TRY(made.wheel, wheel_name(reader, made.filename, package));
    }
    return made;
  }

  static Result<std::optional<std::uint64_t>> size(const TomlReader& reader) {
    const TomlValue* const value = reader.find("size");
    if (value == nullptr) return std::optional<std::uint64_t>();
    if (value->kind != TomlValue::Kind::integer || value->integer < 0)
      return reader.wrong_type(*value, "a number of bytes");
    return std::optional(static_cast<std::uint64_t>(value->integer));
  }

  static Result<std::optional<std::int64_t>> upload_time(const TomlReader& reader) {
    const TomlValue* const value = reader.find("upload-time");
    if (value == nullptr) return std::optional<std::int64_t>();
    const auto time =
        value->kind == TomlValue::Kind::date_time ? parse_upload_time(value->text) : std::nullopt;
    if (!time) return reader.wrong_type(*value, "a date and time in UTC");
    return time;
  }

  /// Digests of algorithms that we do not compute are passed over.
  static Result<std::vector<FileHash>> hashes(const TomlReader& reader,
                                              const std::string& filename) {
    TRY(const TomlValue* const table, reader.subtable("hashes"));
    if (table == nullptr)
      return reader.error(reader.table(),
                          fmt::format("`{}` has no `hashes`", escape_foreign(filename)),
                          "make the file anew, such as with `axle export -o pylock.toml`: without "
                          "hashes nobody can tell whether a download is the right one");
    std::vector<FileHash> found;
    for (const TomlEntry& entry : table->entries) {
      if (!entry.value.is_string()) return reader.wrong_type(entry.value, "a string");
      const auto algorithm = parse_digest_algorithm(entry.key);
      if (!algorithm) continue;
      const std::string hex = ascii_lower(entry.value.text);
      const bool is_hex = hex_decode(hex).has_value();
      const bool fits = is_hex && hex.size() == hex_length(*algorithm);
      // PyPI's blake2b has half the length of hashlib's, which we do not compute.
      if (!fits && is_hex && *algorithm == DigestAlgorithm::blake2b) continue;
      if (!fits)
        return reader.error(entry.value,
                            fmt::format("`{}` is not a {} hash", escape_foreign(entry.value.text),
                                        to_string(*algorithm)));
      found.push_back({*algorithm, hex});
    }
    std::ranges::sort(found);
    return found;
  }

  static Result<WheelFilename> wheel_name(const TomlReader& reader, const std::string& filename,
                                          const PylockPackage& package) {
    auto wheel = WheelFilename::parse(filename);
    if (!wheel) return reader.error(reader.table(), wheel.error().message);
    // A mirror may serve a wheel of `1.0+cu124` under its public version.
    const bool is_of_package =
        wheel->name == package.name && (!package.version || wheel->version == *package.version ||
                                        wheel->version == package.version->without_local());
    if (!is_of_package)
      return reader.error(
          reader.table(),
          fmt::format("`{}` is not a wheel of `{}{}`", escape_foreign(filename),
                      package.name.text(),
                      package.version ? "==" + package.version->to_string() : std::string()));
    return *std::move(wheel);
  }

  const TomlDocument& document_;
};

}  // namespace

bool is_pylock_name(std::string_view filename) {
  constexpr std::string_view start = "pylock.";
  constexpr std::string_view end = ".toml";
  if (filename == "pylock.toml") return true;
  if (!filename.starts_with(start) || !filename.ends_with(end)) return false;
  if (filename.size() <= start.size() + end.size()) return false;
  const std::string_view name =
      filename.substr(start.size(), filename.size() - start.size() - end.size());
  return name.find('.') == std::string_view::npos;
}

Result<Pylock> parse_pylock(const std::filesystem::path& path, std::string text) {
  const auto read = [&]() -> Result<Pylock> {
    TRY(const TomlDocument document, TomlDocument::parse(path, std::move(text)));
    return PylockReader(document).read();
  };
  auto pylock = read();
  if (pylock) return pylock;
  Error error = std::move(pylock).error();
  error.code = ErrorCode::lockfile;
  if (error.hints.empty())
    error.hints.push_back("correct the file, or make it anew with the tool that wrote it");
  return std::unexpected(std::move(error));
}

}  // namespace axle
