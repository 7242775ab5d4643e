// SPDX-License-Identifier: MIT
#include "poetry/dependency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/try.hpp"
#include "poetry/python_constraint.hpp"

namespace axle {
namespace {

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
    TRY_OK(check_keys(reader));
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

  Result<void> check_keys(const TomlReader& reader) const {
    static constexpr std::array known{"version",     "python",   "platform", "markers",
                                      "extras",      "optional", "source",   "git",
                                      "branch",      "tag",      "rev",      "path",
                                      "file",        "url",      "develop",  "allow-prereleases",
                                      "subdirectory"};
    for (const TomlEntry& entry : reader.table().entries) {
      if (entry.key == "allows-prereleases") {
        warnings_.push_back(
            fmt::format("`allows-prereleases` of `{}` has no effect in Poetry, nor here; "
                        "`allow-prereleases` has",
                        escape_foreign(entry_.key)));
        continue;
      }
      if (std::ranges::find(known, entry.key) == known.end())
        return document_.error(entry.position,
                               fmt::format("`{}`: there is no key `{}`", escape_foreign(entry_.key),
                                           escape_foreign(entry.key)),
                               nearest_key(entry.key, known));
    }
    return {};
  }

  static std::string nearest_key(std::string_view key, std::span<const char* const> known) {
    const std::string_view* best = nullptr;
    std::vector<std::string_view> names(known.begin(), known.end());
    std::size_t least = 3;
    for (const std::string_view& name : names) {
      const std::size_t distance = edit_distance(key, name);
      if (distance < least) {
        least = distance;
        best = &name;
      }
    }
    return best != nullptr ? fmt::format("write `{}`", *best) : "take the key out";
  }

  Result<void> read_origin(const TomlReader& reader, PoetryDependency& out) const {
    TRY(const auto subdirectory, reader.text("subdirectory"));
    TRY(const auto git, reader.text("git"));
    TRY(const auto file, reader.text("file"));
    TRY(const auto path, reader.text("path"));
    TRY(const auto url, reader.text("url"));
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
      auto marker = Marker::parse(markers->text);
      if (!marker) return error(*markers, marker.error());
      out.marker &= *marker;
    }
    return {};
  }

  // `linux`, `!=win32`, `linux || darwin`, `!=linux,!=darwin`: values of sys_platform.
  Result<Marker> platform_marker(const TomlValue& value) const {
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

Result<std::vector<PoetryDependency>> read_poetry_dependencies(const TomlReader& table,
                                                               std::vector<std::string>& warnings) {
  std::vector<PoetryDependency> all;
  for (const TomlEntry& entry : table.table().entries) {
    if (entry.key == "python") continue;
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
