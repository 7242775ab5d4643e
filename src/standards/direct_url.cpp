// SPDX-License-Identifier: MIT
#include "axle/standards/direct_url.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace axle {
namespace {

using nlohmann::json;
constexpr std::size_t largest_direct_url = 1 << 20;

std::optional<std::string> optional_text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? std::nullopt
                                                   : std::optional(found->get<std::string>());
}

DirectUrl::Archive archive_from(const json& info) {
  DirectUrl::Archive archive;
  if (const auto hashes = info.find("hashes"); hashes != info.end() && !hashes->is_null())
    for (const auto& [algorithm, digits] : hashes->items())
      archive.hashes[algorithm] = digits.get<std::string>();
  // The older spelling, "sha256=…".
  if (const auto hash = optional_text(info, "hash"); hash && archive.hashes.empty())
    if (const std::size_t equals = hash->find('='); equals != std::string::npos)
      archive.hashes[hash->substr(0, equals)] = hash->substr(equals + 1);
  return archive;
}

}  // namespace

Result<DirectUrl> DirectUrl::parse(std::string_view text) {
  const auto refuse = [] {
    return fail(ErrorKind::invalid_input, "direct_url.json is not what PEP 610 describes");
  };
  if (text.size() > largest_direct_url) return refuse();
  try {
    const json object = json::parse(text);
    DirectUrl direct;
    direct.url = object.at("url").get<std::string>();
    direct.subdirectory = optional_text(object, "subdirectory");
    if (const auto archive = object.find("archive_info"); archive != object.end()) {
      if (!archive->is_object()) return refuse();
      direct.source = archive_from(*archive);
    } else if (const auto directory = object.find("dir_info"); directory != object.end()) {
      direct.source = Directory{directory->value("editable", false)};
    } else {
      const json& repository = object.at("vcs_info");
      direct.source = Repository{
          repository.at("vcs").get<std::string>(), repository.at("commit_id").get<std::string>(),
          optional_text(repository, "requested_revision"), repository.value("git_lfs", false)};
    }
    return direct;
  } catch (const json::exception&) {
    return refuse();
  }
}

std::string DirectUrl::to_json() const {
  using Object = nlohmann::ordered_json;  // the fields in uv's order: the same bytes
  Object object{{"url", url}};
  if (const auto* archive = std::get_if<Archive>(&source)) {
    Object info = Object::object();
    if (!archive->hashes.empty()) info["hashes"] = archive->hashes;
    object["archive_info"] = std::move(info);
  } else if (const auto* directory = std::get_if<Directory>(&source)) {
    Object info = Object::object();
    if (directory->editable || directory->is_stated) info["editable"] = directory->editable;
    object["dir_info"] = std::move(info);
  } else {
    const auto& repository = std::get<Repository>(source);
    Object info{{"vcs", repository.vcs}, {"commit_id", repository.commit_id}};
    if (repository.requested_revision) info["requested_revision"] = *repository.requested_revision;
    if (repository.lfs) info["git_lfs"] = true;
    object["vcs_info"] = std::move(info);
  }
  if (subdirectory) object["subdirectory"] = *subdirectory;
  return object.dump(-1, ' ', false, Object::error_handler_t::replace);
}

std::string DirectUrl::requirement_url() const {
  std::string text = url;
  bool lfs = false;
  if (const auto* repository = std::get_if<Repository>(&source)) {
    text = fmt::format("{}+{}", repository->vcs, url);
    if (!repository->commit_id.empty()) text += "@" + repository->commit_id;
    lfs = repository->lfs;
  }
  if (subdirectory) text += "#subdirectory=" + *subdirectory;
  if (lfs) text += subdirectory ? "&lfs=true" : "#lfs=true";
  return text;
}

bool DirectUrl::is_editable() const {
  const auto* directory = std::get_if<Directory>(&source);
  return directory != nullptr && directory->editable;
}

}  // namespace axle
