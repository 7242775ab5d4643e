// SPDX-License-Identifier: MIT
#include "support/fake_index.hpp"

#include <fmt/format.h>
#include <memory>
#include <stdexcept>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "support/tar_maker.hpp"

namespace axle::test {
namespace {

std::string sha256_of(const OfferedFile& file) {
  return file.sha256.value_or(sha256_hex(file.bytes));
}

std::string json_entry(const std::string& index, const OfferedFile& file) {
  const std::string hash = sha256_of(file);
  std::string text = fmt::format(R"({{"filename": "{}", "url": "../..{}", "hashes": {{{}}})",
                                 file.filename, FakeIndex::file_path(index, file.filename),
                                 hash.empty() ? "" : fmt::format(R"("sha256": "{}")", hash));
  if (!file.requires_python.empty())
    text += fmt::format(R"(, "requires-python": "{}")", file.requires_python);
  if (file.yanked) text += fmt::format(R"(, "yanked": "{}")", *file.yanked);
  if (!file.metadata.empty())
    text += fmt::format(R"(, "core-metadata": {{"sha256": "{}"}})", sha256_hex(file.metadata));
  return text + fmt::format(R"(, "size": {}, "upload-time": "{}"}})",
                            file.size.value_or(file.bytes.size()), file.upload_time);
}

std::string json_text(const std::string& index, const std::string& package,
                      const std::vector<OfferedFile>& files) {
  std::vector<std::string> entries;
  for (const OfferedFile& file : files) entries.push_back(json_entry(index, file));
  return fmt::format(R"({{"meta": {{"api-version": "1.1"}}, "name": "{}", "files": [{}]}})",
                     package, join(entries, ", "));
}

std::string html_text(const std::string& index, const std::vector<OfferedFile>& files) {
  std::string text = "<!DOCTYPE html><html><body>\n";
  std::string up = "../..";
  for (const char c : index)
    if (c == '/') up += "/..";
  for (const OfferedFile& file : files) {
    const std::string hash = sha256_of(file);
    text += fmt::format("<a href=\"{}{}{}\"", up, FakeIndex::file_path(index, file.filename),
                        hash.empty() ? "" : "#sha256=" + hash);
    if (!file.requires_python.empty())
      text += fmt::format(" data-requires-python=\"{}\"",
                          replace_all(replace_all(file.requires_python, "<", "&lt;"), ">", "&gt;"));
    if (file.yanked) text += fmt::format(" data-yanked=\"{}\"", *file.yanked);
    if (!file.metadata.empty())
      text += fmt::format(" data-core-metadata=\"sha256={}\"", sha256_hex(file.metadata));
    text += fmt::format(">{}</a><br>\n", file.filename);
  }
  return text + "</body></html>\n";
}

/// A gzipped tar archive of PKG-INFO alone; metadata 2.2, which nobody has to build to know.
std::string source_distribution(const std::string& name, const std::string& version,
                                const std::string& metadata) {
  return TarMaker()
      .add(fmt::format("{}-{}/PKG-INFO", replace_all(name, "-", "_"), version),
           replace_all(metadata, "Metadata-Version: 2.1", "Metadata-Version: 2.2"))
      .gzip();
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' '))
    if (!word.empty()) words.emplace_back(word);
  return words;
}

/// Parted by ` | `: a single `|` may be part of one.
std::vector<std::string> requirements_of(std::string_view text) {
  const std::string marked = replace_all(text, " | ", "\x01");
  std::vector<std::string> requirements;
  for (const std::string_view one : split(marked, '\x01')) requirements.emplace_back(trim(one));
  return requirements;
}

}  // namespace

FakeIndex::FakeIndex(std::string_view universe) {
  std::string index = "simple";
  for (const std::string_view raw : split(universe, '\n')) {
    const std::string_view line = trim(raw.substr(0, raw.find(" #")));
    if (line.empty()) continue;
    if (line.front() == '[') {
      const std::vector<std::string> words = words_of(line.substr(1, line.size() - 2));
      index = words.at(0);
      indexes_[index].html = words.size() > 1 && words[1] == "html";
    } else {
      add_line(index, line);
    }
  }
}

void FakeIndex::add_line(const std::string& index, std::string_view line) {
  const std::size_t colon = line.find(" : ");
  const std::vector<std::string> words = words_of(line.substr(0, colon));
  const std::string& name = words.at(0);
  const std::string& version = words.at(1);
  WheelBuilder wheel(name, version);
  wheel.file(replace_all(name, "-", "_") + "/__init__.py",
             fmt::format("VERSION = '{}'\n", version));
  if (colon != std::string_view::npos)
    for (const std::string& one : requirements_of(line.substr(colon + 3))) wheel.requires_dist(one);
  OfferedFile extra{.filename = {}, .bytes = {}};
  bool is_sdist = false;
  bool plain = false;
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::string& word = words[i];
    const std::size_t equals = word.find('=');
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (word == "sdist")
      is_sdist = true;
    else if (word == "plain")
      plain = true;
    else if (word == "yanked")
      extra.yanked = "broken";
    else if (word.starts_with("python="))
      wheel.requires_python(extra.requires_python = value);
    else if (word.starts_with("tag="))
      wheel.tag(value);
    else if (word.starts_with("extra="))
      wheel.provides_extra(value);
    else if (word.starts_with("script="))
      wheel.console_script(value, replace_all(name, "-", "_") + ":main");
    else
      throw std::runtime_error("unknown flag of the universe: " + word);
  }
  OfferedFile file = offer(wheel);
  if (is_sdist) {
    file.filename = fmt::format("{}-{}.tar.gz", replace_all(name, "-", "_"), version);
    file.bytes = source_distribution(name, version, wheel.metadata_text());
  }
  if (is_sdist || plain) file.metadata.clear();
  file.requires_python = extra.requires_python;
  file.yanked = extra.yanked;
  add(index, name, std::move(file));
}

OfferedFile FakeIndex::offer(const WheelBuilder& wheel) {
  return {.filename = wheel.filename(), .bytes = wheel.bytes(), .metadata = wheel.metadata_text()};
}

void FakeIndex::add(const std::string& index, const std::string& package, OfferedFile file) {
  indexes_[index].packages[package].push_back(std::move(file));
  serve(index, package);
}

void FakeIndex::add(const std::string& index, const WheelBuilder& wheel,
                    const std::string& package) {
  add(index, package, offer(wheel));
}

void FakeIndex::change(const std::string& index, const std::string& package,
                       const std::function<void(OfferedFile&)>& edit) {
  for (OfferedFile& file : indexes_.at(index).packages.at(package)) edit(file);
  serve(index, package);
}

void FakeIndex::serve(const std::string& index, const std::string& package) {
  const Index& known = indexes_.at(index);
  const std::vector<OfferedFile>& files = known.packages.at(package);
  server_.serve(fmt::format("/{}/{}/", index, package),
                known.html ? html_page(html_text(index, files))
                           : json_page(json_text(index, package, files)));
  for (const OfferedFile& file : files) {
    server_.serve_file(file_path(index, file.filename), file.bytes);
    if (!file.metadata.empty())
      server_.serve_file(file_path(index, file.filename) + ".metadata", file.metadata,
                         "text/plain");
  }
}

std::string FakeIndex::url(const std::string& index) const {
  return server_.url("/" + index + "/");
}

std::string FakeIndex::file_path(const std::string& index, const std::string& filename) {
  return fmt::format("/files/{}/{}", index, replace_all(filename, "+", "%2B"));
}

const OfferedFile& FakeIndex::file(const std::string& index, const std::string& filename) const {
  for (const auto& [package, files] : indexes_.at(index).packages)
    for (const OfferedFile& file : files)
      if (file.filename == filename) return file;
  throw std::runtime_error("no such file on the index: " + filename);
}

}  // namespace axle::test
