// Registry: the list of projections, in one place; and the families of the projection database that follow
// from it.
//
// A projection's number is its place in the list and fixes its family numbers, so the list only grows at its
// end. Ownership: owns the projections; immutable once built; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "projections/projection.h"

namespace projections {

class Registry {
 public:
  // Precondition: names are lower_snake, at most 32 bytes and distinct.
  explicit Registry(std::vector<std::unique_ptr<const Projection>> projections);

  std::size_t size() const { return projections_.size(); }
  const Projection& at(std::size_t number) const { return *projections_.at(number); }
  // Number of the projection; nullopt when there is none of that name.
  std::optional<std::size_t> find(std::string_view name) const;

 private:
  std::vector<std::unique_ptr<const Projection>> projections_;
};

// All projections of the product, in the order of their numbers.
Registry standard_registry();

// Names of all families in FamilyId order, for opening the database: meta, parked, then two per projection
// (one is read, the other is where a rebuild grows; see projection_store.h).
std::vector<std::string> family_names(const Registry& registry);

}  // namespace projections
