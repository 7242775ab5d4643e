// SPDX-License-Identifier: MIT
// Our ZIP reader against libzip, on archives that libzip made and on damaged copies of them: what
// we accept, libzip reads the same way.
#include <zip.h>

#include <map>
#include <optional>
#include <random>

#include "archive/member_reader.hpp"
#include "archive/zip_archive.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {
namespace {

/// Numbers that are the same everywhere.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  unsigned operator()() { return static_cast<unsigned>(engine_()); }

 private:
  std::mt19937 engine_;
};

using Contents = std::map<std::string, std::string>;

Contents random_contents(Random& random) {
  Contents contents;
  const auto below = [&random](unsigned limit) { return random() % limit; };
  for (unsigned count = 1 + below(12); count > 0; --count) {
    std::string name = "d" + std::to_string(below(3)) + "/f" + std::to_string(below(1000)) +
                       (below(2) != 0 ? ".py" : "");
    std::string text;
    for (unsigned pieces = below(40); pieces > 0; --pieces)
      text += std::string(below(200), static_cast<char>('a' + below(26)));
    contents[std::move(name)] = std::move(text);
  }
  return contents;
}

void write_with_libzip(const std::filesystem::path& path, const Contents& contents,
                       Random& random) {
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  REQUIRE(archive != nullptr);
  for (const auto& [name, text] : contents) {
    zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    REQUIRE(index >= 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                             random() % 2 != 0 ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  REQUIRE(zip_close(archive) == 0);
}

std::optional<Contents> read_with_libzip(const std::filesystem::path& path) {
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive == nullptr) return std::nullopt;
  std::optional<Contents> contents(std::in_place);
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0) && contents; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_stat_t status;
    zip_file_t* file = zip_stat_index(archive, index, 0, &status) == 0
                           ? zip_fopen_index(archive, index, 0)
                           : nullptr;
    std::string text(status.size < (1U << 24) ? status.size : 0, '\0');
    if (file == nullptr ||
        zip_fread(file, text.data(), text.size()) != static_cast<zip_int64_t>(text.size()))
      contents.reset();
    // The CRC is only checked when the end is reached.
    char one_more = 0;
    if (contents && zip_fread(file, &one_more, 1) != 0) contents.reset();
    if (file != nullptr) zip_fclose(file);
    if (contents) (*contents)[status.name] = text;
  }
  zip_discard(archive);
  return contents;
}

std::optional<Contents> read_with_ours(const std::filesystem::path& path) {
  const auto file = WheelFile::open(path, "test");
  if (!file) return std::nullopt;
  const auto archive = read_zip_archive(*file);
  if (!archive) return std::nullopt;
  Contents contents;
  MemberReader reader;
  for (const ZipMember& member : archive->members) {
    const auto text = reader.read_text(*file, member, 1 << 24);
    if (!text) return std::nullopt;
    contents[member.name] = *text;
  }
  return contents;
}

}  // namespace

TEST_CASE("archives of libzip are read as libzip reads them", "[zip]") {
  Random random(20261124);
  const TempTree place;
  for (int round = 0; round < 60; ++round) {
    INFO("round " << round);
    const Contents contents = random_contents(random);
    const auto path = place / ("archive" + std::to_string(round) + ".zip");
    write_with_libzip(path, contents, random);
    const auto ours = read_with_ours(path);
    REQUIRE(ours);
    CHECK(*ours == contents);
  }
}

TEST_CASE("of damaged archives only those are accepted that libzip reads the same way", "[zip]") {
  Random random(4711);
  const TempTree place;
  unsigned accepted = 0, refused = 0;
  for (int round = 0; round < 25; ++round) {
    const auto path = place / "archive.zip";
    write_with_libzip(path, random_contents(random), random);
    const std::string good = read_text(path);
    for (int damage = 0; damage < 60; ++damage) {
      std::string bytes = good;
      for (unsigned times = 1 + random() % 3; times > 0; --times)
        bytes[random() % bytes.size()] = static_cast<char>(random());
      if (random() % 8 == 0) bytes.erase(random() % bytes.size(), 1 + random() % 20);
      const auto damaged = place.write("damaged.zip", bytes);
      const auto ours = read_with_ours(damaged);
      ours ? ++accepted : ++refused;
      if (!ours) continue;
      INFO("round " << round << ", damage " << damage);
      const auto theirs = read_with_libzip(damaged);
      // libzip's consistency check may refuse what does not matter to us (times, "made by"), but
      // never reads it differently.
      if (theirs) CHECK(*theirs == *ours);
    }
  }
  CHECK(accepted > 0);
  CHECK(refused > accepted);
}

}  // namespace axle::test
