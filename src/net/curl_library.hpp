// SPDX-License-Identifier: MIT
#pragma once

// The checks that curl's header wraps around setopt and getinfo do not go through a pointer.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include "axle/base/error.hpp"

// With some compilers the header makes macros of these.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt
#undef curl_share_setopt

namespace axle {

/// The functions of libcurl that we use. Linking the library costs 5 ms at every start, so it is
/// opened when the first request is made.
struct CurlLibrary {
  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_reset) easy_reset;
  decltype(&::curl_easy_setopt) easy_setopt;
  decltype(&::curl_easy_getinfo) easy_getinfo;
  decltype(&::curl_easy_pause) easy_pause;
  decltype(&::curl_easy_strerror) easy_strerror;
  decltype(&::curl_multi_init) multi_init;
  decltype(&::curl_multi_cleanup) multi_cleanup;
  decltype(&::curl_multi_setopt) multi_setopt;
  decltype(&::curl_multi_add_handle) multi_add_handle;
  decltype(&::curl_multi_remove_handle) multi_remove_handle;
  decltype(&::curl_multi_perform) multi_perform;
  decltype(&::curl_multi_poll) multi_poll;
  decltype(&::curl_multi_wakeup) multi_wakeup;
  decltype(&::curl_multi_info_read) multi_info_read;
  decltype(&::curl_share_init) share_init;
  decltype(&::curl_share_setopt) share_setopt;
  decltype(&::curl_share_cleanup) share_cleanup;
  decltype(&::curl_slist_append) slist_append;
  decltype(&::curl_slist_free_all) slist_free_all;
  decltype(&::curl_global_init) global_init;
  decltype(&::curl_version_info) version_info;

  /// Opens it, once for the process; it stays open. Any thread. Errors: `network` (E_NET) if it is
  /// not there or older than 7.85.
  static Result<const CurlLibrary*> open();
};

}  // namespace axle
