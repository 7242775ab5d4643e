// SPDX-License-Identifier: MIT
#include "cli/commands/plumbing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/markers/marker_environment.hpp"
#include "axle/markers/marker_truth.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/standards/tags.hpp"
#include "axle/standards/wheel_filename.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"
#include "axle/versions/version_specifiers.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "index/page.hpp"
#include "model/upload_time.hpp"
#include "net/url.hpp"

namespace axle {
namespace {

using nlohmann::json;
using Operation = Result<json> (*)(const json& request);

std::string text_of(const json& request, const char* key) {
  return request.at(key).get<std::string>();
}

std::optional<bool> prereleases_of(const json& request) {
  const auto found = request.find("prereleases");
  return found == request.end() || found->is_null() ? std::nullopt
                                                    : std::optional(found->get<bool>());
}

Result<json> name(const json& request) {
  TRY(const PackageName parsed, PackageName::parse(text_of(request, "text")));
  return json(parsed.text());
}

Result<json> version(const json& request) {
  TRY(const Version v, Version::parse(text_of(request, "text")));
  json out{{"normalized", v.to_string()},
           {"epoch", v.epoch()},
           {"release", std::vector<std::uint64_t>(v.release().begin(), v.release().end())}};
  static constexpr std::array<const char*, 3> letters{"a", "b", "rc"};
  out["pre"] =
      v.pre() ? json::array({letters[static_cast<std::size_t>(v.pre()->kind)], v.pre()->number})
              : json();
  out["post"] = v.post() ? json(*v.post()) : json();
  out["dev"] = v.dev() ? json(*v.dev()) : json();
  const std::string normal = v.to_string();
  out["local"] = v.has_local() ? json(normal.substr(normal.find('+') + 1)) : json();
  return out;
}

Result<json> compare(const json& request) {
  TRY(const Version a, Version::parse(text_of(request, "a")));
  TRY(const Version b, Version::parse(text_of(request, "b")));
  const auto order = a <=> b;
  return json(order < 0 ? "<" : order > 0 ? ">" : "=");
}

json clauses(const VersionSpecifiers& specifiers) {
  std::vector<std::pair<std::string, std::string>> list;
  for (const VersionSpecifier& item : specifiers.items()) {
    list.emplace_back(to_string(item.op), item.written);
  }
  std::ranges::sort(list);
  json out = json::array();
  for (const auto& [op, operand] : list) out.push_back({op, operand});
  return out;
}

Result<json> specifier(const json& request) {
  TRY(const VersionSpecifiers specifiers, VersionSpecifiers::parse(text_of(request, "text")));
  return clauses(specifiers);
}

Result<json> contains(const json& request) {
  TRY(const VersionSpecifiers specifiers, VersionSpecifiers::parse(text_of(request, "specifier")));
  TRY(const Version v, Version::parse(text_of(request, "version")));
  return json(specifiers.contains(v, prereleases_of(request)));
}

Result<json> filter(const json& request) {
  TRY(const VersionSpecifiers specifiers, VersionSpecifiers::parse(text_of(request, "specifier")));
  const auto texts = request.at("versions").get<std::vector<std::string>>();
  std::vector<Version> versions;
  for (const std::string& text : texts) {
    TRY(Version v, Version::parse(text));
    versions.push_back(std::move(v));
  }
  json out = json::array();
  for (const std::size_t place : specifiers.filter(versions, prereleases_of(request)))
    out.push_back(texts[place]);
  return out;
}

Result<json> requirement(const json& request) {
  TRY(const Requirement parsed, Requirement::parse(text_of(request, "text")));
  return json{{"name", parsed.written_name},
              {"extras", parsed.written_extras},
              {"specifier", clauses(parsed.specifiers)},
              {"url", parsed.url ? json(*parsed.url) : json()},
              {"marker", parsed.marker_text.empty() ? json() : json(parsed.marker_text)}};
}

Result<json> marker(const json& request) {
  TRY(const Marker parsed, Marker::parse(text_of(request, "text")));
  TRY_OK(Marker::check_capacity());
  return json(parsed.to_text().value_or(""));
}

Result<json> evaluate(const json& request) {
  MarkerEnvironment environment;
  for (const auto& [variable, value] : request.at("environment").items())
    environment.set(variable, value.get<std::string>());
  std::vector<ExtraName> extras;
  for (const json& extra : request.value("extras", json::array())) {
    TRY(ExtraName parsed_extra, ExtraName::parse(extra.get<std::string>()));
    extras.push_back(std::move(parsed_extra));
  }
  TRY(const bool holds, marker_text_holds(text_of(request, "marker"), environment, extras));
  return json(holds);
}

Result<json> marker_relation(const json& request) {
  TRY(const Marker a, Marker::parse(text_of(request, "a")));
  TRY(const Marker b, Marker::parse(text_of(request, "b")));
  const json out{
      {"a_satisfiable", !a.is_never()}, {"b_satisfiable", !b.is_never()},
      {"disjoint", a.is_disjoint(b)},   {"a_implies_b", a.implies(b)},
      {"b_implies_a", b.implies(a)},    {"equivalent", a == b || (a.implies(b) && b.implies(a))}};
  TRY_OK(Marker::check_capacity());
  return out;
}

Result<json> wheel_filename(const json& request) {
  TRY(const WheelFilename wheel, WheelFilename::parse(text_of(request, "text")));
  if (!wheel.label.empty())
    return fail(ErrorKind::invalid_input, fmt::format("`{}` is the name of a variant wheel",
                                                      escape_foreign(text_of(request, "text"))));
  std::vector<std::string> tags;
  for (const Tag& tag : wheel.tags) tags.push_back(tag.to_string());
  std::ranges::sort(tags);
  json out{{"name", wheel.name.text()}, {"version", wheel.version.to_string()}, {"tags", tags}};
  out["build"] =
      wheel.build ? json::array({wheel.build->number, wheel.build->text}) : json::array();
  return out;
}

Result<CompatibleTags> tags_of(const json& request) {
  const std::string text = text_of(request, "python");
  std::string_view python = text;
  PythonVariant variant;
  if (python.ends_with('t')) {
    variant.free_threaded = true;
    python.remove_suffix(1);
  }
  const std::size_t dot = python.find('.');
  const auto major = parse_unsigned(python.substr(0, dot));
  const auto minor =
      dot == std::string_view::npos ? std::nullopt : parse_unsigned(python.substr(dot + 1));
  if (!major || !minor || *major > 99 || *minor > 999)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a Python version like 3.12", escape_foreign(text)));
  variant.major = static_cast<unsigned>(*major);
  variant.minor = static_cast<unsigned>(*minor);
  return CompatibleTags(variant, request.at("platforms").get<std::vector<std::string>>());
}

Result<json> compatible_tags(const json& request) {
  TRY(const CompatibleTags tags, tags_of(request));
  json out = json::array();
  for (const Tag& tag : tags.list()) out.push_back(tag.to_string());
  return out;
}

Result<json> tags_of_platform(const json& request) {
  static const std::map<std::string, PlatformOs> systems{{"linux-glibc", PlatformOs::linux_glibc},
                                                         {"linux-musl", PlatformOs::linux_musl},
                                                         {"macos", PlatformOs::macos},
                                                         {"windows", PlatformOs::windows}};
  const auto os = systems.find(text_of(request, "os"));
  if (os == systems.end())
    return fail(ErrorKind::invalid_input, "`os` is one of linux-glibc, linux-musl, macos, windows");
  Platform platform{os->second, text_of(request, "arch"), 0, 0};
  const std::string text = request.contains("version") && request["version"].is_string()
                               ? text_of(request, "version")
                               : std::string();
  const auto parts = split(text, '.');
  platform.major =
      static_cast<unsigned>(std::min<std::uint64_t>(parse_unsigned(parts[0]).value_or(0), 99));
  platform.minor = parts.size() > 1 ? static_cast<unsigned>(std::min<std::uint64_t>(
                                          parse_unsigned(parts[1]).value_or(0), 999))
                                    : 0;
  return json(platform_tags(platform));
}

Result<json> best_wheel(const json& request) {
  TRY(const CompatibleTags tags, tags_of(request));
  std::optional<std::size_t> best;
  std::pair<unsigned, std::optional<BuildTag>> best_rank;
  const auto files = request.at("files").get<std::vector<std::string>>();
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto wheel = WheelFilename::parse(files[i]);
    const auto priority = wheel && wheel->label.empty() ? tags.priority(*wheel) : std::nullopt;
    if (!priority) continue;
    std::pair rank(*priority, wheel->build);
    if (best && rank <= best_rank) continue;
    best = i;
    best_rank = std::move(rank);
  }
  return best ? json(*best) : json();
}

json hashes_of(const std::vector<FileHash>& hashes) {
  json out = json::object();
  for (const FileHash& hash : hashes) out[std::string(to_string(hash.algorithm))] = hash.hex;
  return out;
}

Result<json> index_page(const json& request) {
  TRY(const ParsedPage page, parse_page(text_of(request, "body"), text_of(request, "content_type"),
                                        text_of(request, "url")));
  json files = json::array();
  for (const PageLink& link : page.links) {
    const auto base = Url::parse(page.base);
    auto url = base ? base->join(link.url) : Url::parse(link.url);
    files.push_back(
        {{"filename", link.filename},
         {"url", has_scheme(link.url) || !url ? link.url : url->to_string()},
         {"hashes", hashes_of(link.hashes)},
         {"requires_python", link.requires_python ? json(*link.requires_python) : json()},
         {"yanked",
          link.yanked ? (link.yanked->empty() ? json(true) : json(*link.yanked)) : json(false)},
         {"core_metadata",
          link.core_metadata
              ? (link.core_metadata->empty() ? json(true) : hashes_of(*link.core_metadata))
              : json(false)},
         {"size", link.size ? json(*link.size) : json()},
         {"upload_time", link.upload_time ? json(upload_time_text(*link.upload_time)) : json()}});
  }
  return json{{"base", page.base}, {"files", files}};
}

const std::map<std::string, Operation, std::less<>>& operations() {
  static const std::map<std::string, Operation, std::less<>> known{
      {"name", name},
      {"version", version},
      {"compare", compare},
      {"specifier", specifier},
      {"contains", contains},
      {"filter", filter},
      {"requirement", requirement},
      {"marker", marker},
      {"marker_text", marker},
      {"evaluate", evaluate},
      {"marker_relation", marker_relation},
      {"wheel_filename", wheel_filename},
      {"compatible_tags", compatible_tags},
      {"platform_tags", tags_of_platform},
      {"best_wheel", best_wheel},
      {"index_page", index_page},
  };
  return known;
}

json error_answer(const Error& error) {
  std::string message = error.message;
  for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get())
    message += ": " + cause->message;
  return {{"error", message}};
}

json answer(const std::string& line) {
  try {
    const json request = json::parse(line);
    const std::string op = request.at("op").get<std::string>();
    const auto found = operations().find(op);
    if (found == operations().end())
      return {{"error", fmt::format("`{}` is not an operation", escape_foreign(op))},
              {"unsupported", true}};
    auto result = found->second(request);
    if (!result) return error_answer(result.error());
    return {{"ok", *std::move(result)}};
  } catch (const json::exception& error) {
    return {{"error", fmt::format("not a request: {}", error.what())}};
  }
}

}  // namespace

int run_plumbing(std::istream& in, std::ostream& out) {
  std::string line;
  while (std::getline(in, line)) {
    if (trim(line).empty()) continue;
    out << answer(line).dump(-1, ' ', false, json::error_handler_t::replace) << '\n' << std::flush;
  }
  return out ? 0 : 6;
}

}  // namespace axle
