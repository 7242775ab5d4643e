// SPDX-License-Identifier: MIT
#include "index/listing_lookup.hpp"

#include "base/try.hpp"

namespace axle {

ListingLookup::ListingLookup(const IndexServices& services, FlatIndexes& flat, Plan plan,
                             PackageName name)
    : services_(services), flat_(flat), plan_(std::move(plan)), name_(std::move(name)) {
  listing_->no_index = plan_.no_index;
  if (plan_.indexes.empty()) return;
  do start_next();
  while (plan_.ask_all && started_ < plan_.indexes.size());
}

void ListingLookup::start_next() {
  const IndexDefinition& definition = plan_.indexes[started_++];
  if (definition.format == IndexFormat::flat)
    requests_.emplace_back(std::nullopt);
  else
    requests_.emplace_back(PageRequest::start(services_, definition, name_));
}

bool ListingLookup::is_ready() const {
  // Flat places are read while others wait, unless they are files.
  for (const IndexDefinition& place : plan_.find_links)
    if (!place.url.local_path()) return false;
  for (std::size_t i = 0; i < requests_.size(); ++i)
    if (requests_[i] ? !requests_[i]->is_ready() : !plan_.indexes[i].url.local_path()) return false;
  return true;
}

Result<std::shared_ptr<const PackageListing>> ListingLookup::finish() {
  for (const IndexDefinition& place : plan_.find_links) {
    TRY(const auto flat, flat_.get(place));
    if (auto page = flat->find(name_)) listing_->find_links.push_back(std::move(page));
    if (flat->absence) listing_->absences.push_back(*flat->absence);
  }
  for (std::size_t i = 0; i < plan_.indexes.size(); ++i) {
    if (i == started_) start_next();
    TRY(const bool is_last, take(plan_.indexes[i], requests_[i] ? &*requests_[i] : nullptr));
    if (is_last && !plan_.ask_all) break;
  }
  return listing_;
}

// Whether the search ends here, if indexes are asked one after the other.
Result<bool> ListingLookup::take(const IndexDefinition& definition, PageRequest* request) {
  if (!request) {
    TRY(const auto flat, flat_.get(definition));
    if (auto page = flat->find(name_)) {
      listing_->pages.push_back(std::move(page));
      return true;
    }
    listing_->absences.push_back(flat->absence.value_or(
        IndexAbsence{definition.url, IndexAbsence::Reason::not_found, 0, definition.url.text()}));
    return false;
  }
  TRY(PageAnswer answer, request->finish());
  if (answer.page) {
    listing_->pages.push_back(std::move(answer.page));
    return true;
  }
  listing_->absences.push_back(*answer.absence);
  // Going on would hand the package to an index that the user trusts less.
  return answer.absence->reason == IndexAbsence::Reason::unauthorized ||
         answer.absence->reason == IndexAbsence::Reason::forbidden;
}

}  // namespace axle
