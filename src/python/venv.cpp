// SPDX-License-Identifier: MIT
#include "python/venv.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "base/file.hpp"
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

std::string pyvenv_cfg(const Interpreter& base, const VenvOptions& options) {
  std::string text = fmt::format(
      "home = {}\nimplementation = {}\naxle = {}\nversion_info = {}\ninclude-system-site-packages "
      "= {}\n",
      base.base_executable.parent_path().string(), base.markers.platform_python_implementation,
      AXLE_VERSION, base.version.to_string(), options.system_site_packages);
  if (options.relocatable) text += "relocatable = true\n";
  if (options.seed) text += "seed = true\n";
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

/// A directory with nothing in it but what a killed run of ours left.
bool holds_nothing(const fs::path& path) {
  bool nothing = true;
  const auto listed = list_directory(path, [&](const std::string& name, bool) {
    nothing = nothing && (name == ".axle" || name == "lost+found");
  });
  return listed.has_value() && nothing;
}

/// Removes what is there first, so that no link is followed.
Result<void> put(const fs::path& path, std::string_view contents) {
  std::error_code ignored;
  fs::remove(path, ignored);
  return write_file_quickly(path, contents);
}

}  // namespace

Interpreter interpreter_in_venv(const fs::path& path, const Interpreter& base) {
  Interpreter made = base;
  const fs::path site = path / "lib" / python_directory_name(base) / "site-packages";
  made.executable = path / "bin" / "python";
  made.prefix = path;
  made.externally_managed = false;
  made.scheme = {.purelib = site,
                 .platlib = site,
                 .scripts = path / "bin",
                 .data = path,
                 .headers = path / "include" / "site" / python_directory_name(base)};
  return made;
}

Result<void> check_venv_place(const fs::path& path, const VenvOptions& options) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (!fs::exists(status)) return {};
  const auto refuse = [&](std::string why, std::string hint) {
    return fail_with_code(ErrorKind::environment, ErrorCode::venv,
                          fmt::format("`{}` {}", escape_foreign(path.string()), why), path.string(),
                          {}, std::move(hint));
  };
  if (fs::is_symlink(status) && !path_exists(path))
    return refuse("is a link to something that does not exist", "remove the link");
  if (!directory_exists(path))
    return refuse("exists and is not a directory", "choose another place, or remove it");
  if (holds_nothing(path)) return {};
  if (options.allow_existing || (options.clear && options.force)) return {};
  if (!is_virtual_environment(path))
    return refuse("exists and is not a virtual environment",
                  "choose another place, or use `--clear --force` to remove the directory with all "
                  "that is in it, or `--allow-existing` to keep that");
  if (options.clear) return {};
  return refuse("is a virtual environment already",
                "use `--clear` to replace it, or `--allow-existing` to keep its packages");
}

Result<void> write_venv(const fs::path& place, const fs::path& path, const Interpreter& base,
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
    TRY_OK(put(bin / script.file_name, script.contents));
  TRY_OK(put(place / ".gitignore", "*\n"));
  TRY_OK(put(place / "CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"));
  // There from the start, so that taking it later adds nothing.
  if (!path_exists(place / ".lock")) TRY_OK(put(place / ".lock", ""));
  // Last: it is what makes the directory an environment.
  return put(place / "pyvenv.cfg", pyvenv_cfg(base, options));
}

}  // namespace axle
