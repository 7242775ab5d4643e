// SPDX-License-Identifier: MIT
// Wheels that look odd and are right all the same, and what becomes of them.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "support/arriving_wheel.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"
#include "support/wheel_builder.hpp"
#include "unpack_wheel.hpp"

namespace axle::test {
namespace {

WheelBuilder good_wheel_demo() {
  return WheelBuilder("demo", "1.0")
      .file("demo/__init__.py", "x = 1\n")
      .file("demo/data.txt", std::string(5000, 'a'));
}

WheelBuilder varied(std::function<void(MemberSpec&)> change) {
  return good_wheel_demo().edit_archive([change](ArchiveSpec& archive) {
    for (MemberSpec& member : archive.members) change(member);
  });
}

std::string field(std::uint16_t id, const std::string& data) {
  std::string out{static_cast<char>(id & 0xff), static_cast<char>(id >> 8),
                  static_cast<char>(data.size()), '\0'};
  return out + data;
}

std::string padded_hash(std::string record) {
  const std::size_t at = record.find(",5000");
  return record.insert(at, "=");
}

}  // namespace

TEST_CASE("odd but right archives are unpacked", "[wheel]") {
  using enum MemberSpec::Descriptor;
  const std::vector<std::pair<std::string, WheelBuilder>> cases{
      {"plain", good_wheel_demo()},
      {"stored", varied([](MemberSpec& m) { m.deflate = false; })},
      {"descriptors with signature", varied([](MemberSpec& m) { m.descriptor = with_signature; })},
      {"descriptors without signature",
       varied([](MemberSpec& m) { m.descriptor = without_signature; })},
      {"descriptors of ZIP64",
       varied([](MemberSpec& m) { m.descriptor = MemberSpec::Descriptor::zip64; })},
      {"stored with descriptors",
       varied([](MemberSpec& m) { m.deflate = false, m.descriptor = with_signature; })},
      {"ZIP64 members", varied([](MemberSpec& m) { m.zip64 = true; })},
      {"ZIP64 members with descriptors",
       varied([](MemberSpec& m) { m.zip64 = true, m.descriptor = MemberSpec::Descriptor::zip64; })},
      {"ZIP64 end record",
       good_wheel_demo().edit_archive([](ArchiveSpec& a) { a.zip64_end = true; })},
      {"stale ZIP64 field, as `wheel tags` leaves it",
       varied([](MemberSpec& m) { m.extra = field(1, std::string(16, '\x07')); })},
      {"stale ZIP64 field in local headers",
       varied([](MemberSpec& m) { m.local_extra = field(1, std::string(16, '\x07')); })},
      {"other extra fields", varied([](MemberSpec& m) {
         m.extra = field(0x5455, "\x03time"), m.local_extra = field(0x7875, "\x01ids");
       })},
      {"comment", good_wheel_demo().edit_archive([](ArchiveSpec& a) {
         a.end_comment = "made by hand,\r\n\tfor you \xc3\xa9";
       })},
      {"trailing NULs",
       good_wheel_demo().edit_archive([](ArchiveSpec& a) { a.suffix = std::string(100, '\0'); })},
      {"directory members", good_wheel_demo().member(
                                [] {
                                  MemberSpec m;
                                  m.name = "demo/";
                                  return m;
                                }(),
                                false)},
      {"no file types in modes", varied([](MemberSpec& m) { m.mode = 0644; })},
      {"setuid, world-writable", varied([](MemberSpec& m) { m.mode = 0104666; })},
      {"DOS attributes", varied([](MemberSpec& m) { m.dos_attributes = 0x21; })},
      {"names in UTF-8", good_wheel_demo().file("demo/\xc3\xa9t\xc3\xa9.py", "x")},
      {"folders that differ in case", good_wheel_demo().file("Demo/other.py", "x")},
      {"RECORD with CRLF", good_wheel_demo().edit_record([](std::string& text) {
         for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
           text.insert(at, "\r");
       })},
      {"RECORD with quotes", good_wheel_demo().file("demo/a,\"b\".txt", "x")},
      {"RECORD without itself", good_wheel_demo().edit_record([](std::string& text) {
         text.resize(text.rfind("demo-1.0.dist-info/RECORD"));
       })},
      {"another size in RECORD", good_wheel_demo().edit_record([](std::string& text) {
         text.replace(text.find(",5000\n"), 6, ",5001\n");
       })},
      {"a line of RECORD twice", good_wheel_demo().edit_record([](std::string& text) {
         text += text.substr(0, text.find('\n') + 1);
       })},
      {"a slash before a path of RECORD",
       good_wheel_demo().edit_record([](std::string& text) { text.insert(0, "/"); })},
      {"hash in hexadecimal", good_wheel_demo().edit_record([](std::string& text) {
         const std::size_t at = text.find("sha256="), end = text.find(',', at);
         const std::string contents = good_wheel_demo().archive().members[0].contents;
         text.replace(at, end - at, "sha256=" + sha256_hex(contents));
       })},
      {"a hash of other bytes for a file that only tells of the package",
       good_wheel_demo()
           .file("demo-1.0.dist-info/top_level.txt", "demo\n")
           .edit_record([](std::string& text) {
             const std::size_t at = text.find("sha256=", text.find("top_level.txt"));
             text[at + 10] = text[at + 10] == 'A' ? 'B' : 'A';
           })},
      {"scripts of unusual names", good_wheel_demo()
                                       .console_script("activate-global-python-argcomplete", "a:b")
                                       .console_script("clang++", "a:b")
                                       .console_script("tool@1", "a:b")},
      {"a script that is listed twice",
       good_wheel_demo().console_script("run", "a:b").console_script("run", "a:b")},
      {"data that only seems to be where modules and headers go",
       good_wheel_demo()
           .file("demo-1.0.data/data/lib/demo/__init__.py", "b")
           .file("demo-1.0.data/data/include/demo/x.h", "b")
           .file("demo-1.0.data/headers/demo/x.h", "c")},
      {"padded hash",
       good_wheel_demo().edit_record([](std::string& text) { text = padded_hash(text); })},
      {"signature without a hash", good_wheel_demo().member(
                                       [] {
                                         MemberSpec m;
                                         m.name = "demo-1.0.dist-info/RECORD.jws",
                                         m.contents = "{}";
                                         return m;
                                       }(),
                                       false)},
      {"METADATA with CRLF",
       good_wheel_demo().metadata(
           "Metadata-Version: 2.1\r\nName: Demo\r\nVersion: 1.0.0\r\n\r\nName: in the text\r\n")},
      {"nested archive", good_wheel_demo().file("demo/inner.zip", good_wheel_demo().bytes())},
      {"empty file", good_wheel_demo().file("demo/empty.py", "")},
      {"dist-info in another spelling",
       WheelBuilder("demo", "1.0").dist_info("Demo-1.0.0.dist-info")},
  };
  for (const auto& [what, builder] : cases) {
    INFO(what);
    const TempTree place;
    const auto result = unpack_wheel(builder.write_to(place.path()), place / "tree");
    if (!result) FAIL(result.error().message);
    // Unpacked while it arrives, it is the same.
    place.write("arriving/x", "");
    const auto arriving =
        unpack_arriving(builder.bytes(), builder.filename(), place / "arriving", 1);
    if (!arriving.manifest) FAIL(arriving.manifest.error().message);
    CHECK(file_lines(*arriving.manifest->manifest) == file_lines(*result->manifest));
    CHECK((snapshot(place / "arriving/tree") == snapshot(place / "tree")));
    for (const MemberSpec& member : builder.archive().members) {
      if (member.name.ends_with('/') || member.name.ends_with("/RECORD")) continue;
      CHECK(read_text(place / ("tree/" + member.name)) == member.contents);
    }
    CHECK_FALSE(std::filesystem::exists(place / "tree/demo-1.0.dist-info/RECORD"));
  }
}

TEST_CASE("a local version may be missing in METADATA", "[wheel]") {
  const TempTree place;
  const auto wheel = WheelBuilder("demo", "1.0+cpu")
                         .metadata("Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n")
                         .write_to(place.path());
  const auto result = unpack_wheel(wheel, place / "tree");
  REQUIRE(result);
  CHECK(result->manifest->version == "1.0+cpu");
}

TEST_CASE("the manifest says what was unpacked", "[wheel]") {
  const TempTree place;
  const auto wheel = good_wheel_demo()
                         .platlib()
                         .tag("cp312-cp312-linux_x86_64")
                         .file("demo/run.sh", "#!/bin/sh\n", true)
                         .file("demo-1.0.data/scripts/tool", "#!python\n")
                         .file("demo/__pycache__/x.cpython-312.pyc", "byte code")
                         .file("demo.pth", "import demo\n")
                         .file("demo-1.0.dist-info/INSTALLER", "someone")
                         .console_script("demo", "demo.cli : main [extra]")
                         .gui_script("demo-gui", "demo:App.run")
                         .write_to(place.path());
  const auto result = unpack_wheel(wheel, place / "tree");
  REQUIRE(result);
  const WheelManifest& manifest = *result->manifest;
  CHECK(manifest.name == "demo");
  CHECK(manifest.version == "1.0");
  CHECK(manifest.dist_info == "demo-1.0.dist-info");
  CHECK(manifest.data == "demo-1.0.data");
  CHECK_FALSE(manifest.root_is_purelib);
  CHECK(manifest.tags == std::vector<std::string_view>{"cp312-cp312-linux_x86_64"});
  CHECK(manifest.startup_hooks == std::vector<std::string_view>{"demo.pth"});
  std::vector<std::string> paths;
  for (const StoredFile& file : manifest.files) paths.push_back(manifest.path_of(file));
  CHECK(paths == std::vector<std::string>{"demo-1.0.data/scripts/tool",
                                          "demo-1.0.dist-info/METADATA", "demo-1.0.dist-info/WHEEL",
                                          "demo-1.0.dist-info/entry_points.txt", "demo.pth",
                                          "demo/__init__.py", "demo/data.txt", "demo/run.sh"});
  CHECK(manifest.files.back().executable);
  CHECK(manifest.files.back().size == 10);
  CHECK(manifest.files[5].hash.starts_with("sha256="));
  REQUIRE(manifest.scripts.size() == 2);
  CHECK(manifest.scripts[0].name == "demo");
  CHECK(manifest.scripts[0].module == "demo.cli");
  CHECK(manifest.scripts[0].function == "main");
  CHECK(manifest.scripts[1].function == "App.run");
  CHECK(manifest.scripts[1].gui);
  // Of the mode only "may be run" is used; files are as pip and uv install them, under the umask.
  struct stat status{};
  REQUIRE(::stat((place / "tree/demo/run.sh").c_str(), &status) == 0);
  CHECK((status.st_mode & 0222) == 0200);
  CHECK((status.st_mode & 0100) != 0);
}

TEST_CASE("large members go through the window and come out right", "[wheel]") {
  std::string noise;
  std::uint32_t state = 1;
  for (int i = 0; i < 5 << 20; ++i) {
    state = state * 1664525 + 1013904223;
    noise += static_cast<char>(
        state >> (i / 4096 % 2 == 0 ? 24 : 29));  // hard and easy to compress by turns
  }
  const TempTree place;
  const auto wheel = good_wheel_demo()
                         .file("demo/noise.bin", noise)
                         .file("demo/zeros.bin", std::string(3 << 20, '\0'))
                         .write_to(place.path());
  const auto result = unpack_wheel(wheel, place / "tree");
  REQUIRE(result);
  CHECK(read_text(place / "tree/demo/noise.bin") == noise);
  CHECK(read_text(place / "tree/demo/zeros.bin") == std::string(3 << 20, '\0'));
}

TEST_CASE("a damaged manifest is told from a good one", "[wheel]") {
  ManifestDraft draft;
  draft.name = "demo";
  draft.files.push_back({"demo/a.py", 3, false, "sha256=x"});
  const std::string good = encode_manifest(draft, 100);
  REQUIRE(decode_manifest(good));
  CHECK(decode_manifest(good)->wheel_bytes == 100);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    CHECK_FALSE(decode_manifest(bad));
    CHECK_FALSE(decode_manifest(good.substr(0, at)));
  }
}

}  // namespace axle::test
