#include "ops/generate/evidence_year.h"

#include "ledger/base/check.h"

namespace ops::generate {

namespace {

// After the last session and the day's paperwork.
constexpr int kFirstSecond = 19 * 3600;
constexpr int kEvaluationMonth = 12;
constexpr int kEvaluationDay = 12;
constexpr int kRestatementMonth = 6;
constexpr int kRestatementDay = 4;
constexpr int kLatePersons = 3;

// Persons of the month's lecture or traineeship, as the table has them.
int knowhow_persons(YearMonth month) {
  return 10 + month.month;
}

}  // namespace

void EvidenceYear::write_line(const EvidenceLine& line, Today& today) {
  const auto lookup = [&today](std::string_view name) {
    if (today.session == nullptr) return std::string();
    if (name == "session") return today.session->id;
    if (name == "session_by") return today.session->person;
    LEDGER_CHECK(name == "business");
    return today.session->business;
  };
  const auto event =
      scribe_.fill(line.who, line.type, line.fields, {today.month, today.at, today.random}, lookup);
  if (!event) return;
  scribe_.record(line.who, *event, today.random);
  today.at = today.at.plus_seconds(20);
}

void EvidenceYear::write(std::span<const EvidenceLine> lines, Today& today) {
  for (const EvidenceLine& line : lines) {
    if (line.month == today.month.month && line.day == today.index) write_line(line, today);
  }
}

// With the figures that are closed: the month before.
void EvidenceYear::evaluate(Today& today, const PastReport& report) {
  if (report.month.fiscal_year() != today.month.fiscal_year()) return;
  scribe_.record(Signatory::kHqSigned,
                 scribe_.form(Signatory::kHqSigned, "evaluation.ranked", today.at)
                     .text("center_id", office_.plan.id)
                     .number("fy", today.month.fiscal_year())
                     .text("indicator", "utilisation")
                     .number("value", today.random.between(500, 900))
                     .text("comparison", "target")
                     .text("rank", today.random.chance(500) ? "a" : "b")
                     .text("through", report.month.text()),
                 today.random);
  today.at = today.at.plus_seconds(20);
}

// Know-how that was shared in a month that is closed comes in late: the report of that month is restated.
void EvidenceYear::restate(Today& today, const PastReport& report) {
  const CenterPlan& plan = office_.plan;
  const std::string late = scribe_.record(Signatory::kChief,
                                          scribe_.form(Signatory::kChief, "knowhow.shared", today.at)
                                              .text("share_id", "late-" + plan.id + "-" + report.month.text())
                                              .text("center_id", plan.id)
                                              .text("mode", "sit_in")
                                              .text("org_id", plan.support_orgs.front().id)
                                              .number("persons", kLatePersons)
                                              .number("times", 1)
                                              .text("shared_on", date_text(report.month.last_day())),
                                          today.random);
  today.at = today.at.plus_seconds(20);
  const auto figures = [](int persons) {
    ledger::JsonValue json(ledger::JsonValue::Object{});
    json.add("knowhow_persons", ledger::JsonValue(std::int64_t{persons}));
    return json;
  };
  const int before = knowhow_persons(report.month);
  scribe_.record(Signatory::kLead,
                 scribe_.form(Signatory::kLead, "monthly_report.restated", today.at)
                     .text("center_id", plan.id)
                     .text("year_month", report.month.text())
                     .text("report", report.event)
                     .add("former", figures(before))
                     .add("restated", figures(before + kLatePersons))
                     .texts("causes", {late})
                     .text("restated_on", today.at.date()),
                 today.random);
  today.at = today.at.plus_seconds(20);
}

void EvidenceYear::run_day(YearMonth month, int index, DayNumber day, const LastSession& session,
                           const std::optional<PastReport>& report) {
  const std::string label = "evidence/" + office_.plan.id + "/" + date_text(day);
  Today today{month, index, {day, kFirstSecond}, &session, Random(office_.writer.seed(), label)};
  write(center_evidence(), today);
  write(security_evidence(), today);
  if (!report) return;
  if (month.month == kEvaluationMonth && index == kEvaluationDay) evaluate(today, *report);
  if (month.month == kRestatementMonth && index == kRestatementDay) restate(today, *report);
}

void EvidenceYear::run_nation_day(YearMonth month, int index, DayNumber day) {
  Today today{month,
              index,
              {day, kFirstSecond - 1800},
              nullptr,
              Random(office_.writer.seed(), "evidence/nation/" + date_text(day))};
  write(nation_evidence(), today);
}

}  // namespace ops::generate
