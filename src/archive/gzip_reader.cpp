// SPDX-License-Identifier: MIT
#include "archive/gzip_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/inflate_library.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::size_t chunk = 256 * 1024;

}  // namespace

struct GzipReader::State {
  const InflateLibrary& library;
  ArchiveBytes& archive;
  std::uint64_t left;
  std::string label;
  std::uint64_t offset = 0;
  std::string packed = {};
  std::string plain = std::string(chunk, '\0');
  std::unique_ptr<inflate_state> inflate = std::make_unique<inflate_state>();

  std::unexpected<Error> damaged(std::string_view what) const {
    return fail_with_code(ErrorKind::integrity, ErrorCode::sdist_data,
                          fmt::format("`{}` is not usable: {}", escape_foreign(label), what),
                          label);
  }

  Result<void> refill() {
    const std::uint64_t size = std::min<std::uint64_t>(chunk, left);
    TRY(packed, archive.read(offset, size));
    if (packed.size() != size) return damaged("it was cut short");
    offset += size;
    left -= size;
    inflate->next_in = reinterpret_cast<std::uint8_t*>(packed.data());
    inflate->avail_in = static_cast<std::uint32_t>(size);
    return {};
  }
};

GzipReader::GzipReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
GzipReader::GzipReader(GzipReader&&) noexcept = default;
GzipReader& GzipReader::operator=(GzipReader&&) noexcept = default;
GzipReader::~GzipReader() = default;

Result<GzipReader> GzipReader::open(ArchiveBytes& archive, std::uint64_t size, std::string label) {
  TRY(const InflateLibrary* const library, InflateLibrary::open());
  std::unique_ptr<State> state(new State{*library, archive, size, std::move(label)});
  library->init(state->inflate.get());
  state->inflate->crc_flag = ISAL_GZIP;
  return GzipReader(std::move(state));
}

Result<std::string_view> GzipReader::next() {
  State& state = *state_;
  while (state.inflate->block_state != ISAL_BLOCK_FINISH) {
    if (state.inflate->avail_in == 0 && state.left > 0) TRY_OK(state.refill());
    state.inflate->next_out = reinterpret_cast<std::uint8_t*>(state.plain.data());
    state.inflate->avail_out = static_cast<std::uint32_t>(state.plain.size());
    const std::uint32_t had_in = state.inflate->avail_in;
    if (state.library.inflate(state.inflate.get()) != ISAL_DECOMP_OK)
      return state.damaged("it does not unpack");
    const std::size_t got = state.plain.size() - state.inflate->avail_out;
    if (got > 0) return std::string_view(state.plain).substr(0, got);
    if (state.inflate->avail_in == had_in && state.left == 0) return state.damaged("it ends early");
  }
  return std::string_view();
}

}  // namespace axle
