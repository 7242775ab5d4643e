// SPDX-License-Identifier: MIT
#include "poetry/uv_form.hpp"

#include <filesystem>
#include <string>

#include "base/text.hpp"
#include "support/catch.hpp"
#include "support/error_text.hpp"

using namespace axle;

namespace {

constexpr std::string_view pypi = "https://pypi.invalid/simple";

/// A value as TOML would be on one line, for comparison.
std::string shown(const TomlValue& value) {
  if (value.is_string()) return "'" + value.text + "'";
  if (value.kind == TomlValue::Kind::boolean) return value.boolean ? "true" : "false";
  if (value.kind == TomlValue::Kind::integer) return std::to_string(value.integer);
  std::vector<std::string> parts;
  if (value.is_array()) {
    for (const TomlValue& item : value.items) parts.push_back(shown(item));
    return "[" + join(parts, ", ") + "]";
  }
  for (const TomlEntry& entry : value.entries)
    parts.push_back(entry.key + " = " + shown(entry.value));
  return "{" + join(parts, ", ") + "}";
}

Result<std::optional<UvForm>> form_of(const std::string& text) {
  const auto document = TomlDocument::parse("/p/pyproject.toml", text);
  REQUIRE(document);
  return uv_form(*document, pypi);
}

/// The value at a path of the uv form; "-" if there is none.
std::string at(const std::string& text, std::initializer_list<std::string_view> path) {
  const auto form = form_of(text);
  if (!form) return "error: " + form.error().message;
  REQUIRE(*form);
  const TomlValue* const value = (*form)->document.root().find_path(path);
  return value == nullptr ? "-" : shown(*value);
}

const std::string head =
    "[tool.poetry]\nname = 'demo'\nversion = '0.1'\n[tool.poetry.dependencies]\n";

}  // namespace

TEST_CASE("dependencies become requirements, their sources entries of their own", "[poetry]") {
  const std::string text = head +
                           "python = '^3.9'\n"
                           "alpha = '^1.2'\n"
                           "torch = {version = '2.5.1', source = 'PyTorch'}\n"
                           "lib = {path = 'lib', develop = true}\n"
                           "[[tool.poetry.source]]\nname = 'pytorch'\nurl = 'https://cpu.invalid'\n"
                           "priority = 'explicit'\n";
  CHECK(at(text, {"project", "dependencies"}) == "['alpha>=1.2,<2', 'torch==2.5.1', 'lib']");
  CHECK(at(text, {"project", "requires-python"}) == "'>=3.9,<4'");
  CHECK(at(text, {"tool", "uv", "sources"}) ==
        "{lib = {path = 'lib', editable = true}, torch = {index = 'pytorch'}}");
  CHECK(at(text, {"tool", "uv", "index"}) ==
        "[{name = 'pytorch', url = 'https://cpu.invalid', explicit = true, "
        "ignore-error-codes = [401, 403]}]");
  CHECK(at(text, {"tool", "uv", "index-strategy"}) == "-");
  CHECK(at(text, {"tool", "poetry"}) == "-");
}

TEST_CASE("a list of constraints splits by marker, its sources do not overlap", "[poetry]") {
  const std::string text =
      head +
      "torch = [{version = '2.5.1', source = 'cu', platform = 'linux'}, {version = '2.5.1'}]\n"
      "[[tool.poetry.source]]\nname = 'cu'\nurl = 'https://cu.invalid'\npriority = 'explicit'\n";
  CHECK(at(text, {"project", "dependencies"}) ==
        "['torch==2.5.1 ; sys_platform == 'linux'', 'torch==2.5.1']");
  CHECK(at(text, {"tool", "uv", "sources"}) ==
        "{torch = [{index = 'cu', marker = 'sys_platform == 'linux''}]}");
}

TEST_CASE("a project that does not say its Pythons is for all of Python 3", "[poetry]") {
  for (const std::string python : {"", "python = '*'\n"}) {
    const std::string text = head + python + "alpha = '^1'\n";
    CHECK(at(text, {"project", "requires-python"}) == "'>=3.4'");
    REQUIRE(form_of(text));
    CHECK((*form_of(text))->warnings.size() == 1);
  }
  const std::string stated = "[project]\nname = 'demo'\nversion = '1'\nrequires-python = '>=3.9'\n";
  CHECK(at(stated + head, {"project", "requires-python"}) == "'>=3.9'");
}

TEST_CASE("extras whose normal names are equal are one", "[poetry]") {
  CHECK(at(head + "python = '^3.9'\na = {version = '1', optional = true}\nb = {version = '2', "
                  "optional = true}\n[tool.poetry.extras]\nmy_x = ['a']\nMy-X = ['b', 'a']\n",
           {"project", "optional-dependencies"}) == "{my_x = ['a==1', 'b==2']}");
}

TEST_CASE("a comparison that begins with the value is refused, as by Poetry", "[poetry]") {
  const auto with = [](const std::string& marker) {
    return head + "python = '^3.9'\na = {version = '1', markers = \"" + marker + "\"}\n";
  };
  for (const char* marker :
       {"'linux' == sys_platform", "os_name == 'nt' or ('3.9'<python_version)", "'x' == extra"}) {
    const auto form = form_of(with(marker));
    REQUIRE_FALSE(form);
    CHECK(test::says(form.error(), "begins with the value"));
  }
  CHECK(at(with("'win' in sys_platform"), {"project", "dependencies"}) ==
        "['a==1 ; 'win' in sys_platform']");
}

TEST_CASE("sources are searched as Poetry searches them", "[poetry]") {
  const auto source = [](const std::string& name, const std::string& rest) {
    return "[[tool.poetry.source]]\nname = '" + name + "'\n" + rest + "\n";
  };
  const std::string url = "url = 'https://a.invalid'\n";
  SECTION("one primary source takes the place of PyPI") {
    CHECK(at(head + source("a", url), {"tool", "uv", "index"}) ==
          "[{name = 'a', url = 'https://a.invalid', default = true, ignore-error-codes = [401, "
          "403]}]");
  }
  SECTION("a supplemental one is asked where PyPI has nothing that fits") {
    const std::string text = head + source("a", url + "priority = 'supplemental'");
    CHECK(at(text, {"tool", "uv", "index-strategy"}) == "'unsafe-first-match'");
    CHECK(at(text, {"tool", "uv", "index"}) ==
          "[{name = 'pypi', url = 'https://pypi.invalid/simple'}, {name = 'a', url = "
          "'https://a.invalid', ignore-error-codes = [401, 403]}]");
  }
  SECTION("several primary ones compete") {
    const std::string text = head + source("a", url) + source("PyPI", "priority = 'primary'");
    CHECK(at(text, {"tool", "uv", "index-strategy"}) == "'unsafe-best-match'");
    CHECK(at(text, {"tool", "uv", "index"}) ==
          "[{name = 'a', url = 'https://a.invalid', ignore-error-codes = [401, 403]}]");
  }
  SECTION("a supplemental one beside several primary ones is asked where they have nothing") {
    const std::string text =
        head + source("b", url) + source("a", url) + source("c", url + "priority = 'supplemental'");
    CHECK(at(text, {"tool", "uv", "index-strategy"}) == "'unsafe-best-match'");
    CHECK(at(text, {"tool", "uv", "index"}) ==
          "[{name = 'b', url = 'https://a.invalid', ignore-error-codes = [401, 403]}, {name = 'a', "
          "url = 'https://a.invalid', default = true, ignore-error-codes = [401, 403]}, {name = "
          "'c', url = 'https://a.invalid', supplemental = true, ignore-error-codes = [401, 403]}]");
  }
  SECTION("two of one name, PyPI with a URL, a source without a name, one that is not there") {
    CHECK_FALSE(form_of(head + source("a", url) + source("A", url)));
    CHECK_FALSE(form_of(head + source("pypi", url)));
    CHECK_FALSE(form_of(head + "[[tool.poetry.source]]\n" + url));
    CHECK_FALSE(form_of(head + "alpha = {version = '*', source = 'nowhere'}\n"));
  }
  SECTION("one alone is Poetry 1's default") {
    const std::string first = url + "default = true\n";
    CHECK(form_of(head + source("a", first)));
    CHECK_FALSE(form_of(head + source("a", first) + source("b", url + "priority = 'default'\n")));
  }
  SECTION("a name that is none of an index") {
    const std::string text = head + "alpha = {version = '*', source = 'My Index'}\n" +
                             source("my index", url + "priority = 'explicit'\n");
    CHECK(at(text, {"tool", "uv", "sources"}) == "{alpha = {index = 'my-index'}}");
  }
}

TEST_CASE("a package has one source in one environment", "[poetry]") {
  const std::string sources =
      "[[tool.poetry.source]]\nname = 'a'\nurl = 'https://a.invalid'\npriority = 'explicit'\n"
      "[[tool.poetry.source]]\nname = 'b'\nurl = 'https://b.invalid'\npriority = 'explicit'\n";
  const std::string group = "[tool.poetry.group.g.dependencies]\n";
  CHECK_FALSE(form_of(head + "x = {version = '*', source = 'a'}\n" + group +
                      "x = {version = '*', source = 'b'}\n" + sources));
  CHECK_FALSE(form_of(head + "x = [{path = 'p'}, {version = '*', source = 'a'}]\n" + sources));
  CHECK(form_of(head + "x = {version = '*', source = 'a'}\n" + group +
                "x = {version = '*', source = 'A'}\n" + sources));
  CHECK(form_of(head +
                "x = [{version = '*', source = 'a', platform = 'linux'}, "
                "{version = '*', source = 'b', platform = '!=linux'}]\n" +
                sources));
  CHECK(form_of(head + "x = [{path = 'p', platform = 'linux'}, {version = '^1'}]\n"));
}

TEST_CASE("what two groups want for different environments is resolved apart", "[poetry]") {
  const std::string groups =
      "python = '^3.9'\n[tool.poetry.group.a.dependencies]\nx = {version = '^1', python = "
      "'<3.11'}\n"
      "[tool.poetry.group.b.dependencies]\nx = {version = '^2', python = '>=3.11'}\n";
  CHECK(at(head + groups, {"tool", "uv", "environments"}) ==
        "['python_full_version >= '3.11'', 'python_full_version < '3.11'']");
  const std::string one_list =
      "python = '^3.9'\nx = [{version = '^1', python = '<3.11'}, "
      "{version = '^2', python = '>=3.11'}]\n";
  CHECK(at(head + one_list, {"tool", "uv", "environments"}) == "-");
  const std::string sources =
      "x = '1'\n[tool.poetry.group.a.dependencies]\nx = [{version = '1', source = 's', platform = "
      "'linux'}, {version = '1', source = 'pypi', platform = '!=linux'}]\n[[tool.poetry.source]]\n"
      "name = 's'\nurl = 'https://s.invalid'\npriority = 'explicit'\n";
  CHECK(at(head + sources, {"tool", "uv", "environments"}) ==
        "['sys_platform == 'linux'', 'sys_platform != 'linux'']");
  const std::string within =
      "x = '^1'\n[tool.poetry.group.a.dependencies]\nx = {version = '*', platform = 'linux'}\n";
  CHECK(at(head + within, {"tool", "uv", "environments"}) == "-");
  const std::string capped =
      "x = [{version = '<2', platform = 'linux'}, {version = '<3', platform = 'darwin'}, "
      "{version = '*', platform = 'win32'}]\n";
  CHECK(at(head + capped, {"tool", "uv", "environments"}) ==
        "['sys_platform == 'win32'', "
        "'sys_platform != 'darwin' and sys_platform != 'linux' and sys_platform != 'win32'', "
        "'sys_platform == 'darwin'', 'sys_platform == 'linux'']");
  const std::string overlap = "x = ['>=1', {version = '<2', platform = 'linux'}]\n";
  CHECK(at(head + overlap, {"tool", "uv", "environments"}) ==
        "['sys_platform != 'linux'', 'sys_platform == 'linux'']");
}

TEST_CASE("of entries that hold together the first says whether pre-releases compete", "[poetry]") {
  const std::string rest = "[tool.poetry.group.g.dependencies]\nx = ";
  const auto choice = [&](const std::string& main, const std::string& group) {
    return at(head + "x = " + main + "\n" + rest + group + "\n",
              {"tool", "uv", "prerelease-package"});
  };
  CHECK(choice("'*'", "{version = '*', allow-prereleases = true}") == "-");
  CHECK(choice("{version = '*', allow-prereleases = true}", "'*'") == "{x = 'allow'}");
  CHECK(choice("'<3'", "{version = '*', allow-prereleases = true}") == "-");
  CHECK(choice("{version = '<3', platform = 'linux'}",
               "{version = '*', platform = 'win32', allow-prereleases = false}") ==
        "{x = 'disallow'}");
}

TEST_CASE("extras, groups and their defaults", "[poetry]") {
  const std::string text = head +
                           "speed = {version = '*', optional = true}\n"
                           "[tool.poetry.extras]\nfast = ['speed']\n"
                           "[tool.poetry.dev-dependencies]\ntester = '^8'\n"
                           "[tool.poetry.group.dev.dependencies]\nlinter = '1.0'\n"
                           "[tool.poetry.group.docs]\noptional = true\ninclude-groups = ['dev']\n";
  CHECK(at(text, {"project", "dependencies"}) == "[]");
  CHECK(at(text, {"project", "optional-dependencies"}) == "{fast = ['speed']}");
  CHECK(at(text, {"dependency-groups"}) ==
        "{dev = ['tester>=8,<9', 'linter==1.0'], docs = [{include-group = 'dev'}]}");
  CHECK(at(text, {"tool", "uv", "default-groups"}) == "['dev']");
}

TEST_CASE("what an extra names comes with that extra alone", "[poetry]") {
  const std::string text = head +
                           "speed = '^1'\nalpha = '^2'\n"
                           "[tool.poetry.extras]\nfast = ['speed']\n";
  CHECK(at(text, {"project", "dependencies"}) == "['alpha>=2,<3']");
  CHECK(at(text, {"project", "optional-dependencies"}) == "{fast = ['speed>=1,<2']}");
}

TEST_CASE("extras that exclude each other become a conflict", "[poetry]") {
  const std::string text =
      head +
      "torch = [{version = '1+cpu', optional = true, markers = \"extra == 'cpu' and extra != "
      "'cuda'\"}, {version = '1+cu', optional = true, markers = \"extra == 'cuda' and extra != "
      "'cpu'\"}]\n[tool.poetry.extras]\ncpu = ['torch']\ncuda = ['torch']\n";
  CHECK(at(text, {"project", "optional-dependencies"}) ==
        "{cpu = ['torch==1+cpu'], cuda = ['torch==1+cu']}");
  CHECK(at(text, {"tool", "uv", "conflicts"}) == "[[{extra = 'cpu'}, {extra = 'cuda'}]]");
}

TEST_CASE("beside [project], Poetry only adds to the requirements that are there", "[poetry]") {
  const std::string project =
      "[project]\nname = 'demo'\nversion = '0.1'\nrequires-python = '>=3.9'\n"
      "dependencies = ['speed>=1', 'gamma<2']\n[tool.poetry.dependencies]\n";
  const std::string source =
      "[[tool.poetry.source]]\nname = 'x'\nurl = 'https://x.invalid'\npriority = 'explicit'\n";
  CHECK(at(project + "speed = {source = 'x'}\nother = '*'\n" + source,
           {"project", "dependencies"}) == "['speed>=1', 'gamma<2']");
  CHECK(at(project + "speed = {source = 'x'}\n" + source, {"tool", "uv", "sources"}) ==
        "{speed = {index = 'x'}}");
  CHECK(at(project + "speed = {version = '<3'}\n", {"project", "dependencies"}) ==
        "['speed>=1,<3', 'gamma<2']");
  CHECK(at(project + "gamma = {python = '<3.11'}\n", {"project", "dependencies"}) ==
        "['speed>=1', 'gamma<2 ; python_full_version < '3.11'']");
  CHECK_FALSE(form_of(project + "gamma = {version = '>=2'}\n"));
  CHECK_FALSE(form_of(project + "python = '>=3.8'\n"));
}

TEST_CASE("a requirement of [project] with a URL keeps it", "[poetry]") {
  const std::string project =
      "[project]\nname = 'demo'\nversion = '0.1'\n"
      "dependencies = ['x @ https://x.invalid/x-1-py3-none-any.whl']\n[tool.poetry.dependencies]\n";
  CHECK(at(project + "x = {platform = 'linux', source = 'pypi'}\n", {"project", "dependencies"}) ==
        "['x @ https://x.invalid/x-1-py3-none-any.whl ; sys_platform == 'linux'']");
  CHECK(at(project + "x = {source = 'pypi'}\n", {"tool", "uv", "sources"}) == "-");
  CHECK(form_of(project + "x = {url = 'https://x.invalid/x-1-py3-none-any.whl'}\n"));
  CHECK_FALSE(form_of(project + "x = {url = 'https://x.invalid/x-2-py3-none-any.whl'}\n"));
}

TEST_CASE("[project] has the extras and Poetry the dependencies, where it says so", "[poetry]") {
  const std::string text =
      "[project]\nname = 'demo'\nversion = '0.1'\ndynamic = ['dependencies']\n"
      "[project.optional-dependencies]\nfast = ['speed']\n"
      "[tool.poetry.dependencies]\nx = '^1'\nspeed = {version = '<2', optional = true}\n";
  CHECK(at(text, {"project", "dependencies"}) == "['x>=1,<2']");
  CHECK(at(text, {"project", "optional-dependencies"}) == "{fast = ['speed<2']}");
}

TEST_CASE("a group of [dependency-groups] without requirements takes Poetry's", "[poetry]") {
  const std::string text =
      "[project]\nname = 'demo'\nversion = '0.1'\n[dependency-groups]\ndev = []\ndocs = ['d']\n"
      "[tool.poetry.group.dev]\ninclude-groups = ['docs']\n"
      "[tool.poetry.group.dev.dependencies]\nx = '^1'\n";
  CHECK(at(text, {"dependency-groups"}) ==
        "{dev = ['x>=1,<2', {include-group = 'docs'}], docs = ['d']}");
}

TEST_CASE("only a directory is editable", "[poetry]") {
  CHECK(at(head + "x = {path = 'lib', develop = true}\n", {"tool", "uv", "sources"}) ==
        "{x = {path = 'lib', editable = true}}");
  CHECK(at(head + "x = {path = 'x-1-py3-none-any.whl', develop = true}\n",
           {"tool", "uv", "sources"}) == "{x = {path = 'x-1-py3-none-any.whl'}}");
  const auto document = TomlDocument::parse(
      std::filesystem::temp_directory_path() / "pyproject.toml", head + "x = {file = '.'}\n");
  REQUIRE(document);
  CHECK_FALSE(uv_form(*document, pypi));
}

TEST_CASE("package mode, version and build system", "[poetry]") {
  const std::string loose = "[tool.poetry]\npackage-mode = false\n";
  CHECK(at(loose, {"project", "name"}) == "'non-package-mode'");
  CHECK(at(loose, {"tool", "uv", "package"}) == "false");
  CHECK(at(loose, {"build-system"}) == "-");
  CHECK(at(head, {"build-system", "build-backend"}) == "'poetry.core.masonry.api'");
  CHECK_FALSE(form_of("[tool.poetry]\nname = 'demo'\n"));
  CHECK_FALSE(form_of("[tool.poetry]\nversion = '1'\n[tool.poetry.dependencies]\n"));
}

TEST_CASE("what concerns Poetry itself makes a Poetry project beside [project]", "[poetry]") {
  const std::string project =
      "[project]\nname = 'demo'\nversion = '1'\n[dependency-groups]\nlint = ['linter']\n";
  CHECK(at(project + "[tool.poetry]\npackage-mode = false\n", {"tool", "uv", "default-groups"}) ==
        "['lint']");
  CHECK(at(project + "[tool.poetry]\nrequires-poetry = '>=2'\n",
           {"tool", "uv", "default-groups"}) == "['lint']");
}

TEST_CASE("names of groups are compared in their normal form", "[poetry]") {
  CHECK(at(head + "[tool.poetry.dev-dependencies]\ntester = '*'\n"
                  "[tool.poetry.group.Dev.dependencies]\nlinter = '*'\n",
           {"dependency-groups"}) == "{dev = ['tester', 'linter']}");
  CHECK(at(head + "[tool.poetry.group.My_Docs]\noptional = true\n",
           {"tool", "uv", "default-groups"}) == "[]");
}

TEST_CASE("markers in Poetry's own words", "[poetry]") {
  const auto requirement = [](const std::string& keys) {
    return at(head + "x = {version = '*', " + keys + "}\n", {"project", "dependencies"});
  };
  CHECK(requirement("markers = ''") == "['x']");
  CHECK(requirement("platform = ''") == "['x']");
  CHECK(requirement("markers = \"python_version not in '3.9, 3.10|3.11'\"") ==
        "['x ; python_full_version < '3.9' or python_full_version >= '3.12'']");
  CHECK(requirement("markers = \"sys_platform == 'a,b'\"") == "['x ; sys_platform == 'a,b'']");
}

TEST_CASE("Python is no dependency, in whatever case", "[poetry]") {
  CHECK(at(head + "Python = '^3.9'\n", {"project", "requires-python"}) == "'>=3.9,<4'");
  CHECK(at(head + "Python = '~2.7 || ^3.9'\n", {"project", "requires-python"}) == "'>=3.9,<4'");
}

TEST_CASE("build settings alone make no Poetry project", "[poetry]") {
  const auto form = form_of(
      "[project]\nname = 'demo'\nversion = '1'\n[tool.poetry]\npackages = [{include = 'demo'}]\n");
  REQUIRE(form);
  CHECK_FALSE(*form);
}

TEST_CASE("what Poetry refuses is refused with the name of the dependency", "[poetry]") {
  const std::string line =
      GENERATE("alpha = '=>1'", "alpha = 1.2", "alpha = {version = '*', sorce = 'x'}", "alpha = []",
               "alpha = {version = '*', markers = \"system == 'linux'\"}",
               "alpha = {git = 'https://g.invalid/r', branch = 'b', tag = 't'}",
               "alpha = {version = '*', platform = 'linux, darwin'}", "alpha = {path = ''}",
               "alpha = {git = ' '}", "alpha = {path = 'lib', version = '^1'}",
               "alpha = {path = 'lib', source = 'x'}",
               "alpha = {url = 'https://a.invalid/a.whl', git = 'https://g.invalid/r'}",
               "alpha = {version = '*', develop = true}", "alpha = {optional = true}",
               "[tool.poetry.group.alpha]");
  CAPTURE(line);
  const auto form = form_of(head + line + "\n");
  REQUIRE_FALSE(form);
  std::string all = form.error().message;
  for (const Error* cause = form.error().cause.get(); cause != nullptr; cause = cause->cause.get())
    all += "\n" + cause->message;
  CHECK(all.find("alpha") != std::string::npos);
}

TEST_CASE("a misspelt key of a group and a project that needs itself are refused", "[poetry]") {
  CHECK_FALSE(form_of(head + "[tool.poetry.group.g]\noptonal = true\n"));
  CHECK_FALSE(form_of(head + "Demo = '*'\n"));
  CHECK_FALSE(form_of(head + "[tool.poetry.group.g.dependencies]\ndemo = '*'\n"));
}
