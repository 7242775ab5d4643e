# SPDX-License-Identifier: MIT
"""Measures `axle lock` on a project: what lock_many.py and lock_case.py have in common.

Prints for each scenario: median and least wall time and median CPU time in ms, peak memory in MiB, requests.
  cold      no cache, no lock          warm      the pages are in the cache, no lock; the server says that they are fresh for
  relock    the project was changed    offline   the same with --offline, for servers that do not say it
  no-op     nothing to do
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import threading
import time


def add_options(parser):
    parser.add_argument("--axle", default=str(pathlib.Path(__file__).resolve().parents[2] / "build/release/axle"))
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--keep", type=pathlib.Path, help="copy the project there; its address is that of the server of this run")
    parser.add_argument("--serve", action="store_true", help="go on serving, for a look with a profiler")


class Bench:
    def __init__(self, options, work, count_requests):
        self.axle, self.work, self.count_requests = str(pathlib.Path(options.axle).resolve()), work, count_requests
        self.project, self.cache = work / "project", work / "cache"
        self.lock = self.project / "uv.lock"
        self.variables = {"PATH": os.environ["PATH"], "HOME": str(work), "AXLE_CACHE_DIR": str(self.cache)}

    def write(self, files):
        for name, text in files.items():
            (self.project / name).parent.mkdir(parents=True, exist_ok=True)
            (self.project / name).write_text(text)

    def run(self, *arguments):
        start = time.perf_counter()
        with open(self.work / "log", "w") as log:
            process = subprocess.Popen([self.axle, "lock", *arguments], cwd=self.project, env=self.variables, stdout=log, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode != 0:
            raise SystemExit((self.work / "log").read_text())
        return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024

    def measure(self, name, runs, prepare, *arguments):
        results = []
        for _ in range(runs):
            prepare()
            before = self.count_requests()
            results.append((*self.run(*arguments), self.count_requests() - before))
        wall, cpu, memory, requests = zip(*results)
        print(f"{name:<8}{statistics.median(wall):>10.1f}{min(wall):>10.1f}{statistics.median(cpu):>10.1f}{max(memory):>10.1f}{max(requests):>10}")


def run(options, files, changed_files, count_requests):
    """`files` and `changed_files`: name -> text, the project as it is and as it is changed for "relock"."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, pathlib.Path(folder), count_requests)
        bench.write(files)

        def without_lock():
            bench.lock.unlink(missing_ok=True)

        def without_anything():
            without_lock()
            shutil.rmtree(bench.cache, ignore_errors=True)

        def with_change():
            bench.lock.write_text(text)
            bench.write(changed_files)

        print(f"{'':<8}{'median':>10}{'least':>10}{'CPU ms':>10}{'MiB':>10}{'requests':>10}")
        bench.measure("cold", max(3, options.runs // 5), without_anything)
        bench.measure("warm", options.runs, without_lock)
        bench.measure("offline", options.runs, without_lock, "--offline")
        text = bench.lock.read_text()
        bench.measure("relock", options.runs, with_change)
        bench.write(files)
        bench.lock.write_text(text)
        bench.measure("no-op", options.runs, lambda: None)
        print(f"{text.count('[[package]]')} packages, {text.count(chr(10))} lines, {len(text) / 1e6:.2f} MB")
        if options.keep:
            shutil.copytree(bench.project, options.keep, dirs_exist_ok=True)
        if options.serve:
            print("serving; end with Ctrl-C", flush=True)
            threading.Event().wait()
