// SPDX-License-Identifier: MIT
#include "project/requirements_file.hpp"

#include "project/requirements_lines.hpp"
#include "support/catch.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;
using axle::test::says;
using axle::test::shown;
using axle::test::TempTree;
using axle::test::whole_text;

namespace {

std::vector<std::string> texts(const std::vector<RequirementEntry>& entries) {
  std::vector<std::string> all;
  for (const RequirementEntry& entry : entries) all.push_back(shown(entry.requirement));
  return all;
}

const Environment environment = Environment::of({{"HOST", "example.org"}});

}  // namespace

TEST_CASE("lines are joined, comments and blanks dropped", "[requirements]") {
  const auto lines = requirements_lines(
      "\xEF\xBB\xBF# head\n\na==1 \\\r\n  --hash=x\\\n y # end\nb#c\n \\\n\nlast \\");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].text == "a==1   --hash=x y");
  CHECK(lines[0].number == 3);
  CHECK(lines[1].text == "b#c");
  CHECK(lines[2].text == "last");
  CHECK(lines[2].number == 9);
}

TEST_CASE("a requirements file with all that it may have", "[requirements]") {
  TempTree tree;
  const std::string sha(64, 'a');
  const auto path = tree.write(
      "requirements.txt",
      "--index-url https://u:p@${HOST}/other\n-i "
      "https://u:p@${HOST}/other\n--extra-index-url=https://two/simple\n"
      "-f wheels\n--pre\n--no-binary :all:\n--only-binary=torch,Rich_Text\n--trusted-host x\n"
      "-r sub/more.txt\n-c constraints.txt\n"
      "torch>=2.5 ; sys_platform == 'linux' \\\n    --hash=sha256:" +
          sha + " \\\n    --hash=md5:" + std::string(32, 'B') +
          "\nrich[a] @ https://x/rich-1-py3-none-any.whl\n./w/local_pkg-1.0-py3-none-any.whl\n"
          "https://x/Pkg-2.0.tar.gz ; os_name == 'nt'\nflask == 1.0 # comment\nodd ${UNSET}\n");
  tree.write("sub/more.txt", "-r deeper.txt\nmore\n");
  tree.write("sub/deeper.txt", "deeper\n--no-index\n");
  tree.write("constraints.txt", "numpy<2\n");
  const auto refused = read_requirements_file(path, environment);
  REQUIRE_FALSE(refused);  // `odd ${UNSET}` stays as it is and is no requirement
  CHECK(says(refused.error(), "${UNSET}"));
  const auto file =
      read_requirements_file(path, Environment::of({{"HOST", "example.org"}, {"UNSET", ">=1"}}));
  if (!file) FAIL(whole_text(file.error()));
  CHECK(texts(file->requirements) ==
        std::vector<std::string>{"deeper", "more", "torch ; sys_platform == 'linux' | >=2.5",
                                 "rich[a] | url https://x/rich-1-py3-none-any.whl",
                                 "local-pkg | path ./w/local_pkg-1.0-py3-none-any.whl",
                                 "pkg ; os_name == 'nt' | url https://x/Pkg-2.0.tar.gz",
                                 "flask | ==1.0", "odd | >=1"});
  CHECK(texts(file->constraints) == std::vector<std::string>{"numpy | <2"});
  CHECK(file->requirements[2].hashes ==
        std::vector<std::string>{"sha256:" + sha, "md5:" + std::string(32, 'b')});
  CHECK(file->index_url->text() == "https://example.org/other");
  CHECK(file->extra_index_urls.at(0).text() == "https://two/simple");
  CHECK(file->find_links.at(0).local_path() == tree / "wheels");
  CHECK(file->no_index);
  CHECK(file->pre);
  CHECK(file->no_binary.all);
  CHECK(file->only_binary.packages.contains(*PackageName::parse("rich-text")));
  CHECK(file->warnings ==
        std::vector<std::string>{
            "the option `--trusted-host` of a requirements file has no effect here"});
  CHECK(std::get<PathSource>(file->requirements[4].requirement.source).path ==
        tree / "w/local_pkg-1.0-py3-none-any.whl");
}

TEST_CASE("what a requirements file may not have is named with its line", "[requirements]") {
  const auto [text, line, part] = GENERATE(table<std::string, std::string, std::string>({
      {"a\n-e ./nowhere\n", "line 2", "`./nowhere` is no folder"},
      {"a >> 1\n", "line 1", "a >> 1"},
      {"\n\n--bogus x\n", "line 3", "`--bogus` is not an option of requirements files"},
      {"a --hash=sha256:12\n", "line 1", "`sha256:12` is not a hash"},
      {"a --hash=crc32:12345678\n", "line 1", "`crc32:12345678` is not a hash"},
      {"a --hash=sha256:" + std::string(64, '0') + " b\n", "line 1",
       "`b` cannot stand behind a hash"},
      {"-r\n", "line 1", "the option `-r` needs a value"},
      {"-r https://user:pw@x/r.txt\n", "line 1", "`https://****@x/r.txt` is on the network"},
      {"-i https://x/simple and more\n", "line 1", "`and` cannot stand behind `-i`"},
      {"a>1,,<3\n", "line 1", "a comma has nothing on one of its sides"},
      {"a,>1\n", "line 1", "a,>1"},
      {"./x.whl\n", "line 1", "`x.whl` has not the name of a wheel"},
      {"-r missing.txt\n", "line 1", "missing.txt"},
      {"-i https://a/s\n-i https://user:pw@b/s\n", "line 2",
       "`https://****@b/s` is to be the index, but `https://a/s` is already"},
      {"--index-url ftp://x\n", "line 1", "its scheme is `ftp`"},
      {"--no-binary a/b\n", "line 1", "a/b"},
      {"./folder\n", "line 1", "`./folder` does not exist"},
  }));
  CAPTURE(text);
  TempTree tree;
  const auto path = tree.write("requirements.txt", text);
  const auto file = read_requirements_file(path, environment);
  REQUIRE_FALSE(file);
  CAPTURE(whole_text(file.error()));
  CHECK(says(file.error(), text == "-r missing.txt\n" ? "Couldn't find a file that is named in `"
                                                      : "Couldn't parse requirement in `"));
  CHECK(says(file.error(), part));
  CHECK(says(file.error(), "at " + line));
  CHECK_FALSE(says(file.error(), "user:pw"));
}

TEST_CASE("files nest up to a limit", "[requirements]") {
  TempTree tree;
  for (int i = 0; i < 100; ++i)
    tree.write("r" + std::to_string(i), "-r r" + std::to_string(i + 1) + "\n");
  const auto file = read_requirements_file(tree / "r0", environment);
  REQUIRE_FALSE(file);
  CHECK(says(file.error(), "nested deeper than 64"));
}

TEST_CASE("a file that includes itself is read once, with a warning", "[requirements]") {
  TempTree tree;
  tree.write("two.txt", "b\n-r one.txt\n");
  const auto file = read_requirements_file(tree.write("one.txt", "a\n-r two.txt\n"), environment);
  REQUIRE(file);
  CHECK(texts(file->requirements) == std::vector<std::string>{"a", "b"});
  REQUIRE(file->warnings.size() == 1);
  CHECK(file->warnings.front().find("one.txt` -> ") != std::string::npos);
}

TEST_CASE("files as PowerShell writes them are read", "[requirements]") {
  const auto wide = [](std::string_view text, bool little) {
    std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char c : text) bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
    return bytes;
  };
  TempTree tree;
  for (const bool little : {true, false}) {
    const auto file =
        read_requirements_file(tree.write("r.txt", wide("a==1\r\nb==2\r\n", little)), environment);
    REQUIRE(file);
    CHECK(texts(file->requirements) == std::vector<std::string>{"a | ==1", "b | ==2"});
  }
  CHECK_FALSE(read_requirements_file(tree.write("odd", wide("a", true) + "x"), environment));
  CHECK_FALSE(
      read_requirements_file(tree.write("lone", std::string("\xFF\xFE\x00\xD8", 4)), environment));
}

TEST_CASE("old line ends end lines", "[requirements]") {
  CHECK(requirements_lines("a\rb\r\nc \\\rd").size() == 3);
}

TEST_CASE("several options in a line, and markers behind them", "[requirements]") {
  TempTree tree;
  const auto file = read_requirements_file(
      tree.write("r.txt",
                 "--no-index --find-links=file:///w -i https://one/simple ; os_name == 'nt'\n"),
      environment);
  REQUIRE(file);
  CHECK(file->no_index);
  CHECK(file->find_links.size() == 1);
  CHECK(file->index_url->text() == "https://one/simple");
  REQUIRE(file->warnings.size() == 1);
  CHECK(file->warnings.front().find("`os_name == 'nt'` has no effect") != std::string::npos);
}

TEST_CASE("options for builds behind a requirement are named, hashes are kept", "[requirements]") {
  TempTree tree;
  const std::string hash = "sha256:" + std::string(64, '0');
  const auto file = read_requirements_file(
      tree.write("r.txt", "a==1 --config-settings=\"x=y\" --hash " + hash + "\n"), environment);
  REQUIRE(file);
  CHECK(file->requirements.front().hashes == std::vector<std::string>{hash});
  REQUIRE(file->warnings.size() == 1);
  CHECK(file->warnings.front().find("`--config-settings` of `a==1`") != std::string::npos);
}

TEST_CASE("a marker that can never hold is warned of", "[requirements]") {
  TempTree tree;
  const auto file = read_requirements_file(
      tree.write("r.txt", "a ; python_version < '3' and python_version > '3.9'\n"), environment);
  REQUIRE(file);
  REQUIRE(file->warnings.size() == 1);
  CHECK(file->warnings.front().find("can never hold") != std::string::npos);
}

TEST_CASE("remote files are fetched, and what they name with them", "[requirements]") {
  TempTree tree;
  RequirementsReading reading(environment);
  std::vector<std::string> asked;
  reading.fetch = [&](const std::string& url) -> Result<std::string> {
    asked.push_back(url);
    if (url.ends_with("/base.txt")) return std::string("a\n-r sub/more.txt\n-c /limits.txt\n");
    return std::string(url.ends_with("/limits.txt") ? "b[x]<2\n" : "b\n");
  };
  const auto file = read_requirements_file(
      tree.write("r.txt", "-r https://example.org/files/base.txt\n"), reading);
  if (!file) FAIL(whole_text(file.error()));
  CHECK(asked == std::vector<std::string>{"https://example.org/files/base.txt",
                                          "https://example.org/files/sub/more.txt",
                                          "https://example.org/limits.txt"});
  CHECK(texts(file->requirements) == std::vector<std::string>{"a", "b"});
  CHECK(texts(file->constraints) == std::vector<std::string>{"b | <2"});
}

TEST_CASE("places are known as they are written", "[requirements]") {
  TempTree tree;
  const auto file = read_requirements_file(
      tree.write("r.txt",
                 "--index-url https://${HOST}/simple\n"
                 "a @ https://${HOST}/a-1-py3-none-any.whl ; os_name == 'posix'\n"
                 "https://${HOST}/b-1-py3-none-any.whl[x]\nc==1\n"),
      environment);
  REQUIRE(file);
  CHECK(file->requirements[0].written == "https://${HOST}/a-1-py3-none-any.whl");
  CHECK(file->requirements[1].written == "https://${HOST}/b-1-py3-none-any.whl");
  CHECK(file->requirements[2].written.empty());
  CHECK(file->written_urls.at("https://example.org/simple") == "https://${HOST}/simple");
}

TEST_CASE("bytes that are no text are refused", "[requirements]") {
  TempTree tree;
  CHECK(says(read_requirements_file(tree.write("r", "a\xff"), environment).error(),
             "is not valid UTF-8"));
  CHECK_FALSE(read_requirements_file(tree.write("n", std::string("a\0b", 3)), environment));
}

TEST_CASE("a whole file can be constraints", "[requirements]") {
  TempTree tree;
  tree.write("more.txt", "b\n");
  const auto file = read_constraints_file(tree.write("c.txt", "a<2\n-r more.txt\n"), environment);
  REQUIRE(file);
  CHECK(file->requirements.empty());
  CHECK(texts(file->constraints) == std::vector<std::string>{"a | <2", "b"});
}

TEST_CASE("requirements of the command line", "[requirements]") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"torch==2.5.1+cpu", "torch | ==2.5.1+cpu"},
      {"torch [a , b] ; os_name == 'nt'", "torch[a][b] ; os_name == 'nt'"},
      {"torch-2.5-py3-none-any.whl", "torch | path torch-2.5-py3-none-any.whl"},
      {"file:///w/torch-2.5-py3-none-any.whl", "torch | path /w/torch-2.5-py3-none-any.whl"},
      {"./torch-2.5-py3-none-any.whl[x]", "torch[x] | path ./torch-2.5-py3-none-any.whl"},
      {"torch @ git+https://x/r@v1#subdirectory=s", "torch | git https://x/r v1"},
      {"torch @ https://x/t-1.zip#subdirectory=a&sha256=1",
       "torch | url https://x/t-1.zip#sha256=1 in a"},
  }));
  CAPTURE(text);
  const auto requirement = parse_named_requirement(text, "/here");
  if (!requirement) FAIL(requirement.error().message);
  CHECK(shown(*requirement) == expected);
}

TEST_CASE("what only its files can name is kept apart, with its place", "[requirements]") {
  TempTree tree;
  tree.write("tree/setup.py", "");
  tree.write("lib/pyproject.toml", "[project]\nname = \"lib\"\n");
  const auto path = tree.write("requirements.txt",
                               "git+https://x/r@v1#subdirectory=s\n./tree[a]\n./lib\n-e ./lib\n"
                               "https://x/main.zip --hash=sha256:" +
                                   std::string(64, '0') + "\n");
  const auto file = read_requirements_file(path, environment);
  REQUIRE(file);
  REQUIRE(file->requirements.size() == 1);
  CHECK(file->requirements[0].requirement.name.text() == "lib");
  REQUIRE(file->unnamed.size() == 4);
  CHECK(std::get<GitSource>(file->unnamed[0].requirement.source).subdirectory == "s");
  CHECK(file->unnamed[1].requirement.extras.size() == 1);
  CHECK(file->unnamed[1].written == "./tree");
  CHECK(std::get<DirectorySource>(file->unnamed[2].requirement.source).is_editable);
  CHECK(file->unnamed[3].hashes.size() == 1);
  CHECK_FALSE(read_constraints_file(path, environment));
}
