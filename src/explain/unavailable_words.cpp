// SPDX-License-Identifier: MIT
#include "explain/unavailable_words.hpp"

#include <fmt/format.h>

#include <string_view>

#include "base/text.hpp"

namespace axle {
namespace {

std::string_view misfit_words(WheelMisfit misfit) {
  switch (misfit) {
    case WheelMisfit::python:
      return "no wheels with a matching Python implementation tag";
    case WheelMisfit::abi:
      return "no wheels with a matching Python ABI tag";
    case WheelMisfit::free_threading:
      return "no wheels with a free-threading compatible ABI tag";
    case WheelMisfit::python_version:
      return "no wheels with a matching Python version tag";
    case WheelMisfit::platform:
      return "no wheels with a matching platform tag";
    case WheelMisfit::none:
      break;
  }
  return "no wheels with valid tags";
}

std::string platform_words(Marker environment) {
  const auto is = [&](std::string_view platform) {
    return environment == Marker::string_equals(MarkerVariable::sys_platform, platform);
  };
  if (is("linux")) return "no Linux-compatible wheels";
  if (is("win32")) return "no Windows-compatible wheels";
  if (is("darwin")) return "no macOS-compatible wheels";
  if (const auto text = environment.to_text())
    return fmt::format("no `{}`-compatible wheels", *text);
  return "no compatible wheels";
}

std::string yanked_words(std::string_view reason) {
  reason = trim(reason);
  while (reason.ends_with('.')) reason.remove_suffix(1);
  return reason.empty() ? "yanked" : fmt::format("yanked (reason: {})", escape_foreign(reason));
}

// The words with the verbs that they take for one version and for several.
class Words {
 public:
  Words(bool is_plural, WheelMisfit misfit) : is_plural_(is_plural), misfit_(misfit) {}

  std::string operator()(const NotFoundAnywhere&) const {
    return "was not found in the package registry";
  }
  std::string operator()(const NoIndexAllowed&) const {
    return "was not found in the provided package locations";
  }
  std::string operator()(const NotCachedOffline&) const { return "was not found in the cache"; }
  std::string operator()(const DirectUnreadable& direct) const {
    return fmt::format("could not be read (`{}`)", escape_foreign(direct.message));
  }
  std::string operator()(const UnusableFiles& files) const {
    switch (files.obstacle) {
      case FileVerdict::Kind::variant:
        return has("no wheels but those of a variant");
      case FileVerdict::Kind::old_name:
        return has("a non-PEP 625-compliant source distribution filename");
      case FileVerdict::Kind::no_build:
        return has("no usable wheels");
      case FileVerdict::Kind::no_binary:
        return has("no source distribution");
      case FileVerdict::Kind::yanked:
        return was(yanked_words(files.yanked));
      case FileVerdict::Kind::python_tag:
        return has(misfit_words(misfit_));
      case FileVerdict::Kind::too_new:
        return was("published after the exclude newer time");
      case FileVerdict::Kind::usable:
        break;
    }
    return has("no available distributions");
  }
  std::string operator()(const MissingPlatform& missing) const {
    return has(platform_words(missing.environment));
  }
  std::string operator()(const NoWheelForPython&) const {
    return has(misfit_words(WheelMisfit::python_version));
  }
  std::string operator()(const NeedsOtherPython& python) const {
    return fmt::format("{} Python {}", is_plural_ ? "require" : "requires",
                       python.requires_python.to_string());
  }
  std::string operator()(const ImpossibleRequirement& impossible) const {
    return fmt::format("{} on {}", is_plural_ ? "depend" : "depends",
                       escape_foreign(impossible.requirement));
  }
  std::string operator()(const BadMetadata&) const { return has("invalid metadata"); }
  std::string operator()(const NeedsBuild&) const {
    return has("no wheels, and would have to be built from source");
  }

 private:
  std::string has(std::string_view what) const {
    return fmt::format("{} {}", is_plural_ ? "have" : "has", what);
  }
  std::string was(std::string_view what) const {
    return fmt::format("{} {}", is_plural_ ? "were" : "was", what);
  }

  bool is_plural_;
  WheelMisfit misfit_;
};

}  // namespace

std::string unavailable_words(const Unavailable& reason, bool is_plural, WheelMisfit misfit) {
  return std::visit(Words(is_plural, misfit), reason);
}

bool concerns_whole_package(const Unavailable& reason) {
  return std::holds_alternative<NotFoundAnywhere>(reason) ||
         std::holds_alternative<NoIndexAllowed>(reason) ||
         std::holds_alternative<NotCachedOffline>(reason) ||
         std::holds_alternative<DirectUnreadable>(reason);
}

bool concerns_tags(const Unavailable& reason) {
  if (std::holds_alternative<NoWheelForPython>(reason)) return true;
  const auto* files = std::get_if<UnusableFiles>(&reason);
  return files != nullptr && files->obstacle == FileVerdict::Kind::python_tag;
}

bool is_same_reason(const UnavailableTable& reasons, solver::ReasonId first,
                    solver::ReasonId second) {
  if (first == second) return true;
  const auto words = [&](solver::ReasonId id) {
    return unavailable_words(reasons[index(id)], false, WheelMisfit::none);
  };
  return words(first) == words(second);
}

}  // namespace axle
