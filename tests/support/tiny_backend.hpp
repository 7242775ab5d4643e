// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "support/wheel_builder.hpp"

namespace axle::test {

/// A build backend (PEP 517, 660) in a wheel, `tiny`, and `setuptools` as a shell around it that
/// runs a setup.py. A tree steers it with `tiny.json`:
///
///   name, version, requires, extras       what its metadata says
///   version-file                          a file that has the version
///   needs                                 what get_requires_for_build_wheel answers
///   fail                                  hook → a text for standard error, then an exception
///   run                                   a command that build_wheel runs
///   no-metadata, no-editable              hooks that are not there
///   no-hashes                             RECORD states none
///
/// A wheel holds `<name>.py` of the tree and `<name>_built.json`: the distributions that the build
/// saw, its config settings, whether its first PATH entry and VIRTUAL_ENV are its environment's.
inline WheelBuilder tiny_backend(std::string version = "1.0") {
  constexpr std::string_view source = R"(
import base64, hashlib, io, json, os, subprocess, sys, tarfile, zipfile
from importlib.metadata import distributions


def conf():
    if os.path.exists("tiny.json"):
        with open("tiny.json") as file:
            read = json.load(file)
    else:
        read = setup_py()
    if "version-file" in read:
        with open(read["version-file"]) as file:
            read["version"] = file.read().strip()
    return read


def setup_py():
    import setuptools
    setuptools.told.clear()
    sys.path.insert(0, os.getcwd())
    with open("setup.py") as file:
        exec(compile(file.read(), "setup.py", "exec"), {"__name__": "__main__"})
    told = dict(setuptools.told)
    told["requires"] = told.pop("install_requires", [])
    return told


def stop(hook):
    text = conf().get("fail", {}).get(hook)
    if text:
        print(text, file=sys.stderr)
        raise RuntimeError(text)


def metadata(read):
    lines = ["Metadata-Version: 2.1", "Name: " + read["name"], "Version: " + read["version"]]
    lines += ["Requires-Dist: " + item for item in read.get("requires", [])]
    for extra, items in sorted(read.get("extras", {}).items()):
        lines.append("Provides-Extra: " + extra)
        lines += ["Requires-Dist: " + item + " ; extra == '" + extra + "'" for item in items]
    return "\n".join(lines) + "\n"


def stem(read):
    return read["name"].replace("-", "_") + "-" + read["version"]


def wheel_text():
    return "Wheel-Version: 1.0\nGenerator: tiny\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def write_wheel(folder, read, files):
    info = stem(read) + ".dist-info/"
    files = dict(files)
    files[info + "METADATA"] = metadata(read)
    files[info + "WHEEL"] = wheel_text()
    record = ""
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()
        stated = ",," if read.get("no-hashes") else ",sha256=" + digest.rstrip("=") + ","
        record += name + stated + ("" if stated == ",," else str(len(text.encode()))) + "\n"
    files[info + "RECORD"] = record + info + "RECORD,,\n"
    name = stem(read) + "-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return name


def seen(read, settings):
    first = os.environ["PATH"].split(os.pathsep)[0]
    return json.dumps({
        "dists": sorted(d.name + "==" + d.version for d in distributions()),
        "settings": settings or {},
        "path": os.path.realpath(first) == os.path.realpath(os.path.dirname(sys.executable)),
        "venv": os.path.realpath(os.environ["VIRTUAL_ENV"]) == os.path.realpath(sys.prefix),
        "variables": sorted(k + "=" + v for k, v in os.environ.items() if k.startswith("TINY_")),
    })


def get_requires_for_build_wheel(config_settings=None):
    return conf().get("needs", [])


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    stop("metadata")
    read = conf()
    folder = stem(read) + ".dist-info"
    os.mkdir(os.path.join(metadata_directory, folder))
    for name, text in (("METADATA", metadata(read)), ("WHEEL", wheel_text())):
        with open(os.path.join(metadata_directory, folder, name), "w") as file:
            file.write(text)
    return folder


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    print("tiny builds a wheel")
    stop("wheel")
    read = conf()
    if "run" in read:
        subprocess.run(read["run"], check=True)
    name = read["name"].replace("-", "_")
    files = {name + "_built.json": seen(read, config_settings)}
    for place in (name + ".py", os.path.join("src", name + ".py")):
        if os.path.exists(place):
            with open(place) as file:
                files[name + ".py"] = file.read()
    return write_wheel(wheel_directory, read, files)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    stop("editable")
    read = conf()
    name = read["name"].replace("-", "_")
    where = os.path.abspath("src" if os.path.isdir("src") else ".")
    files = {"_" + name + ".pth": where + "\n", name + "_built.json": seen(read, config_settings)}
    return write_wheel(wheel_directory, read, files)


def build_sdist(sdist_directory, config_settings=None):
    stop("sdist")
    read = conf()
    name = stem(read) + ".tar.gz"
    with tarfile.open(os.path.join(sdist_directory, name), "w:gz") as archive:
        text = metadata(read).encode()
        entry = tarfile.TarInfo(stem(read) + "/PKG-INFO")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
        for folder, folders, files in os.walk("."):
            folders[:] = [f for f in folders if f != "dist" and not f.startswith(".")]
            for file in files:
                path = os.path.join(folder, file)
                archive.add(path, stem(read) + "/" + os.path.normpath(path))
    return name


class Legacy:
    pass


__legacy__ = Legacy()
for _name in [n for n in globals() if n.startswith(("get_requires", "prepare", "build_"))]:
    setattr(__legacy__, _name, globals()[_name])
if os.path.exists("tiny.json"):
    if conf().get("no-metadata"):
        del prepare_metadata_for_build_wheel
    if conf().get("no-editable"):
        del build_editable
)";
  return WheelBuilder("tiny", std::move(version)).file("tiny.py", std::string(source));
}

/// What projects call setuptools: records what setup() is told and leaves the rest to `tiny`.
inline WheelBuilder tiny_setuptools() {
  return WheelBuilder("setuptools", "80.0")
      .requires_dist("tiny")
      .file("setuptools/__init__.py",
            "told = {}\n\n\ndef setup(**words):\n    told.update(words)\n")
      .file("setuptools/build_meta.py", "from tiny import *\nfrom tiny import __legacy__\n");
}

}  // namespace axle::test
