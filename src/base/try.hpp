// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

// TRY(declaration, call): declares a variable with the value of a Result, or returns its error from
// this function. TRY_OK(call): the same for a Result<void>. A declaration whose type has a comma
// wants `auto` or an alias.
#define AXLE_JOIN_(a, b) a##b
#define AXLE_JOIN(a, b) AXLE_JOIN_(a, b)
#define TRY(declaration, ...) TRY_WITH_(AXLE_JOIN(axle_tried_, __LINE__), declaration, __VA_ARGS__)
#define TRY_WITH_(tried, declaration, ...)                      \
  auto tried = (__VA_ARGS__);                                   \
  if (!tried) return std::unexpected(std::move(tried).error()); \
  declaration = *std::move(tried)
#define TRY_OK(...)                                          \
  do {                                                       \
    if (auto axle_tried = (__VA_ARGS__); !axle_tried)        \
      return std::unexpected(std::move(axle_tried).error()); \
  } while (false)
