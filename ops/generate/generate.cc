#include "ops/generate/generate.h"

#include <algorithm>
#include <memory>
#include <set>

#include "ledger/base/bytes.h"
#include "ops/generate/accepted_breaches.h"
#include "ops/generate/center_simulation.h"
#include "ops/generate/mandate_events.h"
#include "ops/generate/setup.h"
#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

constexpr int kFirstYear = 2025;
constexpr int kLastYear = 2098;
constexpr std::string_view kKyushu = "bureau-kyushu";
constexpr int kPlantedSecond = 22 * 3600;
constexpr int kClosedSecond = 90;  // between a month's closing and its report

class Generation {
 public:
  Generation(const Options& options, LineSink& sink, const std::function<void(std::uint64_t)>& progress)
      : options_(options), progress_(progress), writer_(options.origin, options.seed, sink) {
    for (const CentreFacts* facts : options.centers) {
      plans_.push_back(plan_center(*facts, options.scale, options.seed));
    }
    for (const CenterPlan& plan : plans_) {
      simulations_.push_back(std::make_unique<CenterSimulation>(plan, plans_, options.scale, writer_));
      evidence_.emplace_back(simulations_.back()->office());
    }
    reports_.resize(plans_.size());
  }

  ledger::Status set_up(const Administrator& admin) {
    const int fiscal_year = options_.from.fiscal_year();
    Random random(options_.seed, "setup/" + std::to_string(fiscal_year));
    set_up_nation(admin, plans_, fiscal_year, writer_, random);
    LEDGER_TRY(writer_.flush());
    std::set<std::string_view> bureaus;
    for (const auto& simulation : simulations_) {
      if (!bureaus.insert(simulation->plan().facts->bureau).second) continue;
      publish_call(simulation->office(), plans_, fiscal_year, false, random);
      publish_chiefs_call(simulation->office(), plans_, fiscal_year, random);
      if (fiscal_year >= kProductivityFromFiscalYear) {
        publish_call(simulation->office(), plans_, fiscal_year, true, random);
      }
    }
    LEDGER_TRY(writer_.flush());
    for (const auto& simulation : simulations_) {
      Random own(options_.seed, "setup/" + simulation->plan().id + "/" + std::to_string(fiscal_year));
      set_up_center(simulation->office(), fiscal_year, own);
      set_up_mandate(simulation->office(), fiscal_year, own);
      LEDGER_TRY(writer_.flush());
      tell();
    }
    summary_.setup_lines = writer_.lines();
    return ledger::Status();
  }

  ledger::Status run_months() {
    YearMonth month = options_.from;
    last_month_ = month;
    for (int i = 1; i < options_.months; ++i) last_month_ = last_month_.next();
    for (int i = 0; i < options_.months; ++i, month = month.next()) LEDGER_TRY(run_month(month));
    return ledger::Status();
  }

  Summary summary() {
    summary_.lines = writer_.lines();
    summary_.planted_lines = writer_.planted_lines();
    summary_.marked_lines = writer_.marked_lines();
    summary_.held_lines_peak = writer_.held_peak();
    return summary_;
  }

 private:
  ledger::Status run_month(YearMonth month) {
    for (const auto& simulation : simulations_) simulation->begin_month(month);
    std::vector<std::string> last_ids(simulations_.size());
    const std::vector<DayNumber> days = working_days(month);
    std::vector<MandateMonth> mandates;
    for (const auto& simulation : simulations_) mandates.emplace_back(simulation->office(), month);
    int index = -1;
    for (const DayNumber day : days) {
      ++index;
      publish_calls_of(day, month);
      evidence_.front().run_nation_day(month, index, day);
      LEDGER_TRY(writer_.flush());
      for (std::size_t i = 0; i < simulations_.size(); ++i) {
        const std::uint64_t before = writer_.lines();
        simulations_[i]->run_day(day);
        mandates[i].run_day(day, day == days.front(), day == days.back());
        evidence_[i].run_day(month, index, day, simulations_[i]->last_session(), reports_[i]);
        if (month.month == 3 && day == days.back()) {
          renew(simulations_[i]->office(), month.next().fiscal_year(), day, simulations_[i]->random());
        }
        LEDGER_TRY(writer_.flush());
        // Before anything is planted: a setting is no cut-off.
        if (writer_.lines() > before) last_ids[i] = writer_.last_id();
        if (options_.violations) {
          const JstTime evening{day, kPlantedSecond};
          LEDGER_TRY(plant(i, mandates[i], month, evening, index));
          if (day == days.back()) LEDGER_TRY(plant(i, mandates[i], month, evening, kLastDay));
        }
      }
      measure();
      tell();
    }
    for (std::size_t i = 0; i < simulations_.size(); ++i) {
      const ReportBreach breach = options_.violations
                                      ? breach_of_report(*simulations_[i], month, options_.from, last_month_)
                                      : ReportBreach();
      const std::string report = simulations_[i]->close_month(last_ids[i], breach);
      reports_[i] = report.empty() ? std::nullopt : std::optional(PastReport{report, month});
      const JstTime closed{month.next().first_day(), kClosedSecond};
      if (options_.violations) hold_violations(i, mandates[i], month, closed, kClosed);
      LEDGER_TRY(writer_.flush());
      if (options_.violations && reports_[i]) {
        LEDGER_TRY(plant(i, mandates[i], month, closed.plus_minutes(1), kReported));
      }
    }
    return ledger::Status();
  }

  // Random numbers of their own: the other lines are those of a run without.
  void hold_violations(std::size_t center, const MandateMonth& mandate, YearMonth month, JstTime at,
                       int day) {
    const CenterSimulation& simulation = *simulations_[center];
    Random random(options_.seed,
                  "violations/" + simulation.plan().id + "/" + at.text() + std::to_string(day));
    const std::string report = day == kReported ? reports_[center]->event : std::string();
    const ViolationContext context{
        simulation, simulations_, mandate.traces(), month, options_.from, last_month_, report, at, random};
    plant_violations(context, day);
    hold_accepted_breaches(context, day);
  }
  ledger::Status plant(std::size_t center, const MandateMonth& mandate, YearMonth month, JstTime at,
                       int day) {
    hold_violations(center, mandate, month, at, day);
    return writer_.flush();
  }

  // The calls for the next fiscal year, on the day when they open.
  void publish_calls_of(DayNumber day, YearMonth month) {
    const int next_year = month.fiscal_year() + 1;
    const bool body = day == body_call(next_year).opens.day;
    const bool productivity =
        next_year >= kProductivityFromFiscalYear && day == productivity_call(next_year).opens.day;
    if (!body && !productivity) return;
    std::set<std::string_view> bureaus;
    for (const auto& simulation : simulations_) {
      if (!bureaus.insert(simulation->plan().facts->bureau).second) continue;
      publish_call(simulation->office(), plans_, next_year, productivity, simulation->random());
    }
  }

  void measure() {
    std::size_t open = 0;
    std::size_t known = 0;
    for (const auto& simulation : simulations_) {
      open += simulation->open_cases();
      known += simulation->known_businesses();
    }
    summary_.open_cases_peak = std::max(summary_.open_cases_peak, open);
    summary_.known_businesses_peak = std::max(summary_.known_businesses_peak, known);
  }
  void tell() const {
    if (progress_) progress_(writer_.lines());
  }

  const Options& options_;
  const std::function<void(std::uint64_t)>& progress_;
  EventWriter writer_;
  std::vector<CenterPlan> plans_;
  std::vector<std::unique_ptr<CenterSimulation>> simulations_;
  std::vector<EvidenceYear> evidence_;
  std::vector<std::optional<PastReport>> reports_;
  YearMonth last_month_;
  Summary summary_;
};

ledger::Status centers_error(std::string_view text) {
  return ledger::invalid("generate.centers", "\"" + std::string(text) + "\" names no centres")
      .want("kyushu, all, or centre ids c01 to c47 separated by commas");
}

}  // namespace

ledger::Result<std::vector<const CentreFacts*>> parse_centers(std::string_view text) {
  std::set<std::string_view> wanted;
  std::string_view rest = text;
  while (!rest.empty() && text != "all" && text != "kyushu") {
    const std::size_t comma = rest.find(',');
    const std::string_view id = rest.substr(0, comma);
    if (!id.starts_with('c') || find_centre(id.substr(1)) == nullptr) return centers_error(id);
    wanted.insert(id.substr(1));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  std::vector<const CentreFacts*> centers;
  for (const CentreFacts& facts : centre_table()) {
    const bool chosen =
        text == "all" || (text == "kyushu" && facts.bureau == kKyushu) || wanted.contains(facts.pref_code);
    if (chosen) centers.push_back(&facts);
  }
  if (centers.empty()) return centers_error(text);
  return centers;
}

ledger::Result<YearMonth> parse_month(std::string_view text) {
  const auto first = ledger::parse_date(std::string(text) + "-01");
  const YearMonth month = first ? YearMonth{first->year, first->month} : YearMonth{};
  if (month < YearMonth{kFirstYear, 4} || month.year > kLastYear) {
    return ledger::invalid("generate.month",
                           "\"" + std::string(text) + "\" is no month that can be generated")
        .want("YYYY-MM from 2025-04 on");
  }
  return month;
}

ledger::Result<std::int64_t> parse_scale(std::string_view text) {
  constexpr std::size_t kDecimals = 6;
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string decimals(point == std::string_view::npos ? std::string_view() : text.substr(point + 1));
  const bool written = !digits.empty() && digits.size() <= 3 && decimals.size() <= kDecimals &&
                       (point == std::string_view::npos || !decimals.empty());
  decimals.resize(kDecimals, '0');
  std::int64_t scale = 0;
  bool numeric = written;
  for (const char c : digits + decimals) {
    numeric = numeric && c >= '0' && c <= '9';
    if (numeric) scale = scale * 10 + (c - '0');
  }
  if (numeric && scale > 0 && scale <= kScaleMax) return scale;
  return ledger::invalid("generate.scale", "\"" + std::string(text) + "\" is no scale")
      .want("a number above 0 up to 1.5 with at most six decimals");
}

std::vector<std::string> identities(const std::vector<const CentreFacts*>& centers) {
  std::vector<std::string> names;
  names.reserve(centers.size());
  for (const CentreFacts* facts : centers) names.push_back("gw-c" + std::string(facts->pref_code));
  names.emplace_back(kHqGateway);
  std::set<std::string_view> bureaus;
  for (const CentreFacts* facts : centers) {
    if (bureaus.insert(facts->bureau).second) names.emplace_back(facts->bureau);
  }
  for (const Reader& reader : demo_readers()) names.emplace_back(reader.name);
  return names;
}

ledger::Result<Summary> generate(const Options& options, const std::optional<security::PrivateKey>& admin_key,
                                 LineSink& sink, const std::function<void(std::uint64_t)>& progress) {
  if (options.setup && !admin_key) {
    return ledger::invalid("generate.admin_key", "the set-up is signed by the ledger's administrator")
        .want("the administrator's key file, or no set-up");
  }
  if (options.months < 1 || options.months > kMonthsMax || options.centers.empty()) {
    return ledger::invalid("generate.months", "nothing can be generated for so many months or no centre")
        .want("1 to " + std::to_string(kMonthsMax) + " months and at least one centre");
  }
  Generation generation(options, sink, progress);
  if (options.setup) {
    LEDGER_TRY(generation.set_up({options.admin_person, *admin_key, options.setup_at}));
  }
  if (options.activity) LEDGER_TRY(generation.run_months());
  return generation.summary();
}

}  // namespace ops::generate
