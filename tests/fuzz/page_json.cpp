// SPDX-License-Identifier: MIT
#include "index/page_json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"

// Any bytes are a page or an error, and all texts of a page are UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace axle;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto page = parse_json_page(body, "https://index.example/simple/torch/");
  if (!page) return 0;
  for (const PageLink& link : page->links)
    if (!is_valid_utf8(link.filename) || !is_valid_utf8(link.url) || link.filename.empty())
      std::abort();
  return 0;
}
