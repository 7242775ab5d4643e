// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "base/temp.hpp"
#include "fetch/unpack.hpp"
#include "store/wheel_manifest.hpp"

namespace axle::test {

/// A wheel that was unpacked, or why not.
struct UnpackedWheel {
  Result<DecodedManifest> manifest;
  std::size_t early = 0;  ///< members that were unpacked while it arrived
};

/// Unpacks `bytes`, which arrive in pieces and are worked on in between in an order that `seed`
/// decides, on this thread. `place` is an empty directory; the tree is in `place`/tree afterwards.
inline UnpackedWheel unpack_arriving(std::string_view bytes, const std::string& filename,
                                     const std::filesystem::path& place, std::uint32_t seed) {
  const auto failed = [](Error error) { return UnpackedWheel{std::unexpected(std::move(error))}; };
  std::minstd_rand random(seed);
  const auto below = [&random](std::size_t limit) { return std::size_t{random()} % limit; };
  const auto expected = WheelFilename::parse(filename);
  if (!expected) return failed(expected.error());
  const fs::path spool = place / "spool";
  if (auto made = write_file_quickly(spool, ""); !made) return failed(made.error());
  auto file = WheelFile::open(spool, filename);
  auto staged = TempDirectory::create_in(place);
  if (!file || !staged) return failed(file ? staged.error() : file.error());

  MemberReader reader;
  std::deque<EarlyUnpacking::Task> tasks;
  bool is_idle = false;
  const auto early = EarlyUnpacking::begin(
      *std::move(file), *std::move(staged),
      [&tasks](EarlyUnpacking::Task task) { tasks.push_back(std::move(task)); });
  const auto work = [&](std::size_t most) {
    for (; most > 0 && !tasks.empty(); --most) {
      std::swap(tasks.front(), tasks[below(tasks.size())]);
      const EarlyUnpacking::Task task = std::move(tasks.front());
      tasks.pop_front();
      task(reader);
    }
  };
  const Fd out(::open(spool.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = std::min(bytes.size() - at, 1 + below(below(2) != 0 ? 4096 : 1 << 20));
    if (auto written = write_all(out.get(), bytes.substr(at, size), spool); !written)
      return failed(written.error());
    at += size;
    early->arrived(at);
    work(below(4));
  }
  early->finish([&is_idle] { is_idle = true; });
  work(SIZE_MAX);
  if (!is_idle) return failed(fail(ErrorKind::bug, "it is still at work").error());

  UnpackedWheel result{fail(ErrorKind::bug, "not unpacked")};
  Unpacking::Target target{place / "tree"};
  if (auto offer = early->take()) {
    result.early = offer->members.size();
    target.early = std::move(offer->members);
    std::error_code none;  // of a wheel of which nothing could be unpacked there is no tree
    fs::rename(offer->staged.path() / "tree", target.tree, none);
  }
  auto whole = WheelFile::open(spool, filename);
  if (!whole) return failed(whole.error());
  auto unpacking =
      Unpacking::prepare(*std::move(whole), {.name = *expected}, std::move(target), reader);
  if (!unpacking) return failed(unpacking.error());
  for (std::size_t task = 0; task < (*unpacking)->tasks(); ++task)
    if (auto done = (*unpacking)->run(task, reader); !done) return failed(done.error());
  result.manifest = decode_manifest((*unpacking)->manifest());
  return result;
}

/// What a manifest says of the files, without their looks (inodes and times).
inline std::string file_lines(const WheelManifest& manifest) {
  std::string text;
  for (const StoredFile& file : manifest.files)
    text += manifest.path_of(file) + " " + std::to_string(file.size) + " " +
            std::string(file.hash) + (file.executable ? " x\n" : "\n");
  return text;
}

}  // namespace axle::test
