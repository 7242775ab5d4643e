// SPDX-License-Identifier: MIT
#include "python/site_packages.hpp"

#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using axle::test::TempTree;

namespace {
InstallScheme scheme_of(const TempTree& tree) {
  return {tree / "site", tree / "site", tree / "bin", tree.path(), tree / "include"};
}
}  // namespace

TEST_CASE("what is installed is found by name, nonsense is passed over", "[site_packages]") {
  const TempTree tree;
  tree.write("site/Flask_Login-0.6.3.dist-info/METADATA",
             "Metadata-Version: 2.1\nName: Flask-Login\nVersion: 0.6.3\nRequires-Dist: flask>=1\n");
  tree.write("site/Flask_Login-0.6.3.dist-info/INSTALLER", "axle\n");
  tree.write("site/Flask_Login-0.6.3.dist-info/REQUESTED", "");
  tree.write("site/Flask_Login-0.6.3.dist-info/WHEEL",
             "Wheel-Version: 1.0\nTag: py3-none-any\nTag: cp312-cp312-linux_x86_64\n");
  tree.write("site/Flask_Login-0.6.3.dist-info/direct_url.json",
             R"({"url":"file:///src/a%20b","dir_info":{"editable":true}})");
  tree.write("site/six-1.16.0-py3.11.egg-info/PKG-INFO",
             "Metadata-Version: 1.2\nName: six\nVersion: 1.16.0\n");
  tree.write("site/not a name.dist-info/METADATA", "");
  tree.write("site/.axle-tmp-x/y", "");
  const auto found = installed_distributions(scheme_of(tree));
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  const InstalledDistribution& login = found->front();
  CHECK(login.name.text() == "flask-login");
  CHECK(login.version.to_string() == "0.6.3");
  CHECK(login.installer() == "axle");
  CHECK(login.requested());
  CHECK(login.wheel_tags() == std::vector<std::string>{"py3-none-any", "cp312-cp312-linux_x86_64"});
  CHECK(login.editable_location() == "/src/a b");
  CHECK(login.metadata()->requires_dist.size() == 1);
  CHECK(found->back().is_egg_info);
  CHECK(found->back().metadata()->name.text() == "six");
}

TEST_CASE("metadata that is missing is an error with a way out", "[site_packages]") {
  const TempTree tree;
  tree.write("site/demo-1.0.dist-info/RECORD", "");
  const auto found = installed_distributions(scheme_of(tree));
  REQUIRE(found);
  const auto metadata = found->front().metadata();
  REQUIRE_FALSE(metadata);
  CHECK(metadata.error().hints.front().find("--reinstall-package demo") != std::string::npos);
}

TEST_CASE("a directory that is not there holds nothing", "[site_packages]") {
  const TempTree tree;
  CHECK(installed_distributions(scheme_of(tree))->empty());
}
