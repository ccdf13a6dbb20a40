#include "ops/generate/engagement.h"

#include "ops/generate/names.h"

namespace ops::generate {

namespace {

constexpr int kMorning = 10 * 3600;
constexpr int kEvening = 19 * 3600;
// Seconds between the steps of one person; people of one centre are a second apart inside a step.
constexpr int kStepSeconds = 240;
constexpr int kChiefTermYears = 3;
constexpr std::int64_t kBaseYen = 35'000;
// Someone hired before the bureau's approval was asked for.
constexpr int kEarlierFiscalYear = 2021;

std::string last_day_of(int fiscal_year) {
  return date_text(day_number(fiscal_year + 1, 3, 31));
}
std::string first_day_of(int fiscal_year) {
  return date_text(day_number(fiscal_year, 4, 1));
}

class Engagement {
 public:
  Engagement(const CenterOffice& office, const Member& member, int fiscal_year, EngagementKind kind,
             const EngagementDays& days, int place, std::string_view call, Random& random)
      : office_(office),
        plan_(office.plan),
        member_(member),
        fiscal_year_(fiscal_year),
        first_(kind == EngagementKind::kFirst),
        days_(days),
        start_second_((first_ ? kMorning : kEvening) + place),
        call_(call),
        random_(random),
        contract_(plan_.contract(member, fiscal_year)) {}

  void run() {
    if (first_) register_person();
    std::string basis = appoint();
    const std::string concluded = conclude();
    if (basis.empty()) basis = concluded;
    if (first_) admit(basis);
    office_.writer.deferred(
        concluded, {{"target_position", ReceiptPart::kPosition}, {"target_leaf", ReceiptPart::kLeafHash}},
        EventForm("event.countersigned", at(days_.concluded, 8), plan_.actor(member_.person, member_.role))
            .text("target", concluded),
        random_);
    set_rate();
  }

 private:
  JstTime at(DayNumber day, int step) const {
    return JstTime{day, start_second_}.plus_seconds(step * kStepSeconds);
  }
  std::string by_lead(const EventForm& form) {
    return office_.writer.signed_with(office_.lead_key, form, random_);
  }
  std::string by_officer(const EventForm& form) {
    return office_.writer.signed_with(office_.officer_key, form, random_);
  }
  bool is_nominated() const { return member_.role == "cco" || member_.role == "prod_lead"; }

  void register_person() {
    const PersonName name = make_person_name(random_);
    office_.writer.attested(plan_.gateway,
                            EventForm("person.registered", at(days_.registered, 0), office_.lead)
                                .text("person_id", member_.person)
                                .text("org_id", plan_.body)
                                .text("name", name.name)
                                .text("kana", name.kana)
                                .text("contact", member_.person + "@example.jp"),
                            random_);
    const security::PrivateKey key = demo_key(office_.writer.seed(), member_.person);
    const JstTime enrolled = at(days_.registered, 1);
    by_lead(EventForm("key.enrolled", enrolled, office_.lead)
                .text("kid", key.kid().value)
                .text("algorithm", "Ed25519")
                .text("public_key", ledger::to_base64url(key.public_key()))
                .text("purpose", "author")
                .text("person_id", member_.person)
                .text("valid_from", enrolled.text()));
  }

  EventForm step(std::string_view type, DayNumber day, int number, const ledger::Actor& actor) {
    EventForm form(type, at(day, number), actor);
    form.text("person_id", member_.person).text("role", member_.role).text("center_id", plan_.id);
    return form;
  }

  // Id of the event that the role rests on; empty: only the contract can bear it.
  std::string appoint() {
    if (is_nominated()) {
      // The chief's term outlasts the contract (003 3(1)).
      if (member_.role == "cco" && !first_) return {};
      const int years = member_.role == "cco" ? kChiefTermYears : 1;
      EventForm form = step("appointment.nominated", days_.approved, 2, office_.officer);
      form.text("term_from", first_day_of(fiscal_year_))
          .text("term_to", last_day_of(fiscal_year_ + years - 1));
      if (!call_.empty()) form.text("call_id", call_);
      return by_officer(form);
    }
    if (!first_ || !member_.by_approval) return {};
    EventForm selected = step("appointment.selected", days_.selected, 2, office_.lead);
    selected.text("selected_on", date_text(days_.selected));
    if (!call_.empty()) selected.text("call_id", call_);
    by_lead(selected);
    by_lead(step("appointment.reported", days_.reported, 3, office_.lead)
                .text("reported_on", date_text(days_.reported)));
    return by_officer(step("appointment.approved", days_.approved, 4, office_.officer)
                          .text("approved_on", date_text(days_.approved)));
  }

  std::string conclude() {
    EventForm form("contract.concluded", at(days_.concluded, 5), office_.lead);
    form.text("contract_id", contract_)
        .text("kind", member_.role)
        .text("center_id", plan_.id)
        .text("person_id", member_.person)
        .text("start", first_day_of(fiscal_year_))
        .text("end", last_day_of(fiscal_year_))
        .number("weekly_days", member_.role == "co" ? 3 : 5)
        .text("pay_basis", member_.honorarium ? "honorarium" : "labour")
        .text("staff_status", member_.honorarium ? "independent" : "staff");
    if (!is_nominated() && !member_.by_approval) form.number("hired_fy", kEarlierFiscalYear);
    return by_lead(form);
  }

  void admit(const std::string& basis) {
    EventForm role("role.granted", at(days_.concluded, 6), office_.lead);
    role.text("person_id", member_.person)
        .text("role", member_.role)
        .text("scope", plan_.id)
        .text("valid_from", date_text(days_.concluded));
    if (member_.role == "cco") role.text("valid_to", last_day_of(fiscal_year_ + kChiefTermYears - 1));
    by_lead(role.text("basis", basis));
    by_lead(EventForm("principal.bound", at(days_.concluded, 7), office_.lead)
                .text("principal", plan_.gateway)
                .text("kind", "system")
                .text("person_id", member_.person)
                .text("credential", credential_of(plan_.gateway)));
    office_.writer.attested(kHqGateway,
                            EventForm("licence.issued", at(days_.licensed, 9), hq_actor())
                                .text("licence_id", member_.licence)
                                .text("person_id", member_.person)
                                .text("issued_on", date_text(days_.licensed)),
                            random_);
  }

  void set_rate() {
    if (!member_.honorarium) return;
    if (member_.role == "co" && member_.rate_yen > kBaseYen) {
      by_officer(EventForm("fee.raise_approved", at(days_.licensed, 10), office_.officer)
                     .text("contract_id", contract_)
                     .number("yen", member_.rate_yen)
                     .text("circumstance", "outstanding_record"));
    }
    by_lead(EventForm("fee.rate_set", at(days_.licensed, 11), office_.lead)
                .text("contract_id", contract_)
                .number("yen", member_.rate_yen)
                .text("from", first_day_of(fiscal_year_)));
  }

  const CenterOffice& office_;
  const CenterPlan& plan_;
  const Member& member_;
  const int fiscal_year_;
  const bool first_;
  const EngagementDays& days_;
  const int start_second_;
  const std::string_view call_;
  Random& random_;
  const std::string contract_;
};

// Kyushu's ceilings are known for one year and stand in for the others; elsewhere the amount goes with the
// staff.
std::int64_t contract_yen(const CentreFacts& facts) {
  if (const CeilingFacts* ceiling = find_ceiling(facts.pref_code)) return ceiling->total * 1000 / 100 * 97;
  return 20'000'000 + 5'500'000LL * facts.coordinators;
}

}  // namespace

CenterOffice::CenterOffice(const CenterPlan& center, EventWriter& out)
    : plan(center),
      writer(out),
      lead(center.lead_actor()),
      officer(officer_actor(center.facts->bureau)),
      lead_key(demo_key(out.seed(), center.lead)),
      officer_key(demo_key(out.seed(), officer.person.value)) {}

EngagementDays EngagementDays::before(int fiscal_year) {
  const auto march = [&](int day) { return working_day_until(day_number(fiscal_year, 3, day)); };
  return {
      working_day_until(day_number(fiscal_year, 2, 25)), march(4), march(6), march(17), march(25), march(26)};
}

void engage(const CenterOffice& office, const Member& member, int fiscal_year, EngagementKind kind,
            const EngagementDays& days, int place, std::string_view call, Random& random) {
  Engagement(office, member, fiscal_year, kind, days, place, call, random).run();
}

void entrust(const CenterOffice& office, int fiscal_year, DayNumber day, Random& random) {
  const CenterPlan& plan = office.plan;
  const JstTime start{day, 18 * 3600 + 1800};
  if (const CeilingFacts* ceiling = find_ceiling(plan.facts->pref_code)) {
    office.writer.signed_with(office.officer_key,
                              EventForm("policy.parameter_set", start, office.officer)
                                  .text("name", "ceiling." + plan.id + "." + std::to_string(fiscal_year))
                                  .number("value", ceiling->total * 1000),
                              random);
  }
  const std::string concluded =
      office.writer.signed_with(office.officer_key,
                                EventForm("contract.concluded", start.plus_minutes(5), office.officer)
                                    .text("contract_id", plan.contract("entrustment", fiscal_year))
                                    .text("kind", "entrustment")
                                    .text("center_id", plan.id)
                                    .text("org_id", plan.body)
                                    .text("start", first_day_of(fiscal_year))
                                    .text("end", last_day_of(fiscal_year))
                                    .number("amount_yen", contract_yen(*plan.facts)),
                                random);
  office.writer.deferred(
      concluded, {{"target_position", ReceiptPart::kPosition}, {"target_leaf", ReceiptPart::kLeafHash}},
      EventForm("event.countersigned", start.plus_minutes(10), office.lead).text("target", concluded),
      random);
}

void renew(const CenterOffice& office, int fiscal_year, DayNumber day, Random& random) {
  entrust(office, fiscal_year, day, random);
  int place = 0;
  for (const Member& member : office.plan.members) {
    const bool begins = member.from_fiscal_year == fiscal_year;
    engage(office, member, fiscal_year, begins ? EngagementKind::kFirst : EngagementKind::kRenewal,
           EngagementDays::on(day), place++, {}, random);
  }
}

}  // namespace ops::generate
