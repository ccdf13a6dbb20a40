#include "projections/figures/figure_loader.h"

#include <algorithm>
#include <map>
#include <set>

#include "ledger/base/uuid.h"
#include "projections/figure_events.h"
#include "projections/figure_types.h"
#include "projections/figures/behind.h"
#include "projections/figures/connected.h"
#include "projections/figures/definitions.h"
#include "projections/figures/scope.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;

namespace {

constexpr std::string_view kFirstMonth = "0000-00", kLastMonth = "9999-99";

// What a question wants of the businesses on the shelves that it reads.
enum BusinessUse : std::uint8_t { kNoBusinesses = 0, kKinds = 1, kPhase2 = 2, kCriteria = 4 };

struct Need {
  std::string_view question;     // of the ask, or "violations/" and its kind; empty: one figure
  std::uint8_t uses = 0;         // FigureUse of centres' shelves
  bool months = false;           // the months of the period
  std::string_view month_thing;  // only those of this thing; empty: all
  std::string_view month_type;   // only those of this type; empty: all
  int years_before = 0, years_after = 0;
  std::uint8_t businesses = kNoBusinesses;
};

constexpr Need kNeeds[] = {
    {"", kForFigures, true, "", "", 0, 0, kKinds | kPhase2},
    {"indicator_set", kForFigures, true, "", "", 1, 0, kKinds | kPhase2},
    {"reconcile", kForFigures, true, "", "", 0, 0, kKinds},
    {"merge_restatements", 0, true, "session_id", "", 0, 0, kKinds},
    {"fixed_figures", kForFigures, true, "", "", 0, 0, kPhase2},
    {"phase2_violations", kForPhase2, false, "", "", 0, 0, kCriteria},
    {"fee_violations", kForContracts, false, "", "", 0, 0, 0},
    {"procedure_violations", kForContracts, false, "", "", 0, 0, 0},
    {"workdays", kForContracts, true, "", "workday.reported", 0, 1, 0},
    {"cost_summary", kForContracts, false, "", "", 0, 0, 0},
    {"eligibility", kForContracts, false, "", "", 0, 0, 0},
    {"unmet_duties", kForDuties, false, "", "", 0, 0, 0},
    {"violations/phase2", kForPhase2, false, "", "", 0, 0, kCriteria},
    {"violations/fees", kForContracts, false, "", "", 0, 0, 0},
    {"violations/procedures", kForContracts, false, "", "", 0, 0, 0},
    {"violations/workdays", kForContracts, true, "", "workday.reported", 0, 1, 0},
    {"violations/costs", kForContracts, false, "", "", 0, 0, 0},
    {"violations/duties", kForDuties, false, "", "", 0, 0, 0},
};

constexpr std::string_view kKindTypes[] = {"business.registered", "business.corrected"};
constexpr std::string_view kConsentTypes[] = {"consent.sharing_granted", "consent.sharing_refused",
                                              "consent.sharing_withdrawn"};
constexpr std::string_view kPhaseTypes[] = {"phase.transitioned", "phase.ended"};
constexpr std::string_view kStatementTypes[] = {"business.financials_submitted",
                                                "business.financials_corrected",
                                                "business.profile_updated",
                                                "business.profile_corrected",
                                                "issue.identified",
                                                "issue.corrected",
                                                "issue.reclassified"};
constexpr std::string_view kCriteriaTypes[] = {"phase.criterion_met", "business.financials_submitted",
                                               "business.financials_corrected", "consent.phase2_agreed"};

const Need& need_of(const JsonValue& ask) {
  std::string question(ask.text("question"));
  if (!ask.text("kind").empty()) question += "/" + std::string(ask.text("kind"));
  const auto* found = std::find_if(std::begin(kNeeds), std::end(kNeeds),
                                   [&](const Need& need) { return need.question == question; });
  return found == std::end(kNeeds) ? kNeeds[0] : *found;
}

// Of a single indicator or figure, the types that it can depend on; empty: all.
Types types_behind_of(const JsonValue& ask) {
  const std::string_view indicator = ask.text("indicator");
  return types_behind(indicator.empty() ? ask.text("figure") : indicator);
}

struct Months {
  std::string first, last;
};

class Loader {
 public:
  Loader(const OwnSnapshot& own, TreeSize as_of, const SealedInputs* sealed, std::size_t events_max)
      : own_(own), as_of_(std::min(as_of, own.size)), sealed_(sealed), events_max_(events_max) {}

  Result<FigureLog> run(const JsonValue& ask);

 private:
  Status read_nation(std::uint8_t uses);
  Status read_centers(std::uint8_t uses);
  Status read_months(const Need& need, const Types& behind, const Months& months);
  Status read_businesses(std::uint8_t uses);
  Status read_business(std::string_view business, std::span<const std::string_view> types);
  Status open_sealed();
  Months months_of(const JsonValue& ask, const Need& need) const;
  Status find_centers(const JsonValue& ask);
  Months months_of_fixed() const;
  bool was_set(std::string_view parameter) const;
  FiledVisitor keeper() {
    return [this](FiledEvent event) { keep(std::move(event)); };
  }
  void keep(FiledEvent event);
  Status check_size() const;
  FigureLog take();

  const OwnSnapshot& own_;
  const TreeSize as_of_;
  const SealedInputs* const sealed_;
  const std::size_t events_max_;
  std::map<std::uint64_t, FigureEvent> events_;
  std::map<std::uint64_t, ledger::EventId> to_open_;
  std::vector<std::string> centers_;
};

void Loader::keep(FiledEvent filed) {
  const auto [slot, is_new] = events_.try_emplace(filed.position.value);
  if (!is_new) return;
  FigureEvent& event = slot->second;
  event.position = filed.position;
  event.recorded_at = filed.recorded_at;
  event.occurred_at = filed.occurred_at;
  event.id = ledger::format_event_id(filed.id);
  event.type = std::move(filed.type);
  event.person = std::move(filed.person);
  event.role = std::move(filed.role);
  event.center = std::move(filed.actor_center);
  event.data = std::move(filed.data);
  event.flags = std::move(filed.flags);
  const FigureType* type = find_figure_type(event.type);
  const bool is_placed = type != nullptr && (type->shelves & (kOnMonth | kOnCenter)) != 0;
  if (is_placed && !filed.center.empty() && event.data.find("center_id") == nullptr) {
    event.data.add("center_id", JsonValue(filed.center));
  }
  if (sealed_ != nullptr && !confidential_inputs(event.type).empty()) {
    to_open_.emplace(filed.position.value, filed.id);
  }
}

Status Loader::check_size() const {
  if (events_.size() <= events_max_) return {};
  return ledger::exhausted("figures.too_large",
                           "the question looks at more than " + std::to_string(events_max_) + " events")
      .want("a smaller scope, or one indicator's list");
}

Status Loader::read_nation(std::uint8_t uses) {
  for (const FigureType& type : figure_types()) {
    if ((type.shelves & kOnNation) == 0 || (type.uses != 0 && (type.uses & uses) == 0)) continue;
    LEDGER_TRY(visit_shelf(own_, {"", std::string(type.type), "", ""}, as_of_, keeper()));
  }
  return {};
}

Status Loader::read_centers(std::uint8_t uses) {
  for (const FigureType& type : figure_types()) {
    if ((type.shelves & kOnCenter) == 0 || (type.uses & uses) == 0) continue;
    for (const std::string& center : centers_) {
      LEDGER_TRY(visit_shelf(own_, {center, std::string(type.type), "", ""}, as_of_, keeper()));
    }
  }
  return {};
}

Status Loader::read_months(const Need& need, const Types& behind, const Months& months) {
  for (const FigureType& type : figure_types()) {
    if ((type.shelves & kOnMonth) == 0) continue;
    if (!need.month_thing.empty() && type.thing != need.month_thing) continue;
    if (!need.month_type.empty() && type.type != need.month_type) continue;
    if (!behind.empty() && !behind.contains(type.type)) continue;
    for (const std::string& center : centers_) {
      const ShelfRange range{center, std::string(type.type), months.first, months.last};
      LEDGER_TRY(visit_shelf(own_, range, as_of_, keeper()));
      LEDGER_TRY(check_size());
    }
  }
  return {};
}

Status Loader::read_business(std::string_view business, std::span<const std::string_view> types) {
  for (const std::string_view type : types) {
    LEDGER_TRY(visit_business(own_, business, type, as_of_, keeper()));
  }
  return {};
}

// Every business of the shelves read so far, with all that merges ever connected it with.
Status Loader::read_businesses(std::uint8_t uses) {
  if (uses == kNoBusinesses) return {};
  std::vector<const FigureEvent*> merges;
  std::set<std::string> businesses;
  for (const auto& [position, event] : events_) {
    if (event.type == "business.merged" || event.type == "business.unmerged") {
      merges.push_back(&event);
    } else if (const std::string_view business = event.text("business_id"); !business.empty()) {
      businesses.insert(std::string(business));
    }
  }
  const Connected connected(merges);
  const bool asks_consents = was_set("consent.refused_counts");
  std::set<std::size_t> groups_done;
  for (const std::string& business : businesses) {
    std::vector<std::string_view> members{business};
    if (const auto group = connected.group_of(business)) {
      if (!groups_done.insert(*group).second) continue;
      members.assign(connected.members(*group).begin(), connected.members(*group).end());
    }
    for (const std::string_view member : members) {
      if ((uses & kKinds) != 0) LEDGER_TRY(read_business(member, kKindTypes));
      if (asks_consents) LEDGER_TRY(read_business(member, kConsentTypes));
      if ((uses & kCriteria) != 0) LEDGER_TRY(read_business(member, kCriteriaTypes));
    }
    LEDGER_TRY(check_size());
    if ((uses & kPhase2) == 0) continue;
    bool in_phase2 = false;
    for (const std::string_view member : members) {
      LEDGER_TRY(visit_business(own_, member, kPhaseTypes[0], as_of_, [&](FiledEvent event) {
        in_phase2 = true;
        keep(std::move(event));
      }));
      LEDGER_TRY(read_business(member, std::span(kPhaseTypes).subspan(1)));
    }
    if (!in_phase2) continue;
    for (const std::string_view member : members) LEDGER_TRY(read_business(member, kStatementTypes));
  }
  return {};
}

Status Loader::open_sealed() {
  for (const auto& [position, id] : to_open_) {
    LEDGER_ASSIGN(JsonValue::Object opened, sealed_->open(id, ledger::Position(position)));
    JsonValue& data = events_.at(position).data;
    for (auto& [name, value] : opened) {
      if (data.find(name) == nullptr) data.add(name, std::move(value));
    }
  }
  return {};
}

bool Loader::was_set(std::string_view parameter) const {
  return std::any_of(events_.begin(), events_.end(), [&](const auto& event) {
    return event.second.type == "policy.parameter_set" && event.second.text("name") == parameter;
  });
}

// Fiscal years whose figures the log holds fast.
Months Loader::months_of_fixed() const {
  Months months{std::string(kLastMonth), std::string(kFirstMonth)};
  for (const auto& [position, event] : events_) {
    if (event.type != "figure.fixed") continue;
    const auto fiscal_year = event.number("fy");
    if (!fiscal_year) continue;
    const Period year = fiscal_year_period(static_cast<int>(*fiscal_year));
    months.first = std::min(months.first, ledger::year_month(date_of(year.first)));
    months.last = std::max(months.last, ledger::year_month(date_of(year.last)));
  }
  return months;
}

Months Loader::months_of(const JsonValue& ask, const Need& need) const {
  // Late entries may count in the month of their recording: then any month may hold what counts here.
  if (was_set("late_entries.count_in")) return {std::string(kFirstMonth), std::string(kLastMonth)};
  if (need.question == "fixed_figures") return months_of_fixed();
  if (const std::string month(ask.text("month")); !month.empty()) return {month, month};
  const JsonValue* named = ask.find("fy");
  if (named == nullptr || !named->is_int()) return {std::string(kFirstMonth), std::string(kLastMonth)};
  const int year = static_cast<int>(named->as_int());
  return {ledger::year_month(date_of(fiscal_year_period(year - need.years_before).first)),
          ledger::year_month(date_of(fiscal_year_period(year + need.years_after).last))};
}

FigureLog Loader::take() {
  std::vector<FigureEvent> events;
  events.reserve(events_.size());
  for (auto& [position, event] : events_) events.push_back(std::move(event));
  events_.clear();
  std::optional<ledger::Position> head;
  if (as_of_.value > 0) head = ledger::last_position(as_of_);
  return FigureLog(std::move(events), {head, sealed_ != nullptr});
}

Status Loader::find_centers(const JsonValue& ask) {
  if (!ask.text("center").empty()) {
    centers_ = {std::string(ask.text("center"))};
    return {};
  }
  LEDGER_ASSIGN(const Scope scope, parse_scope(ask.text("scope")));
  std::vector<FigureEvent> established;
  for (const auto& [position, event] : events_) {
    if (event.type == "center.established") established.push_back(event);
  }
  const FigureLog log(std::move(established));
  const Centers found = centers_of(known_now(log), scope);
  centers_.assign(found.begin(), found.end());
  std::sort(centers_.begin(), centers_.end());
  return {};
}

Result<FigureLog> Loader::run(const JsonValue& ask) {
  const Need& need = need_of(ask);
  LEDGER_TRY(read_nation(need.uses));
  LEDGER_TRY(find_centers(ask));
  LEDGER_TRY(read_centers(need.uses));
  if (need.months) LEDGER_TRY(read_months(need, types_behind_of(ask), months_of(ask, need)));
  LEDGER_TRY(read_businesses(need.businesses));
  LEDGER_TRY(open_sealed());
  return take();
}

}  // namespace

Result<FigureLog> load(const Snapshot& snapshot, const JsonValue& ask, TreeSize as_of,
                       const SealedInputs* sealed, std::size_t events_max) {
  LEDGER_ASSIGN(const OwnSnapshot own, snapshot.rows_of(FigureEvents::kName));
  return Loader(own, as_of, sealed, events_max).run(ask);
}

}  // namespace projections::figures
