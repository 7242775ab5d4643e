// SPDX-License-Identifier: MIT
#include "index/dropped_words.hpp"

namespace axle {

std::string_view reason_words(DroppedFile::Reason reason) {
  switch (reason) {
    case DroppedFile::Reason::not_a_distribution:
      return "it is neither a wheel nor a source distribution";
    case DroppedFile::Reason::malformed_name:
      return "its name is not formed as that of a wheel or source distribution";
    case DroppedFile::Reason::other_project:
      return "its name is that of another project";
    case DroppedFile::Reason::bad_requires_python:
      return "its Requires-Python cannot be read";
    case DroppedFile::Reason::bad_link:
      return "its link is no http, https or file URL";
  }
  return "it cannot be used";
}

}  // namespace axle
