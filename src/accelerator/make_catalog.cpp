// SPDX-License-Identifier: MIT
// Runs when axle is built: makes C++ constants of data/matrix.toml, so that the program need not
// read TOML to know its own data.
// make_catalog DATA.toml OUT.cpp
#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "accelerator/catalog_rows.hpp"
#include "base/file.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// Writes arrays and remembers none: a list is an array of its own with a number for a name.
class Writer {
 public:
  std::string list(TextList texts) {
    if (texts.empty()) return "{}";
    const std::string name = fmt::format("list_{}", ++lists_);
    lists_text_ += fmt::format("constexpr std::string_view {}[] = {{", name);
    for (const std::string_view text : texts) lists_text_ += literal(text) + ", ";
    lists_text_ += "};\n";
    return name;
  }
  template <class T, class Fields>
  std::string rows(std::string_view type, std::string_view name, const std::vector<T>& all,
                   Fields fields) {
    if (all.empty()) return "{}";
    rows_text_ += fmt::format("constexpr {} {}[] = {{\n", type, name);
    constexpr bool is_number = std::is_arithmetic_v<T>;
    for (const T& row : all)
      rows_text_ += is_number ? fmt::format("    {},\n", fields(row))
                              : fmt::format("    {{{}}},\n", fields(row));
    rows_text_ += "};\n";
    return std::string(name);
  }
  std::string text() const { return lists_text_ + rows_text_; }

 private:
  unsigned lists_ = 0;
  std::string lists_text_, rows_text_;
};

std::string origin(const Provenance& provenance) {
  return fmt::format("{{{}, {}}}", literal(provenance.confidence), literal(provenance.source));
}

/// ".member = value," for each member of CatalogTables, in their order.
class Members {
 public:
  void set(std::string_view member, const std::string& value) {
    text_ += fmt::format("    .{} = {},\n", member, value);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void write_arms_and_drivers(const CatalogRows& rows, Writer& writer, Members& members) {
  members.set("family", writer.list(rows.family));
  members.set("same_release", writer.list(rows.same_release));
  members.set("channels",
              writer.rows("IndexChannel", "channels", rows.channels, [](const auto& row) {
                return fmt::format("{}, {}, {}", literal(row.name), literal(row.index),
                                   origin(row.provenance));
              }));
  members.set("arms", writer.rows("KnownArm", "arms", rows.arms, [](const auto& row) {
    return fmt::format("{}, {}, {}, {}, {}", literal(row.name), literal(row.runtime),
                       literal(row.linux_driver), literal(row.windows_driver),
                       origin(row.provenance));
  }));
  members.set(
      "driver_branches",
      writer.rows("DriverBranch", "driver_branches", rows.driver_branches, [](const auto& row) {
        return fmt::format("{}, {}, {}, {}", row.branch, literal(row.cuda),
                           literal(row.least_capability), origin(row.provenance));
      }));
  members.set("tegra", writer.rows("TegraFloor", "tegra", rows.tegra, [](const auto& row) {
    return fmt::format("{}, {}", literal(row.capability), row.l4t);
  }));
  members.set("compat_branches",
              writer.rows("std::uint64_t", "compat_branches", rows.compat_branches,
                          [](std::uint64_t row) { return fmt::format("{}", row); }));
}

void write_builds_and_cards(const CatalogRows& rows, Writer& writer, Members& members) {
  members.set("builds", writer.rows("KnownBuild", "builds", rows.builds, [&](const auto& row) {
    return fmt::format("{}, {}, {}, {}, {}, {}, {}", literal(row.torch), literal(row.arm),
                       literal(row.platform), writer.list(row.versions), writer.list(row.archs),
                       writer.list(row.ptx), origin(row.provenance));
  }));
  members.set("integrated_gfx", writer.list(rows.integrated_gfx));
  members.set("gfx_overrides",
              writer.rows("GfxOverride", "gfx_overrides", rows.gfx_overrides, [](const auto& row) {
                return fmt::format("{}, {}", literal(row.arch), literal(row.value));
              }));
  members.set("discrete_xpu", writer.list(rows.discrete_xpu));
  members.set("integrated_xpu", writer.list(rows.integrated_xpu));
  members.set("pairings", writer.rows("Pairing", "pairings", rows.pairings, [&](const auto& row) {
    return fmt::format("{}, {}, {}, {}, {}, {}", literal(row.torch), literal(row.torchvision),
                       literal(row.torchaudio), literal(row.triton), writer.list(row.torchcodec),
                       origin(row.provenance));
  }));
  members.set("pins", writer.rows("BuildPins", "pins", rows.pins, [&](const auto& row) {
    return fmt::format("{}, {}, {}, {}", literal(row.torch), literal(row.arm),
                       writer.list(row.requirements), origin(row.provenance));
  }));
  members.set("cards", writer.rows("PciCard", "cards", rows.cards, [](const auto& row) {
    return fmt::format("{}, {}, {}, {}, {}, {}", literal(row.id), literal(row.name),
                       literal(row.arch), row.data_centre, row.discrete, origin(row.provenance));
  }));
}

Result<void> make(const char* in, const char* out) {
  TRY(const TomlDocument document, TomlDocument::read(in));
  CatalogRows rows;
  TRY_OK(read_catalog_rows(document, rows));
  Writer writer;
  Members members;
  write_arms_and_drivers(rows, writer, members);
  write_builds_and_cards(rows, writer, members);
  return write_file_atomically(
      out, fmt::format("// Made by make_catalog from data/matrix.toml.\n"
                       "#include \"accelerator/catalog_tables.hpp\"\n\n"
                       "namespace axle {{\nnamespace {{\n\n{}\n"
                       "constexpr CatalogTables tables{{\n{}}};\n\n}}  // namespace\n\n"
                       "const CatalogTables& built_in_catalog_tables() {{ return tables; }}\n\n"
                       "}}  // namespace axle\n",
                       writer.text(), members.text()));
}

}  // namespace
}  // namespace axle

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: make_catalog DATA.toml OUT.cpp\n", stderr);
    return 2;
  }
  const auto made = axle::make(argv[1], argv[2]);
  if (made) return 0;
  std::string text = made.error().message;
  for (auto cause = made.error().cause; cause; cause = cause->cause) text += "\n" + cause->message;
  std::fprintf(stderr, "%s\n", text.c_str());
  return 1;
}
