#include "ops/generate/evidence_year.h"

#include <algorithm>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/base/json_reader.h"

namespace ops::generate {

namespace {

// After the last session and the day's paperwork.
constexpr int kFirstSecond = 19 * 3600;
constexpr int kHashDigits = 64;
constexpr int kEvaluationMonth = 12;
constexpr int kEvaluationDay = 12;
constexpr int kRestatementMonth = 6;
constexpr int kRestatementDay = 4;
constexpr int kLatePersons = 3;

// Persons of the month's lecture or traineeship, as the table has them.
int knowhow_persons(YearMonth month) {
  return 10 + month.month;
}

std::string offset_date(DayNumber day, std::string_view plus) {
  return date_text(day + static_cast<DayNumber>(ledger::parse_decimal(plus).value_or(0)));
}

ledger::Actor national_actor(std::string_view person, std::string_view role, std::string_view org) {
  ledger::Actor actor;
  actor.person = ledger::PersonId(std::string(person));
  actor.role = role;
  actor.org = org;
  return actor;
}

ledger::Actor reader_actor(std::string_view role) {
  for (const Reader& reader : demo_readers()) {
    if (reader.role == role) return national_actor(reader.person, reader.role, reader.org);
  }
  LEDGER_CHECK(false);
  return {};
}

}  // namespace

const Member* EvidenceYear::coordinator() const {
  const auto& members = office_.plan.members;
  const auto found =
      std::find_if(members.begin(), members.end(), [](const Member& member) { return member.role == "co"; });
  return found == members.end() ? nullptr : &*found;
}

EventForm EvidenceYear::form(Signatory who, std::string_view type, JstTime at) const {
  const CenterPlan& plan = office_.plan;
  switch (who) {
    case Signatory::kLead:
      return EventForm(type, at, office_.lead);
    case Signatory::kStaff:
      return EventForm(type, at, plan.staff_actor());
    case Signatory::kChief:
      return EventForm(type, at, plan.member_actor(plan.members.front()));
    case Signatory::kCoordinator:
      return EventForm(type, at, plan.member_actor(*coordinator()));
    case Signatory::kOfficer:
      return EventForm(type, at, office_.officer);
    case Signatory::kHq:
    case Signatory::kHqSigned:
      return EventForm(type, at, hq_actor());
    case Signatory::kAgency:
      return EventForm(type, at, agency_actor());
    case Signatory::kAuditor:
      return EventForm(type, at, reader_actor("auditor"));
    case Signatory::kSecurity:
      return EventForm(type, at, reader_actor("sec_staff"));
  }
  LEDGER_CHECK(false);
  return EventForm(type, at, {});
}

std::string EvidenceYear::record(Signatory who, const EventForm& form, Random& random) {
  EventWriter& writer = office_.writer;
  switch (who) {
    case Signatory::kStaff:
    case Signatory::kChief:
    case Signatory::kCoordinator:
      return writer.attested(office_.plan.gateway, form, random);
    case Signatory::kHq:
      return writer.attested(kHqGateway, form, random);
    default:
      return writer.signed_with(demo_key(writer.seed(), form.actor().person.value), form, random);
  }
}

std::string EvidenceYear::value_of(std::string_view name, Today& today) const {
  const CenterPlan& plan = office_.plan;
  const int year = today.month.fiscal_year();
  if (name == "C") return plan.id;
  if (name == "B") return plan.body;
  if (name == "K") return plan.contract("entrustment", year);
  if (name == "S") return plan.support_orgs.front().id;
  if (name == "Y") return std::to_string(year);
  if (name == "Y+1") return std::to_string(year + 1);
  if (name == "M") return today.month.text();
  if (name == "D") return today.at.date();
  if (name == "T") return today.at.text();
  if (name == "H") return today.random.hex(kHashDigits);
  if (name.starts_with("D+")) return offset_date(today.at.day, name.substr(2));
  if (name.starts_with("T+")) {
    const auto minutes = static_cast<int>(ledger::parse_decimal(name.substr(2)).value_or(0));
    return today.at.plus_minutes(minutes).text();
  }
  if (name == "lead") return plan.lead;
  if (name == "staff") return plan.staff;
  if (name == "cco") return plan.members.front().person;
  if (name == "co") return coordinator() == nullptr ? std::string() : coordinator()->person;
  if (name == "officer") return office_.officer.person.value;
  if (today.session == nullptr) return {};
  if (name == "session") return today.session->id;
  if (name == "session_by") return today.session->person;
  if (name == "business") return today.session->business;
  LEDGER_CHECK(false);
  return {};
}

std::optional<std::string> EvidenceYear::fill_in(std::string_view text, Today& today) const {
  std::string filled;
  // The outer braces are JSON's; a placeholder's follow a quote, a colon or a letter of the text.
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find_first_of("}\"", open + 1);
    if (close == std::string_view::npos) break;
    filled += text.substr(0, open);
    if (text[close] == '"') {  // an object begins
      filled += '{';
      text.remove_prefix(open + 1);
      continue;
    }
    const std::string value = value_of(text.substr(open + 1, close - open - 1), today);
    if (value.empty()) return std::nullopt;
    filled += value;
    text.remove_prefix(close + 1);
  }
  return filled.append(text);
}

void EvidenceYear::write_line(const EvidenceLine& line, Today& today) {
  const auto text = fill_in(line.fields, today);
  if (!text) return;
  const auto fields = ledger::read_json(*text);
  LEDGER_CHECK(fields.ok() && fields->is_object());
  EventForm event = form(line.who, line.type, today.at);
  for (const auto& [name, value] : fields->as_object()) event.add(name, value);
  record(line.who, event, today.random);
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
  record(Signatory::kHqSigned,
         form(Signatory::kHqSigned, "evaluation.ranked", today.at)
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
  const std::string late = record(Signatory::kChief,
                                  form(Signatory::kChief, "knowhow.shared", today.at)
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
  record(Signatory::kLead,
         form(Signatory::kLead, "monthly_report.restated", today.at)
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
