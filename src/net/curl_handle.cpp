// SPDX-License-Identifier: MIT
#include "net/curl_handle.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "net/proxy.hpp"

namespace axle {
namespace {

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* given) {
  auto& transfer = *static_cast<Transfer*>(given);
  if (transfer.is_abandoned()) return 0;
  transfer.note_bytes(count, Transfer::now());
  return transfer.exchange().take_header(std::string_view(bytes, count)) ? count : 0;
}

std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* given) {
  auto& transfer = *static_cast<Transfer*>(given);
  if (transfer.is_abandoned()) return 0;
  transfer.note_bytes(count, Transfer::now());
  switch (transfer.exchange().take_body(std::string_view(bytes, count))) {
    case Exchange::Taken::yes:
      return count;
    case Exchange::Taken::pause:
      transfer.note_pause(true, Transfer::now());
      return CURL_WRITEFUNC_PAUSE;
    case Exchange::Taken::stop:
      break;
  }
  return 0;
}

/// libcurl calls this when there is a connection and the request is about to go out.
int on_request(void* given, char*, char*, int, int) {
  static_cast<Transfer*>(given)->note_on_wire(Transfer::now());
  return CURL_PREREQFUNC_OK;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

CurlHandle::~CurlHandle() {
  curl_.easy_cleanup(handle_);
  free_headers();
}

void CurlHandle::free_headers() {
  if (headers_ != nullptr) curl_.slist_free_all(headers_);
  headers_ = nullptr;
}

void CurlHandle::add_header(const std::string& line) {
  // A line end inside a value would start a header of its own.
  if (!has_control(line)) headers_ = curl_.slist_append(headers_, line.c_str());
}

void CurlHandle::prepare(Transfer& transfer, const ClientOptions& options, const Line& line) {
  curl_.easy_reset(handle_);
  set(CURLOPT_URL, transfer.url().to_string().c_str());
  set(CURLOPT_PRIVATE, static_cast<void*>(&transfer));
  set(CURLOPT_SHARE, line.share);
  set(CURLOPT_ERRORBUFFER, transfer.curl_detail);
  set(CURLOPT_HEADERFUNCTION, &on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(CURLOPT_WRITEFUNCTION, &on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
  set(CURLOPT_PREREQFUNCTION, &on_request);
  set(CURLOPT_PREREQDATA, static_cast<void*>(&transfer));
  if (transfer.request().method == "HEAD") set(CURLOPT_NOBODY, 1L);
  set_limits(options);
  set_connection(transfer, line.version);
  set_headers(transfer);
  set_security(transfer.url(), options, line.roots);
  // Always stated, so that libcurl does not read the environment by its own rules.
  set(CURLOPT_PROXY, proxy_for(transfer.url(), options.environment, options.proxies).c_str());
  set(CURLOPT_NOPROXY, "");
}

void CurlHandle::set_limits(const ClientOptions& options) {
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

void CurlHandle::set_connection(const Transfer& transfer, HttpVersion version) {
  const bool may_share = version == HttpVersion::newest && transfer.url().scheme() == "https";
  set(CURLOPT_TCP_NODELAY, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_BUFFERSIZE, version == HttpVersion::http_1_1 ? 512L * 1024 : 64L * 1024);
  set(CURLOPT_HTTP_VERSION,
      static_cast<long>(version == HttpVersion::http_1_1 ? CURL_HTTP_VERSION_1_1
                                                         : CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_FRESH_CONNECT, transfer.wants_fresh_connection() ? 1L : 0L);
  // Wait for the first connection to a host to tell whether it can carry many requests at once;
  // only TLS can say so.
  set(CURLOPT_PIPEWAIT, may_share && !transfer.wants_fresh_connection() ? 1L : 0L);
}

void CurlHandle::set_headers(const Transfer& transfer) {
  free_headers();
  const Request& request = transfer.request();
  for (const Header& header : request.headers)
    add_header(fmt::format("{}: {}", header.name, header.value));
  const bool wants_gzip = request.accept_gzip && !request.range && !request.sink;
  add_header(wants_gzip ? "Accept-Encoding: gzip" : "Accept-Encoding: identity");
  if (request.range) {
    add_header("Range: " + request.range->to_string());
    if (!request.if_range.empty()) add_header("If-Range: " + request.if_range);
  }
  // Ours, not libcurl's: what it is told of a login it would also use where we do not want it.
  if (transfer.credentials()) add_header("Authorization: " + transfer.credentials()->basic());
  set(CURLOPT_HTTPHEADER, headers_);
  set(CURLOPT_USERAGENT, "axle/" AXLE_VERSION);
}

void CurlHandle::set_security(const Url& url, const ClientOptions& options, const TlsRoots& roots) {
  if (url.scheme() != "https") return;
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (is_insecure_host(url, options)) {
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
    return;
  }
  if (!roots.bundle.empty()) {
    // Not copied: the loop keeps the text for as long as its handles.
    curl_blob blob{const_cast<char*>(roots.bundle.data()), roots.bundle.size(), CURL_BLOB_NOCOPY};
    set(CURLOPT_CAINFO_BLOB, &blob);
    set(CURLOPT_CAPATH, roots.directory.empty() ? nullptr : roots.directory.c_str());
    return;
  }
  if (roots.file.empty() && roots.directory.empty()) return;
  set(CURLOPT_CAINFO, roots.file.empty() ? nullptr : roots.file.c_str());
  set(CURLOPT_CAPATH, roots.directory.empty() ? nullptr : roots.directory.c_str());
}

}  // namespace axle
