// SPDX-License-Identifier: MIT
#include "base/sha256.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view pip_files_universe = R"(
  [simple]
  app 1.0 : lib>=1
  lib 1.0
  lib 1.5
)";

std::string hash_of(const FakeIndex& index, const std::string& filename) {
  return "--hash=sha256:" + sha256_hex(index.file("simple", filename).bytes);
}

TEST_CASE("a requirements file with hashes, includes, constraints and options") {
  FakeIndex index(pip_files_universe);
  AxleRun axle;
  axle("venv");
  axle.write("requirements.txt", "--index-url " + index.url() +
                                     "\n"
                                     "-r more/base.txt\n"
                                     "# a comment\n"
                                     "app==1.0 \\\n  " +
                                     hash_of(index, "app-1.0-py3-none-any.whl") + "\n");
  axle.write("more/base.txt", "lib==1.0 ; python_version >= '3' " +
                                  hash_of(index, "lib-1.0-py3-none-any.whl") + "\n");
  expect_exit(axle("pip install -r requirements.txt --require-hashes"), 0);
  CHECK(axle.quietly("pip freeze").out == "app==1.0\nlib==1.0\n");
}

TEST_CASE("constraints limit what they do not ask for") {
  FakeIndex index(pip_files_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  axle.write("limits.txt", "lib<1.5\nunused==7\n");
  expect_exit(axle("pip install app -c limits.txt"), 0);
  CHECK(axle.quietly("pip freeze").out == "app==1.0\nlib==1.0\n");
}

TEST_CASE("a hash that the index does not have is refused") {
  FakeIndex index(pip_files_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  axle.write("wrong.txt", "lib==1.0 --hash=sha256:" + std::string(64, 'a') + "\n");
  expect_failure(axle, "pip install -r wrong.txt", 4,
                 {"hash mismatch for `lib==1.0`", std::string(64, 'a'), "hint"});
  axle.write("none.txt", "lib==1.0\n");
  expect_failure(axle, "pip install -r none.txt --require-hashes", 4, {"lib", "--hash=sha256:"});
  axle.write("bad.txt", "lib==1.0 --hash=sha256:abc\n");
  expect_failure(axle, "pip install -r bad.txt", 2, {"sha256:abc"});
}

TEST_CASE("hashes of files count unless the user leaves them out") {
  FakeIndex index(pip_files_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  axle.write("wrong.txt", "lib==1.0 --hash=sha256:" + std::string(64, 'a') + "\n");
  const AxleResult result = axle("pip install -r wrong.txt --no-verify-hashes");
  expect_exit(result, 0);
  expect_said(result, {"warning: the hashes in requirements files are not checked"});
  axle.set("UV_NO_VERIFY_HASHES", "1");
  expect_exit(axle("pip sync wrong.txt --reinstall"), 0);
  expect_failure(axle, "pip sync wrong.txt --reinstall --require-hashes", 4, {"hash mismatch"});
  // What the index itself states is held to all the same.
  index.change("simple", "lib", [](OfferedFile& file) { file.sha256 = std::string(64, 'b'); });
  expect_failure(axle, "pip install --no-cache --reinstall -r wrong.txt", 4,
                 {std::string(64, 'b')});
}

TEST_CASE("mistakes in a requirements file are named with their line") {
  AxleRun axle;
  axle("venv");
  axle.write("a.txt", "# first\nok==1\nnot a requirement!\n");
  axle.write("b.txt", "--what is-this\n");
  axle.write("c.txt", "ok\n-r c.txt\n");
  axle.write("d.txt", "-r gone.txt\n");
  expect_failure(axle, "pip install -r a.txt", 2, {"a.txt", "3"});
  expect_failure(axle, "pip install -r b.txt", 2, {"b.txt", "--what"});
  axle("pip install --no-index -r c.txt --dry-run");
  expect_failure(axle, "pip install -r d.txt", 2, {"gone.txt"});
  expect_failure(axle, "pip install -r nowhere.txt", 2, {"nowhere.txt"});
  expect_failure(axle, "pip install", 2, {"nothing was asked for"});
  expect_failure(axle, "pip install -e .", 2, {"does not appear to be a Python project", "hint"});
  expect_golden("requirements_mistakes", axle);
}

TEST_CASE("pip compile writes pins with their reasons and pip sync makes them so") {
  FakeIndex index(pip_files_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  axle.write("requirements.in", "app\n");
  expect_exit(axle("pip compile requirements.in -o requirements.txt"), 0);
  expect_exit(axle("pip compile requirements.in --no-header --generate-hashes"), 0);
  expect_exit(axle("pip sync requirements.txt"), 0);
  CHECK(axle.quietly("pip freeze").out == "app==1.0\nlib==1.5\n");
  axle.write("less.txt", "lib==1.0\n");
  expect_exit(axle("pip sync less.txt"), 0);
  CHECK(axle.quietly("pip freeze").out == "lib==1.0\n");
  axle.write("empty.txt", "# nothing\n");
  const AxleResult empty = axle("pip sync empty.txt");
  expect_exit(empty, 0);
  expect_said(empty, {"--allow-empty-requirements"});
  CHECK(axle.quietly("pip freeze").out == "lib==1.0\n");
  expect_exit(axle("pip sync empty.txt --allow-empty-requirements"), 0);
  CHECK(axle.quietly("pip freeze").out.empty());
  expect_golden("pip_compile_and_sync", axle);
}

TEST_CASE("an output file keeps its pins until an upgrade is asked for") {
  FakeIndex index(pip_files_universe);
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  axle.write("requirements.in", "app\n");
  axle.write("requirements.txt", "lib==1.0\n");
  expect_exit(axle("pip compile requirements.in -o requirements.txt"), 0);
  CHECK(read_text(axle.project() / "requirements.txt").find("lib==1.0") != std::string::npos);
  expect_exit(axle("pip compile requirements.in -o requirements.txt --upgrade"), 0);
  CHECK(read_text(axle.project() / "requirements.txt").find("lib==1.5") != std::string::npos);
}

}  // namespace
}  // namespace axle::test
