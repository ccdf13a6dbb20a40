#include "projections/figures/figure_loader.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "ledger/base/uuid.h"
#include "projections/figure_events.h"
#include "projections/figure_types.h"
#include "projections/figures/behind.h"
#include "projections/figures/connected.h"
#include "projections/figures/definitions.h"
#include "projections/figures/matching.h"
#include "projections/figures/scope.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;

namespace {

constexpr std::string_view kFixed = "figure.fixed";
constexpr std::string_view kFirstMonth = "0000-00", kLastMonth = "9999-99";
constexpr std::size_t kEventsPerLook = 1024;  // at the bound and at whether the answer is still wanted
constexpr std::size_t kToOpenBytes = 80;      // of an event that is to be opened, while it is remembered

// What a question wants of the businesses on the shelves that it reads.
enum BusinessUse : std::uint8_t {
  kNoBusinesses = 0,
  kKinds = 1,
  kPhase2 = 2,  // and, of those that were in it, kStatements
  kCriteria = 4,
  kConsents = 8,  // where policy asks for them, whatever the question
  kStatements = 16,
};

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

// Types of events about a business, by what a question wants to know of it.
struct BusinessTypes {
  std::uint8_t use;
  std::string_view type;
};
constexpr BusinessTypes kBusinessTypes[] = {
    {kKinds, "business.registered"},
    {kKinds, "business.corrected"},
    {kConsents, "consent.sharing_granted"},
    {kConsents, "consent.sharing_refused"},
    {kConsents, "consent.sharing_withdrawn"},
    {kPhase2, "phase.transitioned"},
    {kPhase2, "phase.ended"},
    {kStatements, "business.financials_submitted"},
    {kStatements, "business.financials_corrected"},
    {kStatements, "business.profile_updated"},
    {kStatements, "business.profile_corrected"},
    {kStatements, "issue.identified"},
    {kStatements, "issue.corrected"},
    {kStatements, "issue.reclassified"},
    {kCriteria, "phase.criterion_met"},
    {kCriteria, "business.financials_submitted"},
    {kCriteria, "business.financials_corrected"},
    {kCriteria, "consent.phase2_agreed"},
};

const Need& need_of(const JsonValue& ask) {
  std::string question(ask.text("question"));
  if (!ask.text("kind").empty()) question += "/" + std::string(ask.text("kind"));
  const auto* found = std::find_if(std::begin(kNeeds), std::end(kNeeds),
                                   [&](const Need& need) { return need.question == question; });
  return found == std::end(kNeeds) ? kNeeds[0] : *found;
}

// The types that an indicator, a figure or the indicators of a year can depend on; empty: all.
Types types_behind_of(const JsonValue& ask) {
  if (ask.text("question") != "indicator_set") {
    return types_behind(ask.text("indicator").empty() ? ask.text("figure") : ask.text("indicator"));
  }
  const JsonValue* year = ask.find("fy");
  std::string_view definition = ask.text("definition");
  if (definition.empty() && year != nullptr && year->is_int()) {
    definition = definition_of_year(static_cast<int>(year->as_int()));
  }
  Types all;
  for (const IndicatorRow& row : indicators_of(definition)) {
    Types behind = types_behind(row.id);
    if (behind.empty()) return {};
    all.merge(behind);
  }
  return all;
}

struct Months {
  std::string first, last;
};

bool is_merge(const FigureEvent& event) {
  return event.type == kBusinessMerged || event.type == kBusinessUnmerged;
}

class Loader {
 public:
  Loader(const OwnSnapshot& own, TreeSize as_of, const SealedInputs* sealed, const LoadLimits& limits)
      : own_(own),
        as_of_(std::min(as_of, own.size)),
        sealed_(sealed),
        limits_(limits),
        share_(limits.budget == nullptr ? MemoryShare() : limits.budget->share(limits.asker)),
        is_kept_(as_of_.value) {}

  Result<FigureLog> run(const JsonValue& ask);

 private:
  Status read_nation(std::uint8_t uses);
  Status read_centers(std::uint8_t uses);
  Status read_months(const Need& need, const Months& months);
  Status read_businesses(std::uint8_t uses);
  using Businesses = std::vector<std::string_view>;  // ascending; views into the pool
  Status read_types(const Businesses& businesses, std::uint8_t uses);
  std::vector<std::string_view> types_of(std::uint8_t uses) const;
  // Those of the shelves read so far, with all that merges ever connected them with.
  Businesses businesses(const Connected& connected) const;
  Businesses in_phase2(const Connected& connected, const Businesses& businesses) const;
  Status open_sealed();
  Months months_of(const JsonValue& ask, const Need& need) const;
  Status find_centers(const JsonValue& ask);
  Months months_of_fixed() const;
  bool was_set(std::string_view parameter) const;
  bool is_behind(std::string_view type) const { return behind_.empty() || behind_.contains(type); }
  // Visits a shelf, and says why the visit ended early.
  Status read_shelf(const ShelfRange& range);
  bool keep(const FiledEvent& filed);
  std::size_t bytes() const { return pool_.bytes_when_asked() + to_open_.size() * kToOpenBytes; }
  // Whether the question may go on, with the memory that it holds now. Once refused, always.
  Status check();
  Status look();
  FigureLog take();

  const OwnSnapshot& own_;
  const TreeSize as_of_;
  const SealedInputs* const sealed_;
  const LoadLimits& limits_;
  MemoryShare share_;  // goes after what it stands for
  Status refused_;
  bool opens_fixed_ = false;  // sealed values of fixed figures, which no other figure is made of
  EventPool pool_;
  std::vector<bool> is_kept_;  // by position: an event may stand on several shelves
  std::map<std::uint64_t, ledger::EventId> to_open_;
  std::vector<std::string> centers_;
  Types behind_;  // types that the answer can depend on; empty: all
};

// False, and check() tells why, when no more is to be read.
bool Loader::keep(const FiledEvent& filed) {
  if (is_kept_[filed.position.value]) return true;
  is_kept_[filed.position.value] = true;
  FigureEvent event;
  event.position = filed.position;
  event.recorded_at = filed.recorded_at;
  event.occurred_at = filed.occurred_at;
  event.id = pool_.own(ledger::format_event_id(filed.id));
  event.type = pool_.shared(filed.type);
  event.person = pool_.shared(filed.person);
  event.role = pool_.shared(filed.role);
  event.center = pool_.shared(filed.center);
  event.data = pool_.members(filed.data.bytes());
  event.flag_lines = pool_.shared(filed.flags);
  pool_.add(event);
  const bool is_input = event.type != kFixed || opens_fixed_;
  if (sealed_ != nullptr && is_input && !confidential_inputs(event.type).empty()) {
    to_open_.emplace(filed.position.value, filed.id);
  }
  const bool is_due = pool_.events().size() % kEventsPerLook == 0 || !share_.holds(bytes());
  return !is_due || check().ok();
}

Status Loader::check() {
  if (refused_.ok()) refused_ = look();
  return refused_;
}

Status Loader::look() {
  LEDGER_TRY(check_stop(limits_.stop));
  if (pool_.bytes() > limits_.bytes_max) {
    return ledger::exhausted("figures.too_large", "the question looks at more than " +
                                                      std::to_string(limits_.bytes_max) + " bytes of events")
        .want("a smaller scope, or one indicator's list");
  }
  return share_.grow_to(bytes(), limits_.stop);
}

Status Loader::read_shelf(const ShelfRange& range) {
  LEDGER_TRY(visit_shelf(own_, range, as_of_, [this](const FiledEvent& event) { return keep(event); }));
  return check();
}

Status Loader::read_nation(std::uint8_t uses) {
  for (const FigureType& type : figure_types()) {
    if ((type.shelves & kOnNation) == 0 || (type.uses != 0 && (type.uses & uses) == 0)) continue;
    LEDGER_TRY(read_shelf({"", std::string(type.type), "", ""}));
  }
  return {};
}

Status Loader::read_centers(std::uint8_t uses) {
  for (const FigureType& type : figure_types()) {
    if ((type.shelves & kOnCenter) == 0 || (type.uses & uses) == 0) continue;
    for (const std::string& center : centers_) {
      LEDGER_TRY(read_shelf({center, std::string(type.type), "", ""}));
    }
    // Fixed figures of wider scopes are of no centre.
    if (type.type != kFixed) continue;
    LEDGER_TRY(read_shelf({"", std::string(kFixed), "", ""}));
  }
  return {};
}

Status Loader::read_months(const Need& need, const Months& months) {
  for (const FigureType& type : figure_types()) {
    if ((type.shelves & kOnMonth) == 0) continue;
    if (!need.month_thing.empty() && type.thing != need.month_thing) continue;
    if (!need.month_type.empty() && type.type != need.month_type) continue;
    if (!is_behind(type.type)) continue;
    for (const std::string& center : centers_) {
      LEDGER_TRY(read_shelf({center, std::string(type.type), months.first, months.last}));
    }
  }
  return {};
}

// Types that `uses` names and the answer can depend on.
std::vector<std::string_view> Loader::types_of(std::uint8_t uses) const {
  std::vector<std::string_view> types;
  for (const BusinessTypes& row : kBusinessTypes) {
    if ((row.use & uses) != 0 && is_behind(row.type)) types.push_back(row.type);
  }
  return types;
}

Status Loader::read_types(const Businesses& businesses, std::uint8_t uses) {
  const std::vector<std::string_view> types = types_of(uses);
  if (types.empty()) return {};
  LEDGER_TRY(visit_businesses(own_, businesses, types, as_of_,
                              [this](const FiledEvent& event) { return keep(event); }));
  return check();
}

Loader::Businesses Loader::businesses(const Connected& connected) const {
  std::unordered_set<std::string_view> found;
  for (const FigureEvent& event : pool_.events()) {
    if (is_merge(event)) continue;
    const std::string_view business = event.text("business_id");
    if (business.empty() || !found.insert(business).second) continue;
    const auto group = connected.group_of(business);
    if (group) found.insert(connected.members(*group).begin(), connected.members(*group).end());
  }
  Businesses ascending(found.begin(), found.end());
  std::sort(ascending.begin(), ascending.end());
  return ascending;
}

// All businesses connected with one that was in phase 2.
Loader::Businesses Loader::in_phase2(const Connected& connected, const Businesses& businesses) const {
  std::unordered_set<std::string_view> entered;
  std::unordered_set<std::size_t> groups;
  for (const FigureEvent& event : pool_.events()) {
    if (event.type != "phase.transitioned") continue;
    entered.insert(event.text("business_id"));
    if (const auto group = connected.group_of(event.text("business_id"))) groups.insert(*group);
  }
  Businesses found;
  for (const std::string_view business : businesses) {
    const auto group = connected.group_of(business);
    if (group ? groups.contains(*group) : entered.contains(business)) found.push_back(business);
  }
  return found;
}

Status Loader::read_businesses(std::uint8_t uses) {
  if (uses == kNoBusinesses) return {};
  if (was_set("consent.refused_counts")) uses |= kConsents;
  // Values over confidential inputs alone ask for phases and statements.
  if (sealed_ == nullptr) uses &= static_cast<std::uint8_t>(~kPhase2);
  if (types_of(uses).empty()) return {};
  std::vector<FigureEvent> merges;
  for (const FigureEvent& event : pool_.events()) {
    if (is_merge(event)) merges.push_back(event);
  }
  std::vector<const FigureEvent*> lasting;  // the pool's own events move as it grows
  for (const FigureEvent& merge : merges) lasting.push_back(&merge);
  const Connected connected(lasting);
  const Businesses ascending = businesses(connected);
  LEDGER_TRY(read_types(ascending, uses));
  if ((uses & kPhase2) == 0) return {};
  return read_types(in_phase2(connected, ascending), kStatements);
}

Status Loader::open_sealed() {
  if (to_open_.empty()) return {};
  pool_.sort();
  for (FigureEvent& event : pool_.events()) {
    const auto found = to_open_.find(event.position.value);
    if (found == to_open_.end()) continue;
    LEDGER_TRY(check());
    LEDGER_ASSIGN(const JsonValue::Object opened, sealed_->open(found->second, event.position));
    ledger::Bytes data(event.data.bytes());
    for (const auto& [name, value] : opened) add_figure_data(data, name, value);
    event.data = pool_.members(data);
  }
  return {};
}

bool Loader::was_set(std::string_view parameter) const {
  return std::any_of(pool_.events().begin(), pool_.events().end(), [&](const FigureEvent& event) {
    return event.type == "policy.parameter_set" && event.text("name") == parameter;
  });
}

// Fiscal years whose figures the log holds fast.
Months Loader::months_of_fixed() const {
  Months months{std::string(kLastMonth), std::string(kFirstMonth)};
  for (const FigureEvent& event : pool_.events()) {
    if (event.type != kFixed) continue;
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
  const JsonValue* named = ask.find("fy");
  if (need.question == "fixed_figures") {
    if (named == nullptr) return months_of_fixed();
  } else if (const std::string month(ask.text("month")); !month.empty()) {
    return {month, month};
  }
  if (named == nullptr || !named->is_int()) return {std::string(kFirstMonth), std::string(kLastMonth)};
  const int year = static_cast<int>(named->as_int());
  return {ledger::year_month(date_of(fiscal_year_period(year - need.years_before).first)),
          ledger::year_month(date_of(fiscal_year_period(year + need.years_after).last))};
}

FigureLog Loader::take() {
  pool_.sort();
  std::optional<ledger::Position> head;
  if (as_of_.value > 0) head = ledger::last_position(as_of_);
  share_.settle();
  return FigureLog(std::move(pool_), {head, sealed_ != nullptr, limits_.stop}, std::move(share_));
}

Status Loader::find_centers(const JsonValue& ask) {
  if (!ask.text("center").empty()) {
    centers_ = {std::string(ask.text("center"))};
    return {};
  }
  LEDGER_ASSIGN(const Scope scope, parse_scope(ask.text("scope")));
  std::vector<FigureEvent> established;
  for (const FigureEvent& event : pool_.events()) {
    if (event.type == "center.established") established.push_back(event);
  }
  const FigureLog log = FigureLog::part_of(std::move(established));
  const Centers found = centers_of(known_now(log), scope);
  centers_.assign(found.begin(), found.end());
  std::sort(centers_.begin(), centers_.end());
  return {};
}

Result<FigureLog> Loader::run(const JsonValue& ask) {
  LEDGER_TRY(check());
  const Need& need = need_of(ask);
  opens_fixed_ = need.question == "fixed_figures";
  LEDGER_TRY(read_nation(need.uses));
  LEDGER_TRY(find_centers(ask));
  LEDGER_TRY(read_centers(need.uses));
  behind_ = types_behind_of(ask);
  if (need.months) LEDGER_TRY(read_months(need, months_of(ask, need)));
  LEDGER_TRY(read_businesses(need.businesses));
  LEDGER_TRY(open_sealed());
  return take();
}

}  // namespace

Result<FigureLog> load(const Snapshot& snapshot, const JsonValue& ask, TreeSize as_of,
                       const SealedInputs* sealed, const LoadLimits& limits) {
  LEDGER_ASSIGN(const OwnSnapshot own, snapshot.rows_of(FigureEvents::kName));
  return Loader(own, as_of, sealed, limits).run(ask);
}

}  // namespace projections::figures
