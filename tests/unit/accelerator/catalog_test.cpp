// SPDX-License-Identifier: MIT
#include "accelerator/catalog.hpp"

#include <algorithm>

#include "support/catch.hpp"
#include "support/error_text.hpp"

using namespace axle;
using axle::test::says;
using axle::test::whole_text;

namespace {

std::vector<std::string> copied(TextList list) { return {list.begin(), list.end()}; }

std::string broken(std::string text) {
  const auto catalog = Catalog::parse("mine.toml", std::move(text));
  return catalog ? std::string("no error") : whole_text(catalog.error());
}

}  // namespace

TEST_CASE("the program carries the data file as it is", "[catalog]") {
  const auto file = Catalog::read(AXLE_MATRIX);
  REQUIRE(file);
  const CatalogTables& read = file->tables();
  const CatalogTables& built = Catalog::built_in().tables();
  CHECK(copied(read.family) == copied(built.family));
  CHECK(copied(read.same_release) == copied(built.same_release));
  CHECK(copied(read.discrete_xpu) == copied(built.discrete_xpu));
  CHECK(copied(read.integrated_gfx) == copied(built.integrated_gfx));
  REQUIRE(read.builds.size() == built.builds.size());
  for (std::size_t i = 0; i < read.builds.size(); ++i) {
    CHECK(read.builds[i].arm == built.builds[i].arm);
    CHECK(read.builds[i].platform == built.builds[i].platform);
    CHECK(copied(read.builds[i].versions) == copied(built.builds[i].versions));
    CHECK(copied(read.builds[i].archs) == copied(built.builds[i].archs));
    CHECK(copied(read.builds[i].ptx) == copied(built.builds[i].ptx));
  }
  REQUIRE(read.arms.size() == built.arms.size());
  for (std::size_t i = 0; i < read.arms.size(); ++i) {
    CHECK(read.arms[i].name == built.arms[i].name);
    CHECK(read.arms[i].linux_driver == built.arms[i].linux_driver);
  }
  CHECK(read.cards.size() == built.cards.size());
  CHECK(read.pins.size() == built.pins.size());
  CHECK(read.pairings.size() == built.pairings.size());
  CHECK(read.driver_branches.size() == built.driver_branches.size());
  CHECK(read.tegra.size() == built.tegra.size());
  CHECK(Catalog::built_in().origin().empty());
}

TEST_CASE("every build is of a known arm and says where it is from", "[catalog]") {
  const Catalog& catalog = Catalog::built_in();
  for (const KnownBuild& build : catalog.tables().builds) {
    INFO(build.torch << " " << build.arm << " " << build.platform);
    CHECK(catalog.arm(build.arm) != nullptr);
    CHECK(std::ranges::all_of(build.versions, [&](std::string_view version) {
      return release_series(version) == build.torch;
    }));
    CHECK_FALSE(build.provenance.source.empty());
    CHECK((build.arm == "cpu") == build.archs.empty());
  }
}

TEST_CASE("what the data is asked", "[catalog]") {
  const Catalog& catalog = Catalog::built_in();
  CHECK(catalog.is_family("torch"));
  CHECK(catalog.is_family("pytorch-triton-rocm"));
  CHECK_FALSE(catalog.is_family("numpy"));
  CHECK_FALSE(catalog.is_family("nvidia-cudnn-cu12"));
  REQUIRE(catalog.arm("cu118") != nullptr);
  CHECK(catalog.arm("cu118")->linux_driver == "450.80.2");
  CHECK(catalog.arm("cu118")->runtime == "11.8");
  CHECK(catalog.arm("cu777") == nullptr);
  CHECK(*catalog.index_url("cu126") == "https://download.pytorch.org/whl/cu126");
  CHECK(*catalog.index_url("rocm6.4", "nightly") ==
        "https://download.pytorch.org/whl/nightly/rocm6.4");
  CHECK(says(catalog.index_url("cpu", "weekly").error(), "`weekly`"));
  REQUIRE(catalog.card("10de:1eb8") != nullptr);
  CHECK(catalog.card("10de:1eb8")->data_centre);
  CHECK(catalog.card("10de:ffff") == nullptr);
  CHECK(catalog.pairing("2.9")->torchvision == "0.24");
  CHECK(catalog.pairing("1.0") == nullptr);
  CHECK(catalog.pins("2.9.1", "cu130") != nullptr);
  CHECK(catalog.pins("2.9.1", "cpu") == nullptr);
}

TEST_CASE("what is newer than the data is taken for the nearest known", "[catalog]") {
  const Catalog& catalog = Catalog::built_in();
  CHECK(catalog.nearest_arm("cu134")->name == "cu132");
  CHECK(catalog.nearest_arm("cu127")->name == "cu126");
  CHECK(catalog.nearest_arm("cu65")->name == "cu80");
  CHECK(catalog.nearest_arm("rocm9.1")->name == "rocm7.2");
  CHECK(catalog.nearest_arm("vulkan") == nullptr);
  CHECK(catalog.branch("535.183.01")->cuda == "12.2");
  CHECK(catalog.branch("999.1")->branch == 595);
  CHECK(catalog.branch("545.23") == nullptr);
  CHECK(catalog.branch("none") == nullptr);
  const auto similar = catalog.similar_arms("cu127");
  CHECK(std::ranges::find(similar, "cu126") != similar.end());
  CHECK(similar.size() <= 3);
}

TEST_CASE("a file replaces the sections that it has", "[catalog]") {
  const auto catalog = Catalog::parse("mine.toml", R"(format = 1
[[pair]]
torch = "3.0"
torchvision = "0.40"
torchaudio = "2.11"
confidence = "measured"
source = ["here", "there"]
)");
  REQUIRE(catalog);
  CHECK(catalog->origin() == "mine.toml");
  CHECK(catalog->pairing("3.0")->torchvision == "0.40");
  CHECK(catalog->pairing("3.0")->provenance.source == "here; there");
  CHECK(catalog->pairing("2.9") == nullptr);
  CHECK(catalog->arm("cu126") != nullptr);
  const Catalog copy = *catalog;
  CHECK(copy.pairing("3.0")->torchaudio == "2.11");
}

TEST_CASE("a wrong row is named with its place", "[catalog]") {
  CHECK(broken("a = 1").find("`format = 1`") != std::string::npos);
  CHECK(broken("format = 2").find("format 1") != std::string::npos);
  CHECK(broken("format = 1\n[cards]").find("no section `cards`") != std::string::npos);
  CHECK(broken("format = 1\n[pci]\nid = \"1\"").find("list of tables") != std::string::npos);
  const std::string from = "confidence = \"measured\"\nsource = \"s\"\n";
  CHECK(broken("format = 1\n[[arm]]\nname = \"gpu\"\n" + from).find("`gpu` is no accelerator") !=
        std::string::npos);
  CHECK(broken("format = 1\n[[arm]]\nname = \"cu140\"\n" + from).find("`runtime` is missing") !=
        std::string::npos);
  CHECK(broken("format = 1\n[[arm]]\nname = \"cpu\"\nsource = \"s\"").find("`confidence`") !=
        std::string::npos);
  CHECK(broken("format = 1\n[[arm]]\nname = \"cpu\"\nconfidence = \"guess\"\nsource = \"s\"")
            .find("guess") != std::string::npos);
  CHECK(broken("format = 1\n[[arm]]\nnam = \"cpu\"\n" + from).find("nam") != std::string::npos);
  CHECK(broken("format = 1\n[forward_compat]\nbranches = [0]\n" + from).find("line 3") !=
        std::string::npos);
  CHECK(broken("format = 1\n[[channel]]\nname = \"x\"\nindex = \"https://e/\"\n" + from)
            .find("{accelerator}") != std::string::npos);
}
