// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace axle {

/// Prints one JSON object about the Python that runs it. Works with Python 3.6 and later; isolated
/// mode (`-I`) is meant.
constexpr std::string_view probe_script = R"python(
import sys, os, sysconfig

# json and platform would take longer to import than all the rest of this takes.
def as_json(value):
    if isinstance(value, dict):
        return "{%s}" % ",".join(as_json(key) + ":" + as_json(item) for key, item in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    units = value.encode("utf-16-be", "surrogatepass")
    return '"%s"' % "".join("\\u%02x%02x" % pair if pair[0] or not 31 < pair[1] < 127 or pair[1] in b'"\\' else chr(pair[1])
                            for pair in zip(units[::2], units[1::2]))

def musl_version():
    import glob, subprocess
    for loader in glob.glob("/lib/ld-musl-*.so.1"):
        try:
            said = subprocess.run([loader], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL).stderr.decode("ascii", "replace")
        except OSError:
            continue
        for line in said.splitlines():
            if line.startswith("Version "):
                return line[8:].strip()
    return ""

def libc():
    try:
        kind, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (AttributeError, OSError, ValueError):
        kind, version = "", ""
    if kind == "glibc":
        return {"kind": "glibc", "version": version}
    if sys.platform == "linux":
        return {"kind": "musl", "version": musl_version()}
    return {"kind": "", "version": ""}

def macos_version():
    if sys.platform != "darwin":
        return ""
    import platform
    return platform.mac_ver()[0]

def python_implementation():
    known = {"cpython": "CPython", "pypy": "PyPy"}.get(sys.implementation.name)
    if known:
        return known
    import platform
    return platform.python_implementation()

def full_version(info):
    text = "%d.%d.%d" % info[:3]
    return text if info[3] == "final" else text + info[3][0] + str(info[4])

# What sysconfig.get_paths() answers, without the variables of the Makefile: they take long to read, and no scheme of CPython mentions them.
def scheme_paths():
    if sys.implementation.name != "cpython":
        return sysconfig.get_paths()
    short = "%d.%d" % sys.version_info[:2]
    known = {
        "base": sys.prefix, "platbase": sys.exec_prefix, "installed_base": sys.base_prefix, "installed_platbase": sys.base_exec_prefix,
        "py_version_short": short, "py_version_nodot": short.replace(".", ""), "platlibdir": getattr(sys, "platlibdir", "lib"),
        "abiflags": getattr(sys, "abiflags", ""), "abi_thread": "t" if free_threaded else "", "implementation_lower": "python",
    }
    try:
        return {name: os.path.normpath(path.format(**known)) for name, path in sysconfig.get_paths(expand=False).items()}
    except KeyError:
        return sysconfig.get_paths()

free_threaded = "t" in getattr(sys, "abiflags", "")
version = sys.version.split()[0]
system = os.uname()
paths = scheme_paths()
virtual = sys.prefix != sys.base_prefix
minor = "python%d.%d" % sys.version_info[:2] + ("t" if free_threaded else "")
headers = os.path.join(sys.prefix, "include", "site", minor) if virtual else paths["include"]
print(as_json({
    "executable": sys.executable,
    "base_executable": getattr(sys, "_base_executable", "") or sys.executable,
    "prefix": sys.prefix,
    "base_prefix": sys.base_prefix,
    "version": version,
    "free_threaded": free_threaded,
    "pointer_bits": 64 if sys.maxsize > 2**32 else 32,
    "stdlib": paths["stdlib"],
    "libc": libc(),
    "macos": macos_version(),
    "sysconfig_platform": sysconfig.get_platform(),
    "paths": {"purelib": paths["purelib"], "platlib": paths["platlib"], "scripts": paths["scripts"], "data": paths["data"], "headers": headers},
    "markers": {
        "os_name": os.name,
        "sys_platform": sys.platform,
        "platform_machine": system.machine,
        "platform_python_implementation": python_implementation(),
        "platform_release": system.release,
        "platform_system": system.sysname,
        "platform_version": system.version,
        "python_version": ".".join(version.split(".")[:2]),
        "python_full_version": version,
        "implementation_name": sys.implementation.name,
        "implementation_version": full_version(sys.implementation.version),
    },
}))
sys.stdout.flush()
os._exit(0)  # without the interpreter's tidying up
)python";

}  // namespace axle
