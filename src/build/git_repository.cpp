// SPDX-License-Identifier: MIT
#include "build/git_repository.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/log.hpp"
#include "base/process.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::string_view bucket_name = "git-v1";
constexpr std::chrono::minutes patience{10};

/// A URL without its login, and with it where there is one.
struct Address {
  std::string plain;
  std::string secret;  ///< empty if it is the same
};

Address address_of(const std::string& repository) {
  const std::size_t scheme = repository.find("://");
  if (scheme == std::string::npos) return {repository, {}};
  const std::size_t start = scheme + 3;
  const std::size_t end = std::min(repository.find('/', start), repository.size());
  const std::size_t at = repository.substr(0, end).rfind('@');
  const bool is_web = repository.starts_with("http");
  if (!is_web || at == std::string::npos || at < start) return {repository, {}};
  return {repository.substr(0, start) + repository.substr(at + 1), repository};
}

bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && std::ranges::all_of(text, [](char c) {
           return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

/// `git` for one repository.
class Git {
 public:
  explicit Git(Address address) : address_(std::move(address)) {
    options_.own_group = true;
    options_.timeout = std::chrono::hours(6);
    options_.unset = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
                      "GIT_ALTERNATE_OBJECT_DIRECTORIES"};
    options_.set = {{"GIT_TERMINAL_PROMPT", "0"}, {"LC_ALL", "C"}};
    // A repository in the file system may have submodules there; git refuses them by default.
    if (address_.plain.starts_with("file:")) configure("protocol.file.allow", "always");
    if (!address_.secret.empty())
      configure(fmt::format("url.{}.insteadOf", address_.secret), address_.plain);
  }

  const std::string& url() const { return address_.plain; }
  void set(const std::string& variable, std::string value) {
    options_.set[variable] = std::move(value);
  }

  /// What it prints. Errors: E_GIT with what it said.
  Result<std::string> run(const fs::path& directory, std::vector<std::string> arguments) const {
    log_debug("git {} in {}", join(arguments, " "), directory.string());
    const std::string action = arguments.front();
    arguments.insert(arguments.begin(), "git");
    ProcessOptions options = options_;
    options.directory = directory;
    auto output = run_process(arguments, options);
    if (!output && output.error().kind == ErrorKind::not_found)
      return fail_with_code(ErrorKind::invalid_input, ErrorCode::git,
                            fmt::format("`{}` is a repository, and there is no `git` to fetch it",
                                        escape_foreign(address_.plain)),
                            {}, {}, "install git");
    if (!output) return std::unexpected(std::move(output).error());
    if (output->exit_code == 0) return std::string(trim(output->out));
    std::string said(trim(output->err));
    if (!address_.secret.empty()) said = replace_all(said, address_.secret, address_.plain);
    return fail_with_code(
        ErrorKind::invalid_input, ErrorCode::git,
        fmt::format("`git {}` failed for `{}`:\n{}", action, escape_foreign(address_.plain), said),
        address_.plain, {}, std::string(way_out_of(ErrorCode::git)));
  }

 private:
  void configure(const std::string& key, std::string value) {
    const std::size_t count = settings_++;
    options_.set[fmt::format("GIT_CONFIG_KEY_{}", count)] = key;
    options_.set[fmt::format("GIT_CONFIG_VALUE_{}", count)] = std::move(value);
    options_.set["GIT_CONFIG_COUNT"] = std::to_string(settings_);
  }

  Address address_;
  ProcessOptions options_;
  std::size_t settings_ = 0;
};

/// The names below which the bare repository has what the remote one had when it was fetched.
std::vector<std::string> refspecs(const GitSource& source) {
  using Reference = GitSource::Reference;
  const std::string& name = source.reference_name;
  switch (source.reference) {
    case Reference::default_branch:
      return {"+HEAD:refs/remotes/origin/HEAD"};
    case Reference::branch:
      return {fmt::format("+refs/heads/{0}:refs/remotes/origin/{0}", name)};
    case Reference::tag:
      return {fmt::format("+refs/tags/{0}:refs/remotes/origin/tags/{0}", name)};
    case Reference::revision:
      break;
  }
  if (name.starts_with("refs/")) return {fmt::format("+{0}:{0}", name)};
  return {"+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/remotes/origin/tags/*",
          "+HEAD:refs/remotes/origin/HEAD"};
}

/// What to look up, the first that is there counts.
std::vector<std::string> candidates(const GitSource& source) {
  using Reference = GitSource::Reference;
  const std::string& name = source.reference_name;
  switch (source.reference) {
    case Reference::default_branch:
      return {"refs/remotes/origin/HEAD"};
    case Reference::branch:
      return {"refs/remotes/origin/" + name};
    case Reference::tag:
      return {"refs/remotes/origin/tags/" + name};
    case Reference::revision:
      break;
  }
  return {"refs/remotes/origin/" + name, "refs/remotes/origin/tags/" + name, name};
}

std::optional<std::string> commit_of(const Git& git, const fs::path& store,
                                     const std::string& name) {
  // A name that begins with `-` would be an option.
  if (name.empty() || name.starts_with('-')) return std::nullopt;
  const auto found =
      git.run(store, {"rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"});
  return found && is_commit(*found) ? std::optional(*found) : std::nullopt;
}

Result<void> fetch(const Git& git, const fs::path& store, const GitSource& source,
                   const std::string& exact_commit) {
  const std::string& wanted = exact_commit;
  std::vector<std::string> command{"fetch",     "--force", "--update-head-ok",
                                   "--no-tags", "--",      git.url()};
  if (is_commit(wanted)) {
    std::vector<std::string> exact = command;
    exact.push_back(fmt::format("+{0}:refs/commit/{0}", wanted));
    if (git.run(store, exact)) return {};
    // Not every server gives a commit by its name: then all that has names is fetched.
    command.insert(command.end(), {"+refs/heads/*:refs/remotes/origin/*",
                                   "+refs/tags/*:refs/remotes/origin/tags/*"});
  } else {
    for (std::string& refspec : refspecs(source)) command.push_back(std::move(refspec));
  }
  TRY_OK(git.run(store, command));
  return {};
}

/// What is looked for in a bare repository.
struct Wanted {
  const GitSource& source;
  const std::string& commit;  ///< may be empty
};

/// The wanted commit, in the bare repository `store`.
Result<std::string> resolve_commit(const Git& git, const fs::path& store, const Wanted& wanted,
                                   bool offline) {
  const GitSource& source = wanted.source;
  const std::string exact =
      !wanted.commit.empty() ? wanted.commit
      : source.reference == GitSource::Reference::revision && is_commit(source.reference_name)
          ? source.reference_name
          : std::string();
  if (!exact.empty())
    if (auto found = commit_of(git, store, exact)) return *found;
  if (offline) {
    for (const std::string& name : candidates(source))
      if (auto found = exact.empty() ? commit_of(git, store, name) : std::nullopt) return *found;
    return fail_with_code(
        ErrorKind::network, ErrorCode::offline,
        fmt::format("`{}` is not in the cache, and the network is off", escape_foreign(git.url())),
        git.url(), {}, "run once without `--offline`");
  }
  TRY_OK(fetch(git, store, source, exact));
  const std::vector<std::string> names =
      exact.empty() ? candidates(source) : std::vector<std::string>{exact};
  for (const std::string& name : names)
    if (auto found = commit_of(git, store, name)) return *found;
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::git,
                        fmt::format("`{}` has no `{}`", escape_foreign(git.url()),
                                    escape_foreign(exact.empty() ? source.reference_name : exact)),
                        git.url(), {}, "correct the branch, tag or revision");
}

Result<void> make_checkout(Git git, const fs::path& store, const std::string& commit, bool lfs,
                           const fs::path& into) {
  if (!lfs) git.set("GIT_LFS_SKIP_SMUDGE", "1");
  const fs::path above = into.parent_path();
  TRY_OK(git.run(above, {"clone", "--quiet", "--local", "--no-checkout", "--", store.string(),
                         into.string()}));
  // Submodules with relative addresses are relative to where the repository came from.
  TRY_OK(git.run(into, {"remote", "set-url", "origin", git.url()}));
  TRY_OK(git.run(into, {"checkout", "--quiet", "--detach", commit}));
  TRY_OK(git.run(into, {"submodule", "--quiet", "update", "--recursive", "--init"}));
  if (!lfs) return {};
  TRY_OK(git.run(into, {"lfs", "install", "--local"}));
  TRY_OK(git.run(into, {"lfs", "pull"}));
  return {};
}

}  // namespace

Result<GitCheckout> GitRepositories::checkout(const GitSource& source,
                                              const std::string& wanted) const {
  const Git git(address_of(source.repository));
  const std::string key = cache_key(git.url());
  const fs::path bucket = cache_.writable_bucket(bucket_name);
  const fs::path store = bucket / "db" / key;
  TRY_OK(make_directories(store.parent_path(), 0700));
  TRY(const FileLock lock,
      FileLock::acquire(bucket / "db" / (key + ".lock"), FileLock::Mode::exclusive, patience));
  if (!path_exists(store / "HEAD")) {
    TRY_OK(make_directories(store, 0700));
    TRY_OK(git.run(store, {"init", "--quiet", "--bare"}));
  }
  TRY(std::string commit, resolve_commit(git, store, {source, wanted}, offline_));
  const fs::path tree = bucket / "checkouts" / key / (source.lfs ? commit + "-lfs" : commit);
  if (!path_exists(tree)) {
    TRY_OK(make_directories(tree.parent_path(), 0700));
    TRY(TempDirectory staging, TempDirectory::create_in(tree.parent_path()));
    TRY_OK(make_checkout(git, store, commit, source.lfs, staging.path() / "tree"));
    if (::rename((staging.path() / "tree").c_str(), tree.c_str()) != 0)
      return io_failure("move into the cache", tree, errno);
  }
  return GitCheckout{tree, std::move(commit)};
}

}  // namespace axle
