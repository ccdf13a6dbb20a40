// KnownFacts: everything that figures derive from one Known, each thing once.
//
// Place in the flow: several indicators of one cut-off share it; facts.h and matching.h do the work.
// Ownership: points into the log; what it hands out lasts as long as it does. Threads: one.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string_view>

#include "projections/figures/facts.h"
#include "projections/figures/matching.h"

namespace projections::figures {

class KnownFacts {
 public:
  explicit KnownFacts(const Known& known) : known_(known) {}
  KnownFacts(const KnownFacts&) = delete;
  KnownFacts& operator=(const KnownFacts&) = delete;

  const Known& known() const { return known_; }
  const Matching& matching();
  std::string_view root(std::string_view business) { return matching().representative(business); }

  using Facts = ledger::Result<std::span<const Fact>>;
  // Facts of one type with centre and day; a type has one date field. Errors as placed().
  Facts of_type(std::string_view type, FigureField date_field);
  Facts sessions() { return of_type("session.held", "started_at"); }
  Facts resolutions();  // in force
  Facts outcomes();     // in force

  std::string_view category_of(std::string_view issue);  // empty: none
  // Roots of the businesses whose last word on sharing is no.
  const Ids& refusing_roots();

 private:
  Facts place(std::string_view name, std::vector<Fact> facts, FigureField date_field);

  const Known known_;
  std::optional<Matching> matching_;
  std::optional<CenterFinder> finder_;
  std::map<std::string, std::vector<Fact>, std::less<>> placed_;
  std::optional<std::unordered_map<std::string_view, std::string_view>> categories_;
  std::optional<Ids> refusing_roots_;
};

}  // namespace projections::figures
