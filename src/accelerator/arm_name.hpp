// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace axle {

/// What a build of PyTorch computes on. The order is that in which a machine is asked.
enum class AcceleratorKind : std::uint8_t { cuda, rocm, xpu, cpu };

/// The kind of an arm by the form of its name, known to the data or not: `cu` and digits, `rocm`
/// and numbers with dots, `xpu`, `cpu`. None for any other name.
std::optional<AcceleratorKind> accelerator_kind(std::string_view arm);

/// "cuda", "rocm", "xpu", "cpu".
std::string_view kind_name(AcceleratorKind kind);
/// "CUDA", "ROCm", "XPU", "CPU": for messages.
std::string_view kind_title(AcceleratorKind kind);

/// CUDA before ROCm before XPU before cpu, and the newest first within a kind: cu130, cu128,
/// rocm7.1, rocm6.4, xpu, cpu. Names of no kind come last. A strict weak order.
bool arm_goes_before(std::string_view a, std::string_view b);

/// "cu128" as "12.8", "rocm6.2.4" as "6.2.4"; empty for all others.
std::string arm_runtime(std::string_view arm);

/// The numbers in a text, compared one by one: 450.80.02 is 450.80.2, and 580 is not more than
/// 580.00. What is no digit only separates; a number beyond 64 bits counts as the largest.
std::vector<std::uint64_t> numbers_in(std::string_view text);
/// Whether `a` is `b` or newer, by their numbers.
bool at_least(std::string_view a, std::string_view b);

}  // namespace axle
