// SPDX-License-Identifier: MIT
#include "edit/next_version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

using Component = VersionBump::Component;

constexpr std::array<std::string_view, 9> names{"major", "minor", "patch", "stable", "alpha",
                                                "beta",  "rc",    "post",  "dev"};

bool is_release(const VersionBump& bump) { return bump.component <= Component::patch; }
bool is_prerelease(const VersionBump& bump) {
  return (bump.component >= Component::alpha && bump.component <= Component::rc) ||
         bump.component == Component::dev;
}

std::string listed(const std::vector<VersionBump>& bumps) {
  std::vector<std::string> texts;
  for (const VersionBump& bump : bumps) texts.push_back(bump.to_string());
  return join(texts, ", ");
}

Result<void> check_together(const std::vector<VersionBump>& bumps) {
  for (const Component alone : {Component::stable, Component::post})
    if (bumps.size() > 1 && std::ranges::any_of(bumps, [&](const VersionBump& bump) {
          return bump.component == alone;
        }))
      return fail(ErrorKind::invalid_input,
                  fmt::format("`--bump {}` cannot be used with another `--bump` value, got: {}",
                              names[static_cast<std::size_t>(alone)], listed(bumps)),
                  "bump twice, once for each");
  const auto several = [&](auto belongs, std::string_view what) -> Result<void> {
    if (std::ranges::count_if(bumps, belongs) < 2) return {};
    return fail(ErrorKind::invalid_input,
                fmt::format("Only one {} version component can be provided to `--bump`, got: {}",
                            what, listed(bumps)),
                "leave one of them out");
  };
  TRY_OK(several(is_release, "release"));
  return several(is_prerelease, "pre-release");
}

/// The parts of a version that steps change.
struct Parts {
  std::vector<std::uint64_t> release;
  std::optional<PreRelease> pre;
  std::optional<std::uint64_t> post, dev;

  void raise_release(std::size_t position, std::optional<std::uint64_t> value) {
    if (release.size() <= position) release.resize(position + 1);
    release[position] = value.value_or(release[position] + 1);
    std::fill(release.begin() + static_cast<std::ptrdiff_t>(position) + 1, release.end(), 0);
    pre.reset();
    post.reset();
    dev.reset();
  }
  void raise_pre(PreKind kind, std::optional<std::uint64_t> value) {
    const std::uint64_t next = pre && pre->kind == kind ? pre->number + 1 : 1;
    pre = PreRelease{kind, value.value_or(next)};
    post.reset();
    dev.reset();
  }
  void apply(const VersionBump& bump) {
    switch (bump.component) {
      case Component::major:
      case Component::minor:
      case Component::patch:
        return raise_release(static_cast<std::size_t>(bump.component), bump.value);
      case Component::stable:
        pre.reset();
        post.reset();
        dev.reset();
        return;
      case Component::alpha:
        return raise_pre(PreKind::alpha, bump.value);
      case Component::beta:
        return raise_pre(PreKind::beta, bump.value);
      case Component::rc:
        return raise_pre(PreKind::candidate, bump.value);
      case Component::post:
        post = bump.value.value_or(post ? *post + 1 : 1);
        dev.reset();
        return;
      case Component::dev:
        dev = bump.value.value_or(dev ? *dev + 1 : 1);
        return;
    }
  }
};

std::string text_of(const Parts& parts, const Version& old) {
  std::string text = old.epoch() == 0 ? "" : fmt::format("{}!", old.epoch());
  text += fmt::format("{}", fmt::join(parts.release, "."));
  static constexpr std::array<std::string_view, 3> letters{"a", "b", "rc"};
  if (parts.pre)
    text +=
        fmt::format("{}{}", letters[static_cast<std::size_t>(parts.pre->kind)], parts.pre->number);
  if (parts.post) text += fmt::format(".post{}", *parts.post);
  if (parts.dev) text += fmt::format(".dev{}", *parts.dev);
  const std::string whole = old.to_string();
  if (old.has_local()) text += whole.substr(whole.find('+'));
  return text;
}

std::string advice(const Version& version, const std::vector<VersionBump>& bumps) {
  const bool to_dev = std::ranges::any_of(
      bumps, [](const VersionBump& bump) { return bump.component == Component::dev; });
  if (to_dev)
    return "when bumping to a dev version you also need to increase another version component, "
           "e.g., with `--bump <major|minor|patch|alpha|beta|rc>`";
  if (!version.is_prerelease() && std::ranges::any_of(bumps, is_prerelease))
    return "when bumping to a pre-release version you also need to increase a release version "
           "component, e.g., with `--bump <major|minor|patch>`";
  return "provide the exact version to force an update";
}

}  // namespace

Result<VersionBump> VersionBump::parse(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  const auto known = std::ranges::find(names, name);
  if (known == names.end())
    return fail(ErrorKind::invalid_input,
                fmt::format("invalid bump component `{}`", escape_foreign(name)),
                "use one of major, minor, patch, stable, alpha, beta, rc, post and dev");
  VersionBump bump{static_cast<Component>(known - names.begin()), std::nullopt};
  if (equals == std::string_view::npos) return bump;
  if (bump.component == Component::stable)
    return fail(ErrorKind::invalid_input, "`--bump stable` does not accept a value",
                "write `--bump stable`");
  bump.value = parse_unsigned(text.substr(equals + 1));
  if (!bump.value)
    return fail(ErrorKind::invalid_input,
                fmt::format("invalid numeric value `{}` for `--bump {}`",
                            escape_foreign(text.substr(equals + 1)), name),
                fmt::format("write a number: `--bump {}=1`", name));
  return bump;
}

std::string VersionBump::to_string() const {
  const std::string_view name = names[static_cast<std::size_t>(component)];
  return value ? fmt::format("{}={}", name, *value) : std::string(name);
}

Result<Version> next_version(const Version& version, const std::vector<VersionBump>& bumps) {
  TRY_OK(check_together(bumps));
  const auto release = version.release();
  Parts parts{{release.begin(), release.end()}, version.pre(), version.post(), version.dev()};
  std::vector<VersionBump> in_order = bumps;
  std::ranges::sort(in_order, {}, &VersionBump::component);
  for (const VersionBump& bump : in_order) parts.apply(bump);
  TRY(Version next, Version::parse(text_of(parts, version)));
  if (next > version) return next;
  return fail(ErrorKind::invalid_input,
              fmt::format("{} => {} didn't increase the version; {}", version.to_string(),
                          next.to_string(), advice(version, bumps)));
}

}  // namespace axle
