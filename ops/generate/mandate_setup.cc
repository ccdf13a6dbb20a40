#include "ops/generate/mandate_events.h"

namespace ops::generate {

namespace {

constexpr std::int64_t kOldAmountYen = 1'000'000;
// Some centres had a false start, so that rarer procedures are in every nation's year.
constexpr int kFalseStartEvery = 11;

class MandateSetup {
 public:
  MandateSetup(const CenterOffice& office, int fiscal_year, Random& random)
      : office_(office),
        plan_(office.plan),
        year_(fiscal_year),
        random_(random),
        code_(plan_.facts->pref_code) {}

  void run() {
    const std::string bureau(plan_.facts->bureau.substr(plan_.facts->bureau.find('-') + 1));
    const std::string call = "call-" + std::to_string(year_) + "-";
    const JstTime body_closes = body_call(year_).closes;
    select(call + "body-" + bureau, plan_.body, true,
           {"form_1", "forms_2_to_5", "form_6", "company_outline", "qualification_or_financials"},
           body_closes);
    select(call + "cco-" + bureau, plan_.members.front().person, false, {"form_1"}, body_closes);
    if (year_ >= kProductivityFromFiscalYear) {
      const JstTime closes = productivity_call(year_).closes;
      const std::string prod = call + "prod-" + bureau;
      exclude(prod, closes);
      leave_undecided(prod, closes);
      if (is_false_start()) cancel(prod, closes);
      select(prod, plan_.members.back().person, true, {"form_1", "form_2"}, closes);
    }
    old_accounts();
    if (is_false_start()) false_start();
  }

 private:
  bool is_false_start() const { return std::stoi(code_) % kFalseStartEvery == 0; }
  std::string by_officer(const EventForm& form) {
    return office_.writer.signed_with(office_.officer_key, form, random_);
  }
  std::string by_lead(const EventForm& form) {
    return office_.writer.signed_with(office_.lead_key, form, random_);
  }

  EventForm form(std::string_view type, JstTime at, const std::string& application,
                 const std::string& applicant) {
    EventForm made(type, at, office_.officer);
    made.text("application_id", application).text("applicant_id", applicant).text("center_id", plan_.id);
    return made;
  }

  // From the application to the decision; its id.
  std::string apply(const std::string& call, const std::string& applicant,
                    const std::vector<std::string>& documents, JstTime closes) {
    const std::string application = "a-" + std::to_string(year_) + "-" + code_ + "-" + applicant;
    const JstTime at = closes.plus_minutes(60);
    by_officer(
        form("application.received", at, application, applicant)
            .text("call_id", call)
            .text("received_at", closes.plus_minutes(-60 - static_cast<int>(random_.below(120))).text())
            .texts("documents", documents)
            .text("evidence", "応募書類一式"));
    return application;
  }

  void screen(const std::string& application, const std::string& applicant, std::string_view stage,
              JstTime at) {
    ledger::JsonValue scores(ledger::JsonValue::Object{});
    scores.add("management", ledger::JsonValue(random_.between(3, 5)));
    by_officer(form("screening.recorded", at, application, applicant)
                   .text("stage", stage)
                   .flag("passed", true)
                   .texts("unmet", {})
                   .text("screened_on", at.date())
                   .add("scores", std::move(scores)));
  }

  void decide(const std::string& application, const std::string& applicant, JstTime at) {
    by_officer(form("selection.decided", at, application, applicant)
                   .text("result", "selected")
                   .text("decided_on", at.date())
                   .text("reason", "選定基準を満たすため"));
  }

  void select(const std::string& call, const std::string& applicant, bool interview,
              const std::vector<std::string>& documents, JstTime closes) {
    const std::string application = apply(call, applicant, documents, closes);
    screen(application, applicant, "document", closes.plus_minutes(120));
    if (interview) screen(application, applicant, "interview", closes.plus_minutes(180));
    decide(application, applicant, closes.plus_minutes(240));
    by_officer(EventForm("call.closed", closes.plus_minutes(300), office_.officer)
                   .text("call_id", call)
                   .text("center_id", plan_.id)
                   .text("outcome", "filled")
                   .text("closed_on", closes.date()));
  }

  void exclude(const std::string& call, JstTime closes) {
    const std::string applicant = "p-" + code_ + "-applicant-1";
    const std::string application = apply(call, applicant, {"form_1", "form_2"}, closes);
    by_officer(form("application.excluded", closes.plus_minutes(70), application, applicant)
                   .text("ground", "multiple_prefectures")
                   .text("excluded_on", closes.date()));
  }

  // Two who are still in the procedure: one not reviewed yet, one after the interview.
  void leave_undecided(const std::string& call, JstTime closes) {
    const std::vector<std::string> documents = {"form_1", "form_2"};
    apply(call, "p-" + code_ + "-applicant-3", documents, closes);
    const std::string applicant = "p-" + code_ + "-applicant-4";
    const std::string application = apply(call, applicant, documents, closes);
    screen(application, applicant, "document", closes.plus_minutes(80));
    screen(application, applicant, "interview", closes.plus_minutes(90));
  }

  // Selected first, and cancelled again on a ground that nobody outside learns.
  void cancel(const std::string& call, JstTime closes) {
    const std::string applicant = "p-" + code_ + "-applicant-2";
    const std::string application = apply(call, applicant, {"form_1", "form_2"}, closes);
    screen(application, applicant, "document", closes.plus_minutes(80));
    screen(application, applicant, "interview", closes.plus_minutes(90));
    decide(application, applicant, closes.plus_minutes(100));
    by_officer(form("selection.cancelled", closes.plus_minutes(110), application, applicant)
                   .text("kind", "prod_lead")
                   .flag("published", false)
                   .text("cancelled_on", closes.date())
                   .text("ground", "false_application"));
  }

  EventForm about(std::string_view type, JstTime at, const ledger::Actor& actor,
                  const std::string& contract) const {
    EventForm made(type, at, actor);
    made.text("contract_id", contract).text("center_id", plan_.id);
    return made;
  }

  void entrust_for(const std::string& contract, int year, JstTime at) {
    const std::string concluded = by_officer(EventForm("contract.concluded", at, office_.officer)
                                                 .text("contract_id", contract)
                                                 .text("kind", "entrustment")
                                                 .text("center_id", plan_.id)
                                                 .text("org_id", plan_.body)
                                                 .text("start", date_text(day_number(year, 4, 1)))
                                                 .text("end", date_text(day_number(year + 1, 3, 31)))
                                                 .number("amount_yen", kOldAmountYen));
    office_.writer.deferred(
        concluded, {{"target_position", ReceiptPart::kPosition}, {"target_leaf", ReceiptPart::kLeafHash}},
        EventForm("event.countersigned", at.plus_minutes(1), office_.lead).text("target", concluded),
        random_);
  }

  // The accounts of the year before last: costs, report, inspection, amount, payment.
  void old_accounts() {
    const int year = year_ - 2;
    const std::string contract = plan_.contract("entrustment", year);
    const JstTime at{working_day_until(day_number(year_, 3, 20)), 10 * 3600};
    entrust_for(contract, year, at);
    const std::int64_t yen = random_.between(900'000, 1'200'000);
    const std::string cost = "cost-" + code_ + "-" + std::to_string(year);
    const std::string last = date_text(day_number(year + 1, 3, 31));
    by_lead(about("cost.recorded", at.plus_minutes(10), office_.lead, contract)
                .text("cost_id", cost)
                .text("item", "II-6")
                .number("amount_yen", yen)
                .number("tax_yen", yen / 10)
                .text("incurred_on", last)
                .text("fund", "initial")
                .text("cost_class", "project")
                .number("vouchers", 12)
                .text("counterparty", "架空印刷株式会社"));
    const std::string due = date_text(day_number(year + 1, 4, 10));
    by_lead(about("performance_report.submitted", at.plus_minutes(20), office_.lead, contract)
                .number("total_yen", yen)
                .text("submitted_on", due));
    by_lead(about("business_report.delivered", at.plus_minutes(30), office_.lead, contract)
                .flag("native", true)
                .flag("text_pdf", true)
                .text("delivered_on", due)
                .text("native_sha256", random_.hex(64))
                .text("text_pdf_sha256", random_.hex(64)));
    const bool misuse = is_false_start();
    const std::string inspection = "insp-" + code_ + "-" + std::to_string(year);
    by_officer(about("inspection.held", at.plus_minutes(40), office_.officer, contract)
                   .text("inspection_id", inspection)
                   .text("kind", "amount")
                   .text("site", "impl_body")
                   .text("result", misuse ? "misuse" : "findings")
                   .text("held_on", date_text(day_number(year + 1, 5, 20))));
    const std::int64_t refused = random_.between(1'000, 50'000);
    by_officer(about("cost.disallowed", at.plus_minutes(50), office_.officer, contract)
                   .text("cost_id", cost)
                   .number("amount_yen", refused)
                   .text("reason", "not_needed")
                   .text("disallowed_on", date_text(day_number(year + 1, 5, 21))));
    const std::int64_t fixed = std::min(yen - refused, kOldAmountYen);
    by_officer(about("amount.fixed", at.plus_minutes(60), office_.officer, contract)
                   .number("amount_yen", fixed)
                   .text("fixed_on", date_text(day_number(year + 1, 5, 29))));
    by_officer(about("payment.made", at.plus_minutes(70), office_.officer, contract)
                   .text("payment_id", "pay-" + code_ + "-" + std::to_string(year))
                   .text("kind", "settlement")
                   .number("amount_yen", fixed)
                   .text("paid_on", date_text(day_number(year + 1, 6, 10))));
    if (!misuse) return;
    by_officer(about("sanction.imposed", at.plus_minutes(80), office_.officer, contract)
                   .text("org_id", plan_.body)
                   .text("inspection_id", inspection)
                   .text("from", date_text(day_number(year + 1, 6, 1)))
                   .number("months", 1)
                   .text("facts", "証拠書類の不備（見本）"));
  }

  // A contract for the new year that is rescinded before it begins; entrust() concludes another.
  void false_start() {
    const std::string contract = plan_.contract("entrustment-first", year_);
    const JstTime at{working_day_until(day_number(year_, 3, 22)), 15 * 3600};
    entrust_for(contract, year_, at);
    by_officer(about("entrustment.rescinded", at.plus_minutes(30), office_.officer, contract)
                   .text("org_id", plan_.body)
                   .text("ground", "unfit")
                   .flag("published", false)
                   .text("rescinded_on", at.date()));
  }

  const CenterOffice& office_;
  const CenterPlan& plan_;
  const int year_;
  Random& random_;
  const std::string code_;
};

}  // namespace

void set_up_mandate(const CenterOffice& office, int fiscal_year, Random& random) {
  MandateSetup(office, fiscal_year, random).run();
}

}  // namespace ops::generate
