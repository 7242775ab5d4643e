// SPDX-License-Identifier: MIT
#include "poetry/dependency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "axle/standards/sdist_filename.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "poetry/dependency_keys.hpp"
#include "poetry/python_constraint.hpp"

namespace axle {
namespace {

/// Poetry takes commas and bars for white space in the list that `in` looks into: `python_version
/// in '3.9, 3.10'`. PEP 508 knows texts only there, and other tools white space alone.
std::string with_spaced_lists(std::string_view marker) {
  std::string text(marker);
  char quote = 0;
  bool is_list = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (quote == 0 && (letter == '\'' || letter == '"')) {
      quote = letter;
      is_list = trim(std::string_view(text).substr(0, at)).ends_with(" in");
    } else if (letter == quote) {
      quote = 0;
    } else if (quote != 0 && is_list && (letter == ',' || letter == '|')) {
      text[at] = ' ';
    }
  }
  return text;
}

/// Whether a comparison has its value on the left, `'linux' == sys_platform`, which Poetry cannot
/// read; `'win' in sys_platform` it can.
bool compares_backwards(std::string_view marker) {
  std::size_t at = 0;
  while ((at = marker.find_first_of("'\"", at)) != std::string_view::npos) {
    const std::size_t end = marker.find(marker[at], at + 1);
    if (end == std::string_view::npos) return false;
    const std::size_t next = marker.find_first_not_of(' ', end + 1);
    if (next == std::string_view::npos) return false;
    if (std::string_view("=<>!~").contains(marker[next])) return true;
    at = end + 1;
  }
  return false;
}

/// `develop` says nothing of a wheel or a source distribution.
bool is_archive(std::string_view path) {
  const std::string lowered = ascii_lower(path);
  return lowered.ends_with(".whl") || !sdist_extension(lowered).empty();
}

/// One entry while it is read: where it stands, and what is wrong is said with its name.
class EntryReader {
 public:
  EntryReader(const TomlReader& table, const TomlEntry& entry, std::vector<std::string>& warnings)
      : document_(table.document()), entry_(entry), warnings_(warnings) {}

  Result<void> read(const TomlValue& value, PoetryDependency& out) const {
    out.position = value.position;
    if (value.is_string()) return read_version(value, out);
    if (!value.is_table())
      return error(value, fmt::format("{} is no dependency", value.describe()),
                   fmt::format("write the version as a text: `{} = \"^1.2\"`", entry_.key));
    return read_table(TomlReader(document_, value), out);
  }

 private:
  std::unexpected<Error> error(const TomlValue& value, std::string_view message,
                               std::string hint = {}) const {
    return document_.error(value.position,
                           fmt::format("`{}`: {}", escape_foreign(entry_.key), message),
                           std::move(hint));
  }
  std::unexpected<Error> error(const TomlValue& value, const Error& reason) const {
    return error(value, reason.message,
                 reason.hints.empty() ? std::string() : reason.hints.front());
  }

  Result<void> read_version(const TomlValue& value, PoetryDependency& out) const {
    if (!value.is_string())
      return error(value, fmt::format("{} is no version constraint", value.describe()),
                   "write it as a text, such as `\"^1.2\"`");
    auto constraint = PoetryConstraint::parse(value.text);
    if (!constraint) return error(value, constraint.error());
    const auto single = constraint->single();
    if (single && !single->is_exact)
      warnings_.push_back(
          fmt::format("`{} = \"{}\"`: no list of version specifiers (PEP 440) says just that; the "
                      "series between its alternatives are excluded one by one, none above 99",
                      escape_foreign(entry_.key), escape_foreign(value.text)));
    if (!single)
      return error(value,
                   fmt::format("`{}` leaves gaps between its alternatives that no list of version "
                               "specifiers can say (PEP 440)",
                               escape_foreign(value.text)),
                   fmt::format("write `{}`, with `!=` for the versions in the gaps",
                               constraint->hull().to_string(",")));
    out.constraint = *std::move(constraint);
    return {};
  }

  Result<void> read_table(const TomlReader& reader, PoetryDependency& out) const {
    TRY_OK(check_dependency_keys(reader, entry_.key, warnings_));
    if (const TomlValue* version = reader.find("version")) TRY_OK(read_version(*version, out));
    TRY(const auto extras, reader.texts("extras"));
    if (extras) out.extras = *extras;
    TRY(out.source, reader.text("source"));
    TRY(out.allow_prereleases, reader.flag("allow-prereleases"));
    TRY(const auto develop, reader.flag("develop"));
    out.develop = develop.value_or(false);
    TRY(const auto optional, reader.flag("optional"));
    out.optional = optional.value_or(false);
    TRY_OK(read_origin(reader, out));
    return read_marker(reader, out);
  }

  Result<void> read_origin(const TomlReader& reader, PoetryDependency& out) const {
    TRY(const auto subdirectory, reader.text("subdirectory"));
    TRY(const auto git, reader.text("git"));
    TRY(const auto file, reader.text("file"));
    TRY(const auto path, reader.text("path"));
    TRY(const auto url, reader.text("url"));
    for (const auto& [key, place] : {std::pair("git", &git), std::pair("file", &file),
                                     std::pair("path", &path), std::pair("url", &url)})
      if (*place && trim(**place).empty())
        return error(*reader.find(key), fmt::format("`{}` is empty", key),
                     fmt::format("write where the package is, or take `{}` out", key));
    if (git) {
      PoetryGit origin{.repository = *git,
                       .reference_key = {},
                       .reference = {},
                       .subdirectory = subdirectory.value_or("")};
      for (const std::string_view key : {"branch", "tag", "rev"}) {
        TRY(const auto reference, reader.text(key));
        if (!reference) continue;
        if (!origin.reference_key.empty())
          return error(reader.table(),
                       fmt::format("both `{}` and `{}` are stated", origin.reference_key, key),
                       "keep one of `branch`, `tag` and `rev`");
        origin.reference_key = key;
        origin.reference = *reference;
      }
      out.origin = std::move(origin);
    } else if (file || path) {
      std::string place = file ? *file : *path;
      std::error_code none;
      if (file && std::filesystem::is_directory(document_.path().parent_path() / place, none))
        return error(*reader.find("file"),
                     fmt::format("`{}` is a directory", escape_foreign(place)),
                     "write `path` in the place of `file`");
      if (is_archive(place)) out.develop = false;
      if (subdirectory) place += "/" + *subdirectory;
      out.origin = PoetryPath{std::move(place)};
    } else if (url) {
      out.origin = PoetryUrl{*url, subdirectory.value_or("")};
    }
    return {};
  }

  Result<void> read_marker(const TomlReader& reader, PoetryDependency& out) const {
    if (const TomlValue* python = reader.find("python")) {
      if (!python->is_string()) return error(*python, "`python` is no text", "write `\">=3.10\"`");
      auto constraint = PythonConstraint::parse(python->text);
      if (!constraint) return error(*python, constraint.error());
      out.marker &= constraint->marker();
    }
    if (const TomlValue* platform = reader.find("platform")) {
      if (!platform->is_string())
        return error(*platform, "`platform` is no text", "write `\"linux\"`");
      TRY(const Marker marker, platform_marker(*platform));
      out.marker &= marker;
    }
    if (const TomlValue* markers = reader.find("markers")) {
      if (!markers->is_string())
        return error(*markers, "`markers` is no text", "write `\"sys_platform == 'linux'\"`");
      if (markers->text.empty()) return {};  // none, to Poetry
      auto marker = Marker::parse(with_spaced_lists(markers->text));
      if (!marker) return error(*markers, marker.error());
      if (compares_backwards(markers->text))
        return error(*markers, "Poetry reads no comparison that begins with the value",
                     "put the name first: `sys_platform == 'linux'`");
      out.marker &= *marker;
    }
    return {};
  }

  // `linux`, `!=win32`, `linux || darwin`, `!=linux,!=darwin`: values of sys_platform.
  Result<Marker> platform_marker(const TomlValue& value) const {
    if (value.text.empty()) return Marker::always();
    Marker any = Marker::never();
    for (const std::string_view choice : split(value.text, '|')) {
      if (trim(choice).empty()) continue;  // `||` is `|`
      Marker all = Marker::always();
      for (std::string_view part : split(choice, ',')) {
        part = trim(part);
        const bool is_not = part.starts_with("!=");
        if (is_not) part.remove_prefix(2);
        while (part.starts_with("=")) part.remove_prefix(1);
        part = trim(part);
        if (part.empty()) return error(value, "`platform` has an empty part", "write `\"linux\"`");
        if (part == "windows" || part == "macos")
          warnings_.push_back(fmt::format(
              "the platform `{}` of `{}` is no value of `sys_platform` and never holds; write `{}`",
              part, escape_foreign(entry_.key), part == "windows" ? "win32" : "darwin"));
        const Marker one = Marker::string_equals(MarkerVariable::sys_platform, part);
        all &= is_not ? ~one : one;
      }
      if (all.is_never())
        return error(value, fmt::format("nothing is `{}` at once", escape_foreign(choice)),
                     "write `||` between platforms of which one is enough");
      any |= all;
    }
    return any;
  }

  const TomlDocument& document_;
  const TomlEntry& entry_;
  std::vector<std::string>& warnings_;
};

}  // namespace

bool is_python(std::string_view key) { return equals_ignoring_case(key, "python"); }

Result<std::vector<PoetryDependency>> read_poetry_dependencies(const TomlReader& table,
                                                               std::vector<std::string>& warnings) {
  std::vector<PoetryDependency> all;
  for (const TomlEntry& entry : table.table().entries) {
    if (is_python(entry.key)) continue;
    auto name = PackageName::parse(entry.key);
    if (!name) return table.document().error(entry.position, name.error());
    const EntryReader reader(table, entry, warnings);
    const PoetryDependency blank{.name = *std::move(name),
                                 .key = entry.key,
                                 .position = entry.position,
                                 .constraint = {},
                                 .origin = {},
                                 .extras = {},
                                 .marker = {},
                                 .source = {},
                                 .allow_prereleases = {}};
    if (!entry.value.is_array()) {
      TRY_OK(reader.read(entry.value, all.emplace_back(blank)));
      continue;
    }
    if (entry.value.items.empty())
      return table.document().error(
          entry.position, fmt::format("`{}`: the list is empty", escape_foreign(entry.key)),
          "write at least one constraint, or take the dependency out");
    for (const TomlValue& item : entry.value.items)
      TRY_OK(reader.read(item, all.emplace_back(blank)));
  }
  return all;
}

}  // namespace axle
