// SPDX-License-Identifier: MIT
#pragma once

#include "accelerator/catalog.hpp"

namespace axle {

/// The rows of data/matrix.toml, which make_catalog made into constants when the program was built.
const CatalogTables& built_in_catalog_tables();

}  // namespace axle
