// SPDX-License-Identifier: MIT
// The texts and records of wheels and environments: RECORD, entry points, headers, manifests,
// journals. The first byte chooses.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "archive/member_name.hpp"
#include "fetch/header_lines.hpp"
#include "fetch/record_lines.hpp"
#include "fetch/wheel_scripts.hpp"
#include "store/wheel_manifest.hpp"
#include "transaction/journal_text.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void record(std::string_view text) {
  const auto lines = axle::parse_record_lines(text, 1000);
  if (!lines) return;
  std::string written;
  for (const axle::RecordLine& line : *lines)
    axle::append_record_line(written, line.path, "sha256=x", line.size);
  const auto again = axle::parse_record_lines(written, 1000);
  require(again && again->size() == lines->size());
  for (std::size_t i = 0; i < lines->size(); ++i) require((*again)[i].path == (*lines)[i].path);
}

void journal(std::string_view text) {
  const auto steps = axle::decode_journal(text);
  if (steps) require(axle::encode_journal(*steps) == text);
}

void manifest(std::string_view text) {
  const auto decoded = axle::decode_manifest(std::string(text));
  if (!decoded) return;
  for (const axle::StoredFile& file : decoded->manifest->files)
    require(decoded->manifest->path_of(file).size() >= file.name.size());
}

void name(std::string_view text) {
  if (axle::member_name_fault(text, true)) return;
  require(text.find("..") != 0 && text.front() != '/' && !axle::collision_key(text).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 6) {
    case 0:
      record(text);
      break;
    case 1:
      static_cast<void>(axle::parse_launcher_scripts("demo", text));
      break;
    case 2:
      static_cast<void>(axle::header_lines(text));
      break;
    case 3:
      manifest(text);
      break;
    case 4:
      journal(text);
      break;
    default:
      name(text);
  }
  return 0;
}
