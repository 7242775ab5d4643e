// SPDX-License-Identifier: MIT
#include "archive/member_stream.hpp"

#include <algorithm>

#include "archive/refusal.hpp"
#include "base/inflate_library.hpp"
#include "base/try.hpp"

namespace axle {

struct MemberStream::State {
  std::string archive;
  ZipMember member;
  MemberCheck check;
  std::uint64_t taken = 0;
  const InflateLibrary* library = nullptr;  // null for a stored member
  inflate_state inflate = {};

  std::unexpected<Error> refuse_data(std::string_view rule) const {
    return refuse(ErrorCode::zip_data, archive, member.name, rule);
  }
  Result<void> give(const unsigned char* bytes, std::size_t size, const ByteSink& sink) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    TRY_OK(check.take(archive, member, text));
    return sink(text);
  }
  bool has_ended() const { return inflate.block_state == ISAL_BLOCK_FINISH; }
  Result<void> unpack(std::span<const unsigned char> packed, std::span<unsigned char> room,
                      const ByteSink& sink);
};

Result<void> MemberStream::State::unpack(std::span<const unsigned char> packed,
                                         std::span<unsigned char> room, const ByteSink& sink) {
  // The library does not write to its input.
  inflate.next_in = const_cast<unsigned char*>(packed.data());
  inflate.avail_in = static_cast<std::uint32_t>(packed.size());
  while (!has_ended()) {
    inflate.next_out = room.data();
    inflate.avail_out = static_cast<std::uint32_t>(room.size());
    const std::uint32_t before = inflate.avail_in;
    if (library->inflate(&inflate) < 0) return refuse_data("its compressed data is damaged");
    const std::size_t made = room.size() - inflate.avail_out;
    TRY_OK(give(room.data(), made, sink));
    if (made == 0 && inflate.avail_in == before) break;  // it wants what is not there yet
  }
  if (has_ended() && inflate.avail_in != 0)
    return refuse_data("its compressed data ends before the place that it says");
  return {};
}

MemberStream::MemberStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
MemberStream::MemberStream(MemberStream&&) noexcept = default;
MemberStream& MemberStream::operator=(MemberStream&&) noexcept = default;
MemberStream::~MemberStream() = default;

Result<MemberStream> MemberStream::open(std::string archive, const ZipMember& member) {
  auto state = std::make_unique<State>();
  state->archive = std::move(archive);
  state->member = member;
  if (member.method != 0) {
    TRY(state->library, InflateLibrary::open());
    state->library->init(&state->inflate);
  }
  return MemberStream(std::move(state));
}

std::uint64_t MemberStream::taken() const { return state_->taken; }
std::uint64_t MemberStream::left() const { return state_->member.compressed_size - state_->taken; }

Result<void> MemberStream::take(std::span<const unsigned char> packed,
                                std::span<unsigned char> room, const ByteSink& sink) {
  State& state = *state_;
  state.taken += packed.size();
  if (state.library == nullptr) return state.give(packed.data(), packed.size(), sink);
  if (state.has_ended() && !packed.empty())
    return state.refuse_data("its compressed data ends before the place that it says");
  return state.unpack(packed, room, sink);
}

Result<void> MemberStream::finish() {
  State& state = *state_;
  if (state.library != nullptr) {
    if (!state.has_ended()) return state.refuse_data("its compressed data is cut off");
    // Whole bytes that the decoder has read ahead count as not used.
    if (std::max(0, state.inflate.read_in_length) / 8 != 0)
      return state.refuse_data("its compressed data ends before the place that it says");
  }
  return state.check.finish(state.archive, state.member);
}

}  // namespace axle
