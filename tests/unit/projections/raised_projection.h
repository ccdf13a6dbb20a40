// Raised: a projection of the product under another version, as a later program would bring it.
//
// The rows are those of the projection it stands for, so an older program's rows can be told by their cursor
// alone. Borrows it.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "projections/registry.h"

namespace tests {

class Raised final : public projections::Projection {
 public:
  // Reads the rows of so many versions back.
  Raised(const Projection& inner, std::uint32_t raise, std::uint32_t readable_back)
      : inner_(inner),
        version_(inner.version() + raise),
        oldest_(version_ - std::min(raise, readable_back)) {}
  std::string_view name() const override { return inner_.name(); }
  std::uint32_t version() const override { return version_; }
  std::uint32_t oldest_readable() const override { return oldest_; }
  ledger::Status apply(const projections::LogItem& item, projections::OwnRows& own) const override {
    return inner_.apply(item, own);
  }

 private:
  const Projection& inner_;
  const std::uint32_t version_, oldest_;
};

// Of `plain`, each projection raised by its number's entry.
inline std::unique_ptr<projections::Registry> raised_registry(const projections::Registry& plain,
                                                              const std::vector<std::uint32_t>& raises,
                                                              std::uint32_t readable_back) {
  std::vector<std::unique_ptr<const projections::Projection>> list;
  for (std::size_t number = 0; number < plain.size(); ++number) {
    list.push_back(std::make_unique<Raised>(plain.at(number), raises[number], readable_back));
  }
  return std::make_unique<projections::Registry>(std::move(list));
}

}  // namespace tests
