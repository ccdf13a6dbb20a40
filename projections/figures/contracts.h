// Contracts: the contracts of a log as they stand: complete ones, with what changed them since.
//
// Place in the flow: built once per question about contracts, fees, days, costs and duties. Ownership: views
// point into the log. Threads: const calls from any.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "projections/figures/calendar.h"
#include "projections/figures/figure_log.h"

namespace projections::figures {

// The chief: a flat rate, a rescission procedure, a place in the feedback meetings.
inline constexpr std::string_view kChief = "cco";
inline constexpr std::string_view kProductivityLead = "prod_lead";
inline constexpr std::string_view kEntrustment = "entrustment";

struct Contract {
  const FigureEvent* concluded = nullptr;  // of several with one id, the last
  ledger::Position position;               // from which it is complete
  Day concluded_on;
  Day first, last;  // `last` as shortened or rescinded
  std::optional<std::int64_t> amount_yen, initial_yen, supplementary_yen;

  std::string_view text(FigureField field) const { return concluded->text(field); }
  std::string_view id() const { return text("contract_id"); }
  std::string_view kind() const { return text("kind"); }
  std::string_view center() const { return text("center_id"); }
  std::string_view person() const { return text("person_id"); }
  // 001 IX: whoever is on a payroll is paid as 人件費, never by honorarium.
  bool paid_as_staff() const;
};

class Contracts {
 public:
  // Those without readable days are left out: the ledger takes none.
  explicit Contracts(const Known& known);

  std::span<const Contract> all() const { return contracts_; }  // in the order of their first conclusion
  const Contract* find(std::string_view id) const;              // nullptr

 private:
  void take_conclusions(const Known& known);
  void take_amendments(const Known& known);
  void take_ends(const Known& known, std::string_view type, FigureField field);
  Contract* named(std::string_view id);

  std::vector<Contract> contracts_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

}  // namespace projections::figures
