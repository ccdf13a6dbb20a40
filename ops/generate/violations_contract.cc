#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

using enum Signatory;

using Context = const ViolationContext&;
using Form = std::optional<EventForm>;

// A contract with a body while it is under a sanction; only some centres' accounts have led to one.
Form during_a_sanction(Context c) {
  if (c.value("misuse").empty()) return std::nullopt;
  const int imposed = c.first_month.fiscal_year() - 1;
  const std::string day = std::to_string(c.month.fiscal_year() + 2) + "-04-01";
  return EventForm("contract.concluded", {day_number(imposed, 6, 10), 0}, c.office().officer)
      .text("contract_id", "k-" + c.new_id())
      .text("kind", "entrustment")
      .text("center_id", c.office().plan.id)
      .text("org_id", c.office().plan.body)
      .text("start", day)
      .text("end", day)
      .number("amount_yen", 1);
}

constexpr Violation kViolations[] = {
    line("contract.unknown", kLead, "fee.rate_set", R"({"contract_id":"k-none","yen":30000,"from":"{D}"})"),
    line("call.exists", kOfficer, "call.published",
         R"({"call_id":"call-{FY0}-body-{U}","kind":"impl_body","center_ids":["{C}"],
             "opens_at":"{T}","closes_at":"{T+60}"})"),
    line("call.signer", kLead, "call.published",
         R"({"call_id":"call-{N}","kind":"impl_body","center_ids":["{C}"],"opens_at":"{T}",
             "closes_at":"{T+60}"})"),
    line("call.order", kOfficer, "call.published",
         R"({"call_id":"call-{N}","kind":"impl_body","center_ids":["{C}"],"opens_at":"{T}",
             "closes_at":"{T}"})"),
    line("call.unknown", kLead, "appointment.selected",
         R"({"person_id":"{cco}","role":"co","center_id":"{C}","selected_on":"{D}",
             "call_id":"call-none"})"),
    line("appointment.term", kOfficer, "appointment.nominated",
         R"({"person_id":"{cco}","role":"cco","center_id":"{C}","term_from":"{D}","term_to":"{D-1}"})"),
    line("appointment.evaluation_missing", kOfficer, "appointment.nominated",
         R"({"person_id":"{sub}","role":"cco","center_id":"{C}","term_from":"{D}","term_to":"{D+30}"})"),
    line("appointment.order", kLead, "appointment.reported",
         R"({"person_id":"{cco}","role":"co","center_id":"{C}","reported_on":"{D}"})"),
    line("contract.exists", kLead, "contract.concluded",
         R"({"contract_id":"{Kcco}","kind":"cco","center_id":"{C}","person_id":"{cco}","start":"{D}",
             "end":"{D}"})"),
    line("contract.parties", kLead, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"cco","center_id":"{C}","org_id":"{B}","start":"{D}",
             "end":"{D}"})"),
    line("contract.term", kLead, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"cco","center_id":"{C}","person_id":"{cco}","start":"{D}",
             "end":"{D-1}"})"),
    line("contract.end_beyond_year", kLead, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"cco","center_id":"{C}","person_id":"{cco}","start":"{D}",
             "end":"{Y+1}-04-01"})"),
    line("contract.before_nomination", kLead, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"cco","center_id":"{C}","person_id":"{sub}","start":"{D}",
             "end":"{D}"})"),
    line("contract.before_approval", kLead, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"co","center_id":"{C}","person_id":"{staff}","start":"{D}",
             "end":"{D}"})"),
    line("contract.entrustment_exists", kOfficer, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"entrustment","center_id":"{C}","org_id":"{B}",
             "start":"{D}","end":"{D}","amount_yen":1})"),
    line("contract.over_ceiling", kOfficer, "contract.amended",
         R"({"contract_id":"k-{P}-{FY0}-entrustment","kind":"entrustment","center_id":"{C}",
             "change":"amount","from":"{D}","amount_yen":{over_ceiling}})"),
    line("days.below_minimum", kLead, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"cco","center_id":"{C}","person_id":"{cco}","start":"{D}",
             "end":"{D}","weekly_days":2})"),
    line("contract.staff_honorarium", kLead, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"cco","center_id":"{C}","person_id":"{cco}","start":"{D}",
             "end":"{D}","weekly_days":3,"staff_status":"staff","pay_basis":"honorarium"})"),
    line("contract.over_fund_ceiling", kOfficer, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"entrustment","center_id":"{C}","org_id":"{B}",
             "start":"{Y+3}-04-01","end":"{Y+4}-03-31","amount_yen":1001,"initial_yen":1001,
             "supplementary_yen":0})",
         4),
    line("contract.fund_sum", kOfficer, "contract.amended",
         R"({"contract_id":"{K}","kind":"entrustment","center_id":"{C}","change":"amount",
             "from":"{D}","amount_yen":100,"initial_yen":1})"),
    {.rule = "sanction.in_force", .make = during_a_sanction, .who = kOfficer},
    line("contract.cco_not_named", kOfficer, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"entrustment","center_id":"{C}","org_id":"{B}",
             "start":"{Y+5}-04-01","end":"{Y+5}-04-01","amount_yen":1})"),
    line("contract.not_selected", kLead, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"cco","center_id":"{C}","person_id":"{cco}","start":"{D}",
             "end":"{D}","weekly_days":3,"staff_status":"independent","pay_basis":"honorarium",
             "application_id":"a-none"})"),
    line("contract.subcontract_unapproved", kLead, "contract.concluded",
         R"({"contract_id":"k-{N}","kind":"subcontract","center_id":"{C}","org_id":"{S}","start":"{D}",
             "end":"{D}","subcontract_id":"sc-none"})"),
    line("contract.mismatch", kLead, "rescission.interview_held",
         R"({"contract_id":"{Kcco}","center_id":"{C}","person_id":"{sub}","held_on":"{D}"})"),
    line("contract.over", kOfficer, "entrustment.rescinded",
         R"({"contract_id":"{Kold}","center_id":"{C}","org_id":"{B}","ground":"unfit",
             "published":false,"rescinded_on":"{D}"})"),
    line("contract.change_missing", kOfficer, "contract.amended",
         R"({"contract_id":"{K}","kind":"entrustment","center_id":"{C}","change":"amount",
             "from":"{D}"})"),
    line("contract.shortening_term", kLead, "contract.shortened",
         R"({"contract_id":"{Kcco}","kind":"cco","center_id":"{C}","person_id":"{cco}",
             "new_end":"{Y+1}-03-31","consultation":"{shortening}"})"),
    line("consultation.missing", kLead, "contract.shortened",
         R"({"contract_id":"{Kcco}","kind":"cco","center_id":"{C}","person_id":"{cco}",
             "new_end":"{D}","consultation":"{sharing}"})"),
    line("rescission.not_chief", kLead, "rescission.interview_held",
         R"({"contract_id":"{Ksub_cco}","center_id":"{C}","person_id":"{sub}","held_on":"{D}"})"),
    line("rescission.order", kLead, "rescission.reported",
         R"({"contract_id":"{Kcco}","center_id":"{C}","person_id":"{cco}","interview":"{sharing}",
             "reported_on":"{D}","ground":"deviation"})"),
    line("rescission.no_bureau_decision", kLead, "contract.rescinded",
         R"({"contract_id":"{Kcco}","kind":"cco","center_id":"{C}","person_id":"{cco}",
             "rescinded_on":"{D}","published":false})"),
    line("rescission.no_consultation", kLead, "contract.rescinded",
         R"({"contract_id":"{Kprod_lead}","kind":"prod_lead","center_id":"{C}","person_id":"{prod}",
             "rescinded_on":"{D}","published":false,"ground":"deviation"})"),
    line("rescission.publication", kLead, "contract.rescinded",
         R"({"contract_id":"{Kco}","kind":"co","center_id":"{C}","person_id":"{co}",
             "rescinded_on":"{D}","consultation":"{rescission}","published":true,
             "ground":"deviation"})"),
    line("contract.not_entrustment", kOfficer, "inspection.held",
         R"({"inspection_id":"insp-{N}","contract_id":"{Kcco}","center_id":"{C}","kind":"amount",
             "site":"impl_body","result":"none","held_on":"{D}"})"),
    line("fee.staff_not_honorarium", kLead, "fee.rate_set",
         R"({"contract_id":"{Klabour}","yen":30000,"from":"{D}"})"),
    line("fee.contract_kind", kLead, "fee.rate_set", R"({"contract_id":"{K}","yen":30000,"from":"{D}"})"),
    line("fee.cco_flat", kLead, "fee.rate_set", R"({"contract_id":"{Kcco}","yen":45000,"from":"{D}"})"),
    line("fee.over_ceiling", kLead, "fee.rate_set", R"({"contract_id":"{Kco}","yen":40001,"from":"{D}"})"),
    line("fee.over_base", kLead, "fee.rate_set", R"({"contract_id":"{Ksub_cco}","yen":36000,"from":"{D}"})"),
    line("fee.rate_order", kLead, "fee.rate_set",
         R"({"contract_id":"{Kco}","yen":30000,"from":"{Y}-04-01"})"),
    line("fee.circumstance_missing", kOfficer, "fee.raise_approved",
         R"({"contract_id":"{Kco}","yen":40000})"),
    line("period.reversed", kLead, "substitute.placed",
         R"({"center_id":"{C}","person_id":"{sub}","cause":"absence","from":"{D}","to":"{D-1}"})"),
    line("substitute.post_vacant", kLead, "substitute.placed",
         R"({"center_id":"{C}","person_id":"{sub}","cause":"absence","from":"{Y+5}-04-01",
             "to":"{Y+5}-04-01"})"),
    line("substitute.self", kLead, "substitute.placed",
         R"({"center_id":"{C}","person_id":"{cco}","cause":"absence","from":"{D}","to":"{D}"})"),
    line("interim.no_vacancy", kLead, "interim.proposed",
         R"({"center_id":"{C}","person_id":"{sub}","from":"{D}"})"),
    line("interim.not_coordinator", kLead, "interim.proposed",
         R"({"center_id":"{C}","person_id":"{staff}","from":"{Y+5}-04-01"})"),
    line("interim.order", kOfficer, "interim.approved",
         R"({"center_id":"{C}","person_id":"{sub}","approved_on":"{D}"})"),
};

}  // namespace

std::span<const Violation> contract_violations() {
  return kViolations;
}

}  // namespace ops::generate
