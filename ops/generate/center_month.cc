#include "ledger/domain/indicators.h"
#include "ops/generate/center_simulation.h"

namespace ops::generate {

namespace {

constexpr std::string_view kStaffRole = "impl_staff";

ledger::JsonValue json_of(std::span<const std::pair<std::string_view, std::int64_t>> figures) {
  ledger::JsonValue json(ledger::JsonValue::Object{});
  for (const auto& [name, value] : figures) json.add(std::string(name), ledger::JsonValue(value));
  return json;
}

}  // namespace

std::vector<std::pair<std::string_view, std::int64_t>> figures_by_name(const Figures& figures) {
  return {{"followups", figures.followups},
          {"issues_identified", figures.issues_identified},
          {"issues_resolved", figures.issues_resolved},
          {"issues_resolved_excluded", figures.issues_resolved_excluded},
          {"joint_sessions", figures.joint_sessions},
          {"outcomes_confirmed", figures.outcomes_confirmed},
          {"phase2_entries", figures.phase2_entries},
          {"productivity_plans", figures.productivity_plans},
          {"referrals", figures.referrals},
          {"referrals_received", figures.referrals_received},
          {"session_minutes", figures.session_minutes},
          {"sessions", figures.sessions}};
}

void CenterSimulation::welcome_temporary(JstTime at) {
  const std::string code(plan().facts->pref_code);
  temporary_.person = "p-" + code + "-temp-" + month_.text();
  temporary_.licence = "l-" + code + "-temp-" + month_.text();
  const PersonName name = make_person_name(random_);
  const std::string registered = attested(EventForm("person.registered", at, office_.lead)
                                              .text("person_id", temporary_.person)
                                              .text("org_id", plan().body)
                                              .text("name", name.name)
                                              .text("kana", name.kana));
  const security::PrivateKey key = demo_key(office_.writer.seed(), temporary_.person);
  by_lead(EventForm("key.enrolled", at.plus_minutes(1), office_.lead)
              .text("kid", key.kid().value)
              .text("algorithm", "Ed25519")
              .text("public_key", ledger::to_base64url(key.public_key()))
              .text("purpose", "author")
              .text("person_id", temporary_.person)
              .text("valid_from", at.text()));
  by_lead(EventForm("role.granted", at.plus_minutes(2), office_.lead)
              .text("person_id", temporary_.person)
              .text("role", kStaffRole)
              .text("scope", plan().id)
              .text("valid_from", at.date())
              .text("valid_to", date_text(month_.last_day()))
              .text("basis", registered));
  by_lead(EventForm("principal.bound", at.plus_minutes(3), office_.lead)
              .text("principal", plan().gateway)
              .text("kind", "system")
              .text("person_id", temporary_.person)
              .text("credential", credential_of(plan().gateway)));
  office_.writer.attested(kHqGateway,
                          EventForm("licence.issued", at.plus_minutes(4), hq_actor())
                              .text("licence_id", temporary_.licence)
                              .text("person_id", temporary_.person)
                              .text("issued_on", at.date()),
                          random_);
}

void CenterSimulation::work_of_temporary(JstTime at) {
  ledger::Actor actor = plan().actor(temporary_.person, kStaffRole);
  actor.licence = temporary_.licence;
  if (!known_.empty()) {
    attested(EventForm("business.profile_updated", at, actor)
                 .text("business_id", random_.pick(known_).id)
                 .text("as_of_on", at.date())
                 .number("employees", random_.between(0, 40)));
  }
  const security::PrivateKey old_key = demo_key(office_.writer.seed(), temporary_.person);
  const security::PrivateKey new_key = demo_key(office_.writer.seed(), temporary_.person, 2);
  office_.writer.signed_with(old_key,
                             EventForm("key.rotated", at.plus_minutes(2), actor)
                                 .text("kid", old_key.kid().value)
                                 .text("new_kid", new_key.kid().value)
                                 .text("algorithm", "Ed25519")
                                 .text("public_key", ledger::to_base64url(new_key.public_key()))
                                 .text("valid_from", at.text()),
                             random_);
}

void CenterSimulation::farewell_temporary(JstTime at) {
  office_.writer.attested(kHqGateway,
                          EventForm("licence.revoked", at, hq_actor())
                              .text("licence_id", temporary_.licence)
                              .text("person_id", temporary_.person)
                              .text("revoked_on", at.date()),
                          random_);
  const security::PrivateKey key = demo_key(office_.writer.seed(), temporary_.person, 2);
  by_lead(EventForm("key.revoked", at.plus_minutes(1), office_.lead)
              .text("kid", key.kid().value)
              .text("reason", "left"));
  by_lead(EventForm("principal.released", at.plus_minutes(2), office_.lead)
              .text("principal", plan().gateway)
              .text("person_id", temporary_.person));
  by_lead(EventForm("role.revoked", at.plus_minutes(3), office_.lead)
              .text("person_id", temporary_.person)
              .text("role", kStaffRole)
              .text("scope", plan().id));
}

std::string CenterSimulation::close_month(std::string_view last_id, const ReportBreach& breach) {
  const std::string month = month_.text();
  const JstTime at{month_.next().first_day(), 60};
  const auto found_by = [&](std::string_view question) {
    ledger::JsonValue found(ledger::JsonValue::Object{});
    found.add("question", ledger::JsonValue(question));
    found.add("center", ledger::JsonValue(plan().id));
    return found;
  };
  if (breach.is_missing) {
    ledger::JsonValue found = found_by("violations");
    found.add("kind", ledger::JsonValue("duties"));
    found.add("fy", ledger::JsonValue(std::int64_t{month_.fiscal_year()}));
    found.add("duty", ledger::JsonValue("monthly_report_" + month));
    office_.writer.mark_next(std::move(found));
  }
  office_.writer.deferred(
      last_id, {{"cut_off", ReceiptPart::kPosition}},
      EventForm("month.closed", at, office_.lead).text("center_id", plan().id).text("year_month", month),
      random_);
  if (breach.is_missing) return {};
  if (!breach.gaps.empty()) {
    ledger::JsonValue found = found_by("reconcile");
    found.add("month", ledger::JsonValue(month));
    found.add("gaps", json_of(breach.gaps));
    office_.writer.mark_next(std::move(found));
  }
  auto figures = figures_by_name(figures_);
  for (auto& [name, value] : figures) {
    for (const auto& [wrong, gap] : breach.gaps) value += wrong == name ? gap : 0;
  }
  const ledger::Actor chief = plan().actor(plan().members.front().person, plan().members.front().role);
  return office_.writer.deferred(
      last_id, {{"cut_off", ReceiptPart::kPosition}},
      EventForm("monthly_report.submitted", at.plus_minutes(1), chief)
          .text("center_id", plan().id)
          .text("year_month", month)
          .text("definition_version", ledger::definition_version_of(month_.fiscal_year()))
          .add("figures", json_of(figures)),
      random_);
}

}  // namespace ops::generate
