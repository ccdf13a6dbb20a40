#include <algorithm>

#include "ledger/domain/effect_functions.h"
#include "ledger/domain/fund_values.h"

namespace ledger {

namespace {

ApplicationState state_after(const Event& event) {
  if (event.type == "application.excluded") return ApplicationState::kExcluded;
  if (event.type == "selection.cancelled") return ApplicationState::kCancelled;
  if (event.type == "selection.decided") {
    return event.text("result") == "selected" ? ApplicationState::kSelected : ApplicationState::kNotSelected;
  }
  if (!flag_of(event, "passed")) return ApplicationState::kFailed;
  return event.text("stage") == "document" ? ApplicationState::kDocumentPassed
                                           : ApplicationState::kInterviewPassed;
}

// The contract ends earlier: what was derived from its last day follows.
void end_contract(const EffectContext& c, std::string_view id, Day last) {
  auto contract = find(c.state, contract_record(id));
  if (!contract) return;
  const DayRange before{contract->start, contract->end};
  contract->end = std::min(contract->end, last);
  put(c.state, contract_record(id), *contract);
  const auto engagement_key = engagement_record(contract->person.value, contract->center);
  if (auto engagement = find(c.state, engagement_key)) {
    const auto same = [&](const DayRange& term) {
      return term.first == before.first && term.last == before.last;
    };
    const auto term = std::find_if(engagement->terms.begin(), engagement->terms.end(), same);
    if (term != engagement->terms.end()) term->last = contract->end;
    put(c.state, engagement_key, *engagement);
  }
  const auto post_key = chief_post_record(contract->center);
  if (auto post = find(c.state, post_key)) {
    for (ChiefTerm& term : post->terms) {
      if (term.contract == id) term.last = contract->end;
    }
    put(c.state, post_key, *post);
  }
}

template <typename Change>
void change_account(const EffectContext& c, std::string_view contract, const Change& change) {
  const auto key = account_record(contract);
  auto account = find(c.state, key);
  if (!account) return;
  change(*account);
  put(c.state, key, *account);
}

template <typename Change>
void change_work(const EffectContext& c, const Change& change) {
  const auto key = work_term_record(c.event.text("contract_id"));
  WorkTermRecord work = find(c.state, key).value_or(WorkTermRecord{});
  change(work);
  put(c.state, key, work);
}

WorkMonth& month_in(WorkTermRecord& work, std::string_view month) {
  const auto at = std::find_if(work.months.begin(), work.months.end(),
                               [&](const WorkMonth& known) { return known.year_month == month; });
  if (at != work.months.end()) return *at;
  work.months.push_back({std::string(month), 0, false});
  return work.months.back();
}

}  // namespace

void apply_application_received(const EffectContext& c) {
  const auto call = find(c.state, call_record(c.event.text("call_id")));
  if (!call) return;
  ApplicationRecord application;
  application.call = c.event.text("call_id");
  application.kind = call->kind;
  application.center = c.event.text("center_id");
  application.applicant = c.event.text("applicant_id");
  put(c.state, application_record(c.event.text("application_id")), application);
  if (call->kind != "prod_lead") return;
  put(c.state, applicant_record(application.applicant, fiscal_year_of(day_of(call->closes_at))),
      ApplicantRecord{application.center});
}

void apply_application_step(const EffectContext& c) {
  const auto key = application_record(c.event.text("application_id"));
  auto application = find(c.state, key);
  if (!application) return;
  application->state = state_after(c.event);
  put(c.state, key, *application);
  const auto selection = selection_record(application->call, application->center);
  if (application->state == ApplicationState::kSelected) {
    put(c.state, selection, SelectionRecord{std::string(c.event.text("application_id"))});
  } else if (application->state == ApplicationState::kCancelled) {
    c.state.erase(selection.bytes);
  }
}

void apply_call_outcome(const EffectContext& c) {
  put(c.state, call_outcome_record(c.event.text("call_id"), c.event.text("center_id")),
      CallOutcomeRecord{c.event.text("outcome") == "filled"});
}

void apply_consulted(const EffectContext& c) {
  put(c.state, consultation_record(c.event.id),
      ConsultationRecord{std::string(c.event.text("contract_id")), std::string(c.event.text("matter"))});
}

void apply_contract_amended(const EffectContext& c) {
  if (c.event.text("change") != "amount") return;
  change_account(c, c.event.text("contract_id"), [&](AccountRecord& account) {
    account.amount = c.event.number("amount_yen");
    account.initial = c.event.number("initial_yen");
    account.supplementary = c.event.number("supplementary_yen");
  });
}

void apply_contract_shortened(const EffectContext& c) {
  end_contract(c, c.event.text("contract_id"), day_of(c.event.text("new_end")));
}

void apply_rescission_step(const EffectContext& c) {
  RescissionRecord rescission;
  rescission.event = c.event.id;
  if (c.event.type == "rescission.reported") rescission.step = RescissionStep::kReported;
  if (c.event.type == "rescission.decided") {
    rescission.step = flag_of(c.event, "allowed") ? RescissionStep::kAllowed : RescissionStep::kRefused;
  }
  put(c.state, rescission_record(c.event.text("contract_id")), rescission);
}

void apply_contract_rescinded(const EffectContext& c) {
  const std::string_view id = c.event.text("contract_id");
  put(c.state, rescission_record(id), RescissionRecord{RescissionStep::kRescinded, c.event.id});
  end_contract(c, id, day_of(c.event.text("rescinded_on")));
}

void apply_subcontract_requested(const EffectContext& c) {
  SubcontractRecord subcontract;
  subcontract.contract = c.event.text("contract_id");
  subcontract.org = c.event.text("subcontractor");
  subcontract.amount = c.event.number("amount_yen");
  subcontract.letter = flag_of(c.event, "reason_letter");
  put(c.state, subcontract_record(c.event.text("subcontract_id")), subcontract);
}

void apply_subcontract_approved(const EffectContext& c) {
  const auto key = subcontract_record(c.event.text("subcontract_id"));
  auto subcontract = find(c.state, key);
  if (!subcontract) return;
  subcontract->approved = true;
  put(c.state, key, *subcontract);
  change_account(c, subcontract->contract,
                 [&](AccountRecord& account) { account.subcontracted += subcontract->amount; });
}

void apply_interim_step(const EffectContext& c) {
  InterimRecord interim;
  interim.person = PersonId(std::string(c.event.text("person_id")));
  interim.state = c.event.type == "interim.proposed"   ? InterimState::kProposed
                  : c.event.type == "interim.approved" ? InterimState::kApproved
                                                       : InterimState::kEnded;
  put(c.state, interim_record(c.event.text("center_id")), interim);
}

void apply_workday_reported(const EffectContext& c) {
  const std::string_view date = c.event.text("performed_on");
  const auto key = reported_day_record(c.event.text("person_id"), day_of(date));
  WorkDayRecord day = find(c.state, key).value_or(WorkDayRecord{});
  day.halves = static_cast<std::uint8_t>(day.halves + halves_of(c.event));
  put(c.state, key, day);
  change_work(c, [&](WorkTermRecord& work) { month_in(work, month_of(date)).halves += halves_of(c.event); });
}

void apply_work_month_approved(const EffectContext& c) {
  change_work(c, [&](WorkTermRecord& work) { month_in(work, c.event.text("year_month")).approved = true; });
}

void apply_work_exception_agreed(const EffectContext& c) {
  change_work(c, [](WorkTermRecord& work) { work.below_agreed = true; });
}

void apply_workyear_settled(const EffectContext& c) {
  change_work(c, [](WorkTermRecord& work) { work.settled = true; });
}

void apply_cost_recorded(const EffectContext& c) {
  const std::int64_t yen = c.event.number("amount_yen");
  const std::string_view contract = c.event.text("contract_id");
  put(c.state, cost_record(c.event.text("cost_id")), CostRecord{std::string(contract), yen, 0});
  change_account(c, contract, [&](AccountRecord& account) { account.accepted += yen; });
  charge_fund(c, contract, yen);
  const auto key = subcontract_record(c.event.text("subcontract_id"));
  if (auto subcontract = find(c.state, key)) {
    subcontract->spent += yen + c.event.number("tax_yen");
    put(c.state, key, *subcontract);
  }
}

void apply_cost_disallowed(const EffectContext& c) {
  const auto key = cost_record(c.event.text("cost_id"));
  auto cost = find(c.state, key);
  if (!cost) return;
  const std::int64_t yen = c.event.number("amount_yen");
  cost->disallowed += yen;
  put(c.state, key, *cost);
  change_account(c, cost->contract, [&](AccountRecord& account) { account.accepted -= yen; });
}

void apply_advance_approved(const EffectContext& c) {
  const std::string_view contract = c.event.text("contract_id");
  put(c.state, payment_record(c.event.text("payment_id")), PaymentRecord{std::string(contract)});
  change_account(c, contract,
                 [&](AccountRecord& account) { account.advances_approved += c.event.number("amount_yen"); });
}

void apply_payment_made(const EffectContext& c) {
  const std::string_view contract = c.event.text("contract_id");
  put(c.state, payment_record(c.event.text("payment_id")), PaymentRecord{std::string(contract)});
  change_account(c, contract, [&](AccountRecord& account) {
    if (c.event.text("kind") == "advance") {
      account.advances_paid += c.event.number("amount_yen");
    } else {
      account.settled = true;
    }
  });
}

void apply_entrustment_reported(const EffectContext& c) {
  const bool performance = c.event.type == "performance_report.submitted";
  change_account(c, c.event.text("contract_id"), [&](AccountRecord& account) {
    (performance ? account.reported : account.delivered) = true;
  });
}

void apply_inspection_held(const EffectContext& c) {
  const std::string_view contract = c.event.text("contract_id");
  const bool misuse = c.event.text("result") == "misuse";
  put(c.state, inspection_record(c.event.text("inspection_id")),
      InspectionRecord{std::string(contract), misuse});
  if (c.event.text("kind") != "amount") return;
  change_account(c, contract, [](AccountRecord& account) { account.inspected = true; });
}

void apply_amount_fixed(const EffectContext& c) {
  change_account(c, c.event.text("contract_id"), [&](AccountRecord& account) {
    account.fixed = c.event.number("amount_yen");
    account.is_fixed = true;
  });
}

void apply_sanction_imposed(const EffectContext& c) {
  const Day from = day_of(c.event.text("from"));
  put(c.state, sanction_record(c.event.text("org_id")),
      SanctionRecord{from, last_of_months(from, c.event.number("months"))});
}

}  // namespace ledger
