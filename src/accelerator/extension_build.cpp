// SPDX-License-Identifier: MIT
#include "accelerator/extension_build.hpp"

#include "accelerator/arm_name.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

std::string_view digits_and_dots(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789.");
  std::string_view found = text.substr(0, end);
  while (found.ends_with('.')) found.remove_suffix(1);
  return found;
}

/// The number behind a word, a dot between them or not.
std::string_view number_after(std::string_view local, std::string_view word) {
  const std::size_t start = local.find(word);
  if (start == std::string_view::npos) return {};
  std::string_view rest = local.substr(start + word.size());
  if (rest.starts_with('.')) rest.remove_prefix(1);
  return digits_and_dots(rest);
}

/// "26" as "2.6", "210" as "2.10": how PyG writes it.
std::string split_after_first(std::string_view digits) {
  if (digits.size() < 2 || digits.find('.') != std::string_view::npos) return std::string(digits);
  return std::string(digits.substr(0, 1)) + "." + std::string(digits.substr(1));
}

/// "2.6" of "2.6.1".
std::string series_of(std::string_view version) {
  const std::size_t dot = version.find('.');
  if (dot == std::string_view::npos) return {};
  return std::string(version.substr(0, version.find('.', dot + 1)));
}

/// "124" as "12.4", "12" and "12.8" as they are.
std::string cuda_of(std::string_view text) {
  if (text.find('.') != std::string_view::npos || text.size() < 3) return std::string(text);
  return std::string(text.substr(0, text.size() - 1)) + "." +
         std::string(text.substr(text.size() - 1));
}

}  // namespace

std::optional<ExtensionBuild> ExtensionBuild::parse(std::string_view local) {
  const std::string text = ascii_lower(local);
  ExtensionBuild build;
  if (const auto torch = number_after(text, "torch"); !torch.empty())
    build.torch = series_of(torch.find('.') == std::string_view::npos ? split_after_first(torch)
                                                                      : std::string(torch));
  else if (text.starts_with("pt"))
    build.torch = series_of(split_after_first(number_after(text, "pt")));
  if (build.torch.empty()) return std::nullopt;
  build.cuda = cuda_of(number_after(text, "cu"));
  if (text.find("cxx11abitrue") != std::string::npos) build.new_abi = true;
  if (text.find("cxx11abifalse") != std::string::npos) build.new_abi = false;
  return build;
}

bool has_new_abi(std::string_view torch_series, std::string_view arm) {
  if (at_least(torch_series, "2.7")) return true;
  if (!at_least(torch_series, "2.6")) return false;
  const auto kind = accelerator_kind(arm);
  return arm == "cu126" || kind == AcceleratorKind::rocm || kind == AcceleratorKind::xpu;
}

}  // namespace axle
