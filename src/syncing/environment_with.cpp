// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "provision/make_environment.hpp"
#include "provision/pip_requirements.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/unnamed_sources.hpp"
#include "provision/wanted_packages.hpp"
#include "python/discovery.hpp"
#include "syncing/run_environment.hpp"

namespace axle {
namespace {

constexpr std::string_view bucket = "environments-v1";

/// What the environment's own packages hide: the rest of the base's are seen behind them.
Result<void> let_see(const Interpreter& interpreter, const Interpreter& base) {
  const fs::path file = interpreter.scheme.purelib / "_axle_base.pth";
  std::string text = "import site\n";
  for (const fs::path& place : {base.scheme.purelib, base.scheme.platlib})
    if (std::string line = fmt::format("import site; site.addsitedir({:?})\n", place.string());
        !text.ends_with(line))
      text += line;
  if (const auto old = read_file(file); old && *old == text) return {};
  return write_file_atomically(file, text);
}

/// Names the environment: the same packages for the same Python beside the same base.
std::string key_of(const std::vector<WantedPackage>& wanted, const Interpreter& base) {
  std::string text = base.base_executable.string() + "\n" + base.prefix.string() + "\n";
  for (const WantedPackage& package : wanted) {
    text += package.wheel.filename + " " + package.wheel.url + " " + package.wheel.path.string();
    for (const FileHash& hash : package.wheel.hashes) text += " " + hash.hex;
    text += "\n";
  }
  return cache_key(text);
}

/// `a,b[x,y],c>=1,<2` names three requirements: a comma within brackets, or before a comparison, is
/// part of one.
void split_at_commas(std::string_view text, std::vector<std::string>& parts) {
  std::size_t start = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']') --depth;
    if (text[i] != ',' || depth != 0) continue;
    const std::string_view rest = trim(text.substr(i + 1));
    if (!rest.empty() && std::string_view("!=<>~").contains(rest.front())) continue;
    parts.emplace_back(trim(text.substr(start, i - start)));
    start = i + 1;
  }
  parts.emplace_back(trim(text.substr(start)));
}

std::vector<std::string> split_at_commas(const std::vector<std::string>& texts) {
  std::vector<std::string> parts;
  for (const std::string& text : texts) split_at_commas(text, parts);
  std::erase(parts, "");
  return parts;
}

Result<Interpreter> environment_at(const fs::path& path, const Interpreter& base,
                                   const Cache& cache) {
  if (file_exists(path / "pyvenv.cfg"))
    if (auto known = interpreter_of_environment(path, cache)) return known;
  TRY_OK(make_directories(path.parent_path()));
  return make_private_environment(path, base);
}

}  // namespace

Result<RunEnvironment> environment_with(RunEnvironment base, const RunProgramOptions& options,
                                        Services& services) {
  const std::vector<std::string> packages = split_at_commas(options.with);
  const std::vector<std::string> files = split_at_commas(options.with_requirements);
  TRY(PipRequirements requirements,
      pip_requirements({.packages = &packages,
                        .requirements = &files,
                        .editables = split_at_commas(options.with_editable)},
                       services));
  TRY(const Settings* const settings, pip_settings(options, requirements, services));
  TRY(const ResolutionTarget target,
      resolution_target(*base.interpreter, std::nullopt, options.python_platform,
                        services.environment()));
  SourceBuilder builder({.settings = *settings, .interpreter = *base.interpreter}, services);
  TRY_OK(name_requirements(requirements, builder, services));
  const ResolveInput input = pip_input(requirements, *settings, target, services);
  TRY(const Resolution resolution,
      resolve_packages(input, options.resolver, builder, services, true));
  EnvironmentChange change = environment_change(*settings, options.installer);
  TRY(change.wanted, wanted_packages(resolution, {}));
  change.plan.exact = true;

  TRY(Cache* const cache, services.cache());
  const fs::path path =
      cache->writable_bucket(bucket) / ("with-" + key_of(change.wanted, *base.interpreter));
  TRY(const Interpreter interpreter, environment_at(path, *base.interpreter, *cache));
  TRY_OK(let_see(interpreter, *base.interpreter));
  TRY(EnvironmentOutcome outcome, change_environment(std::move(change), interpreter, services));

  RunEnvironment environment = in_environment(interpreter);
  environment.bins.insert(environment.bins.end(), base.bins.begin(), base.bins.end());
  environment.changes = std::move(base.changes);
  environment.changes.push_back(std::move(outcome));
  environment.temporary = std::move(base.temporary);
  return environment;
}

}  // namespace axle
