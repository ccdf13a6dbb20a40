#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

using enum Signatory;

constexpr Violation kViolations[] = {
    line("cost.exists", kStaff, "cost.recorded",
         R"({"cost_id":"cost-{C}-{M}-1","contract_id":"{K}","center_id":"{C}","item":"II-5",
             "amount_yen":1,"tax_yen":0,"incurred_on":"{D}","fund":"initial","cost_class":"project",
             "vouchers":1})"),
    line("cost.outside_contract", kStaff, "cost.recorded",
         R"({"cost_id":"cost-{N}","contract_id":"{K}","center_id":"{C}","item":"II-5",
             "amount_yen":1,"tax_yen":0,"incurred_on":"{Y-1}-04-01","fund":"initial",
             "cost_class":"project","vouchers":1})"),
    line("amount.already_fixed", kStaff, "cost.recorded",
         R"({"cost_id":"cost-{N}","contract_id":"{Kold}","center_id":"{C}","item":"II-5",
             "amount_yen":1,"tax_yen":0,"incurred_on":"{FY0-2}-05-01","fund":"initial",
             "cost_class":"project","vouchers":1})"),
    line("cost.forbidden", kStaff, "cost.recorded",
         R"({"cost_id":"cost-{N}","contract_id":"{K}","center_id":"{C}","item":"II-4",
             "amount_yen":1,"tax_yen":0,"incurred_on":"{D}","fund":"initial",
             "cost_class":"general_equipment","vouchers":1})"),
    line("cost.no_evidence", kStaff, "cost.recorded",
         R"({"cost_id":"cost-{N}","contract_id":"{K}","center_id":"{C}","item":"II-5",
             "amount_yen":1,"tax_yen":0,"incurred_on":"{D}","fund":"initial","cost_class":"project",
             "vouchers":0})"),
    line("cost.travel_overseas", kStaff, "cost.recorded",
         R"({"cost_id":"cost-{N}","contract_id":"{K}","center_id":"{C}","item":"II-1",
             "amount_yen":1,"tax_yen":0,"incurred_on":"{D}","fund":"initial","cost_class":"project",
             "travel":"overseas","vouchers":1})"),
    line("cost.labour_method", kStaff, "cost.recorded",
         R"({"cost_id":"cost-{N}","contract_id":"{K}","center_id":"{C}","item":"I",
             "amount_yen":1,"tax_yen":0,"incurred_on":"{D}","fund":"initial","cost_class":"project",
             "vouchers":1})"),
    line("cost.subcontract", kStaff, "cost.recorded",
         R"({"cost_id":"cost-{N}","contract_id":"{K}","center_id":"{C}","item":"III",
             "amount_yen":1,"tax_yen":0,"incurred_on":"{D}","fund":"initial","cost_class":"project",
             "subcontract_id":"sc-none","vouchers":1})"),
    line("cost.unknown", kOfficer, "cost.disallowed",
         R"({"cost_id":"cost-none","contract_id":"{K}","center_id":"{C}","amount_yen":1,
             "reason":"no_voucher","disallowed_on":"{D}"})"),
    line("cost.disallowed_over", kOfficer, "cost.disallowed",
         R"({"cost_id":"cost-{C}-{M}-1","contract_id":"{K}","center_id":"{C}",
             "amount_yen":900000000000,"reason":"no_voucher","disallowed_on":"{D}"})"),
    line("payment.exists", kOfficer, "payment.made",
         R"({"payment_id":"pay-{P}-{FY0-2}","contract_id":"{Kold}","center_id":"{C}",
             "kind":"settlement","amount_yen":1,"paid_on":"{D}"})"),
    line("payment.over_contract", kOfficer, "payment.advance_approved",
         R"({"payment_id":"pay-{N}","contract_id":"{K}","center_id":"{C}","amount_yen":900000000000,
             "approved_on":"{D}"})"),
    line("payment.amount", kOfficer, "payment.made",
         R"({"payment_id":"pay-{N}","contract_id":"{K}","center_id":"{C}","kind":"advance",
             "amount_yen":900000000000,"paid_on":"{D}"})"),
    line("performance_report.exists", kLead, "performance_report.submitted",
         R"({"contract_id":"{Kold}","center_id":"{C}","total_yen":1,"submitted_on":"{D}"})"),
    line("performance_report.total", kLead, "performance_report.submitted",
         R"({"contract_id":"{K}","center_id":"{C}","total_yen":1,"submitted_on":"{D}"})"),
    line("business_report.formats", kLead, "business_report.delivered",
         R"({"contract_id":"{K}","center_id":"{C}","native":true,"text_pdf":false,
             "delivered_on":"{D}"})"),
    line("inspection.exists", kOfficer, "inspection.held",
         R"({"inspection_id":"insp-{P}-{FY0-2}","contract_id":"{Kold}","center_id":"{C}",
             "kind":"amount","site":"impl_body","result":"none","held_on":"{D}"})"),
    line("amount.order", kOfficer, "amount.fixed",
         R"({"contract_id":"{K}","center_id":"{C}","amount_yen":1,"fixed_on":"{D}"})"),
    line("amount.not_sum", kOfficer, "amount.fixed",
         R"({"contract_id":"k-{P}-{Y-5}-entrustment","center_id":"{C}","amount_yen":99999,
             "fixed_on":"{D}"})",
         4),
    line("sanction.no_finding", kOfficer, "sanction.imposed",
         R"({"contract_id":"{Kold}","center_id":"{C}","org_id":"{B}","inspection_id":"insp-none",
             "from":"{D}","months":1})"),
    line("sanction.months", kOfficer, "sanction.imposed",
         R"({"contract_id":"{Kold}","center_id":"{C}","org_id":"{B}",
             "inspection_id":"insp-{misuse}-{FY0-2}","from":"{D}","months":37})"),
};

}  // namespace

std::span<const Violation> money_violations() {
  return kViolations;
}

}  // namespace ops::generate
