#include "projections/figures/definitions.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "ledger/base/check.h"
#include "ledger/domain/codes.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

constexpr std::string_view kParameterSet = "policy.parameter_set";
// Who reads a parameter, in its catalogue.
constexpr std::string_view kIndicator = "indicator/", kQuestion = "question/";
constexpr std::string_view kOfYearsBefore = "baseline.missing", kCosts = "costs";
// Rule each event by the value of its own time.
constexpr std::string_view kOfItsTime[] = {"it_exception.last_fy", "countersign.expiry_days"};
constexpr std::size_t kAnswersMax = 3;
struct Choices {
  std::string_view name;
  std::string_view answers[kAnswersMax];  // the first is our default
};
// Programme 3.3 and 8: open questions with the answers that are computed.
constexpr Choices kChoices[] = {
    {"businesses.pre_startup", {"separate", "included", "excluded"}},
    {"consent.refused_counts", {"counted", "not_counted", {}}},
    {"sessions.unit", {"session", "issue", {}}},
    {"referrals.count_at", {"made", "accepted", {}}},
    {"referrals.other_center", {"counted", "not_counted", {}}},
    {"joint.several_orgs", {"one_session", "per_organisation", {}}},
    {"joint.hq_adviser", {"not_counted", "counted", {}}},
    {"va.zero_employees", {"sum_only", "excluded", {}}},
    {"va.productivity", {"ratio_of_sums", "mean_of_ratios", {}}},
    {"va.management_improvement", {"with_and_without", "included", "excluded"}},
    {"knowhow.measure", {"persons", "times", {}}},
    {"knowhow.sit_in_twice", {"allowed", "once", {}}},
    {"baseline.missing", {"recompute", "null", {}}},
    {"late_entries.count_in", {"true_month", "recorded_month", {}}},
    {"workdays.proration", {"by_contract_days", "none", {}}},
    {"workdays.week", {"monday_to_sunday", "sunday_to_saturday", {}}},
    {"contract.ceiling_tax", {"included", "excluded", {}}},
};

struct OneAnswer {
  std::string_view name, answer;
};
// The log carries data for this answer only.
constexpr OneAnswer kOneAnswer[] = {
    {"va.operating_profit_sole", "before_special_deductions"},
    {"va.family_pay", "excluded"},
    {"va.personnel_scope", "as_in_statement"},
    {"va.potential", "all_and_flagged"},
    {"employees.scope", "without_owner"},
    {"sales_growth.measures", "sales"},
    {"phase2.small_businesses", "included"},
    {"issues.resolved_by", "coordinator"},
    {"issues.mixed", "principal_category"},
};

struct Number {
  std::string_view name;
  std::int64_t otherwise;
};
constexpr Number kNumbers[] = {
    {"co.rating_threshold", 4},       {"financials.stale_months", 24},
    {"utilisation.hours_per_day", 8}, {"it_exception.last_fy", 2100},
    {"workdays.year_days", 240},      {"forum.min_per_year", 1},
    {"monthly_report.due_day", 10},   {"figures.k_min", 3},
    {"countersign.expiry_days", 30},
};

constexpr IndicatorRow k2024[] = {
    {"businesses", 2014},          {"sessions", 2014},           {"referrals", 2014},
    {"joint_sessions", 2014},      {"outcomes_confirmed", 2014}, {"survey_insight", 2014},
    {"survey_knowledge", 2014},    {"survey_roadmap", 2014},     {"survey_outcome", 2014},
    {"survey_satisfaction", 2014}, {"issues_identified", 2014},  {"session_minutes", 2014},
    {"utilisation", 2014}};
constexpr IndicatorRow k2026[] = {{"issues_resolved", 2026},
                                  {"referred_businesses", 2026},
                                  {"joint_businesses", 2026},
                                  {"va_sum", 2026},
                                  {"va_productivity", 2026},
                                  {"survey_selfreliance", 2026},
                                  {"va_yoy", 2026},
                                  {"sales_growth", 2026},
                                  {"co_improved", 2026},
                                  {"knowhow_shared", 2026},
                                  {"employees_sum", 2026},
                                  {"initiative", 2026},
                                  {"productivity_support", 2026},
                                  {"productivity_discovery", 2026},
                                  {"productivity_capability", 2026},
                                  {"issues_identified", 2014},
                                  {"session_minutes", 2014},
                                  {"utilisation", 2014}};

struct CategoryRule {
  std::string_view category;
  CategoryState outside;  // what it is when it does not count
  ledger::CivilDate first, last;
};
constexpr ledger::CivilDate kBeginning{2014, 4, 1}, kNoEnd{9999, 12, 31};
// 003 footnote 7. A "temporary" row counts to the end of it_exception.last_fy; 001 I.2(4)(1) reads "DX(IT
// 活用等)": both categories are the footnote's IT matters. A row added later has a first day of its own.
constexpr CategoryRule kCategoryRules[] = {
    {"bookkeeping", CategoryState::kExcluded, kBeginning, kNoEnd},
    {"subsidy_plan", CategoryState::kExcluded, kBeginning, kNoEnd},
    {"labour_administration", CategoryState::kExcluded, kBeginning, kNoEnd},
    {"it_use", CategoryState::kExceptionOver, kBeginning, kNoEnd},
    {"digital_transformation", CategoryState::kExceptionOver, kBeginning, kNoEnd},
};

constexpr std::string_view kStatementInputs[] = {"period_start",     "period_end",   "sales",
                                                 "operating_profit", "depreciation", "personnel_cost",
                                                 "welfare_cost",     "wages",        "employees"};
constexpr std::string_view kFixedInputs[] = {"sealed_value", "sealed_denominator"};
constexpr std::string_view kProfileInputs[] = {"capital_yen", "employees", "part_time"};

const FigureEvent* last_set(const Known& known, std::string_view name) {
  const Events named = known.naming("name", name);
  const auto last = std::find_if(named.rbegin(), named.rend(),
                                 [](const FigureEvent* event) { return event->type == kParameterSet; });
  return last == named.rend() ? nullptr : *last;
}

template <typename Row, std::size_t kCount>
const Row& row_of(const Row (&rows)[kCount], std::string_view name) {
  const auto* row = std::find_if(rows, rows + kCount, [&](const Row& r) { return r.name == name; });
  LEDGER_CHECK(row != rows + kCount);
  return *row;
}

using Specs = std::vector<const ledger::ParameterSpec*>;

// Ascending by name.
std::map<std::string_view, Specs> parameters_by_reader() {
  std::map<std::string_view, Specs> found;
  for (const ledger::ParameterSpec& spec : ledger::parameters()) {
    if (spec.name.ends_with('.')) continue;  // a family
    for (const std::string_view reader : spec.read_by) {
      if (reader.starts_with(kIndicator) || reader.starts_with(kQuestion)) found[reader].push_back(&spec);
    }
  }
  for (auto& [reader, specs] : found) {
    std::sort(specs.begin(), specs.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  }
  return found;
}

const Specs& parameters_of(std::string_view prefix, std::string_view name) {
  static const auto kByReader = parameters_by_reader();
  static const Specs kNone;
  const auto found = kByReader.find(std::string(prefix).append(name));
  return found == kByReader.end() ? kNone : found->second;
}

// Its value in force; of one that rules each event by its own time, all values so far.
void add_ruling(const Known& known, const ledger::ParameterSpec& spec, std::vector<Ruling>& found) {
  const bool is_word = !spec.choices.empty();
  const bool has_all =
      std::find(std::begin(kOfItsTime), std::end(kOfItsTime), spec.name) != std::end(kOfItsTime);
  found.push_back({std::string(spec.name),
                   is_word ? JsonValue(spec.choices[static_cast<std::size_t>(spec.otherwise)])
                           : JsonValue(spec.otherwise),
                   {}});
  for (const FigureEvent* event : known.naming("name", spec.name)) {
    if (event->type != kParameterSet || !event->data.has("value")) continue;
    const PackedValue value = event->value("value");
    if (!is_word && !value.is_int()) continue;
    if (!has_all) found.pop_back();
    found.push_back({std::string(spec.name), value.json(), std::string(event->id)});
  }
}

ledger::Status not_computed(std::string_view name, const FigureEvent& event) {
  return ledger::forbidden_by_rule("figures.parameter",
                                   "the policy in force asks for an answer to " + std::string(name) +
                                       " that is not computed; set by event " + std::string(event.id));
}

}  // namespace

std::span<const IndicatorRow> indicators_of(std::string_view definition) {
  if (definition == kDefinition2024) return k2024;
  if (definition == kDefinition2026) return k2026;
  return {};
}

const IndicatorRow* find_indicator(std::string_view definition, std::string_view id) {
  for (const IndicatorRow& row : indicators_of(definition)) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

std::string_view definition_of_year(int fiscal_year) {
  return fiscal_year <= kLastFyOfOldSet ? kDefinition2024 : kDefinition2026;
}

Result<std::string_view> choice(const Known& known, std::string_view name) {
  const Choices& row = row_of(kChoices, name);
  const FigureEvent* event = last_set(known, name);
  if (event == nullptr) return row.answers[0];
  const std::string_view value = event->text("value");
  for (const std::string_view answer : row.answers) {
    if (!answer.empty() && answer == value) return answer;
  }
  return not_computed(name, *event);
}

std::int64_t number(const Known& known, std::string_view name) {
  return parameter_value(known, name).value_or(row_of(kNumbers, name).otherwise);
}

std::string_view unanswerable(const Known& known, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    const OneAnswer& row = row_of(kOneAnswer, name);
    const FigureEvent* event = last_set(known, name);
    if (event != nullptr && event->text("value") != row.answer) return row.name;
  }
  return {};
}

std::vector<Ruling> rulings(const Known& known, std::string_view indicator, bool before_definition) {
  std::vector<Ruling> found;
  for (const ledger::ParameterSpec* spec : parameters_of(kIndicator, indicator)) {
    if (spec->name != kOfYearsBefore || before_definition) add_ruling(known, *spec, found);
  }
  return found;
}

std::vector<Ruling> violation_rulings(const Known& known, std::string_view kind, const Centers& centers,
                                      std::optional<int> fiscal_year) {
  std::vector<Ruling> found;
  for (const ledger::ParameterSpec* spec : parameters_of(kQuestion, kind)) add_ruling(known, *spec, found);
  if (kind != kCosts || !fiscal_year) return found;
  for (const std::string& center : centers) {
    const std::string name =
        std::string(ledger::kParameterCeiling).append(center).append(".") + std::to_string(*fiscal_year);
    const FigureEvent* event = last_set(known, name);
    const std::optional<std::int64_t> value = parameter_value(known, name);
    if (event != nullptr && value) found.push_back({name, JsonValue(*value), std::string(event->id)});
  }
  return found;
}

ParameterAnswers answers_to(std::string_view parameter) {
  const auto is_named = [&](const auto& row) { return row.name == parameter; };
  if (std::any_of(std::begin(kChoices), std::end(kChoices), is_named)) return ParameterAnswers::kSeveral;
  if (std::any_of(std::begin(kOneAnswer), std::end(kOneAnswer), is_named)) return ParameterAnswers::kOne;
  if (std::any_of(std::begin(kNumbers), std::end(kNumbers), is_named)) return ParameterAnswers::kNumber;
  return ParameterAnswers::kNotAsked;
}

std::optional<std::int64_t> parameter_value(const Known& known, std::string_view name) {
  std::optional<std::int64_t> value;
  for (const FigureEvent* event : known.naming("name", name)) {
    if (event->type == kParameterSet && event->number("value")) value = event->number("value");
  }
  return value;
}

CategoryState category_state(std::string_view category, Day day, std::int64_t it_last_fy) {
  for (const CategoryRule& rule : kCategoryRules) {
    if (rule.category != category || day < day_of(rule.first) || day_of(rule.last) < day) continue;
    if (rule.outside == CategoryState::kExcluded) return rule.outside;
    if (fiscal_year_of(day) > it_last_fy) return rule.outside;
  }
  return CategoryState::kCounted;
}

std::span<const std::string_view> confidential_inputs(std::string_view type) {
  if (type == "business.financials_submitted" || type == "business.financials_corrected") {
    return kStatementInputs;
  }
  if (type == "business.profile_updated" || type == "business.profile_corrected") return kProfileInputs;
  if (type == "figure.fixed") return kFixedInputs;
  return {};
}

}  // namespace projections::figures
