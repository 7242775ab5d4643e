// SPDX-License-Identifier: MIT
#include "archive/member_reader.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <vector>

#include "archive/member_check.hpp"
#include "archive/refusal.hpp"
#include "base/cancel.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

// Unpacked pieces stay in the second-level cache while they are hashed and written.
constexpr std::size_t piece = std::size_t{512} << 10;
constexpr std::size_t packed_piece = std::size_t{256} << 10;
constexpr std::size_t largest_in_one_go = std::size_t{2} << 20;

std::unexpected<Error> refuse_data(const WheelFile& file, const ZipMember& member,
                                   std::string_view rule) {
  return refuse(ErrorCode::zip_data, file.label(), member.name, rule);
}

/// Holds what goes by to what the member says.
class CheckedSink {
 public:
  CheckedSink(const WheelFile& file, const ZipMember& member, const ByteSink& sink)
      : file_(file), member_(member), sink_(sink) {}

  Result<void> take(const unsigned char* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    TRY_OK(check_.take(file_.label(), member_, text));
    return sink_(text);
  }
  Result<void> finish() const { return check_.finish(file_.label(), member_); }

 private:
  const WheelFile& file_;
  const ZipMember& member_;
  const ByteSink& sink_;
  MemberCheck check_;
};

}  // namespace

struct MemberReader::Buffers {
  std::vector<unsigned char> packed;
  std::vector<unsigned char> unpacked;
  std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> decompressor{
      libdeflate_alloc_decompressor(), &libdeflate_free_decompressor};

  Result<void> copy_stored(const WheelFile& file, const ZipMember& member, CheckedSink& sink);
  Result<void> inflate_in_one_go(const WheelFile& file, const ZipMember& member, CheckedSink& sink);
  Result<void> inflate_stream(const WheelFile& file, const ZipMember& member, const ByteSink& sink);
  Result<void> read_piece(const WheelFile& file, const ZipMember& member, MemberStream& stream,
                          std::uint64_t most, const ByteSink& sink);
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
                                                   const ByteSink& sink) {
  TRY(MemberStream stream, MemberStream::open(file.label(), member));
  while (stream.left() > 0) TRY_OK(read_piece(file, member, stream, stream.left(), sink));
  return stream.finish();
}

Result<void> MemberReader::Buffers::read_piece(const WheelFile& file, const ZipMember& member,
                                               MemberStream& stream, std::uint64_t most,
                                               const ByteSink& sink) {
  if (cancelled()) return fail(ErrorKind::cancelled, "stopped");
  packed.resize(std::max(packed.size(), packed_piece));
  unpacked.resize(std::max(unpacked.size(), piece));
  const std::span<unsigned char> bytes(
      packed.data(),
      static_cast<std::size_t>(std::min<std::uint64_t>({packed_piece, most, stream.left()})));
  TRY_OK(file.read_at(member.data_offset + stream.taken(), bytes));
  return stream.take(bytes, std::span(unpacked.data(), piece), sink);
}

MemberReader::MemberReader() : buffers_(std::make_unique<Buffers>()) {}
MemberReader::MemberReader(MemberReader&&) noexcept = default;
MemberReader& MemberReader::operator=(MemberReader&&) noexcept = default;
MemberReader::~MemberReader() = default;

Result<void> MemberReader::read(const WheelFile& file, const ZipMember& member,
                                const ByteSink& sink) {
  if (member.method != 0 && std::max(member.size, member.compressed_size) > largest_in_one_go)
    return buffers_->inflate_stream(file, member, sink);
  CheckedSink checked(file, member, sink);
  if (member.method == 0) {
    TRY_OK(buffers_->copy_stored(file, member, checked));
  } else {
    TRY_OK(buffers_->inflate_in_one_go(file, member, checked));
  }
  return checked.finish();
}

Result<void> MemberReader::read_piece(const WheelFile& file, const ZipMember& member,
                                      MemberStream& stream, std::uint64_t most,
                                      const ByteSink& sink) {
  return buffers_->read_piece(file, member, stream, most, sink);
}

Result<std::string> MemberReader::read_text(const WheelFile& file, const ZipMember& member,
                                            std::uint64_t limit) {
  if (member.size > limit)
    return refuse(ErrorCode::zip_bomb, file.label(), member.name,
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
