#include "ledger/base/time.h"
#include "ledger/domain/effect_functions.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/fund_values.h"

namespace ledger {

namespace {

RecordKey<AppointmentRecord> appointment_key(const Event& event) {
  return appointment_record(event.text("person_id"), event.text("role"), event.text("center_id"));
}

void open_account(const EffectContext& c) {
  AccountRecord account;
  account.amount = c.event.number("amount_yen");
  account.initial = c.event.number("initial_yen");
  account.supplementary = c.event.number("supplementary_yen");
  put(c.state, account_record(c.event.text("contract_id")), account);
}

// A chief coordinator's term, beside the newest ones of the centre.
void occupy_post(const EffectContext& c, const ContractRecord& contract, std::string_view id) {
  const auto key = chief_post_record(contract.center);
  ChiefPostRecord post = find(c.state, key).value_or(ChiefPostRecord{});
  post.terms.push_back({std::string(id), contract.start, contract.end});
  if (post.terms.size() > kChiefTermsMax) post.terms.erase(post.terms.begin());
  put(c.state, key, post);
}

// An account whose amount is fixed takes no more.
void charge_fees(const EffectContext& c, std::int64_t eligible_yen) {
  const std::string entrustment = entrustment_of(c.state, c.event.text("contract_id"));
  const auto key = account_record(entrustment);
  auto account = find(c.state, key);
  if (!account || account->is_fixed) return;
  account->accepted += eligible_yen;
  put(c.state, key, *account);
  charge_fund(c, entrustment, eligible_yen);
}

}  // namespace

void apply_call_published(const EffectContext& c) {
  CallRecord call;
  call.kind = c.event.text("kind");
  call.opens_at = instant_of(c.event, "opens_at");
  call.closes_at = instant_of(c.event, "closes_at");
  call.centers = texts_of(c.event, "center_ids");
  put(c.state, call_record(c.event.text("call_id")), call);
}

void apply_appointment_nominated(const EffectContext& c) {
  AppointmentRecord appointment;
  appointment.term_from = day_of(c.event.text("term_from"));
  appointment.term_to = day_of(c.event.text("term_to"));
  appointment.event = c.event.id;
  put(c.state, appointment_key(c.event), appointment);
  if (c.event.text("role") == "cco") {
    put(c.state, chief_record(c.event.text("center_id")),
        ChiefRecord{PersonId(std::string(c.event.text("person_id"))), appointment.term_to});
  }
}

void apply_appointment_step(const EffectContext& c) {
  AppointmentRecord appointment;
  appointment.step = c.event.type == "appointment.selected"   ? AppointmentStep::kSelected
                     : c.event.type == "appointment.reported" ? AppointmentStep::kReported
                                                              : AppointmentStep::kApproved;
  appointment.event = c.event.id;
  put(c.state, appointment_key(c.event), appointment);
}

void apply_contract_concluded(const EffectContext& c) {
  ContractRecord contract;
  contract.kind = c.event.text("kind");
  contract.center = c.event.text("center_id");
  contract.person = PersonId(std::string(c.event.text("person_id")));
  contract.org = c.event.text("org_id");
  contract.start = day_of(c.event.text("start"));
  contract.end = day_of(c.event.text("end"));
  contract.honorarium = c.event.text("pay_basis") == "honorarium";
  contract.event = c.event.id;
  const std::string_view id = c.event.text("contract_id");
  put(c.state, contract_record(id), contract);
  if (contract.kind == "entrustment") {
    put(c.state, entrustment_record(contract.center, fiscal_year_of(contract.start)),
        EntrustmentRecord{std::string(id)});
    open_account(c);
    return;
  }
  if (contract.kind == "subcontract") return;
  if (contract.kind == "cco") occupy_post(c, contract, id);
  const auto key = engagement_record(contract.person.value, contract.center);
  EngagementRecord engagement = find(c.state, key).value_or(EngagementRecord{});
  engagement.terms.push_back({contract.start, contract.end});
  put(c.state, key, engagement);
}

void apply_fee_rate_set(const EffectContext& c) {
  const auto key = fee_record(c.event.text("contract_id"));
  FeeRecord fee = find(c.state, key).value_or(FeeRecord{});
  fee.rates.push_back({day_of(c.event.text("from")), c.event.number("yen")});
  put(c.state, key, fee);
}

void apply_fee_raise_approved(const EffectContext& c) {
  const auto key = fee_record(c.event.text("contract_id"));
  FeeRecord fee = find(c.state, key).value_or(FeeRecord{});
  fee.approved_yen = c.event.number("yen");
  put(c.state, key, fee);
}

void apply_assignment_performed(const EffectContext& c) {
  AssignmentRecord assignment;
  assignment.contract = c.event.text("contract_id");
  assignment.person = PersonId(std::string(c.event.text("person_id")));
  assignment.performed_on = day_of(c.event.text("performed_on"));
  assignment.half = c.event.text("fraction") == "half";
  assignment.eligible = c.event.text("paperwork") == "complete";
  put(c.state, assignment_record(c.event.text("assignment_id")), assignment);
  const auto key = work_day_record(assignment.person.value, assignment.performed_on);
  WorkDayRecord day = find(c.state, key).value_or(WorkDayRecord{});
  day.halves = static_cast<std::uint8_t>(day.halves + halves_of(c.event));
  put(c.state, key, day);
}

void apply_fee_paid(const EffectContext& c) {
  charge_fees(c, eligible_fees_yen(c.state, c.event));
  for (const std::string& id : texts_of(c.event, "assignment_ids")) {
    auto assignment = find(c.state, assignment_record(id));
    if (!assignment) continue;
    assignment->paid = true;
    put(c.state, assignment_record(id), *assignment);
  }
}

void apply_month_closed(const EffectContext& c) {
  const std::string_view center = c.event.text("center_id");
  const std::string_view month = c.event.text("year_month");
  const auto cut_off = static_cast<std::uint64_t>(c.event.number("cut_off"));
  put(c.state, month_record(center), MonthRecord{std::string(month), cut_off});
  put(c.state, report_record(center, month), ReportRecord{cut_off, false, c.event.id});
}

void apply_report_submitted(const EffectContext& c) {
  const auto key = report_record(c.event.text("center_id"), c.event.text("year_month"));
  auto report = find(c.state, key);
  if (!report) return;
  report->submitted = true;
  put(c.state, key, *report);
}

}  // namespace ledger
