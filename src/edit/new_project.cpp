// SPDX-License-Identifier: MIT
#include "edit/new_project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "edit/extension_files.hpp"
#include "edit/script_block.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {
namespace {

struct BackendWords {
  std::string_view name, requires_, backend;
};
// In the order of BuildBackend. What each asks for is what it recommends itself.
constexpr std::array<BackendWords, 8> backends{{
    {"uv", R"("uv_build>=0.13.9,<0.14.0")", "uv_build"},
    {"hatch", R"("hatchling")", "hatchling.build"},
    {"flit", R"("flit_core>=3.2,<4")", "flit_core.buildapi"},
    {"pdm", R"("pdm-backend")", "pdm.backend"},
    {"poetry", R"("poetry-core>=2,<3")", "poetry.core.masonry.api"},
    {"setuptools", R"("setuptools>=61")", "setuptools.build_meta"},
    {"maturin", R"("maturin>=1.0,<2.0")", "maturin"},
    {"scikit", R"("scikit-build-core>=0.12", "pybind11>=3")", "scikit_build_core.build"},
}};

bool has_extension(const NewProject& project) {
  return project.backend == BuildBackend::maturin || project.backend == BuildBackend::scikit;
}

std::string backend_table(const NewProject& project) {
  const std::string module = project.module();
  switch (project.backend) {
    case BuildBackend::uv:
      // Its own guess for a name that begins with a digit is not the module.
      if (module == replace_all(project.name, "-", "_")) return {};
      return fmt::format("\n[tool.uv.build-backend]\nmodule-name = \"{}\"\n", module);
    case BuildBackend::maturin:
      return fmt::format(
          "\n[tool.maturin]\nmodule-name = \"{0}._core\"\npython-packages = [\"{0}\"]\n"
          "python-source = \"src\"\n\n[tool.uv]\ncache-keys = [{{ file = \"pyproject.toml\" }}, "
          "{{ file = \"src/**/*.rs\" }}, {{ file = \"Cargo.toml\" }}, {{ file = \"Cargo.lock\" }}]"
          "\n",
          module);
    case BuildBackend::scikit:
      return "\n[tool.scikit-build]\nminimum-version = \"build-system.requires\"\n"
             "build-dir = \"build/{wheel_tag}\"\n\n[tool.uv]\ncache-keys = [{ file = "
             "\"pyproject.toml\" }, { file = \"src/**/*.{h,c,hpp,cpp}\" }, { file = "
             "\"CMakeLists.txt\" }]\n";
    default:
      return {};
  }
}

std::string greeting(const NewProject& project) {
  if (has_extension(project)) {
    const std::string head =
        fmt::format("from {}._core import hello_from_bin\n\n\n", project.module());
    return head + (project.is_library ? "def hello() -> str:\n    return hello_from_bin()\n"
                                      : "def main() -> None:\n    print(hello_from_bin())\n");
  }
  if (project.is_library)
    return fmt::format("def hello() -> str:\n    return \"Hello from {}!\"\n", project.name);
  return fmt::format("def main() -> None:\n    print(\"Hello from {}!\")\n", project.name);
}

}  // namespace

std::optional<BuildBackend> parse_build_backend(std::string_view text) {
  const auto known = std::ranges::find(backends, text, &BackendWords::name);
  if (known == backends.end()) return std::nullopt;
  return static_cast<BuildBackend>(known - backends.begin());
}

std::string NewProject::module() const {
  std::string module = replace_all(replace_all(name, "-", "_"), ".", "_");
  if (!module.empty() && is_ascii_digit(module.front())) module.insert(0, "_");
  return module;
}

std::string new_pyproject(const NewProject& project) {
  std::string text = fmt::format("[project]\nname = \"{}\"\nversion = \"0.1.0\"\n", project.name);
  if (project.description)
    text += fmt::format("description = {}\n", toml_string(*project.description));
  if (project.has_readme) text += "readme = \"README.md\"\n";
  if (project.author)
    text += fmt::format("authors = [\n    {{ name = {}, email = {} }}\n]\n",
                        toml_string(project.author->first), toml_string(project.author->second));
  text += fmt::format("requires-python = {}\ndependencies = []\n",
                      toml_string(project.requires_python));
  if (!project.has_build_system) return text;
  if (project.kind == NewProject::Kind::package && !project.is_library)
    text += fmt::format("\n[project.scripts]\n{} = \"{}:main\"\n", project.name, project.module());
  text += backend_table(project);
  const BackendWords& words = backends[static_cast<std::size_t>(project.backend)];
  return text + fmt::format("\n[build-system]\nrequires = [{}]\nbuild-backend = \"{}\"\n",
                            words.requires_, words.backend);
}

std::vector<NewFile> new_files(const NewProject& project) {
  std::vector<NewFile> files;
  if (project.has_readme) files.push_back({"README.md", ""});
  if (project.kind == NewProject::Kind::bare) return files;
  if (project.kind == NewProject::Kind::application) {
    files.push_back({"main.py", fmt::format("def main():\n    print(\"Hello from {}!\")\n\n\nif "
                                            "__name__ == \"__main__\":\n    main()\n",
                                            project.name)});
    return files;
  }
  const std::string folder = "src/" + project.module();
  files.push_back({folder + "/__init__.py", greeting(project)});
  if (project.is_library) files.push_back({folder + "/py.typed", ""});
  if (project.backend == BuildBackend::maturin) add_rust_files(files, project);
  if (project.backend == BuildBackend::scikit) add_cmake_files(files, project);
  return files;
}

std::string_view new_gitignore() {
  return "# Python-generated files\n__pycache__/\n*.py[oc]\nbuild/\ndist/\nwheels/\n*.egg-info\n\n"
         "# Virtual environments\n.venv\n";
}

std::string new_script(std::string_view name, std::string_view requires_python, bool is_bare) {
  ScriptText script;
  script.metadata =
      fmt::format("requires-python = {}\ndependencies = []\n", toml_string(requires_python));
  if (!is_bare)
    script.after = fmt::format(
        "\n\ndef main() -> None:\n    print(\"Hello from {}!\")\n\n\nif __name__ == \"__main__\":\n"
        "    main()\n",
        name);
  return script.to_string();
}

std::string script_in_front(std::string_view program, std::string_view requires_python) {
  ScriptText script = ScriptText::without_block(program);
  if (!script.before.empty()) script.before += "#\n";
  if (!script.after.starts_with("\n#")) script.after.insert(0, "\n");
  script.metadata =
      fmt::format("requires-python = {}\ndependencies = []\n", toml_string(requires_python));
  return script.to_string();
}

}  // namespace axle
