// SPDX-License-Identifier: MIT
#include "index/page_snapshot.hpp"

#include "base/sha256.hpp"
#include "support/catch.hpp"

namespace axle {
namespace {

PackageName name(std::string_view text) { return PackageName::parse(text).value(); }
std::shared_ptr<const IndexUrl> index_url() {
  return std::make_shared<const IndexUrl>(
      IndexUrl::parse("https://index.example/simple", "/").value());
}

PageLink link(std::string filename, std::string url = {}) {
  PageLink made;
  made.url = url.empty() ? filename : std::move(url);
  made.filename = std::move(filename);
  return made;
}

std::shared_ptr<const PackagePage> page_of(std::vector<PageLink> links, bool allow_files = false) {
  const ParsedPage parsed{
      "https://index.example/simple/a/", {ProjectStatus::Kind::archived, "old"}, std::move(links)};
  auto packed =
      std::make_shared<const std::string>(pack_page(parsed, name("a"), allow_files).value());
  auto page = open_page(packed, *packed, name("a"), index_url(), false);
  REQUIRE(page);
  return page;
}

std::vector<std::string> names_of(const std::vector<DistributionFile>& files) {
  std::vector<std::string> names;
  for (const DistributionFile& file : files) names.push_back(file.filename);
  return names;
}

TEST_CASE("versions ascend, files of each are sorted by bytes", "[page_snapshot]") {
  const auto page = page_of(
      {link("a-1.10-py3-none-any.whl"), link("a-1.9.tar.gz"), link("a-1.9-py3-none-win32.whl"),
       link("A-1.9-py2-none-any.whl"), link("a-1.9-py2-none-any.whl"), link("a-1.9.zip"),
       link("a-2.0rc1.tar.gz"), link("a-2.0.tar.gz"), link("a-1.10+cpu-py3-none-any.whl")});
  std::vector<std::string> versions;
  for (const Version& version : page->versions()) versions.push_back(version.to_string());
  CHECK(versions == std::vector<std::string>{"1.9", "1.10", "1.10+cpu", "2.0rc1", "2.0"});
  CHECK(names_of(page->files(0).wheels) == std::vector<std::string>{"A-1.9-py2-none-any.whl",
                                                                    "a-1.9-py2-none-any.whl",
                                                                    "a-1.9-py3-none-win32.whl"});
  CHECK(names_of(page->files(0).sdists) == std::vector<std::string>{"a-1.9.tar.gz", "a-1.9.zip"});
  CHECK(page->find(Version::parse("2.0").value()) == 4U);
  CHECK_FALSE(page->find(Version::parse("2.1").value()));
  CHECK(page->status() == ProjectStatus{ProjectStatus::Kind::archived, "old"});
  CHECK(page->name() == name("a"));
  CHECK_FALSE(page->is_flat());
}

TEST_CASE("equal versions are one, however they are written", "[page_snapshot]") {
  const auto page = page_of({link("a-1.0.0.tar.gz"), link("a-1.0-py3-none-any.whl")});
  REQUIRE(page->versions().size() == 1);
  CHECK(page->files(0).sdists.size() == 1);
  CHECK(page->files(0).wheels.size() == 1);
  // As the first file of the page has it.
  CHECK(page->versions()[0].to_string() == "1.0.0");
  const auto other_way = page_of({link("a-1.0-py3-none-any.whl"), link("a-1.0.0.tar.gz")});
  CHECK(other_way->versions()[0].to_string() == "1.0");
}

TEST_CASE("a file comes out as it went in", "[page_snapshot]") {
  PageLink full =
      link("a-1.0+cpu-py3-none-any.whl", "https://files.example/p/a-1.0%2Bcpu-py3-none-any.whl");
  full.hashes = {{DigestAlgorithm::md5, std::string(32, '1')},
                 {DigestAlgorithm::sha512, std::string(128, 'a')}};
  full.requires_python = ">=3.8";
  full.yanked = "";
  full.core_metadata = {{DigestAlgorithm::sha256, std::string(64, 'b')}};
  full.size = 0;
  full.upload_time = -5;
  const auto page = page_of({full, link("a-1.0-py3-none-any.whl", "../../a-1.0-py3-none-any.whl")});
  const DistributionFile& file = page->files(1).wheels.at(0);
  CHECK(file.filename == full.filename);
  CHECK(file.url == full.url);
  CHECK(file.hashes == full.hashes);
  CHECK(*file.best_hash() == full.hashes[1]);
  REQUIRE(file.requires_python);
  CHECK(file.requires_python->to_string() == ">=3.8");
  CHECK(file.yanked == "");
  CHECK(file.core_metadata == full.core_metadata);
  CHECK(file.size == 0U);
  CHECK(file.upload_time == -5);
  CHECK(file.index->text() == "https://index.example/simple");
  CHECK_FALSE(file.local_path);
  CHECK(file.version().to_string() == "1.0+cpu");

  const DistributionFile& bare = page->files(0).wheels.at(0);
  CHECK(bare.url == "https://index.example/a-1.0-py3-none-any.whl");
  CHECK(bare.hashes.empty());
  CHECK_FALSE(bare.best_hash());
  CHECK_FALSE(bare.requires_python);
  CHECK_FALSE(bare.yanked);
  CHECK_FALSE(bare.core_metadata);
  CHECK_FALSE(bare.size);
  CHECK_FALSE(bare.upload_time);
}

TEST_CASE("what is no file of the project is dropped, and remembered", "[page_snapshot]") {
  PageLink bad_python = link("a-3.0.tar.gz");
  bad_python.requires_python = "three";
  PageLink lenient = link("a-4.0.tar.gz");
  lenient.requires_python = ">=3.6,";
  const auto page = page_of(
      {link("a-1.0.exe"), link("a-1.0-py3-none-any.whl.asc"), link("b-1.0-py3-none-any.whl"),
       link("a-x.y-py3-none-any.whl"), bad_python, lenient,
       link("a-5.tar.gz", "javascript:a-5.tar.gz"), link("a-6.tar.gz", "file:///etc/a-6.tar.gz"),
       link("../a-7-py3-none-any.whl", "https://h/x"), link("a-8.tar.gz", "ftp://h/a-8.tar.gz")});
  REQUIRE(page->versions().size() == 1);
  CHECK(page->versions()[0].to_string() == "4.0");
  using Reason = DroppedFile::Reason;
  std::vector<std::pair<std::string, Reason>> dropped;
  for (const DroppedFile& file : page->dropped()) dropped.emplace_back(file.filename, file.reason);
  CHECK(dropped == std::vector<std::pair<std::string, Reason>>{
                       {"b-1.0-py3-none-any.whl", Reason::other_project},
                       {"a-x.y-py3-none-any.whl", Reason::malformed_name},
                       {"a-3.0.tar.gz", Reason::bad_requires_python},
                       {"a-5.tar.gz", Reason::bad_link},
                       {"a-6.tar.gz", Reason::bad_link},
                       {"../a-7-py3-none-any.whl", Reason::malformed_name},
                       {"a-8.tar.gz", Reason::bad_link}});
}

TEST_CASE("local pages may link to files", "[page_snapshot]") {
  const auto page = page_of({link("a-1.tar.gz", "file:///links/sub%20dir/a-1.tar.gz")}, true);
  CHECK(page->files(0).sdists.at(0).local_path == "/links/sub dir/a-1.tar.gz");
}

TEST_CASE("a page without files is a page", "[page_snapshot]") {
  CHECK(page_of({})->versions().empty());
}

TEST_CASE("a packed page that is cut, of another project or another format is absent",
          "[page_snapshot]") {
  const ParsedPage parsed{"https://h/", {}, {link("a-1.tar.gz")}};
  const std::string packed = pack_page(parsed, name("a"), false).value();
  const auto opens = [](const std::string& bytes, std::string_view project) {
    auto owner = std::make_shared<const std::string>(bytes);
    return open_page(owner, *owner, name(project), index_url(), false) != nullptr;
  };
  CHECK(opens(packed, "a"));
  CHECK_FALSE(opens(packed, "b"));
  CHECK_FALSE(opens(packed + "x", "a"));
  for (std::size_t size = 0; size < packed.size(); ++size)
    CHECK_FALSE(opens(packed.substr(0, size), "a"));
  std::string other = packed;
  ++other[7];
  CHECK_FALSE(opens(other, "a"));
}

TEST_CASE("a packed page with changed bytes reads nothing outside of itself", "[page_snapshot]") {
  PageLink full = link("a-1.0-py3-none-any.whl");
  full.hashes = {{DigestAlgorithm::sha256, std::string(64, 'a')}};
  full.requires_python = ">=3.8";
  const ParsedPage parsed{"https://h/", {}, {full, link("b-1.0-py3-none-any.whl")}};
  const std::string packed = pack_page(parsed, name("a"), false).value();
  for (std::size_t at = 0; at < packed.size(); ++at) {
    auto owner = std::make_shared<std::string>(packed);
    (*owner)[at] = static_cast<char>(~(*owner)[at]);
    const auto page = open_page(owner, *owner, name("a"), index_url(), false);
    if (!page) continue;
    for (std::size_t i = 0; i < page->versions().size(); ++i) static_cast<void>(page->files(i));
  }
}

TEST_CASE("a listed page sorts its files", "[package_page]") {
  const auto source =
      page_of({link("a-1.10.tar.gz"), link("a-1.9.tar.gz"), link("a-1.9-py3-none-any.whl")});
  std::vector<DistributionFile> files;
  for (std::size_t i = source->versions().size(); i-- > 0;) {
    for (const auto& file : source->files(i).wheels) files.push_back(file);
    for (const auto& file : source->files(i).sdists) files.push_back(file);
  }
  const auto page = make_package_page(name("a"), index_url(), true, files);
  REQUIRE(page->versions().size() == 2);
  CHECK(names_of(page->files(0).wheels) == std::vector<std::string>{"a-1.9-py3-none-any.whl"});
  CHECK(names_of(page->files(1).sdists) == std::vector<std::string>{"a-1.10.tar.gz"});
  CHECK(page->is_flat());
}

}  // namespace
}  // namespace axle
