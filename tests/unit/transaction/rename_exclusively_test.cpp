// SPDX-License-Identifier: MIT
#include "transaction/rename_exclusively.hpp"

#include <fcntl.h>

#include <cerrno>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {

TEST_CASE("a rename takes a free name only") {
  TempTree tree;
  tree.write("from/new", "new");
  tree.write("to/taken", "old");
  const Fd from(::open((tree / "from").c_str(), O_RDONLY | O_DIRECTORY));
  const Fd to(::open((tree / "to").c_str(), O_RDONLY | O_DIRECTORY));
  CHECK(rename_exclusively(from.get(), "new", to.get(), "taken") == EEXIST);
  CHECK(read_text(tree / "from/new") == "new");
  CHECK(read_text(tree / "to/taken") == "old");
  CHECK(rename_exclusively(from.get(), "none", to.get(), "free") == ENOENT);
  CHECK(rename_exclusively(from.get(), "new", to.get(), "free") == 0);
  CHECK(read_text(tree / "to/free") == "new");
  CHECK_FALSE(path_exists(tree / "from/new"));
}

}  // namespace axle::test
