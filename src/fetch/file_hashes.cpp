// SPDX-License-Identifier: MIT
#include "fetch/file_hashes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "archive/refusal.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {

std::string label_of(const WheelToFetch& wheel) {
  return wheel.filename.empty() ? wheel.path.filename().string() : wheel.filename;
}

std::string stated_sha256(const WheelToFetch& wheel) {
  const auto found = std::ranges::find(wheel.hashes, DigestAlgorithm::sha256, &FileHash::algorithm);
  return found == wheel.hashes.end() ? std::string() : ascii_lower(found->hex);
}

Result<void> check_stated_size(const WheelToFetch& wheel, std::uint64_t size) {
  if (!wheel.size || *wheel.size == size) return {};
  return refuse(ErrorCode::size, label_of(wheel), {},
                fmt::format("it has {} bytes, {} were stated", size, *wheel.size),
                std::string(way_out_of_changed_file));
}

Result<FileHashes> FileHashes::start(const WheelToFetch& wheel) {
  FileHashes hashes;
  TRY(Digest sha256, Digest::start(DigestAlgorithm::sha256));
  hashes.running_.push_back({DigestAlgorithm::sha256, std::move(sha256)});
  bool strong = false;
  for (const FileHash& stated : wheel.hashes) {
    if (stated.hex.size() != hex_length(stated.algorithm) || !hex_decode(stated.hex))
      return refuse(ErrorCode::hash, label_of(wheel), {},
                    fmt::format("`{}` is not a {} hash", escape_foreign(stated.hex),
                                to_string(stated.algorithm)));
    strong = strong || stated.algorithm != DigestAlgorithm::md5;
    if (std::ranges::find(hashes.running_, stated.algorithm, &Running::algorithm) !=
        hashes.running_.end())
      continue;
    TRY(Digest digest, Digest::start(stated.algorithm));
    hashes.running_.push_back({stated.algorithm, std::move(digest)});
  }
  if (wheel.hash_required && !strong)
    return refuse(ErrorCode::hash, label_of(wheel), {},
                  "no hash is known of it that could be checked",
                  "lock again, so that the lock has its SHA-256");
  return hashes;
}

void FileHashes::update(std::string_view bytes) {
  for (Running& one : running_) one.digest.update(bytes);
}

Result<std::string> FileHashes::finish(const WheelToFetch& wheel) {
  std::string sha256;
  for (Running& one : running_) {
    const std::string found = hex_encode(one.digest.finish());
    if (one.algorithm == DigestAlgorithm::sha256) sha256 = found;
    for (const FileHash& stated : wheel.hashes) {
      if (stated.algorithm != one.algorithm || equals_ignoring_case(stated.hex, found)) continue;
      return refuse(ErrorCode::hash, label_of(wheel), {},
                    fmt::format("its {} is `{}`, but `{}` was stated", to_string(one.algorithm),
                                found, stated.hex),
                    std::string(way_out_of_changed_file));
    }
  }
  return sha256;
}

}  // namespace axle
