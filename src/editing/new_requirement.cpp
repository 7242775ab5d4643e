// SPDX-License-Identifier: MIT
#include "editing/new_requirement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "editing/new_source.hpp"
#include "model/written_requirement.hpp"
#include "provision/requirement_url.hpp"
#include "provision/source_builder.hpp"
#include "provision/unnamed_sources.hpp"
#include "services/python_target.hpp"
#include "services/settings_layer.hpp"

namespace axle {
namespace {

/// Names as they are written into a project: normal, sorted, each once.
std::vector<ExtraName> merged(std::vector<ExtraName> extras, const std::vector<ExtraName>& more) {
  extras.insert(extras.end(), more.begin(), more.end());
  std::ranges::sort(extras);
  extras.erase(std::ranges::unique(extras).begin(), extras.end());
  return extras;
}

/// `--raw`: with its URL in the requirement, not as a source, and without bounds.
void make_raw(NewRequirement& made, const RequirementSource& source) {
  made.requirement.url = requirement_url(source);
  made.source.reset();
  made.is_from_index = false;
}

class Reader {
 public:
  Reader(const AddOptions& options, const AddPlace& place, Services& services)
      : options_(options), place_(place), services_(services) {}

  Result<std::vector<NewRequirement>> read(const std::vector<RequirementsFile>& files) {
    for (const std::string& extra : options_.extras) {
      TRY(ExtraName name, ExtraName::parse(extra));
      extras_.push_back(std::move(name));
    }
    if (options_.marker) {
      TRY(marker_, Marker::parse(*options_.marker));
    }
    for (const std::string& text : options_.packages) TRY_OK(add_text(text));
    for (const RequirementsFile& file : files) TRY_OK(add_file(file));
    return std::move(out_);
  }

 private:
  Result<void> add_text(const std::string& text) {
    auto written = parse_written_requirement(text, services_.directory());
    if (!written) {
      if (written.error().hints.empty())
        written.error().hints.emplace_back(
            "write a name, with versions if need be: `torch`, `'torch>=2.5'`, "
            "`'torch[extra]==2.5.1'`");
      return while_doing(fmt::format("Failed to parse: `{}`", escape_foreign(text)),
                         std::move(written).error());
    }
    if (auto* place = std::get_if<UnnamedRequirement>(&*written))
      return add_unnamed(std::move(*place));
    return add(std::get<SourcedRequirement>(*written));
  }

  /// Its name is that of the commit or folder that the options lead to.
  Result<void> add_unnamed(UnnamedRequirement place) {
    if (auto* git = std::get_if<GitSource>(&place.source))
      if (const auto wanted = reference_option(options_)) git->reference_name = wanted->second;
    TRY(SourceBuilder* const builder, builder_for_names());
    TRY(const SourcedRequirement named, named_requirement(std::move(place), *builder, services_));
    return add(named);
  }

  Result<SourceBuilder*> builder_for_names() {
    if (builder_) return &*builder_;
    TRY(const SettingsLayer layer, settings_layer(options_, services_.directory()));
    TRY(const Settings* const settings, services_.settings(layer));
    TRY(Interpreter interpreter,
        place_.project != nullptr ? project_interpreter(*place_.project, options_.python, services_)
                                  : any_interpreter(options_.python, services_));
    builder_.emplace(BuildUse{.settings = *settings, .interpreter = std::move(interpreter)},
                     services_);
    return &*builder_;
  }

  Result<void> add_file(const RequirementsFile& file) {
    for (const RequirementEntry& entry : file.requirements) TRY_OK(add(entry.requirement));
    for (const UnnamedEntry& entry : file.unnamed) TRY_OK(add_unnamed(entry.requirement));
    return {};
  }

  Result<void> add(const SourcedRequirement& sourced) {
    NewRequirement made{.requirement = written_requirement(sourced)};
    made.requirement.extras = merged(sourced.extras, {});
    TRY_OK(describe_source(made, sourced, options_, place_));
    if (options_.raw) make_raw(made, sourced.source);
    return keep(std::move(made));
  }

  Result<void> keep(NewRequirement made) {
    made.requirement.extras = merged(made.requirement.extras, extras_);
    made.requirement.marker &= marker_;
    out_.push_back(std::move(made));
    return {};
  }

  const AddOptions& options_;
  const AddPlace& place_;
  Services& services_;
  std::optional<SourceBuilder> builder_;
  std::vector<ExtraName> extras_;
  Marker marker_;
  std::vector<NewRequirement> out_;
};

}  // namespace

Result<std::vector<NewRequirement>> new_requirements(const AddOptions& options,
                                                     const AddPlace& place, const AddedFiles& files,
                                                     Services& services) {
  return Reader(options, place, services).read(files.requirements);
}

}  // namespace axle
