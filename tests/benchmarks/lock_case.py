#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long the lock of a case of the replica takes: lock_case.py REPLICA [CASE] [--axle PROGRAM] [--runs 15] [--keep DIR] [--serve]

REPLICA is a folder with serve.py and cases/ (facts of PyPI and of the PyTorch indexes, not part of this repository); CASE is
guide-extras unless it is stated: torch and torchvision for CPU or CUDA 12.4, by conflicting extras. What is measured and
printed is in lock_bench.py; "relock" asks for a little more.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import lock_bench

BASE = "http://127.0.0.1:8899"  # in a case, for the address of the server


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("replica", type=pathlib.Path)
    parser.add_argument("case", nargs="?", default="guide-extras")
    lock_bench.add_options(parser)
    options = parser.parse_args()
    folder = options.replica / "cases" / options.case
    facts = json.loads((folder / "case.json").read_text())
    with tempfile.NamedTemporaryFile("r") as log:
        command = [sys.executable, str(options.replica / "serve.py"), "--log", log.name]
        for option in ("day", "before"):
            command += [f"--{option}", facts[option]] if facts.get(option) else []
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            base = server.stdout.readline().strip()
            text = (folder / "pyproject.toml").read_text().replace(BASE, base)
            if "default = true" not in text:
                text += f'\n[[tool.uv.index]]\nurl = "{base}/simple/"\ndefault = true\n'
            files = [{"pyproject.toml": text}, {"pyproject.toml": text.replace("torch>=", "torch>1,>=", 1)}]

            def count_requests():
                log.seek(0)
                return sum(1 for _ in log)

            lock_bench.run(options, *files, count_requests=count_requests)
        finally:
            server.kill()
            server.wait()


if __name__ == "__main__":
    main()
