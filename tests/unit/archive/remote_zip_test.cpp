// SPDX-License-Identifier: MIT
#include "archive/remote_zip.hpp"

#include "index/sdist_metadata.hpp"
#include "support/catch.hpp"
#include "support/zip_maker.hpp"

namespace axle {
namespace {

using test::ZipMaker;

/// Bytes in memory that count what is read of them.
class CountedBytes final : public ArchiveBytes {
 public:
  explicit CountedBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<Tail> tail(std::uint64_t size) override {
    const auto wanted = std::min<std::uint64_t>(size, bytes_.size());
    reads.push_back(wanted);
    return Tail{bytes_.substr(bytes_.size() - wanted), bytes_.size()};
  }
  Result<std::string> read(std::uint64_t offset, std::uint64_t size) override {
    REQUIRE(offset + size <= bytes_.size());
    reads.push_back(size);
    return bytes_.substr(offset, size);
  }
  std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t size : reads) sum += size;
    return sum;
  }
  std::vector<std::uint64_t> reads;

 private:
  std::string bytes_;
};

const PackageName& torch() {
  static const PackageName name = *PackageName::parse("torch");
  return name;
}

std::optional<ErrorCode> code_of(const std::string& bytes) {
  CountedBytes archive(bytes);
  const auto text = read_wheel_metadata(archive, torch(), "torch.whl");
  return text ? std::nullopt : std::optional(text.error().code);
}

ZipMaker small_zip() {
  ZipMaker zip;
  zip.members.push_back({.name = "torch/__init__.py", .text = "x"});
  zip.members.push_back(
      {.name = "torch-1.0.dist-info/METADATA", .text = test::metadata_text("torch", "1.0")});
  return zip;
}

TEST_CASE("a small wheel is read with one read", "[remote_zip]") {
  CountedBytes archive(test::make_wheel("torch", "1.0"));
  const auto text = read_wheel_metadata(archive, torch(), "torch.whl");
  REQUIRE(text);
  CHECK(*text == test::metadata_text("torch", "1.0"));
  CHECK(archive.reads.size() == 1);
}

TEST_CASE("a large wheel with a short directory is read with one read", "[remote_zip]") {
  CountedBytes archive(test::make_wheel("torch", "1.0", 3'000'000));
  REQUIRE(read_wheel_metadata(archive, torch(), "torch.whl"));
  CHECK(archive.total() == zip_tail_bytes);
}

TEST_CASE("of a long directory only what is missing is read, then only the member",
          "[remote_zip]") {
  // 10 000 members make a directory of about 1 MB, as torch has it.
  CountedBytes archive(test::make_wheel("torch", "1.0", 1000, 10'000));
  REQUIRE(read_wheel_metadata(archive, torch(), "torch.whl"));
  REQUIRE(archive.reads.size() == 3);
  CHECK(archive.reads[0] == zip_tail_bytes);
  CHECK(archive.reads[1] > 900'000);
  CHECK(archive.reads[2] < 1000);
}

TEST_CASE("variants of the format that are right", "[remote_zip]") {
  ZipMaker zip = small_zip();
  SECTION("stored") { zip.members[1].packed = false; }
  SECTION("a comment") { zip.comment = "PK\5\6 is no end"; }
  SECTION("ZIP64 end") { zip.zip64_end = true; }
  SECTION("ZIP64 entry") { zip.members[1].zip64 = true; }
  SECTION("both, with a comment") {
    zip.zip64_end = zip.members[1].zip64 = true;
    zip.comment = "c";
  }
  SECTION("a longer extra field in the local header") {
    zip.members[1].local_extra.assign(3000, 'e');
  }
  SECTION("sizes behind the data") { zip.members[1].flags = 8; }
  SECTION("METADATA of something vendored deeper down") {
    zip.members.push_back({.name = "torch/_vendor/x-1.dist-info/METADATA", .text = "x"});
  }
  SECTION("an older spelling of the folder") {
    zip.members[1].name = "Torch-1.0.dist-info/METADATA";
  }
  CHECK(code_of(zip.make()) == std::nullopt);
}

TEST_CASE("archives that are not right", "[remote_zip]") {
  ZipMaker zip = small_zip();
  ErrorCode expected = ErrorCode::none;
  SECTION("no METADATA") {
    zip.members.pop_back();
    expected = ErrorCode::wheel_meta;
  }
  SECTION("two METADATA") {
    zip.members.push_back({.name = "other-1.0.dist-info/METADATA", .text = "x"});
    expected = ErrorCode::wheel_meta;
  }
  SECTION("another project's") {
    zip.members[1].name = "other-1.0.dist-info/METADATA";
    expected = ErrorCode::wheel_meta;
  }
  SECTION("encrypted") {
    zip.members[1].flags = 1;
    expected = ErrorCode::zip_unsupported;
  }
  SECTION("an unknown method") {
    zip.members[1].method = 14;
    expected = ErrorCode::zip_unsupported;
  }
  SECTION("a wrong checksum") {
    zip.members[1].crc_error = 1;
    expected = ErrorCode::zip_data;
  }
  SECTION("stored data called packed") {
    zip.members[1].packed = false;
    zip.members[1].method = 8;
    expected = ErrorCode::zip_data;
  }
  CHECK(code_of(zip.make()) == expected);
}

TEST_CASE("damaged archives are errors, never crashes", "[remote_zip]") {
  CHECK(code_of("") == ErrorCode::zip_structure);
  CHECK(code_of("not a zip file at all, but some longer text") == ErrorCode::zip_structure);
  ZipMaker zip = small_zip();
  zip.zip64_end = zip.members[1].zip64 = true;
  const std::string whole = zip.make();
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(code_of(whole.substr(0, size)) != std::nullopt);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(~flipped[at]);
    static_cast<void>(code_of(flipped));  // sanitizers and CountedBytes watch
  }
}

TEST_CASE("PKG-INFO of an sdist", "[sdist_metadata]") {
  const auto read = [](const std::string& bytes) {
    CountedBytes archive(bytes);
    return read_tar_pkg_info(archive, bytes.size(), "a-1.0.tar.gz");
  };
  const std::string info = test::metadata_text("a", "1.0");
  const std::string good = test::make_tar_gz({{"a-1.0/setup.py", std::string(100'000, 'x')},
                                              {"a-1.0/src/a.egg-info/PKG-INFO", "wrong"},
                                              {"PKG-INFO", "wrong"},
                                              {"a-1.0/PKG-INFO", info},
                                              {"b-1.0/PKG-INFO", "late"}});
  CHECK(read(good).value() == info);
  CHECK_FALSE(read(test::make_tar_gz({{"a-1.0/setup.py", "x"}})).value());
  CHECK(read(test::make_tar_gz({{"a-1.0/PKG-INFO", ""}})).value() == "");
  CHECK_FALSE(read(good.substr(0, good.size() / 2)));
  CHECK_FALSE(read("not gzip"));
  CHECK_FALSE(read(""));
}

}  // namespace
}  // namespace axle
