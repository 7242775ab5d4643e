// SPDX-License-Identifier: MIT
#include "axle/model/index_definition.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"
#include "net/url.hpp"

namespace axle {
namespace {

// One letter before the colon is a drive of Windows, not a scheme.
bool is_url(std::string_view text) { return has_scheme(text) && text.find(':') > 1; }

}  // namespace

Result<IndexUrl> IndexUrl::parse(std::string_view text, const std::filesystem::path& base) {
  const std::string_view written = trim(text);
  if (written.empty()) return fail(ErrorKind::invalid_input, "an index needs a URL or a path");
  IndexUrl index;
  if (is_url(written)) {
    TRY(const Url url, Url::parse(written));
    if (!url.is_http() && !url.is_file())
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is not an index: its scheme is `{}`",
                              escape_foreign(url.display()), escape_foreign(url.scheme())),
                  "use an http, https or file URL, or a path");
    index.text_ = url.without_fragment().to_string();
    index.user_info_ = url.user_info();
    index.given_ = index.user_info_.empty() ? std::string(written) : index.text_;
    if (url.is_file()) {
      TRY(index.local_path_, url.to_path());
    }
    return index;
  }
  if (written.contains('\0'))
    return fail(ErrorKind::invalid_input, "the path of an index has a NUL");
  const std::filesystem::path path = (base / std::filesystem::path(written)).lexically_normal();
  index.local_path_ =
      path.is_absolute() ? path : std::filesystem::absolute(path).lexically_normal();
  index.text_ = Url::from_path(*index.local_path_).to_string();
  index.given_ = written;
  return index;
}

bool IndexDefinition::ignores_status(int status) const {
  if (status == 404) return true;
  if (ignored_status_codes)
    return std::ranges::find(*ignored_status_codes, status, [](std::uint16_t code) {
             return int{code};
           }) != ignored_status_codes->end();
  // This host answers 403 for whatever it does not have.
  const auto parsed = Url::parse(url.text());
  return status == 403 && parsed && parsed->host() == "download.pytorch.org";
}

}  // namespace axle
