// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/fake_server.hpp"
#include "support/wheel_builder.hpp"

namespace axle::test {

/// A file as an index offers it; what the page says of it may be a lie.
struct OfferedFile {
  std::string filename;
  std::string bytes;
  std::string metadata = {};         ///< served beside the file (PEP 658); empty: not served
  std::string requires_python = {};  ///< on the page
  std::optional<std::string> yanked = {};
  std::optional<std::string> sha256 = {};  ///< on the page; the true one if not set, none if ""
  std::optional<std::uint64_t> size = {};  ///< on the page; the true one if not set
  std::string upload_time = "2026-01-02T03:04:05Z";
};

/// Package indexes on one loopback server, made from a text:
///
///   [simple]                     an index at /simple/, JSON pages
///   [cu124 html]                 one with HTML pages
///   torch 2.4.0+cu124 : numpy>=1 | tool; extra == "cli"
///   numpy 1.0 python=>=3.9 yanked
///   old 1.0 sdist                only a source distribution
///
/// A line is a name, a version, flags (`sdist`, `yanked`, `python=SPECIFIERS`, `tag=TAG`,
/// `extra=NAME`, `script=NAME`, `plain` for no PEP 658 file) and, after ` : `, requirements parted
/// by ` | `. A wheel of `a` holds `a/__init__.py`.
class FakeIndex {
 public:
  explicit FakeIndex(std::string_view universe = "");

  /// Another file on the page of `package`.
  void add(const std::string& index, const std::string& package, OfferedFile file);
  void add(const std::string& index, const WheelBuilder& wheel, const std::string& package);
  /// The file as it would be offered.
  static OfferedFile offer(const WheelBuilder& wheel);
  /// Changes what is said of every file of `package`, then serves the page again.
  void change(const std::string& index, const std::string& package,
              const std::function<void(OfferedFile& file)>& edit);

  std::string url(const std::string& index = "simple") const;
  /// Where a file is served, from the root: "/files/simple/a-1.0-py3-none-any.whl".
  static std::string file_path(const std::string& index, const std::string& filename);
  const OfferedFile& file(const std::string& index, const std::string& filename) const;
  FakeServer& server() { return server_; }

 private:
  struct Index {
    bool html = false;
    std::map<std::string, std::vector<OfferedFile>> packages;
  };

  void add_line(const std::string& index, std::string_view line);
  void serve(const std::string& index, const std::string& package);

  FakeServer server_;
  std::map<std::string, Index> indexes_;
};

}  // namespace axle::test
