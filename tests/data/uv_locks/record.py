#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the wheels of this folder and lets uv lock its projects: `record.py UV [PROJECT…]`.

Each folder with a `pyproject.toml` is a project. uv writes its `uv.lock`, and `export.txt`, `tree.txt`
and `tree-linux.txt` from it. Nothing but the wheels here is used, so that whoever runs it gets the same.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
WHEELS = {
    # name-version: requirements, extras
    "base-1.0": ([], []),
    "base-2.0": ([], []),
    "base-3.0": ([], []),
    "leaf-1.0": ([], []),
    "leaf-2.0": ([], []),
    "lib-1.0": (["base<2"], []),
    "lib-2.0": (["base>=2", "leaf; sys_platform == 'win32'"], []),
    "ring-1.0": (["rung"], []),
    "rung-1.0": (["ring", "leaf"], []),
    "web-1.0": (["base; extra == 'http2'", "leaf; extra == 'socks'"], ["http2", "socks"]),
}


def make_wheels():
    (HERE / "wheels").mkdir(exist_ok=True)
    for key, (requires, extras) in WHEELS.items():
        name, version = key.split("-")
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
        lines += [f"Provides-Extra: {extra}" for extra in extras]
        lines += [f"Requires-Dist: {requirement}" for requirement in requires]
        files = {"METADATA": "\n".join(lines) + "\n",
                 "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                 "RECORD": ""}
        files["RECORD"] = "".join(f"{key}.dist-info/{file},,\n" for file in files)
        with zipfile.ZipFile(HERE / "wheels" / f"{key}-py3-none-any.whl", "w") as archive:
            for file, text in files.items():
                archive.writestr(zipfile.ZipInfo(f"{key}.dist-info/{file}", (2026, 1, 2, 3, 4, 6)), text)


def record(uv, project):
    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "UV_CACHE_DIR": cache, "UV_OFFLINE": "1"}
        run = lambda *words: subprocess.run([uv, *words], cwd=project, env=env, check=True,
                                            stdout=subprocess.PIPE, text=True).stdout
        (project / "uv.lock").unlink(missing_ok=True)
        run("lock", "-q")
        export = run("export", "-q", "--frozen", "--no-header", "--no-hashes")
        (project / "export.txt").write_text(export)
        (project / "tree.txt").write_text(run("tree", "-q", "--frozen", "--universal", "--invert"))
        (project / "tree-linux.txt").write_text(run("tree", "-q", "--frozen", "--python-platform", "linux",
                                                    "--python-version", "3.12"))


make_wheels()
for file in sorted(HERE.glob("*/pyproject.toml")):
    if len(sys.argv) == 2 or file.parent.name in sys.argv[2:]:
        record(sys.argv[1], file.parent)
