// SPDX-License-Identifier: MIT
// A wheel that is unpacked while it arrives is the wheel that is unpacked when it is there.
#include "fetch/early_unpacking.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/text.hpp"
#include "support/arriving_wheel.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"
#include "support/wheel_builder.hpp"
#include "unpack_wheel.hpp"

namespace axle::test {
namespace {

std::string early_unpacking_noise(std::size_t size, std::uint32_t state = 7) {
  std::string text;
  for (; text.size() < size; text += static_cast<char>(state >> (text.size() % 3 == 0 ? 24 : 29)))
    state = state * 1664525 + 1013904223;
  return text;
}

MemberSpec early_unpacking_member(std::string name, std::string contents,
                                  const std::function<void(MemberSpec&)>& change = {}) {
  MemberSpec early_unpacking_member;
  early_unpacking_member.name = std::move(name);
  early_unpacking_member.contents = std::move(contents);
  if (change) change(early_unpacking_member);
  return early_unpacking_member;
}

/// 300 small files in a few folders, large ones between them.
WheelBuilder mixed() {
  WheelBuilder builder("demo", "1.0");
  for (int i = 0; i < 300; ++i)
    builder.file(
        "demo/d" + std::to_string(i % 7) + "/f" + std::to_string(i) + ".py",
        early_unpacking_noise(static_cast<std::size_t>(i) * 13, static_cast<std::uint32_t>(i)),
        i % 11 == 0);
  return builder.file("demo/large.so", early_unpacking_noise(3 << 20), true)
      .file("demo/zeros.bin", std::string(3 << 20, '\0'))
      .member(early_unpacking_member("demo/stored.bin", early_unpacking_noise(3 << 20, 3),
                                     [](MemberSpec& stored) { stored.deflate = false; }))
      .file("demo/last.py", "x = 1\n");
}

/// Both ways, in fresh directories; gives how many members came early.
std::size_t check_agreement(const WheelBuilder& builder, std::uint32_t seed) {
  const TempTree place;
  const std::string bytes = builder.bytes();
  const auto direct = unpack_wheel(builder.write_to(place.path()), place / "direct");
  std::filesystem::create_directory(place / "arriving");
  const UnpackedWheel arriving =
      unpack_arriving(bytes, builder.filename(), place / "arriving", seed);
  REQUIRE(arriving.manifest.has_value() == direct.has_value());
  if (direct) {
    CHECK(file_lines(*arriving.manifest->manifest) == file_lines(*direct->manifest));
    CHECK((snapshot(place / "arriving/tree") == snapshot(place / "direct")));
  } else {
    CHECK(arriving.manifest.error().code == direct.error().code);
    CHECK(arriving.manifest.error().message == direct.error().message);
  }
  return arriving.early;
}

}  // namespace

TEST_CASE("in whatever pieces a wheel arrives, the tree is the same", "[early]") {
  for (std::uint32_t seed = 1; seed <= 4; ++seed) {
    INFO("seed " << seed);
    check_agreement(mixed(), seed);
  }
}

TEST_CASE("most of a usual wheel is there before its last byte", "[early]") {
  // All but what came last, and what describes the wheel.
  CHECK(check_agreement(mixed(), 5) > 250);
}

TEST_CASE("what only the directory explains takes the long way", "[early]") {
  SECTION("data descriptors: what comes before them is taken over") {
    CHECK(check_agreement(
              mixed().member(early_unpacking_member("demo/later.py", "y",
                                                    [](MemberSpec& later) {
                                                      later.descriptor =
                                                          MemberSpec::Descriptor::with_signature;
                                                    })),
              1) > 0);
  }
  SECTION("from the first member on") {
    WheelBuilder builder("demo", "1.0");
    builder.edit_archive([](ArchiveSpec& archive) {
      for (MemberSpec& early_unpacking_member : archive.members)
        early_unpacking_member.descriptor = MemberSpec::Descriptor::without_signature;
    });
    CHECK(check_agreement(builder.file("demo/x.py", early_unpacking_noise(3 << 20)), 1) == 0);
  }
  SECTION("ZIP64 sizes") {
    CHECK(check_agreement(
              mixed().member(early_unpacking_member("demo/z.bin", early_unpacking_noise(900'000),
                                                    [](MemberSpec& large) { large.zip64 = true; })),
              2) > 0);
  }
  SECTION("a hash of another kind in RECORD") {
    CHECK(check_agreement(mixed().edit_record([](std::string& text) {
            const auto line = text.find("demo/large.so,");
            const auto end = text.find('\n', line);
            const std::string raw =
                *digest_of(DigestAlgorithm::sha512, early_unpacking_noise(3 << 20));
            text.replace(line, end - line, "demo/large.so,sha512=" + base64url_encode(raw) + ",");
          }),
                          3) > 0);
  }
}

TEST_CASE("a wheel is refused for the same reason", "[early]") {
  SECTION("a wrong hash in RECORD of a member that is there already") {
    check_agreement(mixed().edit_record([](std::string& text) {
      const auto at = text.find("demo/large.so,sha256=") + 21;
      text[at] = text[at] == 'A' ? 'B' : 'A';
    }),
                    1);
  }
  SECTION("a member that the directory does not have") {
    check_agreement(
        mixed().member(early_unpacking_member("demo/ghost.py", "x",
                                              [](MemberSpec& ghost) { ghost.only_local = true; }),
                       false),
        1);
  }
  SECTION("one name twice") {
    check_agreement(mixed().member(early_unpacking_member("demo/last.py", "other"), false), 1);
  }
  SECTION("a file where a directory is") {
    check_agreement(mixed().member(early_unpacking_member("demo/d1", "other")), 1);
  }
  SECTION("local header and directory differ") {
    check_agreement(
        mixed().edit_archive([](ArchiveSpec& archive) { archive.members[3].local_crc = 1; }), 1);
  }
  SECTION("damaged data") {
    check_agreement(mixed().edit_archive([](ArchiveSpec& archive) {
      archive.edit = [](std::string& bytes) { bytes[bytes.size() / 2] ^= 0x55; };
    }),
                    1);
  }
  SECTION("cut off") {
    check_agreement(mixed().edit_archive([](ArchiveSpec& archive) {
      archive.edit = [](std::string& bytes) { bytes.resize(bytes.size() / 2); };
    }),
                    1);
  }
  SECTION("a name that leaves the tree") {
    check_agreement(mixed().member(early_unpacking_member("../../evil", "x")), 1);
  }
  SECTION("a bomb") {
    check_agreement(WheelBuilder("demo", "1.0").file("demo/bomb", std::string(70 << 20, '\0')), 1);
  }
}

TEST_CASE("an offer that is not the wheel's is not taken", "[early]") {
  const TempTree place;
  const auto builder = mixed();
  const auto wheel = builder.write_to(place.path());
  std::deque<EarlyUnpacking::Task> tasks;
  auto early = EarlyUnpacking::begin(
      *WheelFile::open(wheel, builder.filename()), *TempDirectory::create_in(place / "stage"),
      [&tasks](EarlyUnpacking::Task task) { tasks.push_back(std::move(task)); });
  const auto work = [&tasks] {
    MemberReader reader;
    for (; !tasks.empty(); tasks.pop_front()) tasks.front()(reader);
  };
  SECTION("after what arrived was thrown away") {
    early->abandon();
    early->arrived(builder.bytes().size());
    work();
    early->finish([] {});
    work();
    CHECK_FALSE(early->take());
  }
  SECTION("when it says something else than the directory") {
    early->arrived(builder.bytes().size());
    work();
    early->finish([] {});
    work();
    auto offer = early->take();
    REQUIRE(offer);
    REQUIRE(offer->members.size() > 2);
    offer->members[0].member.crc ^= 1;
    offer->members[1].member.name = "demo/unknown.py";
    std::filesystem::rename(offer->staged.path() / "tree/demo/d1/f1.py",
                            offer->staged.path() / "tree/demo/unknown.py");
    MemberReader reader;
    const auto tree = offer->staged.path() / "tree";
    auto unpacking = Unpacking::prepare(*WheelFile::open(wheel, builder.filename()),
                                        {.name = *WheelFilename::parse(builder.filename())},
                                        {tree, std::move(offer->members)}, reader);
    if (!unpacking) FAIL(unpacking.error().message);
    for (std::size_t task = 0; task < (*unpacking)->tasks(); ++task)
      REQUIRE((*unpacking)->run(task, reader));
    REQUIRE(unpack_wheel(wheel, place / "direct"));
    CHECK((snapshot(tree) == snapshot(place / "direct")));
  }
}

}  // namespace axle::test
