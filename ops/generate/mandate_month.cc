#include "ops/generate/mandate_events.h"
#include "ops/generate/names.h"

namespace ops::generate {

namespace {

constexpr int kMonthsOfYear = 12;
// Months of a centre's year in which its rarer procedures fall: (prefecture + month) mod 12.
constexpr int kPersonnelSlot = 8;
constexpr int kInterimSlot = 9;
constexpr int kTrialSlot = 0;
constexpr int kAmendmentSlot = 1;
constexpr std::int64_t kAdvanceYen = 5'000'000;
constexpr std::int64_t kSubcontractYen = 1'100'000;  // with tax
constexpr int kAgreedDays = 200;

int slot_of(const CenterPlan& plan, YearMonth month) {
  return (std::stoi(std::string(plan.facts->pref_code)) + month.month) % kMonthsOfYear;
}

std::string last_day_of(int fiscal_year) {
  return date_text(day_number(fiscal_year + 1, 3, 31));
}

}  // namespace

MandateMonth::MandateMonth(const CenterOffice& office, YearMonth month)
    : office_(office),
      month_(month),
      random_(office.writer.seed(), "mandate/" + office.plan.id + "/" + month.text()) {
  tallies_.push_back({&office.plan.members.front(), 0});
  for (const Member& member : office.plan.members) {
    if (member.role != "prod_lead" || member.from_fiscal_year > month.fiscal_year()) continue;
    lead_member_ = &member;
    tallies_.push_back({&member, 0});
  }
}

void MandateMonth::run_day(DayNumber day, bool first, bool last) {
  const int slot = slot_of(office_.plan, month_);
  if (first) {
    if (month_.month == 4) {
      pay_advance(day);
      subcontract(day);
    }
    if (slot == kPersonnelSlot) {
      question_chief(day);
      trial_coordinator(day);
      consult(day);
    }
    if (slot == kInterimSlot) prepare_interim(day);
    if (slot == kInterimSlot && lead_member_ != nullptr) agree_fewer_days(day);
    if (slot == kTrialSlot && lead_member_ != nullptr) settle_trial(day);
    if (slot == kAmendmentSlot) {
      const JstTime at{day, 8 * 3600};
      const std::string amended =
          by_officer(contract_form("contract.amended", at, office_.officer, entrustment())
                         .text("kind", "entrustment")
                         .text("change", "scope")
                         .text("from", at.date())
                         .text("detail", "出張相談会の追加"));
      countersign(amended, at.plus_minutes(5), office_.lead);
    }
    if (slot % 3 == 2) {
      const JstTime at{day, 8 * 3600 + 1200};
      by_lead(EventForm("substitute.placed", at, office_.lead)
                  .text("center_id", office_.plan.id)
                  .text("person_id", office_.plan.members[1].person)
                  .text("cause", "travel")
                  .text("from", at.date())
                  .text("to", at.date()));
    }
  }
  report_workdays(day);
  if (!last) return;
  record_costs(day);
  approve_workdays(day);
}

std::string MandateMonth::entrustment() const {
  return office_.plan.contract("entrustment", month_.fiscal_year());
}

EventForm MandateMonth::contract_form(std::string_view type, JstTime at, const ledger::Actor& actor,
                                      const std::string& contract) const {
  EventForm form(type, at, actor);
  form.text("contract_id", contract).text("center_id", office_.plan.id);
  return form;
}

std::string MandateMonth::by_lead(const EventForm& form) {
  return office_.writer.signed_with(office_.lead_key, form, random_);
}

std::string MandateMonth::by_officer(const EventForm& form) {
  return office_.writer.signed_with(office_.officer_key, form, random_);
}

void MandateMonth::countersign(const std::string& target, JstTime at, const ledger::Actor& actor) {
  office_.writer.deferred(
      target, {{"target_position", ReceiptPart::kPosition}, {"target_leaf", ReceiptPart::kLeafHash}},
      EventForm("event.countersigned", at, actor).text("target", target), random_);
}

void MandateMonth::report_workdays(DayNumber day) {
  int place = 0;
  for (Tally& tally : tallies_) {
    ++place;
    const bool away = tally.member == lead_member_ && day == trial_day_;
    if (away || random_.chance(100)) continue;
    const bool half = random_.chance(60);
    const JstTime at{day, 17 * 3600 + 2400 + place};
    office_.writer.attested(office_.plan.gateway,
                            contract_form("workday.reported", at, office_.plan.member_actor(*tally.member),
                                          office_.plan.contract(*tally.member, month_.fiscal_year()))
                                .text("person_id", tally.member->person)
                                .text("performed_on", at.date())
                                .text("fraction", half ? "half" : "full")
                                .text("duty", random_.chance(700) ? "management" : "consultation"),
                            random_);
    tally.halves += half ? 1 : 2;
    if (tally.member == &office_.plan.members.front()) traces_.chief_worked_on = at.date();
  }
}

void MandateMonth::approve_workdays(DayNumber day) {
  int place = 0;
  for (const Tally& tally : tallies_) {
    const JstTime at{day, 18 * 3600 + 1800 + place++};
    office_.writer.attested(office_.plan.gateway,
                            contract_form("workday.approved", at, office_.plan.staff_actor(),
                                          office_.plan.contract(*tally.member, month_.fiscal_year()))
                                .text("person_id", tally.member->person)
                                .text("year_month", month_.text())
                                .number("halves", tally.halves)
                                .text("approved_on", at.date()),
                            random_);
  }
}

void MandateMonth::record_costs(DayNumber day) {
  constexpr std::string_view kItems[] = {"I", "II-1", "II-5"};
  int number = 0;
  for (const std::string_view item : kItems) {
    const JstTime at{day, 16 * 3600 + 1800 + number};
    const std::int64_t yen = item == "I" ? random_.between(300'000, 450'000) : random_.between(3'000, 80'000);
    EventForm form = contract_form("cost.recorded", at, office_.plan.staff_actor(), entrustment());
    form.text("cost_id", "cost-" + office_.plan.id + "-" + month_.text() + "-" + std::to_string(++number))
        .text("item", item)
        .number("amount_yen", yen)
        .number("tax_yen", item == "I" ? 0 : yen / 10)
        .text("incurred_on", at.date())
        .text("fund", random_.chance(606) ? "initial" : "supplementary")
        .text("cost_class", "project")
        .number("vouchers", random_.between(1, 9))
        .text("counterparty", "見本商店");
    if (item == "I") form.text("labour_method", "health_insurance_grade");
    if (item == "II-1") form.text("travel", "domestic");
    office_.writer.attested(office_.plan.gateway, form, random_);
  }
}

void MandateMonth::pay_advance(DayNumber day) {
  const JstTime at{day, 14 * 3600};
  const std::string payment = "pay-" + office_.plan.id + "-" + month_.text();
  by_officer(contract_form("payment.advance_approved", at, office_.officer, entrustment())
                 .text("payment_id", payment + "-approval")
                 .number("amount_yen", kAdvanceYen)
                 .text("approved_on", at.date())
                 .text("basis", "自己資金の状況による"));
  by_officer(contract_form("payment.made", at.plus_minutes(30), office_.officer, entrustment())
                 .text("payment_id", payment)
                 .text("kind", "advance")
                 .number("amount_yen", kAdvanceYen)
                 .text("paid_on", at.date()));
}

void MandateMonth::subcontract(DayNumber day) {
  const JstTime at{day, 15 * 3600};
  const std::string rest = office_.plan.id + "-" + std::to_string(month_.fiscal_year());
  by_lead(EventForm("org.registered", at, office_.lead)
              .text("org_id", "sub-" + rest)
              .text("kind", "subcontractor")
              .text("name", "架空企画株式会社"));
  by_lead(contract_form("subcontract.requested", at.plus_minutes(5), office_.lead, entrustment())
              .text("subcontract_id", "sc-" + rest)
              .text("subcontractor", "sub-" + rest)
              .texts("scope", {"publicity"})
              .number("amount_yen", kSubcontractYen)
              .flag("reason_letter", false)
              .flag("security_clause", true)
              .flag("inspection_clause", true));
  by_officer(contract_form("subcontract.approved", at.plus_minutes(10), office_.officer, entrustment())
                 .text("subcontract_id", "sc-" + rest)
                 .text("approved_on", at.date()));
  traces_.subcontract = "sc-" + rest;
  by_lead(contract_form("contract.concluded", at.plus_minutes(15), office_.lead, "k-sub-" + rest)
              .text("kind", "subcontract")
              .text("org_id", "sub-" + rest)
              .text("subcontract_id", "sc-" + rest)
              .text("start", at.date())
              .text("end", last_day_of(month_.fiscal_year()))
              .number("amount_yen", kSubcontractYen));
  office_.writer.attested(
      office_.plan.gateway,
      contract_form("cost.recorded", at.plus_minutes(20), office_.plan.staff_actor(), entrustment())
          .text("cost_id", "cost-" + rest + "-iii")
          .text("item", "III")
          .text("subcontract_id", "sc-" + rest)
          .number("amount_yen", 500'000)
          .number("tax_yen", 50'000)
          .text("incurred_on", at.date())
          .text("fund", "initial")
          .text("cost_class", "project")
          .number("vouchers", 2),
      random_);
}

// A complaint that the interview clears: the bureau does not allow the rescission.
void MandateMonth::question_chief(DayNumber day) {
  const JstTime at{day, 13 * 3600};
  const Member& chief = office_.plan.members.front();
  const std::string contract = office_.plan.contract(chief, month_.fiscal_year());
  const std::string interview = by_lead(contract_form("rescission.interview_held", at, office_.lead, contract)
                                            .text("person_id", chief.person)
                                            .text("held_on", at.date())
                                            .text("minutes", "事実関係を確認した。"));
  const std::string report =
      by_lead(contract_form("rescission.reported", at.plus_minutes(30), office_.lead, contract)
                  .text("person_id", chief.person)
                  .text("interview", interview)
                  .text("reported_on", at.date())
                  .text("ground", "deviation"));
  by_officer(contract_form("rescission.decided", at.plus_minutes(60), office_.officer, contract)
                 .text("person_id", chief.person)
                 .text("report", report)
                 .flag("allowed", false)
                 .text("decided_on", at.date()));
}

void MandateMonth::register_trial(const std::string& person, JstTime at) {
  const security::PrivateKey key = demo_key(office_.writer.seed(), person);
  const PersonName name = make_person_name(random_);
  by_lead(EventForm("person.registered", at, office_.lead)
              .text("person_id", person)
              .text("org_id", office_.plan.body)
              .text("name", name.name)
              .text("kana", name.kana));
  by_lead(EventForm("key.enrolled", at.plus_minutes(6), office_.lead)
              .text("kid", key.kid().value)
              .text("algorithm", "Ed25519")
              .text("public_key", ledger::to_base64url(key.public_key()))
              .text("purpose", "author")
              .text("person_id", person)
              .text("valid_from", at.plus_minutes(6).text()));
}

// Appointed, contracted, shortened and rescinded: a coordinator who did not stay.
void MandateMonth::trial_coordinator(DayNumber day) {
  const CenterPlan& plan = office_.plan;
  const std::string person = "p-" + plan.id + "-trial-" + month_.text();
  const std::string contract = "k-" + plan.id + "-trial-" + month_.text();
  const ledger::Actor actor = plan.actor(person, "co");
  const security::PrivateKey key = demo_key(office_.writer.seed(), person);
  JstTime at{day, 9 * 3600};
  const auto next = [&at] { return at = at.plus_minutes(6); };
  register_trial(person, at);
  at = at.plus_minutes(6);
  const auto step = [&](std::string_view type, const ledger::Actor& by) {
    EventForm form(std::string("appointment.").append(type), next(), by);
    form.text("person_id", person).text("role", "co").text("center_id", plan.id);
    return form.text(std::string(type).append("_on"), at.date());
  };
  by_lead(step("selected", office_.lead));
  by_lead(step("reported", office_.lead));
  const std::string approved = by_officer(step("approved", office_.officer));
  by_lead(EventForm("role.granted", next(), office_.lead)
              .text("person_id", person)
              .text("role", "co")
              .text("scope", plan.id)
              .text("valid_from", at.date())
              .text("basis", approved));
  const auto of_contract = [&](std::string_view type) {
    return contract_form(type, next(), office_.lead, contract);
  };
  const std::string concluded = by_lead(of_contract("contract.concluded")
                                            .text("kind", "co")
                                            .text("person_id", person)
                                            .text("start", at.date())
                                            .text("end", last_day_of(month_.fiscal_year()))
                                            .text("pay_basis", "labour")
                                            .text("staff_status", "staff"));
  countersign(concluded, next(), actor);
  traces_.labour_contract = contract;
  const auto consult = [&](std::string_view matter) {
    const std::string consulted =
        by_lead(of_contract("bureau.consulted").text("matter", matter).text("held_on", at.date()));
    countersign(consulted, next(), office_.officer);
    return consulted;
  };
  const std::string about_term = consult("shortening");
  const std::string shortened = by_lead(of_contract("contract.shortened")
                                            .text("kind", "co")
                                            .text("person_id", person)
                                            .text("new_end", date_text(day + 20))
                                            .text("consultation", about_term));
  countersign(shortened, next(), actor);
  const std::string about_rescission = consult("rescission");
  by_lead(of_contract("contract.rescinded")
              .text("kind", "co")
              .text("person_id", person)
              .text("rescinded_on", at.date())
              .text("consultation", about_rescission)
              .flag("published", false)
              .text("ground", "unfit"));
  by_lead(EventForm("role.revoked", next(), office_.lead)
              .text("person_id", person)
              .text("role", "co")
              .text("scope", plan.id));
  by_lead(EventForm("key.revoked", next(), office_.lead).text("kid", key.kid().value).text("reason", "left"));
}

// Somebody stands by for the first days of the next year, until the successor's contract.
void MandateMonth::prepare_interim(DayNumber day) {
  const JstTime at{day, 11 * 3600};
  const std::string& person = office_.plan.members[1].person;
  const auto form = [&](std::string_view type, int minutes, const ledger::Actor& actor) {
    EventForm made(type, at.plus_minutes(minutes), actor);
    made.text("center_id", office_.plan.id).text("person_id", person);
    return made;
  };
  by_lead(form("interim.proposed", 0, office_.lead)
              .text("from", date_text(day_number(month_.fiscal_year() + 1, 4, 1))));
  by_officer(form("interim.approved", 20, office_.officer).text("approved_on", at.date()));
  by_lead(form("interim.ended", 40, office_.lead).text("cause", "successor").text("ended_on", at.date()));
}

void MandateMonth::agree_fewer_days(DayNumber day) {
  const JstTime at{day, 12 * 3600};
  const std::string agreed = office_.writer.signed_with(
      demo_key(office_.writer.seed(), lead_member_->person),
      contract_form("workday.exception_agreed", at, office_.plan.member_actor(*lead_member_),
                    office_.plan.contract(*lead_member_, month_.fiscal_year()))
          .text("person_id", lead_member_->person)
          .number("days", kAgreedDays)
          .text("agreed_on", at.date()),
      random_);
  countersign(agreed, at.plus_minutes(5), office_.lead);
  countersign(agreed, at.plus_minutes(10), office_.officer);
}

// Talks with the bureau that nothing comes of.
void MandateMonth::consult(DayNumber day) {
  const JstTime at{day, 16 * 3600};
  const auto about = [&](const std::string& contract, std::string_view matter, int minutes) {
    const std::string consulted =
        by_lead(contract_form("bureau.consulted", at.plus_minutes(minutes), office_.lead, contract)
                    .text("matter", matter)
                    .text("held_on", at.date()));
    countersign(consulted, at.plus_minutes(minutes + 5), office_.officer);
    return consulted;
  };
  const auto& members = office_.plan.members;
  const int year = month_.fiscal_year();
  traces_.about_shortening = about(office_.plan.contract(members.front(), year), "shortening", 0);
  traces_.about_rescission = about(office_.plan.contract(members[2], year), "rescission", 10);
}

std::string MandateMonth::conclude_for_a_day(DayNumber day, int minutes, std::string_view name) {
  const JstTime at = JstTime{day, 8 * 3600 + 1800}.plus_minutes(minutes);
  std::string contract = "k-" + office_.plan.id + "-";
  contract.append(name).append("-").append(month_.text());
  const std::string concluded = by_lead(contract_form("contract.concluded", at, office_.lead, contract)
                                            .text("kind", "prod_lead")
                                            .text("person_id", lead_member_->person)
                                            .text("start", at.date())
                                            .text("end", at.date())
                                            .number("weekly_days", 3)
                                            .text("pay_basis", "labour")
                                            .text("staff_status", "staff"));
  countersign(concluded, at.plus_minutes(5), office_.plan.member_actor(*lead_member_));
  return contract;
}

// A contract of one day, worked and settled; and one on which nothing was worked, and nobody settles.
void MandateMonth::settle_trial(DayNumber day) {
  const JstTime at{day, 8 * 3600 + 1800};
  const std::string contract = conclude_for_a_day(day, 0, "day");
  traces_.settled_contract = contract;
  traces_.labour_contract = contract;
  traces_.unsettled_contract = conclude_for_a_day(day, 10, "idle");
  const ledger::Actor actor = office_.plan.member_actor(*lead_member_);
  trial_day_ = day;
  office_.writer.attested(office_.plan.gateway,
                          contract_form("workday.reported", {day, 17 * 3600 + 2300}, actor, contract)
                              .text("person_id", lead_member_->person)
                              .text("performed_on", at.date())
                              .text("fraction", "full")
                              .text("duty", "training"),
                          random_);
  by_lead(contract_form("workyear.settled", {day, 18 * 3600}, office_.lead, contract)
              .text("person_id", lead_member_->person)
              .number("halves", 2)
              .text("verdict", "reached")
              .text("settled_on", at.date()));
}

}  // namespace ops::generate
