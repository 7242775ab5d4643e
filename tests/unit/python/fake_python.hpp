// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "support/temp_tree.hpp"

namespace axle::test {

/// A program that answers the probe as a Python of that version would. It is a shell script, so it
/// is asked each time; each call adds a line to `<path>.calls`.
inline std::filesystem::path fake_python(const TempTree& tree, const std::string& relative,
                                         const std::string& version, const std::string& more = {}) {
  const std::string minor = version.substr(0, version.find('.', 2));
  const std::filesystem::path path = tree / relative;
  const std::string prefix = path.parent_path().parent_path().string();
  const std::string answer =
      R"({"executable":")" + path.string() + R"(","base_executable":")" + path.string() +
      R"(","prefix":")" + prefix + R"(","base_prefix":")" + prefix + R"(","version":")" + version +
      R"(","free_threaded":false,"pointer_bits":64,"stdlib":")" + prefix + "/lib/python" + minor +
      R"(","libc":{"kind":"glibc","version":"2.36"},"macos":"","sysconfig_platform":"linux-x86_64","paths":{"purelib":")" +
      prefix + "/lib/python" + minor + R"(/site-packages","platlib":")" + prefix + "/lib/python" +
      minor + R"(/site-packages","scripts":")" + prefix + R"(/bin","data":")" + prefix +
      R"(","headers":")" + prefix +
      R"(/include"},"markers":{"os_name":"posix","sys_platform":"linux","platform_machine":"x86_64","platform_python_implementation":"CPython","platform_release":"6.1","platform_system":"Linux","platform_version":"#1","python_version":")" +
      minor + R"(","python_full_version":")" + version +
      R"(","implementation_name":"cpython","implementation_version":")" + version + R"("})" + more +
      "}";
  tree.write(relative,
             "#!/bin/sh\necho asked >> \"$0.calls\"\ncat <<'ANSWER'\n" + answer + "\nANSWER\n");
  ::chmod(path.c_str(), 0755);
  return path;
}

}  // namespace axle::test
