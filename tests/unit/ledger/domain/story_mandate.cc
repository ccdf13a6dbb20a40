#include "tests/unit/ledger/domain/programme.h"

namespace tests {

namespace {

#define CALL(id, by, kind, center, opens, closes)                                                          \
  {                                                                                                        \
    "", "call.published", by,                                                                              \
        R"({"call_id":")" id R"(","kind":")" kind R"(","center_ids":[")" center R"("],"opens_at":")" opens \
        R"(","closes_at":")" closes R"("})"                                                                \
  }
#define APPLIED(id, call, by, applicant, at, documents)                                       \
  {                                                                                           \
    "", "application.received", by,                                                           \
        R"({"application_id":")" id R"(","call_id":")" call R"(","applicant_id":")" applicant \
        R"(","center_id":"c40","received_at":")" at R"(","documents":[)" documents R"(]})"    \
  }
#define SCREENED(id, by, applicant, stage, passed)                       \
  {                                                                      \
    "", "screening.recorded", by,                                        \
        R"({"application_id":")" id R"(","applicant_id":")" applicant    \
        R"(","center_id":"c40","stage":")" stage R"(","passed":)" passed \
        R"(,"unmet":[],"screened_on":"2026-03-20"})"                     \
  }
#define BODY_DOCUMENTS R"("form_1","forms_2_to_5","form_6","company_outline","qualification_or_financials")"
#define LEAD_DOCUMENTS R"("form_1","form_2")"

constexpr Step kSelection[] = {
    CALL("call-body", "p-bureau", "impl_body", "c40", "2026-02-16T09:00:00+09:00",
         "2026-03-09T12:00:00+09:00"),
    CALL("call-prod", "p-bureau", "prod_lead", "c40", "2025-12-01T09:00:00+09:00",
         "2026-01-06T12:00:00+09:00"),
    CALL("call-prod13", "p-bureau-k", "prod_lead", "c13", "2025-12-01T09:00:00+09:00",
         "2026-01-06T12:00:00+09:00"),
    CALL("call-co", "p-lead", "co", "c40", "2026-02-02T09:00:00+09:00", "2026-02-20T12:00:00+09:00"),
    APPLIED("a-rec", "call-prod", "p-bureau", "p-new", "2026-01-05T12:00:00+09:00", LEAD_DOCUMENTS),
    APPLIED("a-sel", "call-prod", "p-bureau", "p-prod", "2026-01-05T12:00:00+09:00", LEAD_DOCUMENTS),
    APPLIED("a-exc", "call-prod", "p-bureau", "p-lead", "2026-01-05T12:00:00+09:00", LEAD_DOCUMENTS),
    APPLIED("a-doc", "call-body", "p-bureau", "impl-40", "2026-03-05T12:00:00+09:00", BODY_DOCUMENTS),
    APPLIED("a-co", "call-co", "p-lead", "p-co2", "2026-02-20T12:00:00+09:00", ""),
    {"", "application.excluded", "p-bureau",
     R"({"application_id":"a-exc","applicant_id":"p-lead","center_id":"c40","ground":"withdrawn",
         "excluded_on":"2026-01-10"})"},
    SCREENED("a-sel", "p-bureau", "p-prod", "document", "true"),
    SCREENED("a-sel", "p-bureau", "p-prod", "interview", "true"),
    SCREENED("a-doc", "p-bureau", "impl-40", "document", "true"),
    SCREENED("a-co", "p-lead", "p-co2", "document", "true"),
    {"", "selection.decided", "p-bureau",
     R"({"application_id":"a-sel","applicant_id":"p-prod","center_id":"c40","result":"selected",
         "decided_on":"2026-03-25"})"},
};

#define SIGNED_BY(person, target) \
  { "", "event.countersigned", person, R"({"target":"$)" target R"("})" }
#define CONSULTED(name, contract, matter)                                    \
  {name, "bureau.consulted", "p-lead",                                       \
   R"({"contract_id":")" contract R"(","center_id":"c40","matter":")" matter \
   R"(","held_on":"2026-04-20"})"},                                          \
      SIGNED_BY("p-bureau", name)
#define CHIEF(id)                                                                      \
  {id, "contract.concluded", "p-lead",                                                 \
   R"({"contract_id":")" id R"(","kind":"cco","center_id":"c40","person_id":"p-cco",)" \
   R"("start":"2026-04-01","end":"2027-03-31","weekly_days":3,"pay_basis":"labour",)"  \
   R"("staff_status":"staff"})"},                                                      \
      SIGNED_BY("p-cco", id)
#define INTERVIEW(name, contract)                                                                           \
  {                                                                                                         \
    name, "rescission.interview_held", "p-lead",                                                            \
        R"({"contract_id":")" contract R"(","center_id":"c40","person_id":"p-cco","held_on":"2026-04-25"})" \
  }
#define REPORT(name, contract, interview)                                                                    \
  {                                                                                                          \
    name, "rescission.reported", "p-lead",                                                                   \
        R"({"contract_id":")" contract R"(","center_id":"c40","person_id":"p-cco","interview":"$)" interview \
        R"(","reported_on":"2026-04-26","ground":"health"})"                                                 \
  }

constexpr Step kContracts[] = {
    CONSULTED("cons-short", "t-co", "shortening"),
    CONSULTED("cons-resc-co", "t-co", "rescission"),
    CONSULTED("cons-resc", "t-prod", "rescission"),
    CHIEF("t-cco-i"),
    CHIEF("t-cco-r"),
    CHIEF("t-cco-a"),
    INTERVIEW("iv-i", "t-cco-i"),
    INTERVIEW("iv-r", "t-cco-r"),
    INTERVIEW("iv-a", "t-cco-a"),
    REPORT("rep-r", "t-cco-r", "iv-r"),
    REPORT("rep-a", "t-cco-a", "iv-a"),
    {"dec-a", "rescission.decided", "p-bureau",
     R"({"contract_id":"t-cco-a","center_id":"c40","person_id":"p-cco","report":"$rep-a","allowed":true,
         "decided_on":"2026-04-28"})"},
    {"", "org.registered", "p-admin", R"({"org_id":"sub-x","kind":"subcontractor","name":"x"})"},
    {"", "subcontract.requested", "p-lead",
     R"({"subcontract_id":"sc-app","contract_id":"t-ent","center_id":"c40","subcontractor":"sub-x",
         "scope":["publicity"],"amount_yen":30000000,"reason_letter":false,"security_clause":true,
         "inspection_clause":true})"},
    {"", "subcontract.approved", "p-bureau",
     R"({"subcontract_id":"sc-app","contract_id":"t-ent","center_id":"c40","approved_on":"2026-04-20"})"},
    {"", "subcontract.requested", "p-lead",
     R"({"subcontract_id":"sc-req","contract_id":"t-ent","center_id":"c40","subcontractor":"sub-x",
         "scope":["survey"],"amount_yen":20000000,"reason_letter":false,"security_clause":true,
         "inspection_clause":true})"},
    {"", "interim.proposed", "p-lead13", R"({"center_id":"c13","person_id":"p-co13","from":"2026-05-01"})"},
    {"", "interim.proposed", "p-lead", R"({"center_id":"c40","person_id":"p-sub","from":"2027-04-01"})"},
    {"interim", "interim.approved", "p-bureau",
     R"({"center_id":"c40","person_id":"p-sub","approved_on":"2026-05-01"})"},
};

constexpr Step kMoney[] = {
    {"t-prod-m", "contract.concluded", "p-lead",
     R"({"contract_id":"t-prod-m","kind":"prod_lead","center_id":"c40","person_id":"p-prod",
         "start":"2026-04-01","end":"2026-04-30","weekly_days":3,"pay_basis":"labour",
         "staff_status":"staff"})"},
    SIGNED_BY("p-prod", "t-prod-m"),
    {"", "workday.reported", "p-prod",
     R"({"contract_id":"t-prod","center_id":"c40","person_id":"p-prod","performed_on":"2026-04-01",
         "fraction":"full","duty":"management"})"},
    {"", "workday.reported", "p-prod",
     R"({"contract_id":"t-prod","center_id":"c40","person_id":"p-prod","performed_on":"2026-04-02",
         "fraction":"half","duty":"consultation"})"},
    {"t-ent25", "contract.concluded", "p-bureau",
     R"({"contract_id":"t-ent25","kind":"entrustment","center_id":"c40","org_id":"impl-40",
         "start":"2025-04-01","end":"2026-03-31","amount_yen":1000,
         "initial_yen":600,"supplementary_yen":400})"},
    SIGNED_BY("p-lead", "t-ent25"),
    {"", "cost.recorded", "p-lead",
     R"({"cost_id":"c-1","contract_id":"t-ent","center_id":"c40","item":"II-5","amount_yen":1000000,
         "tax_yen":100000,"incurred_on":"2026-04-10","fund":"initial",
         "cost_class":"project","vouchers":1})"},
    {"", "cost.recorded", "p-lead",
     R"({"cost_id":"c-25","contract_id":"t-ent25","center_id":"c40","item":"II-6","amount_yen":2000,
         "tax_yen":200,"incurred_on":"2026-03-31","fund":"supplementary",
         "cost_class":"project","vouchers":2})"},
    {"", "payment.advance_approved", "p-bureau",
     R"({"payment_id":"pay-1","contract_id":"t-ent","center_id":"c40","amount_yen":50000000,
         "approved_on":"2026-04-20"})"},
    {"", "performance_report.submitted", "p-lead",
     R"({"contract_id":"t-ent25","center_id":"c40","total_yen":2000,"submitted_on":"2026-04-10"})"},
    {"", "inspection.held", "p-bureau",
     R"({"inspection_id":"insp-25","contract_id":"t-ent25","center_id":"c40","kind":"amount",
         "site":"impl_body","result":"none","held_on":"2026-04-20"})"},
    {"", "inspection.held", "p-bureau",
     R"({"inspection_id":"insp-m","contract_id":"t-ent25","center_id":"c40","kind":"misuse",
         "site":"subcontractor","result":"misuse","held_on":"2026-04-21"})"},
};

}  // namespace

std::vector<Step> mandate_story() {
  std::vector<Step> steps(std::begin(kSelection), std::end(kSelection));
  steps.insert(steps.end(), std::begin(kContracts), std::end(kContracts));
  steps.insert(steps.end(), std::begin(kMoney), std::end(kMoney));
  return steps;
}

}  // namespace tests
