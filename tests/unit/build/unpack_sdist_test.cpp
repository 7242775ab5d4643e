// SPDX-License-Identifier: MIT
#include "build/unpack_sdist.hpp"

#include <filesystem>

#include "base/file.hpp"
#include "support/catch.hpp"
#include "support/tar_maker.hpp"
#include "support/temp_tree.hpp"
#include "support/wheel_builder.hpp"

namespace axle::test {
namespace {

struct UnpackSdistRig {
  TempTree tree;

  Result<std::filesystem::path> unpack(const std::string& bytes,
                                       const std::string& name = "demo-1.0.tar.gz") const {
    std::filesystem::remove_all(tree / "into");
    std::filesystem::create_directory(tree / "into");
    return unpack_sdist(tree.write(name, bytes), tree / "into");
  }
};

TEST_CASE("files, folders, links and long names of a tar archive") {
  const UnpackSdistRig rig;
  const std::string long_name = "demo-1.0/" + std::string(120, 'n') + ".py";
  const std::string record = " path=" + long_name + "\n";
  const std::string pax = std::to_string(record.size() + 3) + record;
  TarMaker tar;
  tar.add("demo-1.0/", "", '5')
      .add("demo-1.0/PKG-INFO", "Name: demo\n")
      .add("demo-1.0/run.sh", "#!/bin/sh\n", '0', {}, 0755)
      .add("demo-1.0/a/again", "", '1', "demo-1.0/PKG-INFO")
      .add("demo-1.0/a/link", "", '2', "../PKG-INFO")
      .add("pax", pax, 'x')
      .add("short", "long\n");
  const auto top = rig.unpack(tar.gzip());
  REQUIRE(top);
  CHECK(*top == rig.tree / "into/demo-1.0");
  CHECK(read_text(*top / "a/again") == "Name: demo\n");
  CHECK(read_text(*top / "a/link") == "Name: demo\n");
  CHECK(read_text(*top / (std::string(120, 'n') + ".py")) == "long\n");
  using std::filesystem::perms;
  CHECK((std::filesystem::status(*top / "run.sh").permissions() & perms::owner_exec) !=
        perms::none);
}

TEST_CASE("nothing gets out of the folder") {
  const UnpackSdistRig rig;
  rig.tree.write("outside", "untouched");
  const auto refused = [&](const TarMaker& tar) {
    const auto top = rig.unpack(tar.gzip());
    REQUIRE_FALSE(top);
    CHECK(top.error().code == ErrorCode::sdist_data);
    CHECK(read_text(rig.tree / "outside") == "untouched");
  };
  refused(TarMaker().add("../outside", "x"));
  refused(TarMaker().add("/tmp/outside", "x"));
  refused(TarMaker().add("d/../../outside", "x"));
  refused(TarMaker().add("d/link", "", '2', "../../outside"));
  refused(TarMaker().add("d/link", "", '2', "/etc"));
  refused(TarMaker().add("d/link", "", '2', ".").add("d/link/x", "x"));
  refused(TarMaker().add("d/hard", "", '1', "../outside"));
  refused(TarMaker().add("d/device", "", '3'));
  refused(TarMaker().add("d/fifo", "", '6'));
}

TEST_CASE("what is no source distribution is refused") {
  const UnpackSdistRig rig;
  const std::string good = TarMaker().add("d/f", std::string(4000, 'x')).gzip();
  REQUIRE(rig.unpack(good));
  CHECK_FALSE(rig.unpack(good.substr(0, good.size() / 2)));
  CHECK_FALSE(rig.unpack("no gzip"));
  CHECK_FALSE(rig.unpack(TarMaker().gzip()));                                // empty
  CHECK_FALSE(rig.unpack(TarMaker().add("a/x", "").add("b/x", "").gzip()));  // two folders
  CHECK_FALSE(rig.unpack(TarMaker().add("file", "x").gzip()));               // no folder
  CHECK_FALSE(rig.unpack(good, "demo-1.0.tar.bz2"));
  std::string wrong_sum = TarMaker().add("d/f", "x").tar();
  wrong_sum[0] = 'e';
  CHECK_FALSE(rig.unpack(wrong_sum));
}

TEST_CASE("a zip archive") {
  const UnpackSdistRig rig;
  ArchiveSpec spec;
  spec.members.resize(2);
  spec.members[0].name = "demo-1.0/PKG-INFO";
  spec.members[0].contents = "Name: demo\n";
  spec.members[1].name = "demo-1.0/bin/x";
  spec.members[1].contents = "x";
  const auto top = rig.unpack(write_archive(spec), "demo-1.0.zip");
  REQUIRE(top);
  CHECK(read_text(*top / "bin/x") == "x");
}

}  // namespace
}  // namespace axle::test
