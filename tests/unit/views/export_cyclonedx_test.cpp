// SPDX-License-Identifier: MIT
#include "views/export_cyclonedx.hpp"

#include <nlohmann/json.hpp>

#include "axle/lock/lock.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

using nlohmann::json;

/// `$1` stands for a digest.
constexpr std::string_view lock_text = R"(version = 1
revision = 3
requires-python = ">=3.10"

[manifest]
members = [
    "app",
    "lib",
]

[[package]]
name = "app"
source = { virtual = "." }
dependencies = [
    { name = "archive" },
    { name = "forge" },
    { name = "lib" },
    { name = "wide", marker = "sys_platform == 'win32'" },
]

[[package]]
name = "archive"
version = "2.0"
source = { url = "https://x.org/archive-2.0-py3-none-any.whl?a=1" }
wheels = [
    { url = "https://x.org/archive-2.0-py3-none-any.whl?a=1", hash = "sha256:$1" },
]

[[package]]
name = "forge"
version = "3.0"
source = { git = "https://x.org/forge?tag=v3#0123456789012345678901234567890123456789" }

[[package]]
name = "lib"
version = "1.0"
source = { editable = "packages/lib" }
dependencies = [
    { name = "wide" },
]

[package.optional-dependencies]
more = [
    { name = "forge" },
]

[[package]]
name = "wide"
version = "1.0+cpu"
source = { registry = "https://default.test/simple" }
sdist = { url = "https://default.test/wide-1.0.tar.gz" }
wheels = [
    { url = "https://default.test/wide-1.0-py3-none-any.whl", hash = "sha256:$1" },
]
)";

struct Written {
  json document;
  std::string text;

  std::vector<std::string> references() const {
    std::vector<std::string> all;
    for (const json& component : document["components"]) all.push_back(component["bom-ref"]);
    return all;
  }
  const json& about() const { return document["metadata"]["component"]; }
  json of(std::string_view list, std::string_view key, std::string_view value) const {
    for (const json& item : document[list])
      if (item[key] == value) return item;
    return nullptr;
  }
};

LockRoot whole(std::string_view name) {
  return {.name = *PackageName::parse(name), .with_dependencies = true, .extras = {}, .groups = {}};
}

Written written(std::vector<LockRoot> roots, bool all_packages = false,
                std::string_view default_index = "https://default.test/simple/",
                std::string text = std::string(lock_text)) {
  for (std::size_t at = 0; (at = text.find("$1", at)) != std::string::npos;)
    text.replace(at, 2, std::string(64, 'a'));
  const auto lockfile = parse_lockfile("uv.lock", std::move(text));
  REQUIRE(lockfile);
  const LockSelection selection{.roots = std::move(roots)};
  const auto packages = reach_packages(*lockfile, selection);
  REQUIRE(packages);
  Written result;
  result.text = cyclonedx_export(*lockfile, selection, *packages,
                                 {.serial_number = "urn:uuid:0",
                                  .timestamp = "2026-01-02T03:04:05Z",
                                  .tool_version = "9",
                                  .default_index = default_index,
                                  .all_packages = all_packages});
  result.document = json::parse(result.text);
  return result;
}

TEST_CASE("a bill of materials is about the project") {
  const Written bom = written({whole("app")});
  CHECK(
      bom.text.starts_with("{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.5\",\n"
                           "  \"version\": 1,\n  \"serialNumber\": \"urn:uuid:0\",\n"));
  CHECK(bom.about() == json::parse(R"({"type": "library", "bom-ref": "app-1", "name": "app",
      "properties": [{"name": "uv:package:is_project_root", "value": "true"}]})"));
  CHECK(bom.references() ==
        std::vector<std::string>{"archive-2@2.0", "forge-3@3.0", "lib-4@1.0", "wide-5@1.0+cpu"});
  CHECK(bom.of("dependencies", "ref", "app-1")["dependsOn"] ==
        json::array({"archive-2@2.0", "forge-3@3.0", "lib-4@1.0", "wide-5@1.0+cpu"}));
  // What only an extra asks for is there as well, if it is written.
  CHECK(bom.of("dependencies", "ref", "lib-4@1.0")["dependsOn"] ==
        json::array({"forge-3@3.0", "wide-5@1.0+cpu"}));
  CHECK(!bom.of("dependencies", "ref", "forge-3@3.0").contains("dependsOn"));
}

TEST_CASE("components have their package URL, the files with hashes, and their properties") {
  const Written bom = written({whole("app")});
  const auto component = [&](std::string_view name) { return bom.of("components", "name", name); };
  CHECK(component("archive")["purl"] ==
        "pkg:pypi/archive@2.0?download_url=https://x.org/archive-2.0-py3-none-any.whl%3Fa%3D1");
  CHECK(component("forge")["purl"] ==
        "pkg:pypi/forge@3.0?vcs_url=https://x.org/forge%3Ftag%3Dv3%23"
        "0123456789012345678901234567890123456789");
  CHECK(!component("lib").contains("purl"));
  CHECK(component("lib")["properties"] ==
        json::parse(R"([{"name": "uv:workspace:path", "value": "packages/lib"}])"));
  CHECK(component("wide")["purl"] == "pkg:pypi/wide@1.0%2Bcpu");
  CHECK(component("wide")["externalReferences"] ==
        json::array({{{"type", "distribution"},
                      {"url", "https://default.test/wide-1.0-py3-none-any.whl"},
                      {"hashes", {{{"alg", "SHA-256"}, {"content", std::string(64, 'a')}}}}}}));
  const Written elsewhere = written({whole("app")}, false, "https://other.test/simple");
  CHECK(elsewhere.of("components", "name", "wide")["purl"] ==
        "pkg:pypi/wide@1.0%2Bcpu?repository_url=https://default.test/simple");
}

TEST_CASE("a marker is a property, unless the package is needed everywhere") {
  constexpr std::string_view on_windows =
      R"([{"name": "uv:package:marker", "value": "sys_platform == 'win32'"}])";
  const Written everywhere = written({whole("lib")});
  CHECK(everywhere.about()["bom-ref"] == "lib-1@1.0");
  CHECK(!everywhere.of("components", "name", "wide").contains("properties"));
  std::string text(lock_text);
  const std::string needs = "dependencies = [\n    { name = \"wide\" },\n]\n";
  text.erase(text.find(needs), needs.size());
  CHECK(written({whole("app")}, false, "https://default.test/simple", text)
            .of("components", "name", "wide")["properties"] == json::parse(on_windows));
}

TEST_CASE("of all members a component that stands for the workspace depends") {
  const Written bom = written({whole("app"), whole("lib")}, true);
  CHECK(bom.about() == json::parse(R"({"type": "library", "bom-ref": "app-6", "name": "app",
      "properties": [{"name": "uv:package:is_synthetic_root", "value": "true"}]})"));
  CHECK(bom.references().back() == "app-1");
  CHECK(bom.document["dependencies"].back() ==
        json::parse(R"({"ref": "app-6", "dependsOn": ["app-1", "lib-4@1.0"]})"));
}

}  // namespace
}  // namespace axle
