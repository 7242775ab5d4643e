// SPDX-License-Identifier: MIT
#include "accelerator/catalog.hpp"
#include "accelerator/catalog_rows.hpp"
#include "base/try.hpp"

namespace axle {

struct CatalogReader {
  static Result<Catalog> from(const TomlDocument& document) {
    auto rows = std::make_shared<CatalogRows>();
    TRY_OK(read_catalog_rows(document, *rows));
    Catalog catalog(rows->tables(Catalog::built_in().tables()));
    catalog.storage_ = std::move(rows);
    catalog.origin_ = document.path().string();
    return catalog;
  }
};

Result<Catalog> Catalog::read(const std::filesystem::path& file) {
  TRY(const TomlDocument document, TomlDocument::read(file));
  return CatalogReader::from(document);
}

Result<Catalog> Catalog::parse(const std::filesystem::path& path_for_messages, std::string text) {
  TRY(const TomlDocument document, TomlDocument::parse(path_for_messages, std::move(text)));
  return CatalogReader::from(document);
}

}  // namespace axle
