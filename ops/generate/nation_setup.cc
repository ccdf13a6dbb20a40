#include <set>

#include "ops/generate/names.h"
#include "ops/generate/setup.h"
#include "ops/generate/support_life.h"

namespace ops::generate {

namespace {

class NationSetup {
 public:
  NationSetup(const Administrator& admin, int fiscal_year, EventWriter& writer, Random& random)
      : admin_(admin), fiscal_year_(fiscal_year), writer_(writer), random_(random) {
    actor_.person = ledger::PersonId(admin.person);
    actor_.role = "admin";
  }

  void run(std::span<const CenterPlan> centers) {
    sign(form("policy.parameter_set").text("name", "security_report.interval_months").number("value", 3));
    sign(form("policy.parameter_set").text("name", "monthly_report.due_day").number("value", 10));
    sign(
        form("policy.parameter_set").text("name", "support.cease_policy").text("value", kCeasePolicyVersion));
    sign(form("config.changed")
             .text("setting", "logging.retention")
             .text("target", "retention")
             .text("weakens", "no")
             .text("changed_on", admin_.acts_at.date())
             .text("change", "閲覧記録の保存期間を5年とした。"));
    const std::string smea = org("smea", "smea", "中小企業庁");
    const std::string hq = org("hq", "hq", "よろず支援拠点全国本部");
    const std::string audit = org("gov-audit", "gov_auditor", "監査担当（見本）");
    person(kHqPerson, "hq");
    enrol_key(kHqPerson);
    grant(kHqPerson, "hq_staff", "hq", hq);
    person(kAgencyPerson, "smea");
    enrol_key(kAgencyPerson);
    grant(kAgencyPerson, "smea_officer", "smea", smea);
    bind(kHqGateway, "system", kHqPerson);
    for (const Reader& reader : demo_readers()) {
      person(reader.person, reader.org);
      enrol_key(reader.person);
      grant(reader.person, reader.role, "nation", reader.org == "hq" ? hq : audit);
      bind(reader.name, "personal", reader.person);
    }
    std::set<std::string_view> known;
    for (const CenterPlan& center : centers) {
      if (known.insert(center.facts->bureau).second) bureau(*find_bureau(center.facts->bureau));
      org(center.body, "impl_body", full_name(*center.facts));
      sign(form("center.established")
               .text("center_id", center.id)
               .text("pref_code", center.facts->pref_code)
               .text("impl_body", center.body)
               .text("bureau", center.facts->bureau)
               .number("fy", fiscal_year_));
    }
  }

 private:
  EventForm form(std::string_view type) const { return EventForm(type, admin_.acts_at, actor_); }
  std::string sign(const EventForm& form) { return writer_.signed_with(admin_.key, form, random_); }

  std::string org(std::string_view id, std::string_view kind, std::string_view name) {
    return sign(form("org.registered").text("org_id", id).text("kind", kind).text("name", name));
  }
  void person(std::string_view id, std::string_view organisation) {
    const PersonName name = make_person_name(random_);
    sign(form("person.registered")
             .text("person_id", id)
             .text("org_id", organisation)
             .text("name", name.name)
             .text("kana", name.kana));
  }
  void enrol_key(std::string_view id) {
    const security::PrivateKey key = demo_key(writer_.seed(), id);
    sign(form("key.enrolled")
             .text("kid", key.kid().value)
             .text("algorithm", "Ed25519")
             .text("public_key", ledger::to_base64url(key.public_key()))
             .text("purpose", "author")
             .text("person_id", id)
             .text("valid_from", admin_.acts_at.text()));
  }
  // Valid for the whole year before as well: calls and appointments come before the fiscal year.
  void grant(std::string_view id, std::string_view role, std::string_view scope, const std::string& basis) {
    sign(form("role.granted")
             .text("person_id", id)
             .text("role", role)
             .text("scope", scope)
             .text("valid_from", date_text(day_number(fiscal_year_ - 1, 4, 1)))
             .text("basis", basis));
  }
  void bind(std::string_view principal, std::string_view kind, std::string_view id) {
    sign(form("principal.bound")
             .text("principal", principal)
             .text("kind", kind)
             .text("person_id", id)
             .text("credential", credential_of(principal)));
  }
  void bureau(const BureauFacts& facts) {
    const std::string registered = org(facts.id, "bureau", facts.name);
    const std::string officer = officer_of(facts.id);
    person(officer, facts.id);
    enrol_key(officer);
    grant(officer, "bureau_officer", facts.id, registered);
    bind(facts.id, "personal", officer);
  }

  const Administrator& admin_;
  const int fiscal_year_;
  EventWriter& writer_;
  Random& random_;
  ledger::Actor actor_;
};

std::string short_name(std::string_view bureau) {
  return std::string(bureau.substr(bureau.find('-') + 1));
}

void publish(const CenterOffice& office, std::span<const CenterPlan> centers, const std::string& id,
             std::string_view kind, const CallDates& dates, Random& random) {
  std::vector<std::string> ids;
  for (const CenterPlan& center : centers) {
    if (center.facts->bureau == office.plan.facts->bureau) ids.push_back(center.id);
  }
  office.writer.signed_with(office.officer_key,
                            EventForm("call.published", dates.opens, office.officer)
                                .text("call_id", id)
                                .text("kind", kind)
                                .texts("center_ids", ids)
                                .text("opens_at", dates.opens.text())
                                .text("closes_at", dates.closes.text()),
                            random);
}

std::string call_id(int fiscal_year, std::string_view kind, std::string_view rest) {
  std::string id = "call-" + std::to_string(fiscal_year) + "-";
  return id.append(kind).append("-").append(rest);
}

}  // namespace

void set_up_nation(const Administrator& admin, std::span<const CenterPlan> centers, int fiscal_year,
                   EventWriter& writer, Random& random) {
  NationSetup(admin, fiscal_year, writer, random).run(centers);
}

void publish_call(const CenterOffice& office, std::span<const CenterPlan> centers, int fiscal_year,
                  bool productivity, Random& random) {
  const std::string bureau = short_name(office.plan.facts->bureau);
  publish(office, centers, call_id(fiscal_year, productivity ? "prod" : "body", bureau),
          productivity ? "prod_lead" : "impl_body",
          productivity ? productivity_call(fiscal_year) : body_call(fiscal_year), random);
}

void publish_chiefs_call(const CenterOffice& office, std::span<const CenterPlan> centers, int fiscal_year,
                         Random& random) {
  publish(office, centers, call_id(fiscal_year, "cco", short_name(office.plan.facts->bureau)), "cco",
          body_call(fiscal_year), random);
}

}  // namespace ops::generate
