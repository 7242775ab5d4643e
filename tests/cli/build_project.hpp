// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "cli/expect.hpp"
#include "support/tiny_backend.hpp"
#include "support/wheel_builder.hpp"

namespace axle::test {

inline constexpr std::string_view tiny_build_system =
    "[build-system]\nrequires = [\"tiny\"]\nbuild-backend = \"tiny\"\n";

/// A file of an archive.
inline MemberSpec archive_file(std::string name, std::string contents) {
  MemberSpec member;
  member.name = std::move(name);
  member.contents = std::move(contents);
  return member;
}

/// A project and an index that has the backend `tiny`, and setuptools made of it.
struct BuildRig {
  FakeIndex index{R"(
    [simple]
    numpy 1.0
    numpy 2.0
    torch 2.4.0
    torch 2.5.0
    maker 1.0
  )"};
  AxleRun axle;

  BuildRig() {
    index.add("simple", tiny_backend(), "tiny");
    index.add("simple", tiny_setuptools(), "setuptools");
  }

  /// `tail` follows `[project]`'s own keys.
  void project(std::string_view dependencies, std::string_view tail = "") const {
    axle.write("pyproject.toml",
               fmt::format("[project]\nname = \"app\"\nversion = \"0.1\"\n"
                           "requires-python = \">=3.8\"\ndependencies = [{}]\n"
                           "{}\n[[tool.uv.index]]\nurl = \"{}\"\ndefault = true\n",
                           dependencies, tail, index.url()));
  }
  /// A tree with static metadata that `tiny` builds.
  void tree(const std::string& folder, const std::string& name, const std::string& version,
            std::string_view dependencies = "") const {
    axle.write(folder + "/pyproject.toml",
               fmt::format("[project]\nname = \"{}\"\nversion = \"{}\"\ndependencies = [{}]\n{}",
                           name, version, dependencies, tiny_build_system));
    axle.write(folder + "/tiny.json",
               fmt::format(R"({{"name": "{}", "version": "{}"}})", name, version));
    axle.write(folder + "/" + name + ".py", "where = 'tree'\n");
  }
  /// A source distribution on the index; `tiny.json` is what its build is steered by.
  void sdist(const std::string& name, const std::string& version, const std::string& tiny_json,
             const std::string& pkg_info_version = "2.1") {
    const std::string top = name + "-" + version + "/";
    ArchiveSpec spec;
    spec.members.push_back(
        archive_file(top + "PKG-INFO", fmt::format("Metadata-Version: {}\nName: {}\nVersion: {}\n",
                                                   pkg_info_version, name, version)));
    spec.members.push_back(archive_file(top + "pyproject.toml", std::string(tiny_build_system)));
    spec.members.push_back(archive_file(top + "tiny.json", tiny_json));
    spec.members.push_back(archive_file(top + name + ".py", "where = 'sdist'\n"));
    index.add("simple", name,
              {.filename = name + "-" + version + ".zip", .bytes = write_archive(spec)});
  }
  std::string built(const std::string& name) const {
    return read_text(axle.site_packages() / (name + "_built.json"));
  }
  std::string lock() const { return read_text(axle.project() / "uv.lock"); }
};

inline bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace axle::test
