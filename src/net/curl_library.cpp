// SPDX-License-Identifier: MIT
#include "net/curl_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <array>

#include "base/text.hpp"

namespace axle {
namespace {

#ifdef __APPLE__
constexpr std::array names = {"libcurl.4.dylib", "/opt/homebrew/opt/curl/lib/libcurl.4.dylib",
                              "/usr/local/opt/curl/lib/libcurl.4.dylib",
                              "/usr/lib/libcurl.4.dylib"};
#else
constexpr std::array names = {"libcurl.so.4", "libcurl-gnutls.so.4"};
#endif

std::unexpected<Error> unusable(std::string why) {
  return fail_with_code(ErrorKind::network, ErrorCode::net,
                        "libcurl could not be used: " + std::move(why), {}, {},
                        "install libcurl 7.85 or newer (`libcurl4`)");
}

/// Finds `name` in the library. False if it is not there.
template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

Result<CurlLibrary> load() {
  void* library = nullptr;
  for (const char* name : names) {
    library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library != nullptr) break;
  }
  if (library == nullptr) {
    const char* const why = ::dlerror();
    return unusable(escape_foreign(why == nullptr ? "it is not installed" : why));
  }
  CurlLibrary curl{};
  const bool is_whole = find(library, "curl_easy_init", curl.easy_init) &&
                        find(library, "curl_easy_cleanup", curl.easy_cleanup) &&
                        find(library, "curl_easy_reset", curl.easy_reset) &&
                        find(library, "curl_easy_setopt", curl.easy_setopt) &&
                        find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
                        find(library, "curl_easy_pause", curl.easy_pause) &&
                        find(library, "curl_easy_strerror", curl.easy_strerror) &&
                        find(library, "curl_multi_init", curl.multi_init) &&
                        find(library, "curl_multi_cleanup", curl.multi_cleanup) &&
                        find(library, "curl_multi_setopt", curl.multi_setopt) &&
                        find(library, "curl_multi_add_handle", curl.multi_add_handle) &&
                        find(library, "curl_multi_remove_handle", curl.multi_remove_handle) &&
                        find(library, "curl_multi_perform", curl.multi_perform) &&
                        find(library, "curl_multi_poll", curl.multi_poll) &&
                        find(library, "curl_multi_wakeup", curl.multi_wakeup) &&
                        find(library, "curl_multi_info_read", curl.multi_info_read) &&
                        find(library, "curl_share_init", curl.share_init) &&
                        find(library, "curl_share_setopt", curl.share_setopt) &&
                        find(library, "curl_share_cleanup", curl.share_cleanup) &&
                        find(library, "curl_slist_append", curl.slist_append) &&
                        find(library, "curl_slist_free_all", curl.slist_free_all) &&
                        find(library, "curl_global_init", curl.global_init) &&
                        find(library, "curl_version_info", curl.version_info);
  if (!is_whole) return unusable("it is too old");
  const curl_version_info_data* const version = curl.version_info(CURLVERSION_NOW);
  if (version->version_num < 0x075500)
    return unusable(fmt::format("version {} is too old", version->version));
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return unusable("it failed to start");
  return curl;
}

}  // namespace

Result<const CurlLibrary*> CurlLibrary::open() {
  // Never closed: OpenSSL, which it brings along, registers handlers that run when the process
  // ends.
  static const Result<CurlLibrary> library = load();
  if (!library) return std::unexpected(library.error());
  return &*library;
}

}  // namespace axle
