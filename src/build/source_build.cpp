// SPDX-License-Identifier: MIT
#include "build/source_build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "build/hook_script.hpp"

extern char** environ;  // NOLINT: POSIX declares it nowhere

namespace axle {
namespace {

using nlohmann::json;

constexpr std::uint64_t largest_answer = std::uint64_t{16} << 20;
constexpr std::string_view logs_bucket = "build-logs-v1";

/// Logins for indexes and uploads, which no build needs.
std::vector<std::string> secret_variables() {
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    const bool is_ours = name.starts_with("UV_") || name.starts_with("AXLE_");
    if (is_ours &&
        (name.ends_with("_PASSWORD") || name.ends_with("_USERNAME") || name.ends_with("_TOKEN")))
      names.emplace_back(name);
  }
  return names;
}

/// A log that stays when the build failed.
fs::path place_of_log(const Cache& cache, const std::string& label) {
  std::string name = label.substr(0, label.find(' '));
  name.erase(0, name.rfind('/') + 1);  // of a place that has no name: its last part
  std::string stem;
  for (const char c : name) stem += is_ascii_alnum(c) || c == '.' || c == '-' || c == '_' ? c : '_';
  return cache.writable_bucket(logs_bucket) / fmt::format("{}-{}.log", stem, cache_key(label));
}

bool is_plain_file_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && !name.contains('/') &&
         !name.contains('\0');
}

}  // namespace

std::string_view to_string(BuildKind kind) {
  switch (kind) {
    case BuildKind::wheel:
      return "wheel";
    case BuildKind::editable:
      return "editable";
    case BuildKind::sdist:
      break;
  }
  return "sdist";
}

Result<SourceBuild> SourceBuild::begin(BuildTarget target, BuildSettings settings,
                                       const BuildServices& services) {
  TRY(BuildSystem system, read_build_system(target.tree));
  TRY(TempDirectory scratch, TempDirectory::create_in(system_temp_directory()));
  TRY_OK(make_directories(scratch.path() / "tmp", 0700));
  const fs::path file = place_of_log(services.cache, target.label);
  TRY_OK(make_directories(file.parent_path(), 0700));
  TRY(BuildLog log, BuildLog::create(file, services.listener));
  return SourceBuild(std::move(target), std::move(settings), std::move(system), services,
                     std::move(scratch), std::move(log));
}

Result<void> SourceBuild::prepare(BuildKind kind) {
  if (!environment_) {
    auto made = services_.environments.make(target_, system_.requirements);
    if (!made)
      return while_doing(fmt::format("Failed to resolve or install the build requirements of `{}`",
                                     escape_foreign(target_.label)),
                         std::move(made).error());
    environment_ = *std::move(made);
  }
  if (!prepared_.insert(kind).second || !environment_->is_isolated()) return {};
  const std::string hook = fmt::format("get_requires_for_build_{}", to_string(kind));
  TRY(const auto answer, call(hook, fmt::format("[{}]", settings_.config_settings)));
  if (!answer) return {};
  std::vector<Requirement> more;
  const json list = json::parse(*answer, nullptr, false);
  if (!list.is_array())
    return failure({.hook = hook,
                    .backend = system_.backend,
                    .exception = "TypeError",
                    .module = {},
                    .text = "it did not return a list",
                    .command = {}});
  for (const json& item : list) {
    if (!item.is_string()) continue;
    TRY(Requirement requirement, Requirement::parse(item.get<std::string>()));
    more.push_back(std::move(requirement));
  }
  if (more.empty()) return {};
  auto added = environment_->add(more);
  if (!added)
    return while_doing(fmt::format("Failed to install what `{}` asks for to build `{}`", hook,
                                   escape_foreign(target_.label)),
                       std::move(added).error());
  return {};
}

Result<std::optional<std::string>> SourceBuild::metadata(BuildKind kind) {
  TRY_OK(prepare(kind));
  const fs::path into = scratch_.path() / fmt::format("metadata-{}", to_string(kind));
  TRY_OK(remove_tree(into));
  TRY_OK(make_directories(into));
  const std::string hook = fmt::format("prepare_metadata_for_build_{}", to_string(kind));
  TRY(const auto answer,
      call(hook, fmt::format("[{}, {}]", json(into.string()).dump(), settings_.config_settings)));
  if (!answer) return std::optional<std::string>();
  const json name = json::parse(*answer, nullptr, false);
  if (!name.is_string() || !is_plain_file_name(name.get<std::string>()))
    return failure({.hook = hook,
                    .backend = system_.backend,
                    .exception = "TypeError",
                    .module = {},
                    .text = "it did not return the name of a folder",
                    .command = {}});
  TRY(std::string text, read_file(into / name.get<std::string>() / "METADATA", largest_answer));
  return std::optional(std::move(text));
}

Result<fs::path> SourceBuild::build(BuildKind kind, const fs::path& into) {
  TRY_OK(prepare(kind));
  TRY_OK(make_directories(into));
  const std::string hook = fmt::format("build_{}", to_string(kind));
  std::string arguments =
      fmt::format("[{}, {}", json(into.string()).dump(), settings_.config_settings);
  arguments += kind == BuildKind::sdist ? "]" : ", null]";
  TRY(const auto answer, call(hook, arguments));
  if (!answer) {
    return fail_with_code(
        ErrorKind::failed, ErrorCode::build,
        fmt::format("Failed to build `{}`: the backend `{}` has no hook `{}`",
                    escape_foreign(target_.label), escape_foreign(system_.backend), hook),
        target_.tree.string(), "build-system",
        kind == BuildKind::editable
            ? "install it as a usual package, with `editable = false` or `--no-editable`, or use a "
              "backend that knows PEP 660"
            : "use another build backend");
  }
  const json name = json::parse(*answer, nullptr, false);
  if (!name.is_string() || !is_plain_file_name(name.get<std::string>()) ||
      !file_exists(into / name.get<std::string>()))
    return failure({.hook = hook,
                    .backend = system_.backend,
                    .exception = "TypeError",
                    .module = {},
                    .text = "it did not return the name of a file that it made",
                    .command = {}});
  return into / name.get<std::string>();
}

Result<std::optional<std::string>> SourceBuild::call(const std::string& hook,
                                                     const std::string& arguments) {
  const unsigned number = ++calls_;
  const fs::path request = scratch_.path() / fmt::format("request-{}.json", number);
  const fs::path answer = scratch_.path() / fmt::format("answer-{}.json", number);
  json paths = json::array();
  for (const std::string& path : system_.backend_path)
    paths.push_back((target_.tree / path).lexically_normal().string());
  const json text{{"backend", system_.backend},
                  {"backend-path", paths},
                  {"hook", hook},
                  {"arguments", json::parse(arguments)},
                  {"answer", answer.string()}};
  TRY_OK(write_file_quickly(request, text.dump()));
  TRY_OK(run_python(hook, request, answer));
  TRY(const std::string said, read_file(answer, largest_answer));
  const json parsed = json::parse(said, nullptr, false);
  if (parsed.is_object() && parsed.contains("missing")) return std::optional<std::string>();
  return std::optional(parsed.is_object() && parsed.contains("value") ? parsed["value"].dump()
                                                                      : std::string("null"));
}

Result<void> SourceBuild::run_python(const std::string& hook, const fs::path& request,
                                     const fs::path& answer) {
  const Interpreter& interpreter = environment_->interpreter();
  ProcessOptions options;
  options.directory = target_.tree;
  options.timeout = std::chrono::hours(24 * 7);
  options.own_group = true;
  options.stop = services_.stop;
  options.on_output = [this](std::string_view piece) { log_.write(piece); };
  options.unset = secret_variables();
  options.unset.emplace_back("PYTHONHOME");
  const std::string path = Environment::of_process().get("PATH").value_or("");
  options.set = {{"PATH", interpreter.scheme.scripts.string() + (path.empty() ? "" : ":" + path)},
                 {"PYTHONIOENCODING", "utf-8:backslashreplace"},
                 {"TMPDIR", (scratch_.path() / "tmp").string()}};
  if (interpreter.is_virtual()) options.set["VIRTUAL_ENV"] = interpreter.prefix.string();
  for (const auto& [name, value] : settings_.variables) options.set[name] = value;
  const std::vector<std::string> command{interpreter.executable.string(), "-c",
                                         std::string(hook_script), request.string()};
  log_debug("{}: {} in {}", hook, system_.backend, target_.tree.string());
  TRY(const ProcessOutput ended, run_process(command, options));
  if (ended.exit_code == 0) return {};
  HookFailure failed{.hook = hook,
                     .backend = system_.backend,
                     .exit_code = ended.exit_code,
                     .exception = {},
                     .module = {},
                     .text = {},
                     .command = command};
  if (const auto said = read_file(answer, largest_answer)) {
    const json parsed = json::parse(*said, nullptr, false);
    if (parsed.is_object() && parsed.contains("error") && parsed["error"].is_object()) {
      const json& error = parsed["error"];
      const auto text = [&](const char* key) {
        const auto found = error.find(key);
        return found != error.end() && found->is_string() ? found->get<std::string>()
                                                          : std::string();
      };
      failed.exception = text("type");
      failed.module = text("module");
      failed.text = text("text");
      failed.is_importing = error.value("importing", false);
    }
  }
  return failure(std::move(failed));
}

std::unexpected<Error> SourceBuild::failure(HookFailure failed) {
  if (failed.command.empty() && environment_)
    failed.command = {environment_->interpreter().executable.string(), "-c", "…\n"};
  if (!failed.text.empty() && log_.tail().empty()) log_.write(failed.text + "\n");
  return std::unexpected(build_failure({.label = target_.label,
                                        .name = target_.name,
                                        .is_isolated = !environment_ || environment_->is_isolated(),
                                        .runtime = services_.runtime},
                                       failed, log_));
}

}  // namespace axle
