#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long a large lock takes: lock_many.py [--axle PROGRAM] [--packages 400] [--forks 8] [--runs 15] [--keep DIR] [--serve]

A project with conflicting extras, one for each accelerator, each with an index of its own; below them and beside them so
many packages that the lock has about as many as asked for. All of it comes from a random number generator with a fixed
seed and is served on 127.0.0.1. What is measured and printed is in lock_bench.py; "relock" adds one package to the project.
"""
import argparse
import hashlib
import http.server
import json
import random
import threading

import lock_bench

MARKERS = ["sys_platform == 'linux'", "sys_platform == 'win32'", "sys_platform != 'darwin'", "python_version < '3.12'",
           "python_version >= '3.11'", "platform_machine == 'x86_64'", "implementation_name == 'cpython'"]
ROOTS = 25
LIBRARIES_OF_AN_ACCELERATOR = 10


class Universe:
    """What the indexes hold: index -> project -> version -> requirements."""

    def __init__(self, packages, forks):
        self.random = random.Random(20261125)
        self.forks = [f"acc{i}" for i in range(forks)]
        self.indexes = {"simple": {}, **{fork: {} for fork in self.forks}}
        common = packages - forks * LIBRARIES_OF_AN_ACCELERATOR - forks  # one tensors for each fork
        names = [f"common-{i:03}" for i in range(common)]
        needs = {name: [] for name in names}
        for i, name in enumerate(names[ROOTS:], ROOTS):  # everything is needed by something before it
            for parent in {self.random.randrange(max(0, i - 40), i) for _ in range(self.random.randint(1, 3))}:
                needs[names[parent]].append(name)
        for name in names:
            self.add("simple", name, self.random.randint(3, 12), lambda major, name=name: self.requirements(needs[name], major))
        for fork in self.forks:
            libraries = [f"{fork}-lib{i}" for i in range(LIBRARIES_OF_AN_ACCELERATOR)]
            for library in libraries:
                self.add("simple", library, 4, lambda major: [])
            pins = [f"{library} == 4.0 ; platform_machine == 'x86_64' and sys_platform == 'linux'" for library in libraries]
            shared = [f"{name} >= 1.0" for name in names[ROOTS:ROOTS + 8]]
            self.indexes[fork]["tensors"] = {f"2.{minor}.0+{fork}": pins + shared for minor in range(4)}
        self.roots = names[:ROOTS]

    def add(self, index, name, majors, requirements):
        self.indexes[index][name] = {f"{major}.0": requirements(major) for major in range(1, majors + 1)}

    def requirements(self, names, major):
        chosen = []
        for name in names:
            text = name + self.random.choice(["", "", " >= 1.0", " >= 2.0", " < 3.0" if major > 2 else " < 9.0"])
            marker = self.random.choice(MARKERS) if self.random.random() < 0.3 else None
            chosen.append(f"{text} ; {marker}" if marker else text)
        return chosen

    def pyproject(self, base, extra_root=False):
        lines = ["[project]", 'name = "large"', 'version = "1.0"', 'requires-python = ">=3.10"', "dependencies = ["]
        lines += [f'  "{name}",' for name in self.roots + (["common-%03d" % (ROOTS + 1)] if extra_root else [])]
        lines += ["]", "[project.optional-dependencies]", *[f'{fork} = ["tensors"]' for fork in self.forks], "[tool.uv]",
                  "package = false", "conflicts = [[" + ", ".join(f'{{ extra = "{fork}" }}' for fork in self.forks) + "]]",
                  "[tool.uv.sources]", "tensors = ["]
        lines += [f'  {{ index = "{fork}", extra = "{fork}" }},' for fork in self.forks] + ["]"]
        for index in self.indexes:
            lines += ["[[tool.uv.index]]", f'name = "{index}"', f'url = "{base}/{index}"',
                      "default = true" if index == "simple" else "explicit = true"]
        return "\n".join(lines) + "\n"


def wheels_of(name, version):
    stem = name.replace("-", "_")
    tags = ["py3-none-any"] if name.startswith("common") and int(name[-1]) % 3 else \
        [f"cp3{minor}-cp3{minor}-{platform}" for minor in (10, 11, 12, 13)
         for platform in ("manylinux_2_28_x86_64", "macosx_11_0_arm64", "win_amd64")]
    return [f"{stem}-{version}-{tag}.whl" for tag in tags]


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, universe):
        super().__init__(("127.0.0.1", 0), Handler)
        self.universe, self.requests = universe, 0
        self.pages, self.metadata = {}, {}
        for index, projects in universe.indexes.items():
            for name, versions in projects.items():
                self.add_project(index, name, versions)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def add_project(self, index, name, versions):
        files = []
        for version, requirements in versions.items():
            text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + "".join(f"Requires-Dist: {r}\n" for r in requirements)
            for wheel in wheels_of(name, version):
                self.metadata[f"/files/{index}/{wheel}.metadata"] = text.encode()
                digest = hashlib.sha256(wheel.encode()).hexdigest()
                files.append({"filename": wheel, "url": f"/files/{index}/{wheel}", "hashes": {"sha256": digest}, "size": 1000,
                              "core-metadata": {"sha256": hashlib.sha256(text.encode()).hexdigest()}})
        page = {"meta": {"api-version": "1.1"}, "name": name, "versions": list(versions), "files": files}
        self.pages[f"/{index}/{name}/"] = json.dumps(page).encode()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        self.server.requests += 1
        page, metadata = self.server.pages.get(self.path), self.server.metadata.get(self.path)
        body = page or metadata or b"no such page"
        self.send_response(200 if page or metadata else 404)
        self.send_header("Content-Type", "application/vnd.pypi.simple.v1+json" if page else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    lock_bench.add_options(parser)
    parser.add_argument("--packages", type=int, default=400)
    parser.add_argument("--forks", type=int, default=8)
    options = parser.parse_args()
    server = Server(Universe(options.packages, options.forks))
    files = [{"pyproject.toml": server.universe.pyproject(server.base, extra_root)} for extra_root in (False, True)]
    lock_bench.run(options, *files, count_requests=lambda: server.requests)


if __name__ == "__main__":
    main()
