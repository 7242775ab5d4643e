// SPDX-License-Identifier: MIT
#include "project/requirements_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/file.hpp"
#include "base/pipe_file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/requirements_encoding.hpp"
#include "project/requirements_lines.hpp"
#include "project/requirements_option.hpp"
#include "project/url_variables.hpp"
#include "project/written_requirement.hpp"

namespace axle {
namespace {

constexpr std::size_t max_bytes = std::size_t{16} << 20;
constexpr std::size_t max_depth = 64;
constexpr std::size_t max_files = 1000;
// Each costs some kilobytes until it is solved for.
constexpr std::size_t max_requirements = 50'000;

/// Where a file is: in the file system, or at a URL.
struct Place {
  fs::path path;    ///< absolute; empty for a remote one
  std::string url;  ///< empty for a local one
  fs::path name;    ///< of a local one: as it is named, begun with the name of who names it

  friend bool operator==(const Place& a, const Place& b) {
    return a.path == b.path && a.url == b.url;
  }
  std::string shown() const { return url.empty() ? shown_path(path) : shown_url(url); }
  std::string file() const { return url.empty() ? path.string() : shown_url(url); }
  std::string origin() const { return url.empty() ? name.string() : shown_url(url); }
};

bool is_remote(std::string_view file) {
  return starts_with_ignoring_case(file, "http://") || starts_with_ignoring_case(file, "https://");
}

/// The place of `file`, as `from` names it. What a remote file names is remote too.
Place place_of(std::string_view file, const Place& from) {
  if (is_remote(file)) return {{}, std::string(file), {}};
  if (!from.url.empty()) {
    const std::size_t host = from.url.find("://") + 3;
    if (file.starts_with('/'))
      return {{}, from.url.substr(0, from.url.find('/', host)) + std::string(file), {}};
    const std::string bare = from.url.substr(0, from.url.find_first_of("?#"));
    const std::size_t slash = bare.rfind('/');
    return {{}, (slash < host ? bare + "/" : bare.substr(0, slash + 1)) + std::string(file), {}};
  }
  std::string path(file);
  if (path.starts_with("file:")) path = percent_decode(path.substr(5));
  if (path.starts_with("//")) path = path.substr(path.find('/', 2));
  return {absolute_path(from.path.parent_path() / path), {}, from.name.parent_path() / path};
}

/// The URL or path of a requirement as the line has it, variables not expanded.
std::string location_as_written(std::string_view line, bool is_named) {
  if (is_named) line = trim(line.substr(line.find('@') + 1));
  line = trim(line.substr(0, marker_position(line)));
  if (!is_named && line.ends_with(']')) line = trim(line.substr(0, line.rfind('[')));
  return std::string(line);
}

class Reader {
 public:
  Reader(const RequirementsReading& reading, RequirementsFile& out)
      : reading_(reading), out_(out) {}

  Result<void> read(const Place& place, bool is_constraint) {
    if (open_.size() >= max_depth)
      return fail(ErrorKind::invalid_input,
                  fmt::format("requirements files are nested deeper than {}", max_depth));
    if (++files_ > max_files)
      return fail(ErrorKind::invalid_input,
                  fmt::format("there are more than {} requirements files", max_files));
    if (const auto start = std::ranges::find(open_, place); start != open_.end()) {
      warn_of_cycle({start, open_.end()}, place);
      return {};
    }
    TRY(const std::string text, text_of(place));
    open_.push_back(place);
    for (const RequirementsLine& line : requirements_lines(text)) {
      auto done = read_line(line.text, is_constraint);
      if (!done) return at_line(place, line, std::move(done).error());
    }
    open_.pop_back();
    return {};
  }

 private:
  Result<std::string> text_of(const Place& place) {
    std::string bytes;
    if (open_.empty() && reading_.bytes) {
      bytes = *reading_.bytes;
    } else if (place.url.empty()) {
      // Only what the user names may be a pipe: one that a file names could block for ever.
      auto read = open_.empty() ? read_file_or_pipe(place.path, max_bytes)
                                : read_file(place.path, max_bytes);
      if (!read && read.error().kind == ErrorKind::not_found && read.error().hints.empty())
        read.error().hints.emplace_back("check the path");
      TRY(bytes, std::move(read));
    } else if (reading_.fetch) {
      TRY(bytes, reading_.fetch(place.url));
    } else {
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is on the network, from where no requirements are read here",
                              place.shown()),
                  "download the file");
    }
    auto text = requirements_utf8(std::move(bytes));
    if (text) return text;
    Error error = std::move(text).error();
    error.message = fmt::format("`{}` cannot be read: {}", place.shown(), error.message);
    error.code = ErrorCode::project;
    error.file = place.file();
    return std::unexpected(std::move(error));
  }

  // Nothing is lost: each of them is read once.
  void warn_of_cycle(const std::vector<Place>& open, const Place& again) {
    std::vector<std::string> cycle;
    for (const Place& place : open) cycle.push_back(fmt::format("`{}`", place.shown()));
    cycle.push_back(fmt::format("`{}`", again.shown()));
    out_.warnings.push_back("requirements files include each other, and are read once: " +
                            join(cycle, " -> "));
  }

  static std::unexpected<Error> at_line(const Place& place, const RequirementsLine& line,
                                        Error cause) {
    auto hints = std::move(cause.hints);
    cause.hints.clear();
    cause.message = hide_user_info(cause.message);
    // Of all options only those that name another file can miss one.
    const bool is_option = line.text.starts_with('-') && !line.text.starts_with("-e") &&
                           !line.text.starts_with("--editable");
    const char* what = is_option && cause.kind == ErrorKind::not_found
                           ? "Couldn't find a file that is named"
                           : "Couldn't parse requirement";
    auto failure = while_doing(
        fmt::format("{} in `{}` at line {}", what, place.shown(), line.number), std::move(cause));
    Error& error = failure.error();
    error.hints = std::move(hints);
    if (error.code == ErrorCode::none) error.code = ErrorCode::project;
    if (error.file.empty()) {
      error.file = place.file();
      error.member = fmt::format("line {}", line.number);
    }
    return failure;
  }

  Result<void> read_line(const std::string& raw, bool is_constraint) {
    const std::string line =
        reading_.directory.empty()
            ? expand_variables(raw, reading_.environment)
            : expand_url_variables(raw, reading_.environment, reading_.directory);
    if (!line.starts_with('-')) return read_requirement(line, raw, is_constraint);
    TRY(const auto options, requirements_options(line, out_.warnings));
    std::vector<std::string> said;
    const auto written = requirements_options(raw, said);
    for (std::size_t i = 0; i < options.size(); ++i) {
      const bool is_known = written && written->size() == options.size();
      TRY_OK(apply(options[i], is_known ? (*written)[i].value : options[i].value, is_constraint));
    }
    return {};
  }

  Result<void> read_requirement(std::string_view line, std::string_view raw, bool is_constraint) {
    if (out_.requirements.size() + out_.constraints.size() == max_requirements)
      return fail(ErrorKind::invalid_input,
                  fmt::format("there are more than {} requirements", max_requirements),
                  "no environment needs so many: remove those that repeat others");
    TRY(auto hashes, take_requirement_options(line, out_.warnings));
    TRY(WrittenRequirement located, located_requirement(line));
    if (auto* unnamed = std::get_if<UnnamedRequirement>(&located)) {
      if (is_constraint) TRY_OK(parse_named_requirement(line, reading_.directory));
      return add_unnamed(std::move(*unnamed), std::move(hashes), raw);
    }
    SourcedRequirement requirement = std::get<SourcedRequirement>(std::move(located));
    requirement.origin = open_.back().origin();
    RequirementEntry entry{std::move(requirement), std::move(hashes), {}};
    if (entry.requirement.registry() == nullptr) {
      std::vector<std::string> said;
      TRY_OK(take_requirement_options(raw, said));
      entry.written = location_as_written(raw, is_named_place(trim(line)));
    }
    if (entry.requirement.marker.is_never()) {
      out_.warnings.push_back(fmt::format("the marker of `{}` in `{}` can never hold",
                                          escape_foreign(hide_user_info(line)),
                                          open_.back().shown()));
    }
    // A compiled file names extras; a constraint limits versions only, as in uv.
    if (is_constraint) entry.requirement.extras.clear();
    (is_constraint ? out_.constraints : out_.requirements).push_back(std::move(entry));
    return {};
  }

  /// Paths are those of where the command runs, as pip and uv have it, or else of beside the file.
  Result<WrittenRequirement> located_requirement(std::string_view line) const {
    return located(
        line, parse_written_requirement, [](const WrittenRequirement& written) -> decltype(auto) {
          return std::visit([](const auto& one) -> const RequirementSource& { return one.source; },
                            written);
        });
  }

  template <class Parse, class SourceOf>
  auto located(std::string_view text, Parse parse, SourceOf source_of) const
      -> decltype(parse(text, fs::path())) {
    const fs::path beside = open_.back().path.parent_path();
    const fs::path& first = reading_.directory.empty() ? beside : reading_.directory;
    auto found = parse(text, first);
    if (first == beside || beside.empty() || (found && !is_missing(source_of(*found))))
      return found;
    auto other = parse(text, beside);
    return other && !is_missing(source_of(*other)) ? std::move(other) : std::move(found);
  }

  static bool is_missing(const RequirementSource& source) {
    if (const auto* file = std::get_if<PathSource>(&source)) return !path_exists(file->path);
    const auto* tree = std::get_if<DirectorySource>(&source);
    return tree != nullptr && !path_exists(tree->path);
  }

  Result<void> add_editable(std::string_view value, std::string_view written) {
    TRY(UnnamedRequirement place,
        located(
            value, parse_editable_requirement,
            [](const UnnamedRequirement& one) -> const RequirementSource& { return one.source; }));
    return add_unnamed(std::move(place), {}, written);
  }

  Result<void> add_unnamed(UnnamedRequirement place, std::vector<std::string> hashes,
                           std::string_view written) {
    place.origin = open_.back().origin();
    out_.unnamed.push_back({std::move(place), std::move(hashes),
                            location_as_written(written, is_named_place(trim(written)))});
    return {};
  }

  Result<IndexUrl> index_url(std::string_view value) const {
    const fs::path beside = open_.back().path.parent_path();
    if (!reading_.directory.empty() && path_exists(reading_.directory / std::string(value)))
      return IndexUrl::parse(value, reading_.directory);
    return IndexUrl::parse(value, beside.empty() ? reading_.directory : beside);
  }

  /// `written`: its value with variables as they stand in the file.
  Result<void> apply(const RequirementsOption& option, std::string_view written,
                     bool is_constraint) {
    switch (option.kind) {
      case RequirementsOptionKind::requirements:
        return read(place_of(option.value, open_.back()), is_constraint);
      case RequirementsOptionKind::constraints:
        return read(place_of(option.value, open_.back()), true);
      case RequirementsOptionKind::editable:
        return add_editable(option.value, written);
      case RequirementsOptionKind::no_binary:
        return choose(out_.no_binary, option.value);
      case RequirementsOptionKind::only_binary:
        return choose(out_.only_binary, option.value);
      case RequirementsOptionKind::no_index:
        out_.no_index = true;
        return {};
      case RequirementsOptionKind::pre:
        out_.pre = true;
        return {};
      case RequirementsOptionKind::require_hashes:
        out_.require_hashes = true;
        return {};
      case RequirementsOptionKind::ignored:
        out_.warnings.push_back(
            fmt::format("the option `{}` of a requirements file has no effect here", option.name));
        return {};
      case RequirementsOptionKind::index_url:
      case RequirementsOptionKind::extra_index_url:
      case RequirementsOptionKind::find_links:
        break;
    }
    TRY(IndexUrl url, index_url(option.value));
    out_.written_urls.emplace(url.text(), written);
    if (option.kind == RequirementsOptionKind::index_url) {
      if (out_.index_url && *out_.index_url != url)
        return fail(ErrorKind::invalid_input,
                    fmt::format("`{}` is to be the index, but `{}` is already",
                                escape_foreign(hide_user_info(written)),
                                escape_foreign(hide_user_info(out_.index_url->text()))),
                    "leave out one of the `--index-url` lines, or make it `--extra-index-url`");
      out_.index_url = std::move(url);
    } else {
      (option.kind == RequirementsOptionKind::extra_index_url ? out_.extra_index_urls
                                                              : out_.find_links)
          .push_back(std::move(url));
    }
    return {};
  }

  static Result<void> choose(PackageChoice& choice, std::string_view value) {
    for (const std::string_view part : split(value, ',')) {
      const std::string_view name = trim(part);
      if (name == ":all:") {
        choice.all = true;
      } else if (name == ":none:") {
        choice = {};
      } else {
        TRY(PackageName package, PackageName::parse(name));
        choice.packages.insert(std::move(package));
      }
    }
    return {};
  }

  const RequirementsReading& reading_;
  RequirementsFile& out_;
  std::vector<Place> open_;
  std::size_t files_ = 0;
};

Result<RequirementsFile> read_all(const fs::path& path, const RequirementsReading& reading,
                                  bool is_constraint) {
  RequirementsFile file;
  const std::string given = path.string();
  const fs::path& name = reading.name.empty() ? path : reading.name;
  const Place place =
      is_remote(given) ? Place{{}, given, {}} : Place{absolute_path(path), {}, name};
  TRY_OK(Reader(reading, file).read(place, is_constraint));
  return file;
}

}  // namespace

Result<RequirementsFile> read_requirements_file(const fs::path& path,
                                                const RequirementsReading& reading) {
  return read_all(path, reading, false);
}

Result<RequirementsFile> read_constraints_file(const fs::path& path,
                                               const RequirementsReading& reading) {
  return read_all(path, reading, true);
}

}  // namespace axle
