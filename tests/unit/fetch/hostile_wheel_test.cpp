// SPDX-License-Identifier: MIT
// Every row of the table of malicious or broken wheels that can be told from
// the wheel alone: each is a wheel with one lie, which must be refused with its stable code before
// anything but the staging folder was written.
#include <fmt/format.h>

#include <functional>

#include "archive/zip_format.hpp"
#include "support/arriving_wheel.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"
#include "support/wheel_builder.hpp"
#include "unpack_wheel.hpp"

namespace axle::test {
namespace {

WheelBuilder demo() {
  return WheelBuilder("demo", "1.0")
      .file("demo/__init__.py", "x = 1\n")
      .file("demo/data.txt", std::string(5000, 'a'));
}

MemberSpec member(std::string name, std::string contents = "hello\n") {
  MemberSpec spec;
  spec.name = std::move(name);
  spec.contents = std::move(contents);
  return spec;
}

WheelBuilder with(MemberSpec spec, bool recorded = true) {
  return demo().member(std::move(spec), recorded);
}

WheelBuilder edited(std::function<void(ArchiveSpec&)> edit) {
  return demo().edit_archive(std::move(edit));
}

WheelBuilder edited_bytes(std::function<void(std::string&)> edit) {
  return edited([edit](ArchiveSpec& archive) { archive.edit = edit; });
}

/// A lie about `demo/data.txt`, the second member.
WheelBuilder lying(std::function<void(MemberSpec&)> lie) {
  return edited([lie](ArchiveSpec& archive) { lie(archive.members[1]); });
}

void put(std::string& bytes, std::size_t at, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i)
    bytes[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * i) & 0xff);
}

std::size_t end_record(const std::string& bytes) { return bytes.rfind("PK\x05\x06"); }

std::string extra(std::uint16_t id, const std::string& data) {
  std::string field(4, '\0');
  put(field, 0, id, 2);
  put(field, 2, data.size(), 2);
  return field + data;
}

struct Case {
  std::string row;
  std::string what;
  ErrorCode code;
  WheelBuilder wheel;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    INFO(one.row << ": " << one.what);
    const TempTree place;
    const auto wheel = one.wheel.write_to(place / "wheels");
    const auto before = snapshot(place / "wheels");
    const auto result = unpack_wheel(wheel, place / "stage/tree");
    CHECK_FALSE(result.has_value());
    if (result) continue;
    CHECK(result.error().code == one.code);
    CHECK(result.error().kind == ErrorKind::integrity);
    CHECK(result.error().message.find("demo-1.0") != std::string::npos);
    CHECK_FALSE(result.error().hints.empty());
    // The same, if it is unpacked while it arrives.
    const auto arriving =
        unpack_arriving(read_text(wheel), one.wheel.filename(),
                        (place.write("stage/arriving/x", ""), place / "stage/arriving"), 1);
    REQUIRE_FALSE(arriving.manifest);
    CHECK(arriving.manifest.error().message == result.error().message);
    // Nothing outside of the staging folder: the wheel itself is all there is.
    CHECK(snapshot(place / "wheels") == before);
    for (const auto& [path, content] : snapshot(place.path())) {
      INFO(path);
      CHECK((path.starts_with("wheels") || path.starts_with("stage") || path.empty()));
    }
  }
}

}  // namespace

TEST_CASE("names that leave the target or have two readings are refused", "[hostile]") {
  const ErrorCode path = ErrorCode::wheel_path;
  std::vector<Case> cases;
  for (const std::string& name :
       std::vector<std::string>{"../evil.py", "/etc/evil", "//server/x", "demo/../../evil", "..",
                                "../demo-1.0-sibling/x"})
    cases.push_back({"W1", name, path, with(member(name))});
  for (const std::string& name :
       std::vector<std::string>{"demo/../x.py", "./x.py", "demo/./x.py", "demo//x.py", ".",
                                "demo/x.", "demo/x ", "demo /x", "demo/./"})
    cases.push_back({"W2", name, path, with(member(name))});
  for (const std::string& name : std::vector<std::string>{
           "..\\..\\x", "demo\\x.py", "C:/x.py", "C:x", "demo/x.py:stream", "\\\\server\\share\\x"})
    cases.push_back({"W3", name, path, with(member(name))});
  for (const std::string& name :
       {std::string("demo/a\0b", 8), std::string("demo/a\nb"), std::string("demo/\x7f"),
        std::string("demo/\xc2\x85"), std::string("demo/\xe2\x80\xaegnp.py"),
        std::string("demo/\xe2\x81\xa6x"), std::string("demo/\x1b[31m"),
        std::string("demo/\xe2\x80\x8bx")})
    cases.push_back({"W4", name, path, with(member(name))});
  for (const std::string& name :
       {std::string("demo/\xc0\xaf"), std::string("demo/\xff"), std::string("demo/\xed\xa0\x80"),
        std::string("demo/\xf4\x90\x80\x80")})
    cases.push_back({"W5", "bad UTF-8", path, with(member(name))});
  MemberSpec unmarked = member("demo/\xc3\xa9.py");
  unmarked.mark_utf8 = false;
  cases.push_back({"W5", "CP437 bytes", path, with(unmarked)});
  MemberSpec renamed = member("demo/a.py");
  renamed.extra = extra(0x7075, std::string("\x01\0\0\0\0", 5) + "demo/b.py");
  cases.push_back({"W5", "renaming extra field", path, with(renamed)});
  MemberSpec renamed_local = member("demo/a.py");
  renamed_local.local_extra = renamed.extra;
  cases.push_back({"W5", "renaming extra field in the local header", path, with(renamed_local)});
  cases.push_back({"W6", "long component", path, with(member("demo/" + std::string(256, 'a')))});
  std::string deep;
  for (int i = 0; i < 65; ++i) deep += "a/";
  cases.push_back({"W6", "deep path", path, with(member(deep + "x"))});
  std::string long_path;
  while (long_path.size() <= 4096) long_path += std::string(250, 'a') + "/";
  cases.push_back({"W6", "long path", path, with(member(long_path + "x"))});
  cases.push_back({"W6", "name of 65,535 bytes", path, with(member(std::string(65535, 'a')))});
  check(cases);
}

TEST_CASE("names that a file system may take for one are refused", "[hostile]") {
  const ErrorCode path = ErrorCode::wheel_path;
  check({{"W7", "case", path, demo().file("demo/Data.txt", "x")},
         {"W7", "case beyond ASCII", path,
          demo().file("demo/\xc3\x89.py", "x").file("demo/\xc3\xa9.py", "y")},
         {"W7", "composed and decomposed", path,
          demo().file("demo/\xc3\xa9.py", "x").file("demo/e\xcc\x81.py", "y")},
         {"W7", "file and directory", path, demo().file("demo/data.txt/x", "x")},
         {"W7", "file and directory, other case", path, demo().file("demo/DATA.txt/x", "x")},
         {"W7", "directory member and file", path, with(member("demo/data.txt/", ""))},
         {"W12", "one name twice", ErrorCode::zip_structure,
          with(member("demo/data.txt", "other"), false)},
         {"W12", "equal twice", ErrorCode::zip_structure,
          with(member("demo/data.txt", std::string(5000, 'a')), false)},
         {"W12", "METADATA twice", ErrorCode::zip_structure,
          with(member("demo-1.0.dist-info/METADATA", "Name: x\n"), false)}});
}

TEST_CASE("anything but regular files and directories is refused", "[hostile]") {
  std::vector<Case> cases;
  for (const std::uint32_t mode : {0120777U, 0010644U, 0020644U, 0060644U, 0140644U}) {
    MemberSpec spec = member("demo/special", "target");
    spec.mode = mode;
    cases.push_back({"W8", fmt::format("mode {:o}", mode), ErrorCode::wheel_link, with(spec)});
  }
  MemberSpec directory = member("demo/dir");
  directory.mode = 0040755;
  cases.push_back({"W8", "directory without a slash", ErrorCode::wheel_link, with(directory)});
  MemberSpec file = member("demo/dir/", "");
  file.mode = 0100644;
  cases.push_back({"W8", "file with a slash", ErrorCode::wheel_link, with(file)});
  MemberSpec reparse = member("demo/special");
  reparse.dos_attributes = 0x400;
  cases.push_back({"W8", "reparse point", ErrorCode::wheel_link, with(reparse)});
  check(cases);
}

TEST_CASE("headers that do not agree are refused", "[hostile]") {
  const ErrorCode structure = ErrorCode::zip_structure;
  check({{"W10", "name", structure, lying([](MemberSpec& m) { m.local_name = "demo/evil.txt"; })},
         {"W10", "longer name", structure,
          lying([](MemberSpec& m) { m.local_name = "demo/data.txt2"; })},
         {"W10", "CRC", structure, lying([](MemberSpec& m) { m.local_crc = 7; })},
         {"W10", "size", structure, lying([](MemberSpec& m) { m.local_size = 7; })},
         {"W10", "compressed size", structure,
          lying([](MemberSpec& m) { m.local_compressed_size = 7; })},
         {"W10", "method", structure, lying([](MemberSpec& m) { m.local_method = 0; })},
         {"W10", "flags", structure, lying([](MemberSpec& m) { m.local_flags = 8; })},
         {"W11", "ghost", structure,
          with(
              [] {
                auto m = member("demo/ghost.py");
                m.only_local = true;
                return m;
              }(),
              false)},
         {"W11", "gap", structure, lying([](MemberSpec& m) { m.junk_after = "junk"; })},
         {"W11", "overlap", structure, edited_bytes([](std::string& bytes) {
            // The second central header points to the first local one.
            const std::size_t first = bytes.find("PK\x01\x02"),
                              second = bytes.find("PK\x01\x02", first + 4);
            put(bytes, second + 42, 0, 4);
          })},
         {"W11", "offset beyond the file", structure, edited_bytes([](std::string& bytes) {
            put(bytes, bytes.find("PK\x01\x02") + 42, 0x7fffffff, 4);
          })}});
}

TEST_CASE("what surrounds the archive is refused", "[hostile]") {
  const ErrorCode structure = ErrorCode::zip_structure;
  check(
      {{"W13", "prefix", structure, edited([](ArchiveSpec& a) { a.prefix = "#!/bin/sh\n"; })},
       {"W13", "suffix", structure, edited([](ArchiveSpec& a) { a.suffix = "more"; })},
       {"W13", "signature in the comment", structure,
        edited([](ArchiveSpec& a) { a.end_comment = "PK\x05\x06" + std::string(18, '\0'); })},
       {"W13", "archive in the comment", structure,
        edited([](ArchiveSpec& a) { a.end_comment = demo().bytes(); })},
       {"W13", "unprintable comment", structure,
        edited([](ArchiveSpec& a) { a.end_comment = "\x01"; })},
       {"W13", "two archives", structure,
        edited([](ArchiveSpec& a) { a.prefix = demo().bytes(); })},
       {"W13", "two archives, the second right alone", structure,
        edited_bytes([](std::string& bytes) { bytes += demo().bytes(); })},
       {"W13", "spanning marker", structure,
        edited([](ArchiveSpec& a) { a.prefix = "PK\x07\x08"; })},
       {"W13", "comment longer than the file", structure,
        edited_bytes([](std::string& bytes) { put(bytes, end_record(bytes) + 20, 5, 2); })},
       {"W14", "too many members", structure, edited_bytes([](std::string& bytes) {
          put(bytes, end_record(bytes) + 8, 99, 2), put(bytes, end_record(bytes) + 10, 99, 2);
        })},
       {"W14", "too few members", structure, edited_bytes([](std::string& bytes) {
          put(bytes, end_record(bytes) + 8, 1, 2), put(bytes, end_record(bytes) + 10, 1, 2);
        })},
       {"W14", "directory size", structure,
        edited_bytes([](std::string& bytes) { put(bytes, end_record(bytes) + 12, 10, 4); })},
       {"W14", "directory offset", structure,
        edited_bytes([](std::string& bytes) { put(bytes, end_record(bytes) + 16, 0, 4); })},
       {"W14", "disks", structure,
        edited_bytes([](std::string& bytes) { put(bytes, end_record(bytes) + 4, 1, 2); })},
       {"W14", "ZIP64 sentinel without a locator", structure, edited_bytes([](std::string& bytes) {
          put(bytes, end_record(bytes) + 16, 0xffffffff, 4);
        })},
       {"W14", "ZIP64 locator offset", structure, edited([](ArchiveSpec& a) {
          a.zip64_end = true;
          a.edit = [](std::string& bytes) { put(bytes, bytes.rfind("PK\x06\x07") + 8, 0, 8); };
        })},
       {"W14", "ZIP64 disks", structure, edited([](ArchiveSpec& a) {
          a.zip64_end = true;
          a.edit = [](std::string& bytes) { put(bytes, bytes.rfind("PK\x06\x07") + 16, 2, 4); };
        })},
       {"W14", "ZIP64 and small record differ", structure, edited([](ArchiveSpec& a) {
          a.zip64_end = true;
          a.edit = [](std::string& bytes) { put(bytes, end_record(bytes) + 16, 3, 4); };
        })},
       {"W14", "ZIP64 count of four thousand million", ErrorCode::zip_bomb,
        edited([](ArchiveSpec& a) {
          a.zip64_end = true;
          a.edit = [](std::string& bytes) {
            const std::size_t record = bytes.rfind("PK\x06\x06");
            put(bytes, record + 24, 0xffffffff, 8), put(bytes, record + 32, 0xffffffff, 8);
          };
        })}});
}

TEST_CASE("data descriptors must be right", "[hostile]") {
  const ErrorCode structure = ErrorCode::zip_structure;
  check({{"W15", "wrong CRC", structure,
          lying([](MemberSpec& m) { m.raw_descriptor = "PK\x07\x08" + std::string(12, '\x01'); })},
         {"W15", "missing", structure, lying([](MemberSpec& m) { m.raw_descriptor = ""; })},
         {"W15", "cut", structure, lying([](MemberSpec& m) { m.raw_descriptor = "PK\x07\x08"; })},
         {"W15", "stray", structure,
          lying([](MemberSpec& m) { m.junk_after = "PK\x07\x08" + std::string(12, '\0'); })}});
}

TEST_CASE("ways to pack that are not for wheels are refused", "[hostile]") {
  const ErrorCode unsupported = ErrorCode::zip_unsupported;
  std::vector<Case> cases;
  for (const std::uint16_t flags :
       std::initializer_list<std::uint16_t>{0x0001, 0x0040, 0x2000, 0x0020, 0x0010, 0x1000})
    cases.push_back({"W16", fmt::format("flags {:#x}", flags), unsupported,
                     lying([flags](MemberSpec& m) { m.flags = flags; })});
  for (const std::uint16_t method : std::initializer_list<std::uint16_t>{1, 9, 12, 14, 93, 95, 99})
    cases.push_back({"W16", fmt::format("method {}", method), unsupported,
                     lying([method](MemberSpec& m) { m.method = method; })});
  cases.push_back(
      {"W16", "version 6.3", unsupported, lying([](MemberSpec& m) { m.version_needed = 63; })});
  check(cases);
}

TEST_CASE("data that is not what it says is refused", "[hostile]") {
  const ErrorCode data = ErrorCode::zip_data;
  const std::string large(6 << 20, 'x');  // through the streaming decoder
  const auto large_lie = [&large](std::function<void(MemberSpec&)> lie) {
    return WheelBuilder("demo", "1.0")
        .file("demo/large.bin", large)
        .edit_archive([lie](ArchiveSpec& a) { lie(a.members[0]); });
  };
  // RECORD tells the same lie about a size, so that only the data can show it.
  const auto and_record = [](WheelBuilder wheel, std::string right, std::string wrong) {
    return wheel.edit_record(
        [right, wrong](std::string& text) { text.replace(text.find(right), right.size(), wrong); });
  };
  const std::string packed = [&large] {
    // The packed form of `large`, cut out of a good wheel.
    const std::string bytes = WheelBuilder("demo", "1.0").file("demo/large.bin", large).bytes();
    const std::size_t size = zip::u32(reinterpret_cast<const unsigned char*>(bytes.data()) + 18);
    return bytes.substr(30 + std::string("demo/large.bin").size(), size);
  }();
  check(
      {{"W17", "CRC", data, lying([](MemberSpec& m) { m.crc = 7; })},
       {"W17", "CRC 0", data, lying([](MemberSpec& m) { m.crc = 0; })},
       {"W17", "stored, CRC", data, lying([](MemberSpec& m) { m.deflate = false, m.crc = 7; })},
       {"W17", "more than declared", data,
        and_record(lying([](MemberSpec& m) { m.size = 10; }), ",5000\n", ",10\n")},
       {"W17", "less than declared", data,
        and_record(lying([](MemberSpec& m) { m.size = 6000; }), ",5000\n", ",6000\n")},
       {"W17", "not deflate", data,
        lying([](MemberSpec& m) { m.raw_data = "\xff\xff\xff\xff\xff"; })},
       {"W17", "empty stream", data, lying([](MemberSpec& m) { m.raw_data = ""; })},
       {"W17", "large, CRC", data, large_lie([](MemberSpec& m) { m.crc = 7; })},
       {"W17", "large, more than declared", data,
        and_record(large_lie([](MemberSpec& m) { m.size = 5 << 20; }), ",6291456\n", ",5242880\n")},
       {"W17", "large, less than declared", data,
        and_record(large_lie([](MemberSpec& m) { m.size = 7 << 20; }), ",6291456\n", ",7340032\n")},
       {"W17", "large, cut", data,
        large_lie([packed](MemberSpec& m) { m.raw_data = packed.substr(0, packed.size() / 2); })},
       {"W17", "large, bytes after the end", data,
        large_lie([packed](MemberSpec& m) { m.raw_data = packed + "x"; })},
       {"W17", "large, many bytes after the end", data,
        large_lie([packed](MemberSpec& m) { m.raw_data = packed + std::string(100, '\0'); })},
       {"W17", "large, damaged", data, large_lie([packed](MemberSpec& m) {
          m.raw_data = packed;
          (*m.raw_data)[packed.size() / 2] ^= 0x55;
        })}});
}

TEST_CASE("bombs are refused before they are unpacked", "[hostile]") {
  const auto lie = [](std::uint32_t size) {
    return lying([size](MemberSpec& m) { m.size = size; });
  };
  check({{"W18", "ratio", ErrorCode::zip_bomb, lie(1U << 30)},
         {"W18", "METADATA", ErrorCode::zip_bomb,
          demo().metadata("Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\n" +
                          std::string(17 << 20, 'x'))},
         {"W18", "RECORD with more lines than members", ErrorCode::wheel_record,
          demo().edit_record([](std::string& text) {
            for (int i = 0; i < 100; ++i) text += fmt::format("ghost{},sha256=x,1\n", i);
          })}});
}

TEST_CASE("what is no archive is named", "[hostile]") {
  const auto raw = [](std::string bytes) {
    return edited_bytes([bytes = std::move(bytes)](std::string& all) { all = bytes; });
  };
  std::string tar(1024, '\0');
  tar.replace(257, 5, "ustar");
  check({{"W19", "HTML", ErrorCode::zip_structure,
          raw("<!DOCTYPE html><title>Sign in</title>" + std::string(100, ' '))},
         {"W19", "empty", ErrorCode::zip_structure, raw("")},
         {"W19", "tar", ErrorCode::zip_structure, raw(tar)},
         {"W19", "cut", ErrorCode::zip_structure,
          edited_bytes([](std::string& bytes) { bytes.resize(bytes.size() / 2); })},
         {"W19", "tar and zip", ErrorCode::zip_structure,
          edited([tar](ArchiveSpec& a) { a.prefix = tar; })},
         {"W19", "no members", ErrorCode::wheel_meta,
          edited([](ArchiveSpec& a) { a.members.clear(); })}});
  const TempTree place;
  const auto wheel = raw("  <!doctype HTML>" + std::string(100, ' ')).write_to(place.path());
  CHECK(unpack_wheel(wheel, place / "tree").error().message ==
        "refused `demo-1.0-py3-none-any.whl`: it is an HTML page, not a ZIP archive");
}

TEST_CASE("RECORD must say what is there", "[hostile]") {
  const ErrorCode record = ErrorCode::wheel_record;
  const auto with_record = [](std::string text) { return demo().record(std::move(text)); };
  const auto replacing = [](std::string from, std::string to) {
    return demo().edit_record([from, to](std::string& text) {
      const std::size_t at = text.find(from);
      REQUIRE(at != std::string::npos);
      text.replace(at, from.size(), to);
    });
  };
  check({{"W20", "missing", record, demo().without_record()},
         {"W20", "empty", record, with_record("")},
         {"W20", "not CSV", record, with_record("\"demo/__init__.py,sha256=x,1\n")},
         {"W20", "not UTF-8", record, with_record("\xff,,\n")},
         {"W20", "two columns", record, with_record("demo/__init__.py,sha256=x\n")},
         {"W20", "four columns", record, with_record("demo/__init__.py,sha256=x,1,2\n")},
         {"W21", "other hash", record,
          demo().edit_archive([](ArchiveSpec& a) { a.members[0].contents = "x = 2\n"; })},
         {"W21", "size is no number", record, replacing(",5000\n", ",five\n")},
         {"W21", "md5", record, replacing("sha256=", "md5=")},
         {"W21", "unknown kind", record, replacing("sha256=", "crc=")},
         {"W21", "short hash", record, replacing("sha256=", "sha512=")},
         {"W21", "no hash", record, with_record("demo/__init__.py,,\n")},
         {"W22", "not listed", record, with(member("demo/evil.py"), false)},
         {"W22", "ghost line", record, demo().edit_record([](std::string& text) {
            text += "demo/ghost.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n";
          })},
         {"W22", "line twice, with another hash", record, demo().edit_record([](std::string& text) {
            text += "demo/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n";
          })},
         {"W23", "path outside", record,
          demo().edit_record([](std::string& text) { text += "../../../bin/python,,\n"; })}});
}

TEST_CASE("descriptions must be those of the wheel", "[hostile]") {
  const ErrorCode meta = ErrorCode::wheel_meta;
  const auto with_metadata = [](std::string text) { return demo().metadata(std::move(text)); };
  check(
      {{"W24", "no dist-info", meta, edited([](ArchiveSpec& a) { a.members.resize(2); })},
       {"W24", "two", meta, demo().file("other-1.0.dist-info/METADATA", "x")},
       {"W24", "two of the same release", meta, demo().file("Demo-1.0.dist-info/more", "x")},
       {"W24", "foreign", meta, demo().dist_info("other-1.0.dist-info")},
       {"W24", "other version", meta, demo().dist_info("demo-2.0.dist-info")},
       {"W24", "egg-info", meta, demo().file("demo.egg-info/PKG-INFO", "x")},
       {"W24", "case variant", meta, demo().dist_info("demo-1.0.DIST-INFO")},
       {"W25", "no METADATA", meta, demo().without_metadata()},
       {"W25", "no WHEEL", meta, demo().without_wheel_file()},
       {"W25", "name", meta, with_metadata("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")},
       {"W25", "version", meta, with_metadata("Metadata-Version: 2.1\nName: demo\nVersion: 2.0\n")},
       {"W25", "two names", meta,
        with_metadata("Metadata-Version: 2.1\nName: demo\nName: demo\nVersion: 1.0\n")},
       {"W25", "bad version", meta,
        with_metadata("Metadata-Version: 2.1\nName: demo\nVersion: one\n")},
       {"W25", "no version", meta, with_metadata("Metadata-Version: 2.1\nName: demo\n")},
       {"W25", "metadata version", meta,
        with_metadata("Metadata-Version: 3.0\nName: demo\nVersion: 1.0\n")},
       {"W25", "not UTF-8", meta,
        with_metadata("Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\n\xff")},
       {"W25", "wheel version 2", meta,
        demo().wheel_file("Wheel-Version: 2.0\nRoot-Is-Purelib: true\n")},
       {"W25", "no wheel version", meta, demo().wheel_file("Root-Is-Purelib: true\n")},
       {"W25", "two wheel versions", meta,
        demo().wheel_file("Wheel-Version: 1.0\nWheel-Version: 1.0\n")},
       {"W25", "purelib maybe", meta,
        demo().wheel_file("Wheel-Version: 1.0\nRoot-Is-Purelib: maybe\n")}});
}

TEST_CASE("the .data directory keeps to its schemes", "[hostile]") {
  const ErrorCode scheme = ErrorCode::wheel_scheme;
  const auto data = [](std::string path) { return demo().file("demo-1.0.data/" + path, "x"); };
  check({{"W29", "unknown key", scheme, data("other/x")},
         {"W29", "no key", scheme, data("x")},
         {"W29", "other distribution's", scheme, demo().file("other-1.0.data/scripts/x", "x")},
         {"W29", "two", scheme, data("scripts/x").file("Demo-1.0.data/scripts/y", "x")},
         {"W29", "script in a directory", scheme, data("scripts/a/b")},
         {"W30", "python", scheme, data("scripts/python")},
         {"W30", "python3.12", scheme, data("scripts/python3.12")},
         {"W30", "activate", scheme, data("scripts/activate.fish")},
         {"W30", "pyvenv.cfg", scheme, data("data/pyvenv.cfg")},
         {"W30", "python by data", scheme, data("data/bin/python3")},
         {"W30", "launcher", scheme, demo().console_script("python3", "demo:main")},
         {"W31", "two members at one place", scheme,
          data("purelib/x.py").file("demo-1.0.data/platlib/x.py", "y")},
         {"W31", "over METADATA", scheme, data("purelib/demo-1.0.dist-info/METADATA")},
         {"W31", "script and launcher", scheme,
          data("scripts/run").console_script("run", "demo:main")}});
}

TEST_CASE("entry points are names and functions, nothing else", "[hostile]") {
  std::vector<Case> cases;
  for (const std::string& name :
       std::vector<std::string>{"../x", "a/b", "a\\b", "/bin/sh", "..", ".", "-rf", "a b", "a;b",
                                "$(x)", "\x1b[31m", ""})
    cases.push_back(
        {"W33", name, ErrorCode::wheel_entry, demo().console_script(name, "demo:main")});
  for (const std::string& value : std::vector<std::string>{
           "demo:main());__import__('os').system('x')", "demo", "demo:", ":main", "demo:main\\n",
           "1demo:main", "demo:a-b", "demo.:x", "a b:c"})
    cases.push_back({"W34", value, ErrorCode::wheel_entry, demo().console_script("run", value)});
  cases.push_back({"W33", "twice", ErrorCode::wheel_entry,
                   demo().console_script("run", "a:b").gui_script("Run", "a:b")});
  cases.push_back({"W33", "no INI", ErrorCode::wheel_entry,
                   demo().file("demo-1.0.dist-info/entry_points.txt", "run = demo:main\n")});
  check(cases);
}

}  // namespace axle::test
