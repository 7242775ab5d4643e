// SPDX-License-Identifier: MIT
#include "project/settings_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace axle {
namespace {

using L = SettingsLayer;

template <class T, std::size_t count>
using Words = std::array<std::pair<std::string_view, T>, count>;

constexpr Words<IndexStrategy, 4> strategies{
    {{"first-index", IndexStrategy::first_index},
     {"unsafe-first-match", IndexStrategy::unsafe_first_match},
     {"unsafe-any-match", IndexStrategy::unsafe_first_match},  // its older name
     {"unsafe-best-match", IndexStrategy::unsafe_best_match}}};
constexpr Words<KeyringProvider, 2> keyrings{
    {{"disabled", KeyringProvider::disabled}, {"subprocess", KeyringProvider::subprocess}}};
constexpr Words<ResolutionMode, 3> resolutions{{{"highest", ResolutionMode::highest},
                                                {"lowest", ResolutionMode::lowest},
                                                {"lowest-direct", ResolutionMode::lowest_direct}}};
constexpr Words<PrereleaseMode, 5> prereleases{
    {{"disallow", PrereleaseMode::disallow},
     {"allow", PrereleaseMode::allow},
     {"if-necessary", PrereleaseMode::if_necessary},
     {"explicit", PrereleaseMode::explicitly},
     {"if-necessary-or-explicit", PrereleaseMode::if_necessary}}};
constexpr Words<ForkStrategy, 2> fork_strategies{
    {{"requires-python", ForkStrategy::requires_python}, {"fewest", ForkStrategy::fewest}}};
constexpr Words<LinkChoice, 4> link_modes{{{"clone", LinkChoice::clone},
                                           {"copy", LinkChoice::copy},
                                           {"hardlink", LinkChoice::hardlink},
                                           {"symlink", LinkChoice::symlink}}};
constexpr Words<PythonPreference, 4> preferences{{{"only-managed", PythonPreference::only_managed},
                                                  {"managed", PythonPreference::managed},
                                                  {"system", PythonPreference::system},
                                                  {"only-system", PythonPreference::only_system}}};
// uv takes booleans too: many a Dockerfile has UV_PYTHON_DOWNLOADS=0.
constexpr Words<PythonDownloads, 8> downloads{{{"automatic", PythonDownloads::automatic},
                                               {"manual", PythonDownloads::manual},
                                               {"never", PythonDownloads::never},
                                               {"auto", PythonDownloads::automatic},
                                               {"true", PythonDownloads::automatic},
                                               {"1", PythonDownloads::automatic},
                                               {"false", PythonDownloads::never},
                                               {"0", PythonDownloads::never}}};

/// `shown`: how many of the words messages name; the others are further spellings.
template <auto member, const auto& list, std::size_t shown = list.size()>
constexpr SettingWords one_of() {
  return {.words =
              [] {
                std::vector<std::string_view> words;
                for (std::size_t i = 0; i < shown; ++i) words.push_back(list[i].first);
                return words;
              },
          .set =
              [](L& layer, std::string_view text) {
                for (const auto& [word, value] : list)
                  if (word == text) {
                    layer.*member = value;
                    return true;
                  }
                return false;
              },
          .prefer =
              [](L& upper, const L& lower) {
                if (!(upper.*member)) upper.*member = lower.*member;
              }};
}

constexpr auto idle = SettingState::idle;
constexpr auto elsewhere = SettingState::elsewhere;
constexpr auto layer = VariableUse::layer;
constexpr auto option = VariableUse::option;
constexpr auto direct = VariableUse::direct;

SettingRow project_key(std::string_view key, std::string_view effect,
                       SettingState state = SettingState::acts) {
  return {.key = key, .effect = effect, .state = state, .project_only = true};
}
SettingRow as_option(std::string_view variable, std::string_view name, std::string_view effect) {
  return {.variable = variable, .option = name, .effect = effect, .use = option};
}
SettingRow direct_variable(std::string_view variable, std::string_view effect) {
  return {.variable = variable, .effect = effect, .use = direct};
}
SettingRow idle_variable(std::string_view variable, std::string_view effect) {
  return {.variable = variable, .effect = effect, .use = direct, .state = idle};
}
SettingRow variable_elsewhere(std::string_view variable, std::string_view effect) {
  return {.variable = variable, .effect = effect, .use = direct, .state = elsewhere};
}

void add_index_rows(std::vector<SettingRow>& rows) {
  rows.insert(
      rows.end(),
      {{"index",
        "INDEX",
        "--index",
        "indexes beside the default one; with `supplemental = true` for what the others lack",
        {},
        layer},
       {{}, "DEFAULT_INDEX", "--default-index", "the index in place of PyPI", {}, layer},
       {"index-url", "INDEX_URL", "--index-url", "the same, by its older name", {}, layer},
       {"extra-index-url",
        "EXTRA_INDEX_URL",
        "--extra-index-url",
        "indexes beside the default one, behind those of `index`",
        {},
        layer},
       {"find-links", "FIND_LINKS", "--find-links", "pages or folders of files", {}, layer},
       {"no-index", "NO_INDEX", "--no-index", "no index, only `find-links`", &L::no_index, layer},
       {"index-strategy", "INDEX_STRATEGY", "--index-strategy", "how several indexes are asked",
        one_of<&L::index_strategy, strategies>(), layer},
       {"keyring-provider", "KEYRING_PROVIDER", "--keyring-provider",
        "whether the program `keyring` is asked for logins",
        one_of<&L::keyring_provider, keyrings>(), layer},
       {"allow-insecure-host", "INSECURE_HOST", "--allow-insecure-host",
        "hosts that may use plain http or a certificate that nobody knows", &L::allow_insecure_host,
        layer},
       {"exclude-newer",
        "EXCLUDE_NEWER",
        "--exclude-newer",
        "files uploaded at or after this moment do not exist",
        {},
        layer},
       {"exclude-newer-package", {}, "--exclude-newer-package", "the same for one package"},
       {"http-proxy", {}, {}, "the proxy for http", &L::http_proxy},
       {"https-proxy", {}, {}, "the proxy for https", &L::https_proxy},
       {"no-proxy", {}, {}, "hosts that need no proxy", &L::no_proxy},
       {"system-certs", "SYSTEM_CERTS", "--system-certs",
        "the system's certificates, which axle always uses", &L::system_certs, layer},
       {"native-tls", "NATIVE_TLS", "--native-tls", "the same, by its older name", &L::system_certs,
        layer},
       direct_variable("HTTP_TIMEOUT", "seconds without a byte after which a transfer ends"),
       direct_variable("HTTP_CONNECT_TIMEOUT", "seconds for a connection"),
       direct_variable("HTTP_RETRIES", "how often a request is repeated"),
       direct_variable("REQUEST_TIMEOUT", "the older name of `UV_HTTP_TIMEOUT`"),
       idle_variable("UPLOAD_HTTP_TIMEOUT", "for uploads")});
}

void add_resolver_rows(std::vector<SettingRow>& rows) {
  rows.insert(
      rows.end(),
      {{"resolution", "RESOLUTION", "--resolution", "the highest or the lowest versions",
        one_of<&L::resolution, resolutions>(), layer},
       {"prerelease", "PRERELEASE", "--prerelease", "which pre-releases are taken",
        one_of<&L::prerelease, prereleases>(), layer},
       {"prerelease-package", {}, "--prerelease-package", "the same for one package"},
       {"fork-strategy", "FORK_STRATEGY", "--fork-strategy",
        "the newest versions for each Python, or few versions",
        one_of<&L::fork_strategy, fork_strategies>(), layer},
       {"dependency-metadata", {}, {}, "what packages need, in place of what they say"},
       {"no-sources", "NO_SOURCES", "--no-sources", "`tool.uv.sources` is ignored", &L::no_sources,
        layer},
       {"no-sources-package", "NO_SOURCES_PACKAGE", "--no-sources-package",
        "the same for some packages", &L::no_sources_package, layer},
       {"upgrade",
        {},
        "--upgrade",
        "versions that are locked or installed are not kept",
        &L::upgrade},
       {"upgrade-package", {}, "--upgrade-package", "the same for some packages"},
       project_key("conflicts", "extras and groups that exclude each other"),
       project_key("environments", "the environments that a lock is for"),
       project_key("required-environments", "environments that must have wheels"),
       {"minimum-libc-version", {}, {}, "the oldest C libraries that wheels must run with"},
       {"override-dependencies", {}, {}, "requirements in place of those that packages state"},
       {"constraint-dependencies", {}, {}, "limits of versions"},
       {"exclude-dependencies", {}, {}, "packages that nobody needs"},
       {"build-constraint-dependencies", {}, {}, "limits of versions for builds"},
       {"torch-backend", "TORCH_BACKEND", "--torch-backend", "where PyTorch's packages are from",
        &L::torch_backend, layer},
       direct_variable("CUDA_DRIVER_VERSION", "a stand-in for the driver's version"),
       direct_variable("AMD_GPU_ARCHITECTURE", "a stand-in for the card's architecture")});
}

void add_install_rows(std::vector<SettingRow>& rows) {
  rows.insert(
      rows.end(),
      {{"no-build", "NO_BUILD", "--no-build", "only wheels", &L::no_build, layer},
       {"no-build-package", "NO_BUILD_PACKAGE", "--no-build-package",
        "only wheels of some packages", &L::no_build_package, layer},
       {"no-binary", "NO_BINARY", "--no-binary", "no wheels", &L::no_binary, layer},
       {"no-binary-package", "NO_BINARY_PACKAGE", "--no-binary-package",
        "no wheels of some packages", &L::no_binary_package, layer},
       {"reinstall", {}, "--reinstall", "what is installed is installed again", &L::reinstall},
       {"reinstall-package",
        {},
        "--reinstall-package",
        "the same for some packages",
        &L::reinstall_package},
       {"link-mode", "LINK_MODE", "--link-mode", "how files get from the cache into environments",
        one_of<&L::link_mode, link_modes>(), layer},
       {"compile-bytecode", "COMPILE_BYTECODE", "--compile-bytecode",
        "byte code is made when a package is installed", &L::compile_bytecode, layer},
       {"allow-overlap",
        {},
        "--allow-overlap",
        "packages may bring the same file with different contents",
        &L::allow_overlap},
       idle_variable("COMPILE_BYTECODE_TIMEOUT", "how long that may take"),
       {"config-settings", {}, "--config-settings", "what build backends are told"},
       {"config-settings-package", {}, "--config-settings-package", "the same for one package"},
       {"no-build-isolation", "NO_BUILD_ISOLATION", "--no-build-isolation",
        "builds use the environment as it is", &L::no_build_isolation, layer},
       {"no-build-isolation-package",
        {},
        "--no-build-isolation-package",
        "the same for some packages"},
       {"extra-build-dependencies", {}, {}, "what builds need beside what they say"},
       {"extra-build-variables", {}, {}, "variables of builds"},
       {"require-build-hashes",
        "REQUIRE_BUILD_HASHES",
        "--require-build-hashes",
        "what builds need must have a hash",
        {},
        direct,
        idle},
       {"cache-keys", {}, {}, "when a build is made anew"},
       project_key("build-backend", "settings of uv's own build backend", idle),
       as_option("REQUIRE_HASHES", "--require-hashes", "what has no hash is refused"),
       as_option("CONSTRAINT", "--constraints", "files that limit versions"),
       as_option("OVERRIDE", "--overrides", "files that replace requirements"),
       as_option("EXCLUDE", "--excludes", "files that name packages to leave out"),
       as_option("BUILD_CONSTRAINT", "--build-constraints", "files that limit versions for builds"),
       as_option("NO_VERIFY_HASHES", "--no-verify-hashes",
                 "hashes in requirements files are not checked"),
       as_option("BREAK_SYSTEM_PACKAGES", "--break-system-packages",
                 "even an installation that its owner manages is changed"),
       as_option("SYSTEM_PYTHON", "--system", "the system's Python, not an environment"),
       as_option("CUSTOM_COMPILE_COMMAND", "--custom-compile-command",
                 "what the comment at the top of a compiled file says"),
       direct_variable("NO_INSTALLER_METADATA",
                       "no INSTALLER, REQUESTED and direct_url.json in what is installed"),
       direct_variable("SKIP_WHEEL_FILENAME_CHECK",
                       "a wheel may be of another version than its name says"),
       idle_variable("INSECURE_NO_ZIP_VALIDATION", "archives are not checked"),
       idle_variable("REQUIRE_METADATA_RANGE_REQUESTS", "an index must serve byte ranges"),
       idle_variable("HIDE_BUILD_OUTPUT", "what build backends print is not shown")});
}

void add_project_rows(std::vector<SettingRow>& rows) {
  rows.insert(
      rows.end(),
      {project_key("workspace", "the members of the workspace"),
       project_key("sources", "where packages are from"),
       project_key("dev-dependencies", "the older form of the group `dev`"),
       project_key("default-groups", "the groups that are on unless switched off"),
       project_key("dependency-groups", "the Python versions of groups"),
       project_key("managed", "whether commands for projects work on it"),
       project_key("package", "whether it is installed itself"),
       project_key("accelerators", "the accelerators that the project can be installed for"),
       project_key("accelerator", "the one that is taken unless another is chosen"),
       project_key("accelerator-versions", "the versions of accelerators that are offered"),
       project_key("accelerator-channel", "stable, test or nightly builds of PyTorch"),
       project_key("accelerator-index-url", "where the folders of each accelerator are"),
       project_key("accelerator-packages", "further packages that depend on the accelerator"),
       project_key("environment", "where the environment of each accelerator is"),
       project_key("accelerator-data", "a file of facts in place of the built-in ones"),
       as_option("NO_DEV", "--no-dev", "the group `dev` is left out"),
       as_option("DEV", "--dev", "the group `dev` is included, as is the default"),
       as_option("NO_GROUP", "--no-group", "groups that are left out"),
       as_option("NO_DEFAULT_GROUPS", "--no-default-groups", "the default groups are left out"),
       as_option("NO_EDITABLE", "--no-editable", "editable packages are installed as usual ones"),
       as_option("NO_INSTALL_PROJECT", "--no-install-project", "the project is not installed"),
       as_option("NO_INSTALL_WORKSPACE", "--no-install-workspace", "no member is installed"),
       as_option("NO_INSTALL_LOCAL", "--no-install-local", "nothing of a local path is installed"),
       as_option("ONLY_INSTALL_PROJECT", "--only-install-project", "only the project"),
       as_option("ONLY_INSTALL_WORKSPACE", "--only-install-workspace", "only the members"),
       as_option("ONLY_INSTALL_LOCAL", "--only-install-local", "only what has a local path"),
       {{}, "LOCKED", "--locked", "a lock that is out of date is an error", {}, direct},
       {{}, "FROZEN", "--frozen", "the lock is used as it is", {}, direct},
       as_option("NO_SYNC", "--no-sync", "the environment is left as it is"),
       as_option("ISOLATED", "--isolated", "an environment that ends with the run"),
       as_option("ENV_FILE", "--env-file", "files of variables for the command that is run"),
       as_option("NO_ENV_FILE", "--no-env-file", "no such files"),
       as_option("NO_PROJECT", "--no-project", "a project is not looked for"),
       as_option("INIT_BUILD_BACKEND", "--build-backend", "the backend of a new project"),
       as_option("INIT_BARE", "--bare", "a new project is a `pyproject.toml` only"),
       {"add-bounds", {}, "--bounds", "the bounds of a requirement that is added", &L::add_bounds},
       direct_variable("PROJECT_ENVIRONMENT", "where the project's environment is")});
}

void add_program_rows(std::vector<SettingRow>& rows) {
  rows.insert(
      rows.end(),
      {{"required-version",
        {},
        {},
        "the versions of uv that the file is for",
        &L::required_version},
       {"offline", "OFFLINE", "--offline", "the network is not used", &L::offline, layer},
       {"no-cache", "NO_CACHE", "--no-cache", "a cache that ends with the run", &L::no_cache,
        layer},
       {"cache-dir",
        "CACHE_DIR",
        "--cache-dir",
        "where downloads are kept; of `UV_CACHE_DIR` the folder `axle`",
        {},
        direct},
       {"preview", "PREVIEW", "--preview", "the leaner lock of uv's preview", &L::preview, layer},
       {"preview-features", "PREVIEW_FEATURES", "--preview-features",
        "single features of uv's preview: of `lock-without-metadata` the leaner lock; no other "
        "acts",
        &L::preview_features, layer},
       {"python-preference", "PYTHON_PREFERENCE", "--python-preference",
        "which Pythons go first, those that uv has fetched or others, or are the only ones",
        one_of<&L::python_preference, preferences>(), layer},
       {"python-downloads",
        "PYTHON_DOWNLOADS",
        {},
        "whether Pythons may be fetched; axle fetches none",
        one_of<&L::python_downloads, downloads, 3>(),
        layer},
       {"concurrent-downloads",
        "CONCURRENT_DOWNLOADS",
        {},
        "how many downloads go on at once",
        &L::concurrent_downloads,
        layer},
       {"concurrent-builds",
        "CONCURRENT_BUILDS",
        {},
        "how many builds go on at once; as many as there are cores",
        &L::concurrent_builds,
        layer},
       {"concurrent-installs",
        "CONCURRENT_INSTALLS",
        {},
        "how many threads install",
        &L::concurrent_installs,
        layer},
       idle_variable("CONCURRENT_CACHE_READS", "how many threads read the cache"),
       {"pip", {}, {}, "settings of `axle pip` alone: its options, and the keys above"},
       direct_variable("PYTHON", "the Python to use, as `--python` says it"),
       direct_variable("PYTHON_SEARCH_PATH", "where Pythons are looked for, in place of PATH"),
       direct_variable("PYTHON_INSTALL_DIR", "where uv keeps the Pythons that it has fetched"),
       as_option("MANAGED_PYTHON", "--managed-python",
                 "only Pythons that uv has fetched: `only-managed`"),
       as_option("NO_MANAGED_PYTHON", "--no-managed-python",
                 "no Pythons that uv has fetched: `only-system`"),
       as_option("VENV_SEED", "--seed", "pip is installed into new environments"),
       as_option("VENV_CLEAR", "--clear", "an environment that is there is replaced"),
       as_option("VENV_RELOCATABLE", "--relocatable", "scripts find their own place"),
       as_option("WORKING_DIR", "--directory", "where the command works"),
       as_option("WORKING_DIRECTORY", "--directory", "the same, by its older name"),
       as_option("PROJECT", "--project", "where the project is looked for"),
       as_option("CONFIG_FILE", "--config-file", "the one file of settings"),
       as_option("NO_CONFIG", "--no-config", "no files of settings"),
       {{}, "NO_SYSTEM_CONFIG", {}, "no file of settings of the system", {}, direct},
       as_option("NO_PROGRESS", "--no-progress", "no progress bars"),
       idle_variable("NO_WRAP", "lines are not broken; axle breaks none"),
       direct_variable("LOCK_TIMEOUT",
                       "seconds that another process is waited for that works on the environment"),
       idle_variable("SHOW_RESOLUTION", "says more of a resolution; use `-v`"),
       idle_variable("LOG_CONTEXT", "says more in the log; use `-v`"),
       idle_variable("STACK_SIZE", "memory of threads"),
       idle_variable("ASTRAL_MIRROR_URL", "a mirror of uv's own files"),
       direct_variable("GIT_LFS",
                       "whether large files of repositories are fetched where no source says it"),
       idle_variable("NO_GITHUB_FAST_PATH", "how commits of GitHub are looked up"),
       idle_variable("GITHUB_FAST_PATH_URL", "the same"),
       idle_variable("MALWARE_CHECK", "packages are looked up in uv's list of malware"),
       idle_variable("MALWARE_CHECK_URL", "the same"),
       idle_variable("LEGACY_TAR_BACKEND", "how uv reads archives")});
}

void add_rows_of_others(std::vector<SettingRow>& rows) {
  for (const std::string_view key :
       {"python-install-mirror", "pypy-install-mirror", "python-downloads-json-url", "publish-url",
        "trusted-publishing", "check-url", "audit"})
    rows.push_back(
        {.key = key, .effect = "for commands that axle does not have", .state = elsewhere});
  for (const std::string_view variable : {"PYTHON_INSTALL_BIN",
                                          "PYTHON_INSTALL_REGISTRY",
                                          "PYTHON_NO_REGISTRY",
                                          "PYTHON_INSTALL_MIRROR",
                                          "PYPY_INSTALL_MIRROR",
                                          "GRAALPY_INSTALL_MIRROR",
                                          "PYODIDE_INSTALL_MIRROR",
                                          "PYTHON_DOWNLOADS_JSON_URL",
                                          "PYTHON_BIN_DIR",
                                          "PYTHON_CACHE_DIR",
                                          "PYTHON_CPYTHON_BUILD",
                                          "PYTHON_PYPY_BUILD",
                                          "PYTHON_GRAALPY_BUILD",
                                          "PYTHON_PYODIDE_BUILD",
                                          "TOOL_DIR",
                                          "TOOL_BIN_DIR",
                                          "PUBLISH_URL",
                                          "PUBLISH_INDEX",
                                          "PUBLISH_USERNAME",
                                          "PUBLISH_PASSWORD",
                                          "PUBLISH_TOKEN",
                                          "PUBLISH_CHECK_URL",
                                          "PUBLISH_NO_ATTESTATIONS",
                                          "GITHUB_TOKEN",
                                          "INSTALL_DIR",
                                          "DOWNLOAD_URL",
                                          "UNMANAGED_INSTALL",
                                          "NO_MODIFY_PATH",
                                          "INSTALLER_GITHUB_BASE_URL",
                                          "INSTALLER_GHE_BASE_URL",
                                          "CREDENTIALS_DIR",
                                          "API_KEY",
                                          "AUTH_TOKEN",
                                          "S3_ENDPOINT_URL",
                                          "GCS_ENDPOINT_URL",
                                          "AZURE_ENDPOINT_URL",
                                          "NO_HF_TOKEN",
                                          "RUN_RECURSION_DEPTH",
                                          "RUN_MAX_RECURSION_DEPTH",
                                          "RUN_RLIMIT_NOFILE"})
    rows.push_back(variable_elsewhere(variable, "for commands that axle does not have"));
}

std::vector<SettingRow> all_rows() {
  std::vector<SettingRow> rows;
  add_index_rows(rows);
  add_resolver_rows(rows);
  add_install_rows(rows);
  add_project_rows(rows);
  add_program_rows(rows);
  add_rows_of_others(rows);
  return rows;
}

}  // namespace

std::span<const SettingRow> settings_table() {
  static const std::vector<SettingRow> rows = all_rows();
  return rows;
}

std::optional<PrereleaseMode> prerelease_mode(std::string_view text) {
  for (const auto& [word, mode] : prereleases)
    if (word == text) return mode;
  return std::nullopt;
}

std::vector<std::string_view> prerelease_words() {
  return one_of<&L::prerelease, prereleases>().words();
}

const SettingRow* setting_of_key(std::string_view key) {
  const auto rows = settings_table();
  const auto found = std::ranges::find(rows, key, &SettingRow::key);
  return key.empty() || found == rows.end() ? nullptr : &*found;
}

const SettingRow* setting_of_option(std::string_view name) {
  const auto rows = settings_table();
  const auto found = std::ranges::find(rows, name, &SettingRow::option);
  return name.empty() || found == rows.end() ? nullptr : &*found;
}

}  // namespace axle
