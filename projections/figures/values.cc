#include "projections/figures/values.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "ledger/base/uuid.h"
#include "projections/figures/definitions.h"
#include "projections/figures/fraction.h"
#include "projections/figures/statements.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

using Amounts = std::map<std::string_view, std::int64_t>;  // by root
using Facts = std::vector<const Fact*>;
constexpr std::string_view kValueQuestions[] = {"va.operating_profit_sole", "va.family_pay",
                                                "va.personnel_scope", "phase2.small_businesses"};
constexpr std::string_view kProductivityQuestions[] = {"va.operating_profit_sole", "va.family_pay",
                                                       "va.personnel_scope", "phase2.small_businesses",
                                                       "employees.scope"};
constexpr std::string_view kHeadQuestions[] = {"phase2.small_businesses", "employees.scope"};
constexpr std::string_view kHeads = "employees";  // a measure
constexpr std::string_view kSalesQuestions[] = {"phase2.small_businesses", "sales_growth.measures",
                                                "va.potential"};

// Ids of the facts and of what corrected them; those of lists without real ids are left out.
std::vector<ledger::EventId> inputs_of(const Facts& facts) {
  std::set<ledger::EventId> inputs;
  const auto add = [&](const FigureEvent& event) {
    if (const auto id = ledger::parse_event_id(event.id)) inputs.insert(*id);
  };
  for (const Fact* fact : facts) {
    add(*fact->event);
    for (const FigureEvent* correction : fact->corrections) add(*correction);
  }
  return {inputs.begin(), inputs.end()};
}

// What the measure of a business rests on; the number is the same as long as this is.
Addend addend(const Facts& facts) {
  Addend one{std::string(facts.front()->text("business_id")), {}};
  for (const Fact* fact : facts) {
    one.basis.append(fact->id()).append(" ");
    for (const FigureEvent* correction : fact->corrections) one.basis.append(correction->id).append(" ");
  }
  return one;
}

// The null answer when a parameter asks for what no event carries, or when confidential fields are not there.
std::optional<Answer> refused(const Question& q, std::string_view indicator,
                              std::span<const std::string_view> names) {
  const std::string_view name = unanswerable(q.known(), names);
  if (!name.empty()) {
    Answer null = q.null_answer(indicator, "parameter_without_data");
    null.beside.add("parameter", JsonValue(name));
    return null;
  }
  if (!q.known().log->has_confidential()) return q.null_answer(indicator, "inputs_sealed");
  return std::nullopt;
}

// S, ascending.
Result<std::vector<std::string_view>> supported(Question& q, std::vector<Excluded>& excluded) {
  Ids in_phase2;
  for (const Phase2Span& span : phase2_spans(q.known())) {
    if (span.first <= q.period().last && span.last >= q.period().first) {
      in_phase2.insert(q.root(span.business));
    }
  }
  LEDGER_ASSIGN(const FactList held, q.sessions(excluded));
  std::set<std::string_view> roots;
  for (const Fact* fact : held) {
    const std::string_view root = q.root(fact->text("business_id"));
    if (in_phase2.contains(root)) roots.insert(root);
  }
  return std::vector<std::string_view>(roots.begin(), roots.end());
}

// Roots for which an issue of 経営改善 was set in the period, anywhere (footnote 8, 3.3 #17).
Result<Ids> in_management_improvement(Question& q) {
  LEDGER_ASSIGN(const std::span<const Fact> issues, q.facts().of_type("issue.identified", "identified_on"));
  Ids roots;
  for (const Fact& fact : issues) {
    const bool is_meant =
        q.period().has(fact.day) && q.facts().category_of(fact.text("issue_id")) == "business_improvement";
    if (is_meant) roots.insert(q.root(fact.text("business_id")));
  }
  return roots;
}

struct Contributions {
  std::vector<std::string_view> supported;
  Amounts value_added;
  std::map<std::string_view, const Fact*> statements;  // that the value was added by
  std::vector<std::string_view> stale;
  std::vector<Excluded> excluded;
  Ids tagged;  // in management improvement
};

Result<Contributions> contributions(Question& q, const Statements& statements) {
  Contributions found;
  LEDGER_ASSIGN(found.supported, supported(q, found.excluded));
  LEDGER_ASSIGN(found.tagged, in_management_improvement(q));
  LEDGER_ASSIGN(const std::string_view zero_employees, q.choice("va.zero_employees"));
  LEDGER_ASSIGN(const std::string_view improvement, q.choice("va.management_improvement"));
  for (const std::string_view root : found.supported) {
    const ChosenStatement chosen = statements.for_period(root);
    if (chosen.statement == nullptr) {
      found.excluded.push_back({root, chosen.state});
      continue;
    }
    const std::optional<std::int64_t> value = value_added(*chosen.statement);
    if (!value) {
      found.excluded.push_back({root, "input_missing"});
    } else if (zero_employees == "excluded" && statements.employees(root).count == 0) {
      found.excluded.push_back({root, "zero_employees"});
    } else if (improvement == "excluded" && found.tagged.contains(root)) {
      found.excluded.push_back({root, "management_improvement"});
    } else {
      found.value_added[root] = *value;
      found.statements[root] = chosen.statement;
      if (chosen.state == kStale) found.stale.push_back(root);
    }
  }
  return found;
}

std::int64_t total(const Amounts& amounts) {
  std::int64_t sum = 0;
  for (const auto& [root, amount] : amounts) sum += amount;
  return sum;
}

std::vector<std::string_view> roots_of(const Amounts& amounts) {
  std::vector<std::string_view> roots;
  for (const auto& [root, amount] : amounts) roots.emplace_back(root);
  return roots;
}

Answer filled(const Question& q, std::string_view indicator, const Amounts& counted,
              std::vector<Excluded> excluded) {
  Answer answer = counted_answer(q, indicator, roots_of(counted), std::move(excluded));
  answer.value = JsonValue();
  return answer;
}

// Nobody to sum over is 0; somebody, but nothing known of any of them, is no value.
void set_sum(Answer& answer, const Amounts& counted, bool is_anybody) {
  if (counted.empty() && is_anybody) {
    answer.reason = "inputs_missing";
  } else {
    answer.value = JsonValue(total(counted));
  }
}

JsonValue json_of_median(std::vector<Fraction> each) {
  if (each.empty()) return {};
  std::sort(each.begin(), each.end());
  const std::size_t middle = each.size() / 2;
  if (each.size() % 2 == 1) return json_of(each[middle]);
  return json_of((each[middle - 1] + each[middle]) * Fraction(1, 2));
}

// -- years against each other -------------------------------------------------------------------------------

struct Measure {
  std::string_view name;
  std::optional<std::int64_t> (*of)(const Fact& statement);
};
constexpr Measure kValueAdded = {"va", value_added};
constexpr Measure kSales = {"sales", [](const Fact& statement) { return statement.number("sales"); }};

struct Pair {
  std::int64_t now, before;
  const Fact *statement, *previous;
};

// The reason why a statement is missing, when it is that of the year before.
std::string_view of_previous_year(std::string_view reason) {
  constexpr std::pair<std::string_view, std::string_view> kReasons[] = {
      {"irregular_period", "irregular_period_previous"},
      {"no_statement", "no_statement_previous"},
      {"inputs_erased", "inputs_erased_previous"}};
  const auto* found = std::find_if(std::begin(kReasons), std::end(kReasons),
                                   [&](const auto& row) { return row.first == reason; });
  LEDGER_CHECK(found != std::end(kReasons));
  return found->second;
}

// Of businesses with statements of twelve months in both years, and the measure known in both.
std::map<std::string_view, Pair> matched(const Statements& statements, const Period& now,
                                         const std::vector<std::string_view>& roots, Measure measure,
                                         std::vector<Excluded>& excluded) {
  const Period before = fiscal_year_period(date_of(now.first).year - 1);
  std::map<std::string_view, Pair> pairs;
  for (const std::string_view root : roots) {
    const ChosenStatement chosen = statements.of_twelve_months(root, now);
    const ChosenStatement previous = statements.of_twelve_months(root, before);
    std::string_view reason;
    if (chosen.statement == nullptr) {
      reason = chosen.state;
    } else if (previous.statement == nullptr) {
      reason = of_previous_year(previous.state);
    } else if (!measure.of(*chosen.statement) || !measure.of(*previous.statement)) {
      reason = "input_missing";
    }
    if (reason.empty()) {
      pairs[root] = {*measure.of(*chosen.statement), *measure.of(*previous.statement), chosen.statement,
                     previous.statement};
    } else {
      excluded.push_back({root, reason});
    }
  }
  return pairs;
}

// Difference of the matched sums; beside it the ratio and who grew.
Result<Answer> growth(Question& q, std::string_view indicator, Measure measure) {
  std::vector<Excluded> excluded;
  LEDGER_ASSIGN(const std::vector<std::string_view> roots, supported(q, excluded));
  const Statements statements(q);
  const auto pairs = matched(statements, q.period(), roots, measure, excluded);
  Amounts counted;
  std::int64_t now = 0, before = 0;
  JsonValue::Array grown;
  for (const auto& [root, pair] : pairs) {
    counted[root] = pair.now;
    now += pair.now;
    before += pair.before;
    if (pair.now > pair.before) grown.emplace_back(root);
  }
  Answer answer = filled(q, indicator, counted, std::move(excluded));
  answer.sums = {{measure.name, {}}, {measure.name, {}}};
  for (const auto& [root, pair] : pairs) {
    answer.sums[0].addends.push_back(addend({pair.statement}));
    answer.sums[1].addends.push_back(addend({pair.previous}));
    answer.contributions.push_back({std::string(root),
                                    {{"before", pair.before}, {"now", pair.now}},
                                    inputs_of({pair.statement, pair.previous})});
  }
  if (pairs.empty()) {
    answer.reason = "no_matched_businesses";
    return answer;
  }
  const std::string_view no_ratio = before == 0 ? "zero_base" : before < 0 ? "negative_base" : "";
  answer.value = JsonValue(now - before);
  answer.beside.add("now", JsonValue(now));
  answer.beside.add("before", JsonValue(before));
  answer.beside.add("ratio", no_ratio.empty() ? json_of_ratio(now - before, before) : JsonValue());
  answer.beside.add("no_ratio", json_or_null(no_ratio));
  answer.beside.add("grown", JsonValue(std::move(grown)));
  return answer;
}

}  // namespace

Result<Answer> va_sum(Question& q, std::string_view indicator) {
  if (auto null = refused(q, indicator, kValueQuestions)) return *std::move(null);
  LEDGER_ASSIGN(const std::string_view improvement, q.choice("va.management_improvement"));
  const Statements statements(q);
  LEDGER_ASSIGN(Contributions found, contributions(q, statements));
  Answer answer = filled(q, indicator, found.value_added, std::move(found.excluded));
  answer.stale.assign(found.stale.begin(), found.stale.end());
  set_sum(answer, found.value_added, !found.supported.empty());
  answer.sums = {{kValueAdded.name, {}}};
  for (const auto& [root, value] : found.value_added) {
    answer.sums[0].addends.push_back(addend({found.statements[root]}));
    answer.contributions.push_back({std::string(root), {{"va", value}}, inputs_of({found.statements[root]})});
  }
  if (improvement != "with_and_without") return answer;
  JsonValue::Array tagged;
  std::int64_t without = total(found.value_added);
  for (const auto& [root, value] : found.value_added) {
    if (!found.tagged.contains(root)) continue;
    tagged.emplace_back(root);
    without -= value;
  }
  answer.beside.add("without_management_improvement", JsonValue(without));
  answer.beside.add("management_improvement", JsonValue(std::move(tagged)));
  return answer;
}

Result<Answer> va_productivity(Question& q, std::string_view indicator) {
  if (auto null = refused(q, indicator, kProductivityQuestions)) return *std::move(null);
  LEDGER_ASSIGN(const std::string_view which, q.choice("va.productivity"));
  const Statements statements(q);
  LEDGER_ASSIGN(Contributions found, contributions(q, statements));
  FractionMean mean;
  std::vector<Fraction> each;
  std::vector<ledger::Contribution> counted;
  std::vector<Sum> sums{{kValueAdded.name, {}}, {kHeads, {}}};
  if (which != "ratio_of_sums") sums.push_back({"va/employees", {}});
  std::int64_t heads = 0;
  for (auto row = found.value_added.begin(); row != found.value_added.end();) {
    const Headcount headcount = statements.employees(row->first);
    if (headcount.count.value_or(0) == 0) {
      const std::string_view reason = headcount.count ? "zero_employees" : headcount.reason;
      found.excluded.push_back({row->first, reason});
      row = found.value_added.erase(row);
      continue;
    }
    heads += *headcount.count;
    counted.push_back({std::string(row->first),
                       {{"employees", *headcount.count}, {"va", row->second}},
                       inputs_of({headcount.fact, found.statements[row->first]})});
    const Fact* statement = found.statements[row->first];
    sums[0].addends.push_back(addend({statement}));
    sums[1].addends.push_back(addend({headcount.fact}));
    if (sums.size() > 2) sums[2].addends.push_back(addend({statement, headcount.fact}));
    mean.add(row->second, *headcount.count);
    each.emplace_back(row->second, *headcount.count);
    ++row;
  }
  Answer answer = filled(q, indicator, found.value_added, std::move(found.excluded));
  answer.denominator = answer.numerator;
  answer.contributions = std::move(counted);
  answer.sums = std::move(sums);
  for (const std::string_view root : found.stale) {
    if (found.value_added.contains(root)) answer.stale.emplace_back(root);
  }
  const JsonValue official = json_of_ratio(total(found.value_added), heads);
  const JsonValue mean_of_ratios = mean.json().value_or(JsonValue());
  if (official.is_null()) answer.reason = "no_employees";
  answer.value = which == "ratio_of_sums" ? official : mean_of_ratios;
  answer.beside.add("mean", mean_of_ratios);
  answer.beside.add("median", json_of_median(std::move(each)));
  answer.beside.add("ratio_of_sums", official);
  return answer;
}

Result<Answer> employees_sum(Question& q, std::string_view indicator) {
  if (auto null = refused(q, indicator, kHeadQuestions)) return *std::move(null);
  std::vector<Excluded> excluded;
  LEDGER_ASSIGN(const std::vector<std::string_view> roots, supported(q, excluded));
  const Statements statements(q);
  Amounts found;
  std::vector<ledger::Contribution> counted;
  Sum sum{kHeads, {}};
  for (const std::string_view root : roots) {
    const Headcount headcount = statements.employees(root);
    if (headcount.count) {
      found[root] = *headcount.count;
      sum.addends.push_back(addend({headcount.fact}));
      counted.push_back({std::string(root), {{"employees", *headcount.count}}, inputs_of({headcount.fact})});
    } else {
      excluded.push_back({root, headcount.reason});
    }
  }
  Answer answer = filled(q, indicator, found, std::move(excluded));
  answer.contributions = std::move(counted);
  answer.sums.push_back(std::move(sum));
  set_sum(answer, found, !roots.empty());
  return answer;
}

Result<Answer> va_yoy(Question& q, std::string_view indicator) {
  if (auto null = refused(q, indicator, kValueQuestions)) return *std::move(null);
  return growth(q, indicator, kValueAdded);
}

Result<Answer> sales_growth(Question& q, std::string_view indicator) {
  if (auto null = refused(q, indicator, kSalesQuestions)) return *std::move(null);
  return growth(q, indicator, kSales);
}

}  // namespace projections::figures
