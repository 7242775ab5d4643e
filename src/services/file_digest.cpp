// SPDX-License-Identifier: MIT
#include "services/file_digest.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"

namespace axle {

Result<std::string> digest_of_file(const fs::path& path) {
  TRY(Digest digest, Digest::start(DigestAlgorithm::sha256));
  std::ifstream file(path, std::ios::binary);
  std::string piece(std::size_t{1} << 20, '\0');
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) || file.gcount() > 0)
    digest.update(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
  if (!file.eof()) return io_failure("read", path, errno);
  return hex_encode(digest.finish());
}

Result<std::string> digest_of_url(const std::string& text, const IndexSet& indexes,
                                  Services& services) {
  constexpr std::uint64_t largest_file = std::uint64_t{64} << 30;
  TRY(Url url, Url::parse(text));
  if (url.is_file()) {
    TRY(const fs::path path, url.to_path());
    return digest_of_file(path);
  }
  TRY(HttpClient* const client, services.http(indexes));
  if (client == nullptr)
    return fail(
        ErrorKind::network,
        fmt::format("`{}` has no known digest, and axle is offline", escape_foreign(url.display())),
        "run the command without `--offline`");
  TRY(Digest digest, Digest::start(DigestAlgorithm::sha256));
  Request request{.url = std::move(url)};
  request.max_body_bytes = largest_file;
  request.total_timeout = std::chrono::milliseconds(0);
  request.large = true;
  request.sink = [&](std::string_view piece) {
    digest.update(piece);
    return SinkAnswer::more;
  };
  TRY(const Response response, client->send(std::move(request)));
  if (response.status != 200) return status_failure(response);
  return hex_encode(digest.finish());
}

}  // namespace axle
