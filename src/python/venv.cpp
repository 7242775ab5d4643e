// SPDX-License-Identifier: MIT
#include "python/venv.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "base/file.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "python/activate_scripts.hpp"
#include "python/pyvenv_cfg.hpp"

namespace axle {
namespace {

Result<void> link_to(const fs::path& target, const fs::path& link) {
  std::error_code error;
  fs::remove(link, error);
  fs::create_symlink(target, link, error);
  if (error) return io_failure("link", link, error.value());
  return {};
}

std::string python_directory_name(const Interpreter& base) {
  return fmt::format("{}{}.{}{}", base.implementation == "pypy" ? "pypy" : "python", base.major(),
                     base.minor(), base.free_threaded ? "t" : "");
}

/// Whether `path` may be written, given what is there.
Result<void> check_place(const fs::path& path, const VenvOptions& options) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (!fs::exists(status)) return {};
  const auto refuse = [&](std::string why, std::string hint) {
    return fail_with_code(ErrorKind::environment, "E_VENV",
                          fmt::format("`{}` {}", escape_foreign(path.string()), why), path.string(),
                          {}, std::move(hint));
  };
  if (fs::is_symlink(status) && !path_exists(path))
    return refuse("is a link to something that does not exist", "remove the link");
  if (!directory_exists(path))
    return refuse("exists and is not a directory", "choose another place, or remove it");
  if (fs::is_empty(path, error)) return {};
  if (!is_virtual_environment(path))
    return refuse("exists and is not a virtual environment",
                  "choose another place, or empty the directory; axle deletes only what it knows "
                  "to be an environment");
  if (options.clear || options.allow_existing) return {};
  return refuse("is a virtual environment already",
                "use `--clear` to replace it, or `--allow-existing` to keep its packages");
}

std::string pyvenv_cfg(const Interpreter& base, const VenvOptions& options) {
  std::string text = fmt::format(
      "home = {}\nimplementation = {}\naxle = {}\nversion_info = {}\ninclude-system-site-packages "
      "= {}\n",
      base.base_executable.parent_path().string(), base.markers.platform_python_implementation,
      AXLE_VERSION, base.version.to_string(), options.system_site_packages);
  if (options.relocatable) text += "relocatable = true\n";
  // A line feed would start a key of its own.
  if (options.prompt) text += fmt::format("prompt = {}\n", escape_foreign(*options.prompt));
  return text;
}

Result<void> write_executables(const fs::path& bin, const Interpreter& base) {
  TRY_OK(link_to(base.base_executable, bin / "python"));
  TRY_OK(link_to("python", bin / fmt::format("python{}", base.major())));
  TRY_OK(link_to("python", bin / fmt::format("python{}.{}", base.major(), base.minor())));
  if (base.free_threaded)
    TRY_OK(link_to("python", bin / fmt::format("python{}.{}t", base.major(), base.minor())));
  if (base.implementation == "pypy") TRY_OK(link_to("python", bin / "pypy"));
  return {};
}

/// Everything of an environment at `place`, whose scripts shall say that it is at `path`.
Result<void> write_environment(const fs::path& place, const fs::path& path, const Interpreter& base,
                               const VenvOptions& options) {
  const fs::path bin = place / "bin";
  TRY_OK(make_directories(bin));
  const fs::path library = fs::path("lib") / python_directory_name(base) / "site-packages";
  TRY_OK(make_directories(place / library));
#if !defined(__APPLE__)
  if (base.pointer_bits == 64) TRY_OK(link_to("lib", place / "lib64"));
#endif
  TRY_OK(write_executables(bin, base));
  const std::string prompt = options.prompt.value_or(path.filename().string());
  for (const ActivateScript& script : activate_scripts(path, prompt, options.relocatable))
    TRY_OK(write_file_quickly(bin / script.file_name, script.contents));
  TRY_OK(write_file_quickly(place / ".gitignore", "*\n"));
  TRY_OK(
      write_file_quickly(place / "CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"));
  // Last: it is what makes the directory an environment.
  return write_file_quickly(place / "pyvenv.cfg", pyvenv_cfg(base, options));
}

}  // namespace

Interpreter interpreter_in_venv(const fs::path& path, const Interpreter& base) {
  Interpreter made = base;
  const fs::path site = path / "lib" / python_directory_name(base) / "site-packages";
  made.executable = path / "bin" / "python3";
  made.prefix = path;
  made.externally_managed = false;
  made.scheme = {.purelib = site,
                 .platlib = site,
                 .scripts = path / "bin",
                 .data = path,
                 .headers = path / "include" / "site" / python_directory_name(base)};
  return made;
}

Result<Interpreter> create_venv(const fs::path& given, const Interpreter& base,
                                const VenvOptions& options) {
  const fs::path path = absolute_path(given);
  TRY_OK(check_place(path, options));
  if (options.allow_existing && is_virtual_environment(path)) {
    TRY_OK(write_environment(path, path, base, options));
    return interpreter_in_venv(path, base);
  }
  TRY_OK(make_directories(path.parent_path()));
  TRY(TempDirectory staging, TempDirectory::create_in(path.parent_path()));
  if (::chmod(staging.path().c_str(), 0755) != 0)
    return io_failure("set permissions of", staging.path(), errno);
  TRY_OK(write_environment(staging.path(), path, base, options));
  // What is there moves aside first and goes last, so that there is a whole environment at every
  // moment but one.
  std::optional<TempDirectory> old;
  if (directory_exists(path)) {
    TRY(TempDirectory aside, TempDirectory::create_in(path.parent_path()));
    if (::rename(path.c_str(), (aside.path() / "old").c_str()) != 0)
      return io_failure("replace", path, errno);
    old = std::move(aside);
  }
  if (::rename(staging.path().c_str(), path.c_str()) != 0) {
    const int error_number = errno;
    if (old && ::rename((old->path() / "old").c_str(), path.c_str()) != 0) old->release();
    return io_failure("create", path, error_number);
  }
  staging.release();
  return interpreter_in_venv(path, base);
}

}  // namespace axle
