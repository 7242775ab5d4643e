// SPDX-License-Identifier: MIT
#include "accelerator/catalog_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"
#include "toml/toml_reader.hpp"

namespace axle {
namespace {

constexpr std::int64_t known_format = 1;

/// One table of the file; what is read from it is kept in the rows.
class Row {
 public:
  Row(CatalogRows& rows, const TomlDocument& document, const TomlValue& table)
      : rows_(rows), reader_(document, table) {}

  const TomlReader& reader() const { return reader_; }

  Result<std::string_view> optional_text(std::string_view key) {
    TRY(std::optional<std::string> text, reader_.text(key));
    return rows_.keep(std::move(text).value_or(""));
  }
  Result<std::string_view> text(std::string_view key) {
    TRY(const std::string_view text, optional_text(key));
    if (text.empty()) return missing(key, "a text");
    return text;
  }
  Result<TextList> list(std::string_view key) {
    TRY(std::optional<std::vector<std::string>> texts, reader_.texts(key));
    return rows_.keep(std::move(texts).value_or(std::vector<std::string>{}));
  }
  Result<TextList> full_list(std::string_view key) {
    TRY(const TextList texts, list(key));
    if (texts.empty()) return missing(key, "a list of texts");
    return texts;
  }
  Result<std::uint64_t> number(std::string_view key) {
    TRY(const std::optional<std::uint64_t> number, reader_.positive(key));
    if (!number) return missing(key, "a number");
    return *number;
  }
  Result<bool> flag(std::string_view key) {
    TRY(const std::optional<bool> flag, reader_.flag(key));
    return flag.value_or(false);
  }
  Result<Provenance> provenance() {
    using Word = std::string_view;
    TRY(const auto confidence, reader_.choice<Word>("confidence", {{"measured", "measured"},
                                                                   {"script", "script"},
                                                                   {"reported", "reported"},
                                                                   {"inferred", "inferred"}}));
    if (!confidence) return missing("confidence", "how sure it is");
    const TomlValue* source = reader_.find("source");
    if (source == nullptr) return missing("source", "where it is from");
    if (source->is_string()) return Provenance{*confidence, rows_.keep(source->text)};
    TRY(std::optional<std::vector<std::string>> several, reader_.texts("source"));
    return Provenance{*confidence, rows_.keep(join(*several, "; "))};
  }
  /// The texts or whole numbers of a table of the row, by their keys.
  Result<const TomlValue*> table(std::string_view key) {
    TRY(const TomlValue* found, reader_.subtable(key));
    if (found == nullptr) return missing(key, "a table");
    return found;
  }
  std::unexpected<Error> missing(std::string_view key, std::string_view what) const {
    return reader_.error(reader_.table(), fmt::format("`{}` is missing: {}", key, what));
  }

 private:
  CatalogRows& rows_;
  TomlReader reader_;
};

Result<void> add_family(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown({"packages", "same_release", "confidence", "source"}));
  TRY_OK(row.provenance());
  TRY(rows.family, row.full_list("packages"));
  TRY(rows.same_release, row.full_list("same_release"));
  return {};
}

Result<void> add_channel(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown({"name", "index", "confidence", "source"}));
  IndexChannel channel{};
  TRY(channel.provenance, row.provenance());
  TRY(channel.name, row.text("name"));
  TRY(channel.index, row.text("index"));
  if (channel.index.find("{accelerator}") == std::string_view::npos)
    return row.reader().error(*row.reader().find("index"),
                              "an index has `{accelerator}` where the name of the arm goes");
  rows.channels.push_back(channel);
  return {};
}

Result<std::string_view> arm_name(Row& row, std::string_view key) {
  TRY(const std::string_view name, row.text(key));
  if (!accelerator_kind(name))
    return row.reader().error(
        *row.reader().find(key),
        fmt::format("`{}` is no accelerator: they are called `cpu`, `cu128`, `rocm6.4` or `xpu`",
                    escape_foreign(name)));
  return name;
}

Result<void> add_arm(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown(
      {"name", "runtime", "linux_driver", "windows_driver", "confidence", "source"}));
  KnownArm arm{};
  TRY(arm.provenance, row.provenance());
  TRY(arm.name, arm_name(row, "name"));
  TRY(arm.runtime, row.optional_text("runtime"));
  if (accelerator_kind(arm.name) == AcceleratorKind::cuda) {
    TRY(arm.runtime, row.text("runtime"));
    TRY(arm.linux_driver, row.text("linux_driver"));
    TRY(arm.windows_driver, row.text("windows_driver"));
  }
  rows.arms.push_back(arm);
  return {};
}

Result<void> add_driver_branch(Row row, CatalogRows& rows) {
  TRY_OK(
      row.reader().refuse_unknown({"branch", "cuda", "least_capability", "confidence", "source"}));
  DriverBranch branch{};
  TRY(branch.provenance, row.provenance());
  TRY(branch.branch, row.number("branch"));
  TRY(branch.cuda, row.text("cuda"));
  TRY(branch.least_capability, row.text("least_capability"));
  rows.driver_branches.push_back(branch);
  return {};
}

Result<void> add_tegra(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown({"least_l4t", "confidence", "source"}));
  TRY_OK(row.provenance());
  TRY(const TomlValue* table, row.table("least_l4t"));
  for (const TomlEntry& entry : table->entries) {
    if (entry.value.kind != TomlValue::Kind::integer || entry.value.integer < 0)
      return row.reader().wrong_type(entry.value, "a release of L4T, such as `39`");
    rows.tegra.push_back({.capability = rows.keep(entry.key),
                          .l4t = static_cast<std::uint64_t>(entry.value.integer)});
  }
  return {};
}

Result<void> add_forward_compat(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown({"branches", "confidence", "source"}));
  TRY_OK(row.provenance());
  TRY(const std::vector<TomlValue>* branches, row.reader().array("branches"));
  if (branches == nullptr) return row.missing("branches", "a list of numbers");
  for (const TomlValue& item : *branches) {
    if (item.kind != TomlValue::Kind::integer || item.integer < 1)
      return row.reader().wrong_type(item, "the first number of a driver's version");
    rows.compat_branches.push_back(static_cast<std::uint64_t>(item.integer));
  }
  return {};
}

Result<void> add_build(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown(
      {"torch", "arm", "platform", "versions", "archs", "ptx", "confidence", "source"}));
  KnownBuild build{};
  TRY(build.provenance, row.provenance());
  TRY(build.torch, row.text("torch"));
  TRY(build.arm, arm_name(row, "arm"));
  TRY(build.platform, row.text("platform"));
  TRY(build.versions, row.full_list("versions"));
  TRY(build.archs, build.arm == "cpu" ? row.list("archs") : row.full_list("archs"));
  TRY(build.ptx, row.list("ptx"));
  rows.builds.push_back(build);
  return {};
}

Result<void> add_rocm(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown({"integrated", "override", "confidence", "source"}));
  TRY_OK(row.provenance());
  TRY(rows.integrated_gfx, row.full_list("integrated"));
  TRY(const TomlValue* table, row.table("override"));
  for (const TomlEntry& entry : table->entries) {
    if (!entry.value.is_string()) return row.reader().wrong_type(entry.value, "a string");
    rows.gfx_overrides.push_back(
        {.arch = rows.keep(entry.key), .value = rows.keep(entry.value.text)});
  }
  return {};
}

Result<void> add_xpu(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown({"discrete", "integrated", "confidence", "source"}));
  TRY_OK(row.provenance());
  TRY(rows.discrete_xpu, row.full_list("discrete"));
  TRY(rows.integrated_xpu, row.full_list("integrated"));
  return {};
}

Result<void> add_pair(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown(
      {"torch", "torchvision", "torchaudio", "triton", "torchcodec", "confidence", "source"}));
  Pairing pairing{};
  TRY(pairing.provenance, row.provenance());
  TRY(pairing.torch, row.text("torch"));
  TRY(pairing.torchvision, row.text("torchvision"));
  TRY(pairing.torchaudio, row.text("torchaudio"));
  TRY(pairing.triton, row.optional_text("triton"));
  TRY(pairing.torchcodec, row.list("torchcodec"));
  rows.pairings.push_back(pairing);
  return {};
}

Result<void> add_pins(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown({"torch", "arm", "requires", "confidence", "source"}));
  BuildPins pins{};
  TRY(pins.provenance, row.provenance());
  TRY(pins.torch, row.text("torch"));
  TRY(pins.arm, arm_name(row, "arm"));
  TRY(pins.requirements, row.full_list("requires"));
  rows.pins.push_back(pins);
  return {};
}

Result<void> add_pci(Row row, CatalogRows& rows) {
  TRY_OK(row.reader().refuse_unknown(
      {"id", "name", "arch", "data_centre", "discrete", "confidence", "source"}));
  PciCard card{};
  TRY(card.provenance, row.provenance());
  TRY(card.id, row.text("id"));
  TRY(card.name, row.text("name"));
  TRY(card.arch, row.optional_text("arch"));
  TRY(card.data_centre, row.flag("data_centre"));
  TRY(card.discrete, row.flag("discrete"));
  rows.cards.push_back(card);
  return {};
}

struct RowSection {
  std::string_view name;
  bool repeated;  ///< an array of tables
  Result<void> (*add)(Row row, CatalogRows& rows);
};

constexpr RowSection sections[] = {
    {"family", false, add_family}, {"channel", true, add_channel},
    {"arm", true, add_arm},        {"driver_branch", true, add_driver_branch},
    {"tegra", false, add_tegra},   {"forward_compat", false, add_forward_compat},
    {"build", true, add_build},    {"rocm", false, add_rocm},
    {"xpu", false, add_xpu},       {"pair", true, add_pair},
    {"pins", true, add_pins},      {"pci", true, add_pci},
};

Result<void> read_section(const TomlDocument& document, const TomlEntry& entry, CatalogRows& rows) {
  const auto section = std::ranges::find(sections, entry.key, &RowSection::name);
  if (section == std::end(sections))
    return document.error(entry.position,
                          fmt::format("there is no section `{}`", escape_foreign(entry.key)));
  if (!section->repeated) {
    if (!entry.value.is_table())
      return document.error(entry.position, fmt::format("`{}` is a table", entry.key));
    return section->add(Row(rows, document, entry.value), rows);
  }
  if (!entry.value.is_array())
    return document.error(entry.position, fmt::format("`{}` is a list of tables", entry.key));
  for (const TomlValue& item : entry.value.items) {
    if (!item.is_table())
      return document.error(item.position, fmt::format("`{}` is a list of tables", entry.key));
    TRY_OK(section->add(Row(rows, document, item), rows));
  }
  return {};
}

template <class T>
std::span<const T> or_default(const std::vector<T>& own, std::span<const T> fallback) {
  return own.empty() ? fallback : std::span<const T>(own);
}

TextList or_default(TextList own, TextList fallback) { return own.empty() ? fallback : own; }

}  // namespace

TextList CatalogRows::keep(std::vector<std::string> all) {
  std::vector<std::string_view> views;
  views.reserve(all.size());
  for (std::string& text : all) views.push_back(keep(std::move(text)));
  return lists.emplace_back(std::move(views));
}

CatalogTables CatalogRows::tables(const CatalogTables& defaults) const {
  return {
      .family = or_default(family, defaults.family),
      .same_release = or_default(same_release, defaults.same_release),
      .channels = or_default(channels, defaults.channels),
      .arms = or_default(arms, defaults.arms),
      .driver_branches = or_default(driver_branches, defaults.driver_branches),
      .tegra = or_default(tegra, defaults.tegra),
      .compat_branches = or_default(compat_branches, defaults.compat_branches),
      .builds = or_default(builds, defaults.builds),
      .integrated_gfx = or_default(integrated_gfx, defaults.integrated_gfx),
      .gfx_overrides = or_default(gfx_overrides, defaults.gfx_overrides),
      .discrete_xpu = or_default(discrete_xpu, defaults.discrete_xpu),
      .integrated_xpu = or_default(integrated_xpu, defaults.integrated_xpu),
      .pairings = or_default(pairings, defaults.pairings),
      .pins = or_default(pins, defaults.pins),
      .cards = or_default(cards, defaults.cards),
  };
}

Result<void> read_catalog_rows(const TomlDocument& document, CatalogRows& rows) {
  const TomlValue* format = document.root().find("format");
  if (format == nullptr || format->kind != TomlValue::Kind::integer ||
      format->integer != known_format)
    return document.error(format == nullptr ? TomlPosition{1, 1} : format->position,
                          fmt::format("this is no data of format {}", known_format),
                          fmt::format("the file begins with `format = {}`", known_format));
  for (const TomlEntry& entry : document.root().entries)
    if (entry.key != "format") TRY_OK(read_section(document, entry, rows));
  std::ranges::stable_sort(rows.arms, arm_goes_before, &KnownArm::name);
  return {};
}

}  // namespace axle
