#include "ops/generate/names.h"
#include "ops/generate/setup.h"

namespace ops::generate {

namespace {

class CenterSetup {
 public:
  CenterSetup(const CenterOffice& office, int fiscal_year, Random& random)
      : office_(office), plan_(office.plan), fiscal_year_(fiscal_year), random_(random) {}

  void run() {
    const DayNumber day = working_day_until(day_number(fiscal_year_ - 1, 11, 28));
    body_people({day, 10 * 3600});
    support_orgs({working_day_until(day_number(fiscal_year_ - 1, 12, 10)), 11 * 3600});
    const std::string coordinators_call = publish_coordinators_call();
    entrust(office_, fiscal_year_, working_day_until(day_number(fiscal_year_, 3, 24)), random_);
    const EngagementDays days = EngagementDays::before(fiscal_year_);
    int place = 0;
    for (const Member& member : plan_.members) {
      if (member.from_fiscal_year > fiscal_year_) continue;
      engage(office_, member, fiscal_year_, EngagementKind::kFirst, days, place++,
             call_of(member, coordinators_call), random_);
    }
  }

 private:
  std::string by_officer(const EventForm& form) {
    return office_.writer.signed_with(office_.officer_key, form, random_);
  }

  // Lead and staff of the implementing body: the officer vouches for them.
  void body_people(JstTime at) {
    for (const auto& [person, role] :
         {std::pair{plan_.lead, "impl_lead"}, std::pair{plan_.staff, "impl_staff"}}) {
      const PersonName name = make_person_name(random_);
      const std::string registered = by_officer(EventForm("person.registered", at, office_.officer)
                                                    .text("person_id", person)
                                                    .text("org_id", plan_.body)
                                                    .text("name", name.name)
                                                    .text("kana", name.kana));
      if (person == plan_.lead) {
        by_officer(EventForm("key.enrolled", at.plus_minutes(1), office_.officer)
                       .text("kid", office_.lead_key.kid().value)
                       .text("algorithm", "Ed25519")
                       .text("public_key", ledger::to_base64url(office_.lead_key.public_key()))
                       .text("purpose", "author")
                       .text("person_id", person)
                       .text("valid_from", at.text()));
      }
      by_officer(EventForm("role.granted", at.plus_minutes(2), office_.officer)
                     .text("person_id", person)
                     .text("role", role)
                     .text("scope", plan_.id)
                     .text("valid_from", at.date())
                     .text("basis", registered));
      by_officer(EventForm("principal.bound", at.plus_minutes(3), office_.officer)
                     .text("principal", plan_.gateway)
                     .text("kind", "system")
                     .text("person_id", person)
                     .text("credential", credential_of(plan_.gateway)));
      at = at.plus_minutes(10);
    }
  }

  void support_orgs(JstTime at) {
    for (const SupportOrg& org : plan_.support_orgs) {
      office_.writer.signed_with(office_.lead_key,
                                 EventForm("org.registered", at, office_.lead)
                                     .text("org_id", org.id)
                                     .text("kind", "support_org")
                                     .text("support_kind", org.kind)
                                     .text("name", org.name)
                                     .text("corporate_number", make_corporate_number(random_)),
                                 random_);
      at = at.plus_minutes(3);
    }
  }

  std::string publish_coordinators_call() {
    const std::string id =
        "call-" + std::to_string(fiscal_year_) + "-co-" + std::string(plan_.facts->pref_code);
    const JstTime opens{working_day_until(day_number(fiscal_year_, 2, 3)), 9 * 3600};
    const JstTime closes{working_day_until(day_number(fiscal_year_, 2, 20)), 12 * 3600};
    office_.writer.signed_with(office_.lead_key,
                               EventForm("call.published", opens, office_.lead)
                                   .text("call_id", id)
                                   .text("kind", "co")
                                   .texts("center_ids", {plan_.id})
                                   .text("opens_at", opens.text())
                                   .text("closes_at", closes.text()),
                               random_);
    return id;
  }

  std::string call_of(const Member& member, const std::string& coordinators_call) const {
    const std::string bureau(plan_.facts->bureau.substr(plan_.facts->bureau.find('-') + 1));
    const std::string year = "call-" + std::to_string(fiscal_year_) + "-";
    if (member.role == "cco") return year + "cco-" + bureau;
    return member.role == "prod_lead" ? year + "prod-" + bureau : coordinators_call;
  }

  const CenterOffice& office_;
  const CenterPlan& plan_;
  const int fiscal_year_;
  Random& random_;
};

}  // namespace

void set_up_center(const CenterOffice& office, int fiscal_year, Random& random) {
  CenterSetup(office, fiscal_year, random).run();
}

}  // namespace ops::generate
