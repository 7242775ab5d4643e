// SPDX-License-Identifier: MIT
#include "archive/member_reader.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <vector>

#include "base/cancel.hpp"
#include "base/inflate_library.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "archive/refusal.hpp"

namespace axle {
namespace {

// Unpacked pieces stay in the second-level cache while they are hashed and written.
constexpr std::size_t piece = std::size_t{512} << 10;
constexpr std::size_t packed_piece = std::size_t{256} << 10;
constexpr std::size_t largest_in_one_go = std::size_t{2} << 20;

std::unexpected<Error> refuse_data(const WheelFile& file, const ZipMember& member,
                                   std::string_view rule) {
  return refuse("E_ZIP_DATA", file.label(), member.name, rule);
}

std::string_view as_text(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// Counts and sums what goes by, and lets no more go by than was declared.
class CheckedSink {
 public:
  CheckedSink(const WheelFile& file, const ZipMember& member, const ByteSink& sink)
      : file_(file), member_(member), sink_(sink) {}

  Result<void> take(const unsigned char* bytes, std::size_t size) {
    if (size > member_.size - taken_)
      return refuse_data(file_, member_, "it unpacks to more than it says");
    taken_ += size;
    crc_ = libdeflate_crc32(crc_, bytes, size);
    return sink_(as_text(bytes, size));
  }

  Result<void> finish() const {
    if (taken_ != member_.size)
      return refuse_data(file_, member_, "it unpacks to less than it says");
    if (crc_ != member_.crc) return refuse_data(file_, member_, "its CRC-32 is wrong");
    return {};
  }

 private:
  const WheelFile& file_;
  const ZipMember& member_;
  const ByteSink& sink_;
  std::uint64_t taken_ = 0;
  std::uint32_t crc_ = 0;
};

}  // namespace

struct MemberReader::Buffers {
  std::vector<unsigned char> packed;
  std::vector<unsigned char> unpacked;
  std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> decompressor{
      libdeflate_alloc_decompressor(), &libdeflate_free_decompressor};
  std::unique_ptr<inflate_state> stream;

  Result<void> copy_stored(const WheelFile& file, const ZipMember& member, CheckedSink& sink);
  Result<void> inflate_in_one_go(const WheelFile& file, const ZipMember& member, CheckedSink& sink);
  Result<void> inflate_stream(const WheelFile& file, const ZipMember& member, CheckedSink& sink);
};

Result<void> MemberReader::Buffers::copy_stored(const WheelFile& file, const ZipMember& member,
                                                CheckedSink& sink) {
  unpacked.resize(std::max(unpacked.size(),
                           static_cast<std::size_t>(std::min<std::uint64_t>(piece, member.size))));
  for (std::uint64_t done = 0; done < member.size;) {
    if (cancelled()) return fail(ErrorKind::cancelled, "stopped");
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(piece, member.size - done));
    TRY_OK(file.read_at(member.data_offset + done, std::span(unpacked.data(), size)));
    TRY_OK(sink.take(unpacked.data(), size));
    done += size;
  }
  return {};
}

Result<void> MemberReader::Buffers::inflate_in_one_go(const WheelFile& file,
                                                      const ZipMember& member, CheckedSink& sink) {
  const auto packed_size = static_cast<std::size_t>(member.compressed_size);
  packed.resize(std::max(packed.size(), packed_size));
  unpacked.resize(
      std::max<std::size_t>(unpacked.size(), static_cast<std::size_t>(member.size) + 1));
  TRY_OK(file.read_at(member.data_offset, std::span(packed.data(), packed_size)));
  std::size_t used = 0, made = 0;
  const libdeflate_result result = libdeflate_deflate_decompress_ex(
      decompressor.get(), packed.data(), packed_size, unpacked.data(),
      static_cast<std::size_t>(member.size) + 1, &used, &made);
  if (result == LIBDEFLATE_INSUFFICIENT_SPACE)
    return refuse_data(file, member, "it unpacks to more than it says");
  if (result != LIBDEFLATE_SUCCESS)
    return refuse_data(file, member, "its compressed data is damaged");
  if (used != packed_size)
    return refuse_data(file, member, "its compressed data ends before the place that it says");
  return sink.take(unpacked.data(), made);
}

Result<void> MemberReader::Buffers::inflate_stream(const WheelFile& file, const ZipMember& member,
                                                   CheckedSink& sink) {
  TRY(const InflateLibrary* const library, InflateLibrary::open());
  packed.resize(std::max(packed.size(), packed_piece));
  unpacked.resize(std::max(unpacked.size(), piece));
  if (!stream) stream = std::make_unique<inflate_state>();
  library->init(stream.get());
  stream->avail_in = 0;
  std::uint64_t given = 0;
  while (stream->block_state != ISAL_BLOCK_FINISH) {
    if (cancelled()) return fail(ErrorKind::cancelled, "stopped");
    if (stream->avail_in == 0 && given < member.compressed_size) {
      const auto size = static_cast<std::size_t>(
          std::min<std::uint64_t>(packed_piece, member.compressed_size - given));
      TRY_OK(file.read_at(member.data_offset + given, std::span(packed.data(), size)));
      stream->next_in = packed.data();
      stream->avail_in = static_cast<std::uint32_t>(size);
      given += size;
    }
    stream->next_out = unpacked.data();
    stream->avail_out = static_cast<std::uint32_t>(piece);
    const std::uint32_t before = stream->avail_in;
    if (library->inflate(stream.get()) < 0)
      return refuse_data(file, member, "its compressed data is damaged");
    const std::size_t made = piece - stream->avail_out;
    TRY_OK(sink.take(unpacked.data(), made));
    // Neither input taken nor output made, and nothing more to give: the stream wants what is not
    // there.
    if (made == 0 && stream->avail_in == before && given == member.compressed_size &&
        stream->block_state != ISAL_BLOCK_FINISH)
      return refuse_data(file, member, "its compressed data is cut off");
  }
  // Whole bytes that the decoder has read ahead count as not used.
  const std::uint64_t ahead =
      stream->avail_in + static_cast<std::uint64_t>(std::max(0, stream->read_in_length) / 8);
  if (given != member.compressed_size || ahead != 0)
    return refuse_data(file, member, "its compressed data ends before the place that it says");
  return {};
}

MemberReader::MemberReader() : buffers_(std::make_unique<Buffers>()) {}
MemberReader::MemberReader(MemberReader&&) noexcept = default;
MemberReader& MemberReader::operator=(MemberReader&&) noexcept = default;
MemberReader::~MemberReader() = default;

Result<void> MemberReader::read(const WheelFile& file, const ZipMember& member,
                                const ByteSink& sink) {
  CheckedSink checked(file, member, sink);
  if (member.method == 0) {
    TRY_OK(buffers_->copy_stored(file, member, checked));
  } else if (std::max(member.size, member.compressed_size) <= largest_in_one_go) {
    TRY_OK(buffers_->inflate_in_one_go(file, member, checked));
  } else {
    TRY_OK(buffers_->inflate_stream(file, member, checked));
  }
  return checked.finish();
}

Result<std::string> MemberReader::read_text(const WheelFile& file, const ZipMember& member,
                                            std::uint64_t limit) {
  if (member.size > limit)
    return refuse("E_ZIP_BOMB", file.label(), member.name,
                  fmt::format("it says it has {}, the limit is {}", human_size(member.size),
                              human_size(limit)));
  std::string text;
  TRY_OK(read(file, member, [&text](std::string_view bytes) -> Result<void> {
    text += bytes;
    return {};
  }));
  return text;
}

}  // namespace axle
