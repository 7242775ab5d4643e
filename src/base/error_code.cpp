// SPDX-License-Identifier: MIT
#include "axle/base/error_code.hpp"

#include <array>

namespace axle {
namespace {

constexpr std::string_view publisher = "choose another version, or tell the publisher";

constexpr std::array texts{
    ErrorCodeText{ErrorCode::project, "E_PROJECT", "2, 1",
                  "the project, its settings, a variable or a requirements file is wrong",
                  "correct the line or table that is named"},
    ErrorCodeText{ErrorCode::lockfile, "E_LOCKFILE", "2",
                  "`uv.lock` or a `pylock.toml` cannot be read",
                  "correct the line that is named, or delete the file and run `axle lock`"},
    ErrorCodeText{ErrorCode::build, "E_BUILD", "1, 2",
                  "a build failed: the hook, its last words, the log and the likely cause are said "
                  "(2 for `axle build`)",
                  "read the log that is named, or choose a version that has a wheel"},
    ErrorCodeText{ErrorCode::build_refused, "E_BUILD_REFUSED", "2",
                  "a build that settings forbid, or that needs itself",
                  "choose a version that has a wheel, or allow the build"},
    ErrorCodeText{ErrorCode::build_needed, "E_BUILD_NEEDED", "1",
                  "what is shown or installed has only a source distribution or source tree, and "
                  "is not built here",
                  "choose a version that has a wheel, or build one elsewhere and use "
                  "`--find-links`"},
    ErrorCodeText{ErrorCode::git, "E_GIT", "2, 1",
                  "`git` failed, or a repository does not have what is asked for; its own words "
                  "are said",
                  "check the address, the branch, tag or commit, and your access to it"},
    ErrorCodeText{ErrorCode::metadata_dynamic, "E_METADATA_DYNAMIC", "1",
                  "a source distribution does not state its dependencies",
                  "state them in `tool.uv.dependency-metadata`"},
    ErrorCodeText{ErrorCode::budget, "E_BUDGET", "1",
                  "resolving was given up: memory, time without progress, forks, packages, extras "
                  "that name each other or the depth of dependencies passed a limit "
                  "(`network.md`)",
                  "name narrower versions, or raise the limit that is named"},
    ErrorCodeText{ErrorCode::net, "E_NET", "3", "there is no connection, or it broke",
                  "check the network connection and the proxy settings, and try again"},
    ErrorCodeText{ErrorCode::http, "E_HTTP", "3, 2",
                  "an answer is an error, or no HTTP (2 for a page that does not exist)",
                  "check the address, and try again"},
    ErrorCodeText{ErrorCode::tls, "E_TLS", "3",
                  "a certificate is not trusted, or no secure connection could be made",
                  "name the certificate authority's file in `SSL_CERT_FILE`"},
    ErrorCodeText{ErrorCode::no_ranges, "E_NO_RANGES", "3",
                  "a server gives neither parts of a file nor, asked for it, the whole one",
                  "try again, or tell who runs the index"},
    ErrorCodeText{ErrorCode::offline, "E_OFFLINE", "1, 3",
                  "the cache does not have it and `--offline` was said",
                  "run it once without `--offline`"},
    ErrorCodeText{ErrorCode::auth, "E_AUTH", "5", "401 or 403, or 407 of a proxy",
                  "give a login: `UV_INDEX_<NAME>_USERNAME` and `UV_INDEX_<NAME>_PASSWORD`, netrc "
                  "or keyring"},
    ErrorCodeText{ErrorCode::index_format, "E_INDEX_FORMAT", "4",
                  "a page is broken, or is no index page",
                  "check the index's address, or tell who runs the index"},
    ErrorCodeText{ErrorCode::index_limit, "E_INDEX_LIMIT", "4",
                  "a page or file is larger than any honest one",
                  "check the address, or tell who runs the index"},
    ErrorCodeText{ErrorCode::index_policy, "E_INDEX_POLICY", "4",
                  "a redirect or link leads to where axle does not follow: https to http, another "
                  "scheme",
                  "name the address that it leads to, if you trust it"},
    ErrorCodeText{ErrorCode::hash, "E_HASH", "4",
                  "the bytes are not those that the index, the lockfile or the requirements file "
                  "states; of metadata too, which then leads to no other version",
                  "do not install it; tell who runs the index"},
    ErrorCodeText{ErrorCode::size, "E_SIZE", "4", "the size is not the one that was stated",
                  "do not install it; tell who runs the index"},
    ErrorCodeText{ErrorCode::sdist_data, "E_SDIST_DATA", "4",
                  "a source distribution cannot be read", publisher},
    ErrorCodeText{ErrorCode::zip_structure, "E_ZIP_STRUCTURE", "4",
                  "the archive contradicts itself", publisher},
    ErrorCodeText{ErrorCode::zip_data, "E_ZIP_DATA", "4", "the archive is damaged", publisher},
    ErrorCodeText{ErrorCode::zip_bomb, "E_ZIP_BOMB", "4",
                  "the archive unpacks to far more than it should", publisher},
    ErrorCodeText{ErrorCode::zip_unsupported, "E_ZIP_UNSUPPORTED", "4",
                  "the archive needs a method that wheels do not use", publisher},
    ErrorCodeText{ErrorCode::wheel_name, "E_WHEEL_NAME", "4",
                  "the file's name is no wheel's, or that of another one", publisher},
    ErrorCodeText{ErrorCode::wheel_meta, "E_WHEEL_META", "4",
                  "METADATA or WHEEL are wrong, say different things, or METADATA needs other "
                  "things than the index said when it was resolved",
                  publisher},
    ErrorCodeText{ErrorCode::wheel_path, "E_WHEEL_PATH", "4",
                  "a member leaves the target, or its name has two readings", publisher},
    ErrorCodeText{ErrorCode::wheel_link, "E_WHEEL_LINK", "4", "a member is no regular file",
                  publisher},
    ErrorCodeText{ErrorCode::wheel_record, "E_WHEEL_RECORD", "4", "RECORD and contents differ",
                  publisher},
    ErrorCodeText{ErrorCode::wheel_scheme, "E_WHEEL_SCHEME", "4",
                  "a file goes where none may, such as over the interpreter", publisher},
    ErrorCodeText{ErrorCode::wheel_entry, "E_WHEEL_ENTRY", "4",
                  "an entry point is no `module:function`", publisher},
    ErrorCodeText{ErrorCode::wheel_hook, "E_WHEEL_HOOK", "4",
                  "it would run code whenever Python starts, and `--deny-hooks` was said",
                  "leave `--deny-hooks` out, if you trust it"},
    ErrorCodeText{ErrorCode::conflict, "E_CONFLICT", "8",
                  "a file belongs to another package or to another wheel of this run "
                  "(`--allow-overlap` lets one win), or a directory is in its way",
                  "remove one of the packages, or what is in the way"},
    ErrorCodeText{ErrorCode::venv, "E_VENV", "8, 2",
                  "no environment, a broken one, or one whose Python lies in the project and is "
                  "not run unasked; 2 if no Python is there that fits what was asked for",
                  "make one with `axle venv`, or name a Python with `--python`"},
    ErrorCodeText{ErrorCode::io, "E_IO", "6", "the system refused an operation; the path is named",
                  "make room there, or correct the permissions"},
    ErrorCodeText{ErrorCode::locked, "E_LOCKED", "7", "a lock was not free in time",
                  "wait for the other process, or end it"},
};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (static_cast<std::size_t>(texts[i].code) != i + 1) return false;
  return true;
}
static_assert(is_in_order(), "a code's text is found by its number");
static_assert(texts.size() == static_cast<std::size_t>(ErrorCode::locked));

}  // namespace

std::span<const ErrorCodeText> error_code_texts() { return texts; }

std::string_view name_of(ErrorCode code) {
  return code == ErrorCode::none ? "" : texts[static_cast<std::size_t>(code) - 1].name;
}

std::string_view way_out_of(ErrorCode code) {
  return code == ErrorCode::none ? "" : texts[static_cast<std::size_t>(code) - 1].way_out;
}

}  // namespace axle
