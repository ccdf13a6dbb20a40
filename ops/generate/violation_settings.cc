#include <iterator>
#include <string>

#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

using enum Signatory;

// Once in a fiscal year.
constexpr int kSettingMonth = 4;
constexpr int kGrants = 64;  // as many grants of one role as one person can hold
constexpr int kEarlierFiscalYear = 2021;

// Plain settings; what is planted against each stands in the group's table.
struct Setting {
  Signatory who;
  std::string_view type;
  std::string_view fields;
};
constexpr Setting kSettings[] = {
    // survey.too_many_items
    {kAgency, "policy.parameter_set", R"({"name":"survey.items_max","value":5})"},
    // contract.over_fund_ceiling
    {kOfficer, "policy.parameter_set", R"({"name":"ceiling.{C}.{Y+3}-initial","value":1000})"},
    // assignee.no_licence
    {kLead, "person.registered", R"({"person_id":"p-{P}-unlicensed-{Y}","org_id":"{B}","name":"見本無免"})"},
    {kLead, "role.granted",
     R"({"person_id":"p-{P}-unlicensed-{Y}","role":"prod_supporter","scope":"{C}","valid_from":"{D}",
         "valid_to":"{D}","basis":"{sharing}"})"},
    // timestamp.lapsed
    {kSecurity, "timestamp.obtained",
     R"({"checkpoint_size":0,
         "checkpoint_root":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
         "authority":"tsa-lapsed-{C}-{Y}","stamped_at":"{T-2880}","expires_at":"{T-1440}",
         "token_sha256":"{H}"})"},
};

class Settings {
 public:
  explicit Settings(const ViolationContext& context)
      : c_(context),
        office_(context.office()),
        plan_(context.office().plan),
        scribe_(context.office()),
        year_(context.month.fiscal_year()),
        code_(plan_.facts->pref_code) {}

  void hold() {
    for (const Setting& setting : kSettings) record(setting.who, setting.type, setting.fields);
    fill_role();
    conclude_without_rate();
    leave_amount_open();
  }

 private:
  void record(Signatory who, std::string_view type, std::string_view fields) {
    const auto form = scribe_.fill(who, type, fields, {c_.month, c_.at, c_.random},
                                   [&](std::string_view name) { return c_.value(name); });
    if (form) scribe_.record(who, *form, c_.random);
  }
  EventForm form(std::string_view type, const ledger::Actor& actor) const {
    return EventForm(type, c_.at, actor);
  }
  std::string by_lead(const EventForm& form) {
    return office_.writer.signed_with(office_.lead_key, form, c_.random);
  }
  std::string by_officer(const EventForm& form) {
    return office_.writer.signed_with(office_.officer_key, form, c_.random);
  }
  void countersign(const std::string& target, const ledger::Actor& actor) {
    office_.writer.deferred(
        target, {{"target_position", ReceiptPart::kPosition}, {"target_leaf", ReceiptPart::kLeafHash}},
        form("event.countersigned", actor).text("target", target), c_.random);
  }

  // role.too_many: somebody who holds a role as often as one can.
  void fill_role() {
    const std::string person = "p-" + code_ + "-grants-" + std::to_string(year_);
    const std::string basis = by_lead(form("person.registered", office_.lead)
                                          .text("person_id", person)
                                          .text("org_id", plan_.body)
                                          .text("name", "見本多任"));
    for (int i = 0; i < kGrants; ++i) {
      by_lead(form("role.granted", office_.lead)
                  .text("person_id", person)
                  .text("role", "impl_staff")
                  .text("scope", plan_.id)
                  .text("valid_from", c_.at.date())
                  .text("valid_to", c_.at.date())
                  .text("basis", basis));
    }
  }

  // fee.no_rate: a contract of one Sunday, work on it, and no rate.
  void conclude_without_rate() {
    const Member& deputy = plan_.members[1];
    DayNumber sunday = c_.at.day;
    while (weekday(sunday) != 0) --sunday;
    const std::string contract = plan_.contract("no-rate", year_);
    EventForm terms = form("contract.concluded", office_.lead);
    terms.text("contract_id", contract)
        .text("kind", deputy.role)
        .text("center_id", plan_.id)
        .text("person_id", deputy.person)
        .text("start", date_text(sunday))
        .text("end", date_text(sunday))
        .number("weekly_days", 1)
        .text("pay_basis", "honorarium")
        .text("staff_status", "independent");
    if (!deputy.by_approval) terms.number("hired_fy", kEarlierFiscalYear);
    const std::string concluded = by_lead(terms);
    countersign(concluded, plan_.actor(deputy.person, deputy.role));
    scribe_.record(kStaff,
                   scribe_.form(kStaff, "assignment.performed", c_.at)
                       .text("assignment_id", "as-" + code_ + "-no-rate-" + std::to_string(year_))
                       .text("contract_id", contract)
                       .text("person_id", deputy.person)
                       .text("performed_on", date_text(sunday))
                       .text("fraction", "half")
                       .text("paperwork", "complete")
                       .text("work", "相談対応"),
                   c_.random);
  }

  EventForm about(std::string_view type, const ledger::Actor& actor, const std::string& contract) const {
    return form(type, actor).text("contract_id", contract).text("center_id", plan_.id);
  }

  // amount.not_sum: the accounts of a year long past, reported and inspected, with no amount fixed.
  void leave_amount_open() {
    const int year = year_ - 5;
    const std::string contract = plan_.contract("entrustment", year);
    const std::string last = date_text(day_number(year + 1, 3, 31));
    const std::string concluded = by_officer(about("contract.concluded", office_.officer, contract)
                                                 .text("kind", "entrustment")
                                                 .text("org_id", plan_.body)
                                                 .text("start", date_text(day_number(year, 4, 1)))
                                                 .text("end", last)
                                                 .number("amount_yen", 1'000'000));
    countersign(concluded, office_.lead);
    by_lead(about("cost.recorded", office_.lead, contract)
                .text("cost_id", "cost-" + code_ + "-" + std::to_string(year))
                .text("item", "II-6")
                .number("amount_yen", 100'000)
                .number("tax_yen", 10'000)
                .text("incurred_on", last)
                .text("fund", "initial")
                .text("cost_class", "project")
                .number("vouchers", 1));
    by_lead(about("performance_report.submitted", office_.lead, contract)
                .number("total_yen", 100'000)
                .text("submitted_on", last));
    by_officer(about("inspection.held", office_.officer, contract)
                   .text("inspection_id", "insp-" + code_ + "-" + std::to_string(year))
                   .text("kind", "amount")
                   .text("site", "impl_body")
                   .text("result", "none")
                   .text("held_on", last));
  }

  const ViolationContext& c_;
  const CenterOffice& office_;
  const CenterPlan& plan_;
  const Scribe scribe_;
  const int year_;
  const std::string code_;
};

}  // namespace

void hold_settings(const ViolationContext& context, int day) {
  if (context.month.month == kSettingMonth && day == kLastDay) Settings(context).hold();
}

}  // namespace ops::generate
