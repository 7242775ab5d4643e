// SPDX-License-Identifier: MIT
#include "index/page_html.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "index/page_snapshot.hpp"

// Any bytes are a page or an error, and a page can be packed and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace axle;
  static const PackageName name = PackageName::parse("torch").value();
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto page = parse_html_page(body, "https://index.example/simple/torch/");
  if (!page) return 0;
  const auto packed = std::make_shared<const std::string>(pack_page(*page, name, true).value());
  const auto index = std::make_shared<const IndexUrl>(
      IndexUrl::parse("https://index.example/simple", "/").value());
  const auto opened = open_page(packed, *packed, name, index, false);
  if (!opened) std::abort();
  for (std::size_t i = 0; i < opened->versions().size(); ++i)
    if (opened->files(i).wheels.empty() && opened->files(i).sdists.empty()) std::abort();
  return 0;
}
