// SPDX-License-Identifier: MIT
#include "locking/wheel_places.hpp"

#include "base/sha256.hpp"
#include "lock/arm_platforms.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

/// A wheel whose METADATA has this hash; none is stated for an empty one.
DistributionFile wheel(const std::string& tag, const std::string& metadata) {
  const std::string name = "tool-1.0-" + tag + ".whl";
  DistributionFile file{.filename = name,
                        .url = "https://index.example/" + name,
                        .kind = WheelFilename::parse(name).value(),
                        .index = nullptr};
  if (!metadata.empty())
    file.core_metadata = std::vector{FileHash{DigestAlgorithm::sha256, metadata}};
  return file;
}

RequiresPython python(const std::string& text) {
  return RequiresPython::from(VersionSpecifiers::parse(text).value());
}

/// "METADATA where", one line each.
std::string placed(const VersionFiles& files, const std::string& pythons = ">=3.9",
                   bool reads_unstated = false) {
  std::string text;
  for (const PlacedWheel& place :
       placed_wheels(files, files.wheels.front(), python(pythons), reads_unstated))
    text += (place.file->core_metadata ? place.file->core_metadata->front().hex
                                       : place.file->filename) +
            " " + place.where.to_text().value_or("everywhere") + "\n";
  return text;
}

std::string where(std::string_view platform) {
  return find_arm_platform(platform)->marker().to_text().value();
}

}  // namespace

TEST_CASE("wheels with one METADATA leave nothing to read", "[arms]") {
  CHECK(placed({{},
                {wheel("cp311-cp311-manylinux_2_17_x86_64", "a"),
                 wheel("cp312-cp312-win_amd64", "a")}})
            .empty());
  CHECK(placed({{}, {wheel("py3-none-any", "a")}}).empty());
}

TEST_CASE("each platform's METADATA counts there", "[arms]") {
  CHECK(placed({{},
                {wheel("py3-none-manylinux_2_17_x86_64", "a"),
                 wheel("py3-none-manylinux_2_17_aarch64", "a"), wheel("py3-none-win_amd64", "b"),
                 wheel("py3-none-macosx_11_0_x86_64", "c")}}) ==
        "a " +
            (find_arm_platform("linux-x86_64")->marker() |
             find_arm_platform("linux-aarch64")->marker())
                .to_text()
                .value() +
            "\nb " + where("windows-x86_64") + "\n");
}

TEST_CASE("each Python's METADATA counts from it to the next", "[arms]") {
  const VersionFiles files{{},
                           {wheel("cp310-cp310-manylinux_2_17_x86_64", "a"),
                            wheel("cp311-cp311-manylinux_2_17_x86_64", "b"),
                            wheel("cp313-cp313-manylinux_2_17_x86_64", "b"),
                            wheel("cp313-cp313t-manylinux_2_17_x86_64", "c")}};
  CHECK(placed(files) == "a python_full_version < '3.11' and " + where("linux-x86_64") +
                             "\nb python_full_version >= '3.11' and " + where("linux-x86_64") +
                             "\n");
  // A Python that the project does not support is nobody's.
  CHECK(placed(files, ">=3.11") == "b " + where("linux-x86_64") + "\n");
}

TEST_CASE("a stable ABI serves what has no wheel of its own", "[arms]") {
  CHECK(placed({{},
                {wheel("cp39-abi3-manylinux_2_17_x86_64", "a"),
                 wheel("cp312-cp312-manylinux_2_17_x86_64", "b"),
                 wheel("cp313-abi3-manylinux_2_17_x86_64", "a")}}) ==
        "a python_full_version != '3.12.*' and " + where("linux-x86_64") + "\nb " +
            "python_full_version == '3.12.*' and " + where("linux-x86_64") + "\n");
}

TEST_CASE("where no hash is stated METADATA is read for a family alone", "[arms]") {
  const VersionFiles files{
      {},
      {wheel("cp311-cp311-manylinux_2_17_x86_64", ""),
       wheel("cp312-cp312-manylinux_2_17_x86_64", ""), wheel("cp312-cp312-win_amd64", ""),
       wheel("cp311-cp311-win_amd64", "")}};
  CHECK(placed(files).empty());
  CHECK(placed(files, ">=3.9", true) ==
        "tool-1.0-cp311-cp311-manylinux_2_17_x86_64.whl " + where("linux-x86_64") +
            "\ntool-1.0-cp311-cp311-win_amd64.whl " + where("windows-x86_64") + "\n");
}

TEST_CASE("a source distribution asks for what the wheel that was read does", "[arms]") {
  VersionFiles files{
      {}, {wheel("py3-none-manylinux_2_17_x86_64", "a"), wheel("py3-none-win_amd64", "b")}};
  CHECK(placed(files) == "a " + where("linux-x86_64") + "\nb " + where("windows-x86_64") + "\n");
  files.sdists.push_back({.filename = "tool-1.0.tar.gz",
                          .url = "https://index.example/tool-1.0.tar.gz",
                          .kind = SdistFilename{PackageName::parse("tool").value(),
                                                Version::parse("1.0").value(), "tar.gz"},
                          .index = nullptr});
  CHECK(placed(files).find("macos") == std::string::npos);
  CHECK(placed(files).find("sys_platform == 'darwin'") != std::string::npos);
}

}  // namespace axle
