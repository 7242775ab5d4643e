// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace axle {

/// Prints one JSON object about the Python that runs it. Works with Python 3.6 and later; isolated
/// mode (`-I`) is meant.
constexpr std::string_view probe_script = R"python(
import sys, os, json, platform, sysconfig, struct

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

def full_version(info):
    text = "%d.%d.%d" % info[:3]
    return text if info[3] == "final" else text + info[3][0] + str(info[4])

paths = sysconfig.get_paths()
virtual = sys.prefix != sys.base_prefix
minor = "python%d.%d" % sys.version_info[:2] + ("t" if sysconfig.get_config_var("Py_GIL_DISABLED") else "")
headers = os.path.join(sys.prefix, "include", "site", minor) if virtual else paths["include"]
stdlib = sysconfig.get_path("stdlib")
print(json.dumps({
    "executable": sys.executable,
    "base_executable": getattr(sys, "_base_executable", "") or sys.executable,
    "prefix": sys.prefix,
    "base_prefix": sys.base_prefix,
    "version": platform.python_version(),
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "pointer_bits": struct.calcsize("P") * 8,
    "stdlib": stdlib,
    "libc": libc(),
    "macos": platform.mac_ver()[0],
    "sysconfig_platform": sysconfig.get_platform(),
    "paths": {"purelib": paths["purelib"], "platlib": paths["platlib"], "scripts": paths["scripts"], "data": paths["data"], "headers": headers},
    "markers": {
        "os_name": os.name,
        "sys_platform": sys.platform,
        "platform_machine": platform.machine(),
        "platform_python_implementation": platform.python_implementation(),
        "platform_release": platform.release(),
        "platform_system": platform.system(),
        "platform_version": platform.version(),
        "python_version": ".".join(platform.python_version_tuple()[:2]),
        "python_full_version": platform.python_version(),
        "implementation_name": sys.implementation.name,
        "implementation_version": full_version(sys.implementation.version),
    },
}))
)python";

}  // namespace axle
