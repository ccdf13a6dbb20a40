#include <algorithm>

#include "ledger/base/uuid.h"
#include "ops/generate/center_simulation.h"

namespace ops::generate {

namespace {

// Full hours at which a session may begin.
constexpr int kHours[] = {9, 10, 11, 13, 14, 15, 16};
// As the fee table has it (001 IX): about a day of work is one job, half of it half a fee.
constexpr int kSessionsOfHalfDay = 1;
constexpr int kCarelessPerMille = 8;
// Withdrawals of consent by earlier clients, against new consultations.
constexpr int kWithdrawnPerMille = 8;
constexpr std::int64_t kTaxPerCent = 10;
// The initial budget is three fifths of the ceilings of FY2025 (001 V.3).
constexpr std::size_t kFundCycle = 5;
constexpr std::size_t kFundInitial = 3;

}  // namespace

CenterSimulation::CenterSimulation(const CenterPlan& plan, std::span<const CenterPlan> all,
                                   std::int64_t scale, EventWriter& writer)
    : office_(plan, writer),
      all_(all),
      cases_per_day_(generate::cases_per_day(*plan.facts, scale)),
      random_(writer.seed(), "centre/" + plan.id),
      desks_(plan.members.size()) {}

void CenterSimulation::begin_month(YearMonth month) {
  month_ = month;
  random_ = Random(office_.writer.seed(), "month/" + plan().id + "/" + month.text());
  figures_ = Figures();
  const std::vector<DayNumber> days = working_days(month);
  first_working_day_ = days.front();
  last_working_day_ = days.back();
  middle_working_day_ = days[days.size() / 2];
  // A temporary helper in every fourth centre each month.
  temporary_ = Temporary();
  temporary_.first = days.front();
  temporary_.middle = days[days.size() / 2];
  temporary_.last = days.back();
  temporary_.present = (std::stoi(std::string(plan().facts->pref_code)) + month.month) % 4 == 0;
}

bool CenterSimulation::is_consulting(const Member& member) const {
  return member.from_fiscal_year <= month_.fiscal_year();
}

std::string CenterSimulation::new_id(JstTime at) {
  return ledger::format_event_id(random_.event_id(at.micros()));
}

EventForm CenterSimulation::about(const Visit& visit, std::string_view type, int after_minutes) const {
  return EventForm(type, visit.recorded.plus_minutes(after_minutes), plan().member_actor(visit.member));
}

bool CenterSimulation::take_hour(std::size_t member, int& hour) {
  Desk& desk = desks_[member];
  if (desk.sessions >= plan().members[member].sessions_per_day) return false;
  const std::size_t offset = random_.below(std::size(kHours));
  for (std::size_t i = 0; i < std::size(kHours); ++i) {
    const std::size_t slot = (offset + i) % std::size(kHours);
    if ((desk.hours_taken >> slot & 1U) != 0) continue;
    desk.hours_taken |= 1U << slot;
    desk.sessions += 1;
    hour = kHours[slot];
    return true;
  }
  return false;
}

bool CenterSimulation::pick_member(std::size_t& member, int& hour) {
  const std::size_t offset = random_.below(desks_.size());
  for (std::size_t i = 0; i < desks_.size(); ++i) {
    member = (offset + i) % desks_.size();
    if (is_consulting(plan().members[member]) && take_hour(member, hour)) return true;
  }
  return false;
}

void CenterSimulation::run_day(DayNumber day) {
  for (Desk& desk : desks_) {
    desk.hours_taken = 0;
    desk.sessions = 0;
  }
  if (temporary_.present && day == temporary_.first) welcome_temporary({day, 8 * 3600 + 1200});
  for (Case& consultation : cases_) {
    if (consultation.next_day <= day) hold_session(consultation, day);
  }
  // Days differ, months hardly.
  due_cases_ += cases_per_day_ * random_.between(700, 1300) / 1000;
  // Nobody's month is empty, however small the scale.
  if (day == first_working_day_) due_cases_ = std::max(due_cases_, kScaleOne);
  const std::size_t open_max = kOpenCasesPerMember * plan().members.size();
  for (; due_cases_ >= kScaleOne; due_cases_ -= kScaleOne) {
    if (cases_.size() < open_max) open_case(day);
    if (random_.chance(kWithdrawnPerMille)) withdraw_consent(day);
  }
  if (temporary_.present && day == temporary_.middle) work_of_temporary({day, 17 * 3600 + 2700});
  record_assignments(day);
  if (day == middle_working_day_) {
    specimens_ = SupportLife(office_, all_, month_, random_, figures_).run(day, past_session_);
  }
  if (day == last_working_day_) {
    pay_fees(day);
    if (temporary_.present) farewell_temporary({day, 18 * 3600 + 2400});
  }
  for (Case& consultation : cases_) {
    if (!consultation.over) continue;
    known_.push_back(std::move(consultation.business));
    if (known_.size() > kKnownBusinessesMax) known_.pop_front();
  }
  std::erase_if(cases_, [](const Case& consultation) { return consultation.over; });
}

void CenterSimulation::record_assignments(DayNumber day) {
  for (std::size_t i = 0; i < desks_.size(); ++i) {
    const Member& member = plan().members[i];
    Desk& desk = desks_[i];
    if (desk.sessions == 0 || !member.honorarium) continue;
    const JstTime at{day, 17 * 3600 + 3000 + static_cast<int>(i)};
    const bool half = desk.sessions <= kSessionsOfHalfDay;
    const std::string id = new_id(at);
    attested(EventForm("assignment.performed", at, plan().member_actor(member))
                 .text("assignment_id", id)
                 .text("contract_id", plan().contract(member, month_.fiscal_year()))
                 .text("person_id", member.person)
                 .text("performed_on", at.date())
                 .text("fraction", half ? "half" : "full")
                 .text("paperwork", random_.chance(kCarelessPerMille) ? "missing" : "complete")
                 .text("work", std::string("相談対応").append(std::to_string(desk.sessions)).append("件")));
    desk.unpaid.push_back(id);
    last_assignment_ = {id, plan().contract(member, month_.fiscal_year()), member.person, at.date(), false};
    desk.unpaid_yen += half ? member.rate_yen / 2 : member.rate_yen;
  }
}

void CenterSimulation::pay_fees(DayNumber day) {
  for (std::size_t i = 0; i < desks_.size(); ++i) {
    const Member& member = plan().members[i];
    Desk& desk = desks_[i];
    if (desk.unpaid.empty()) continue;
    const JstTime at{day, 18 * 3600 + 600 + static_cast<int>(i)};
    attested(EventForm("fee.paid", at, plan().staff_actor())
                 .text("contract_id", plan().contract(member, month_.fiscal_year()))
                 .texts("assignment_ids", desk.unpaid)
                 .number("amount_yen", desk.unpaid_yen)
                 .number("tax_yen", desk.unpaid_yen * kTaxPerCent / 100)
                 .text("paid_on", at.date())
                 .text("fund", i % kFundCycle < kFundInitial ? "initial" : "supplementary")
                 .text("payee", member.person));
    last_assignment_.paid = true;
    desk.unpaid.clear();
    desk.unpaid_yen = 0;
  }
}

}  // namespace ops::generate
