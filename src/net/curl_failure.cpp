// SPDX-License-Identifier: MIT
#include "net/curl_failure.hpp"

#include <fmt/format.h>

#include <optional>

#include "base/text.hpp"

namespace axle {
namespace {

struct Meaning {
  ErrorCode code;
  std::string_view what;
  std::string_view hint;
};

constexpr std::string_view certificate_hint =
    "name the certificate authority's file in `SSL_CERT_FILE`, or, if you trust the host all the "
    "same, use "
    "`--allow-insecure-host`";
constexpr std::string_view network_hint = "check the network connection and the proxy settings";

Meaning meaning_of(CURLcode code, const Url& url) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {ErrorCode::net, "the host name could not be resolved", network_hint};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {ErrorCode::net, "the proxy's name could not be resolved",
              "check `HTTPS_PROXY` and `HTTP_PROXY`"};
    case CURLE_COULDNT_CONNECT:
      return {ErrorCode::net, "could not connect", network_hint};
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorCode::net, "the server did not answer in time",
              "raise `UV_HTTP_TIMEOUT` (seconds)"};
    case CURLE_PARTIAL_FILE:
      return {ErrorCode::net, "the connection ended before all had come", {}};
    case CURLE_GOT_NOTHING:
      return {ErrorCode::net, "the server closed the connection without an answer", {}};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP_RETURNED_ERROR:
    case CURLE_BAD_CONTENT_ENCODING:
      return {ErrorCode::http, "what answered does not speak HTTP as it should", {}};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return {ErrorCode::tls, "the server's certificate is not trusted", certificate_hint};
    case CURLE_SSL_CACERT_BADFILE:
      return {ErrorCode::tls, "the file of trusted certificates could not be used",
              "check `SSL_CERT_FILE` and `SSL_CERT_DIR`"};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_USE_SSL_FAILED:
      return {ErrorCode::tls, "no secure connection could be made", {}};
    default:
      return {ErrorCode::net,
              url.scheme() == "https" ? "the secure connection broke" : "the connection broke",
              {}};
  }
}

/// The status with which a proxy refused a tunnel to the host; libcurl has it only in words.
std::optional<std::uint64_t> proxy_refusal(std::string_view detail) {
  constexpr std::string_view words = "CONNECT tunnel failed, response ";
  const std::size_t start = detail.find(words);
  if (start == std::string_view::npos) return std::nullopt;
  const auto status = parse_unsigned(detail.substr(start + words.size(), 3));
  return status && *status >= 400 ? status : std::nullopt;
}

}  // namespace

Error curl_failure(CURLcode code, std::string_view detail, const Url& url) {
  // OpenSSL does not call a wrong signature a failed verification, for example where an authority
  // was made anew under its old name.
  const bool is_about_certificate = detail.find("certificate") != std::string_view::npos ||
                                    detail.find("asn1") != std::string_view::npos;
  if (code == CURLE_SSL_CONNECT_ERROR && is_about_certificate)
    code = CURLE_PEER_FAILED_VERIFICATION;
  const std::string shown = url.to_string();
  if (const auto refusal = proxy_refusal(detail)) {
    const bool wants_login = *refusal == 407;
    return fail_with_code(
               wants_login ? ErrorKind::credentials : ErrorKind::network,
               wants_login ? ErrorCode::auth : ErrorCode::http,
               fmt::format("failed to fetch `{}`: the proxy answered with HTTP status {}", shown,
                           *refusal),
               shown, {},
               wants_login
                   ? "give the proxy's login in its URL (`http://USER:PASSWORD@HOST:PORT`, in "
                     "`HTTPS_PROXY` or `https-proxy`)"
                   : "ask who runs the proxy, or exempt the host with `NO_PROXY`")
        .error();
  }
  const Meaning meaning = meaning_of(code, url);
  std::string message = fmt::format("failed to fetch `{}`: {}", shown, meaning.what);
  if (!detail.empty()) message += fmt::format(" ({})", escape_foreign(trim(detail)));
  return fail_with_code(ErrorKind::network, meaning.code, std::move(message), shown, {},
                        std::string(meaning.hint))
      .error();
}

bool is_transient_failure(CURLcode code, std::string_view detail) {
  if (const auto refusal = proxy_refusal(detail)) return *refusal >= 500;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_WEIRD_SERVER_REPLY:
      return true;
    case CURLE_UNSUPPORTED_PROTOCOL:
      // An answer without a head: what is left of another one, or a server of something else.
      return detail.find("HTTP/0.9") != std::string_view::npos;
    case CURLE_SSL_CONNECT_ERROR:
      // A handshake that was cut off is the network's fault; one that was refused is for good.
      return detail.find("reset") != std::string_view::npos ||
             detail.find("SYSCALL") != std::string_view::npos;
    default:
      return false;
  }
}

}  // namespace axle
