// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "operations/compile_options.hpp"
#include "services/options.hpp"
#include "terminal/style.hpp"

// What the command line says, as it was written: one struct for each command, made of the groups in
// services/options.hpp.
namespace axle {

struct GlobalOptions : RunOptions {
  std::vector<std::string> words;    ///< the command line, without the program's name
  std::vector<std::string> program;  ///< what `run` is to start; not part of `words`
  int quiet = 0;
  ColorChoice color = ColorChoice::automatic;
  bool no_progress = false;
  bool json = false;  ///< of the commands that have it; errors are then JSON as well
};

struct LockOptions : SettingsFlags {
  LockFlags lock;
  bool check = false, dry_run = false;
  std::optional<std::string> python, script;
  std::optional<std::string> profile;  ///< a recorded machine to tell the accelerator of
};

struct ExportOptions : SettingsFlags {
  SelectionOptions selection;
  EmissionOptions emission;
  LockFlags lock;
  std::optional<std::string> format, output_file, python, script;
  std::vector<std::string> prune, no_editable_packages;
  bool no_header = false, no_hashes = false, no_annotate = false, no_editable = false,
       emit_index_url = false, emit_find_links = false;
};

struct TreeOptions : SettingsFlags {
  SelectionOptions selection;
  LockFlags lock;
  std::vector<std::string> packages, prune;
  std::optional<std::string> python, python_version, python_platform, script;
  unsigned depth = 255;
  bool invert = false, universal = false, no_dedupe = false, outdated = false, show_sizes = false;
};

struct PlanCommandOptions : PlanSelection {
  std::optional<std::string> max_download;  ///< "3GB"
};

struct WhyOptions : SettingsFlags {
  std::string package;
  SelectionOptions selection;
  LockFlags lock;
  std::optional<std::string> python, python_version, python_platform;
};

struct PipUninstallOptions {
  std::vector<std::string> packages, requirements;
  bool dry_run = false;
  PipTarget target;
};

struct PipListOptions {
  std::optional<std::string> format;  ///< columns, freeze, json
  std::vector<std::string> exclude;
  bool editable = false, exclude_editable = false;
  PipTarget target;
};

struct PipShowOptions {
  std::vector<std::string> packages;
  bool files = false;
  PipTarget target;
};

struct PipCheckOptions {
  PipTarget target;
  std::optional<std::string> python_version, python_platform;
};

struct PipTreeOptions {
  std::vector<std::string> packages, prune;
  unsigned depth = 255;
  bool invert = false, no_dedupe = false, show_version_specifiers = false;
  PipTarget target;
};

struct HistoryOptions {
  PipTarget target;
};

struct RollbackOptions {
  PipTarget target;
  std::optional<std::uint64_t> generation;
  bool dry_run = false;
};

struct VerifyOptions {
  PipTarget target;
  bool fix = false;
};

struct VenvCommandOptions : SettingsFlags {
  std::optional<std::string> path, python, prompt;
  bool clear = false, force = false, allow_existing = false, system_site_packages = false,
       relocatable = false, seed = false, no_project = false;
};

/// `axle self version`.
struct SelfVersionOptions {
  bool is_short = false;
  std::optional<std::string> output_format;
};

struct CacheCommandOptions {
  std::vector<std::string> packages;
  bool ci = false, fix = false;
};

}  // namespace axle
