#include <algorithm>

#include "ops/generate/center_simulation.h"

namespace ops::generate {

namespace {

constexpr std::string_view kClause = "2025-02";  // version of the sharing clause (001 II.4)
constexpr std::string_view kChannels[] = {"main_office", "main_office", "main_office", "main_office",
                                          "online",      "online",      "satellite",   "outreach",
                                          "visit",       "telephone"};
constexpr std::string_view kMethods[] = {"paper", "paper", "online", "oral_noted"};
constexpr std::string_view kIndustries[] = {"D", "E", "E", "G", "H", "I", "I", "I",
                                            "L", "M", "M", "N", "O", "P", "R"};
// Three sessions are common, a dozen are not.
constexpr std::int64_t kSessions[] = {1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 6};
constexpr std::int64_t kMinutes[] = {30, 45, 45, 50, 60, 60};

constexpr int kReturningPerMille = 300;
constexpr int kOtherPrefecturePerMille = 40;
constexpr int kRefusedPerMille = 60;
constexpr int kJointPerMille = 60;
constexpr int kReferralPerMille = 110;
constexpr int kPhase2PerMille = 45;
constexpr int kProfilePerMille = 300;
constexpr int kWindowPerMille = 30;

ledger::JsonValue attendee(std::string_view person, std::string_view org, std::string_view capacity) {
  ledger::JsonValue json(ledger::JsonValue::Object{});
  json.add("person_id", ledger::JsonValue(person));
  json.add("org_id", ledger::JsonValue(org));
  json.add("capacity", ledger::JsonValue(capacity));
  return json;
}

}  // namespace

CenterSimulation::Business CenterSimulation::new_business(JstTime at, const Member& member) {
  Business business;
  business.id = "b-" + new_id(at);
  const std::uint64_t kind = random_.below(100);
  business.kind = kind < 55   ? BusinessKind::kCorporation
                  : kind < 90 ? BusinessKind::kSoleProprietor
                              : BusinessKind::kPreStartup;
  const bool corporation = business.kind == BusinessKind::kCorporation;
  const CentreFacts& facts =
      random_.chance(kOtherPrefecturePerMille) ? random_.pick(centre_table()) : *plan().facts;
  const PersonName name = make_business_name(random_, corporation);
  const PersonName representative = make_person_name(random_);
  business.given_by = representative.name;
  const bool numbered = corporation && random_.chance(850);
  EventForm form("business.registered", at, plan().member_actor(member));
  form.text("business_id", business.id)
      .text("center_id", plan().id)
      .text("kind", corporation                                      ? "corporation"
                    : business.kind == BusinessKind::kSoleProprietor ? "sole_proprietor"
                                                                     : "pre_startup")
      .text("pref_code", facts.pref_code)
      .text("jsic_code", random_.pick(kIndustries))
      .text("corporate_number_state", numbered ? "given" : "absent")
      .text("name", name.name)
      .text("kana", name.kana)
      .text("address", make_address(random_, facts.prefecture))
      .text("representative", representative.name)
      .text("tel", make_telephone(random_));
  if (numbered) form.text("corporate_number", make_corporate_number(random_));
  attested(form);
  if (random_.chance(kProfilePerMille)) {
    EventForm profile("business.profile_updated", at.plus_minutes(1), plan().member_actor(member));
    profile.text("business_id", business.id).text("as_of_on", at.date());
    if (corporation) profile.number("capital_yen", 1'000'000 * random_.between(1, 50));
    profile.number("employees", random_.between(0, 40)).number("part_time", random_.between(0, 10));
    attested(profile);
  }
  decide_sharing(business, at.plus_minutes(2), member);
  return business;
}

void CenterSimulation::decide_sharing(Business& business, JstTime at, const Member& member) {
  business.shares = !random_.chance(kRefusedPerMille);
  EventForm form(business.shares ? "consent.sharing_granted" : "consent.sharing_refused", at,
                 plan().member_actor(member));
  form.text("business_id", business.id).text("text_version", kClause).text("method", random_.pick(kMethods));
  if (business.shares) {
    form.texts("clause_purposes", {"run_project", "survey_analysis"})
        .texts("recipients", {"meti", "hq", "other_impl_body", "other_center"});
  }
  form.text(business.shares ? "given_at" : "refused_at", at.text()).text("given_by", business.given_by);
  business.decision = attested(form);
}

void CenterSimulation::open_case(DayNumber day) {
  Case opened;
  int hour = 0;
  if (!pick_member(opened.member, hour)) return;
  const Member& member = plan().members[opened.member];
  // The reception is done in the twenty minutes before the first session.
  const JstTime at =
      JstTime{day, hour * 3600}.plus_minutes(-20).plus_seconds(static_cast<int>(random_.below(60)));
  if (!known_.empty() && random_.chance(kReturningPerMille)) {
    const auto back = known_.begin() + static_cast<std::ptrdiff_t>(random_.below(known_.size()));
    opened.business = std::move(*back);
    known_.erase(back);
  } else {
    opened.business = new_business(at, member);
  }
  const JstTime received = at.plus_minutes(4);
  opened.id = new_id(received);
  const CategoryShare& category = draw_category(random_);
  EventForm form("consultation.opened", received, plan().member_actor(member));
  form.text("case_id", opened.id)
      .text("business_id", opened.business.id)
      .text("center_id", plan().id)
      .text("channel", random_.pick(kChannels))
      .text("received_at", at.text())
      .text("consent_ref", opened.business.decision)
      .text("content", make_matter(random_, category));
  if (category.code == "price_pass_on" || random_.chance(kWindowPerMille))
    form.text("window_id", "w-price-pass-on");
  attested(form);
  const JstTime assigned = received.plus_minutes(2);
  attested(EventForm("consultation.assigned", assigned, plan().member_actor(plan().members.front()))
               .text("case_id", opened.id)
               .text("person_id", member.person)
               .text("assigned_on", assigned.date()));
  opened.sessions_left = random_.pick(kSessions);
  opened.refers = random_.chance(kReferralPerMille);
  opened.grows = opened.business.kind != BusinessKind::kPreStartup && !opened.business.phase2 &&
                 opened.sessions_left > 1 && random_.chance(kPhase2PerMille * 2);
  const JstTime start{day, hour * 3600};
  const int minutes = static_cast<int>(random_.pick(kMinutes));
  Visit visit{opened, member, start.plus_minutes(minutes), new_id(start)};
  record_session(visit, start, minutes);
  cases_.push_back(std::move(opened));
}

void CenterSimulation::hold_session(Case& consultation, DayNumber day) {
  int hour = 0;
  if (!take_hour(consultation.member, hour)) {
    consultation.next_day = day + 1;
    return;
  }
  const JstTime start = JstTime{day, hour * 3600};
  const int minutes = static_cast<int>(random_.pick(kMinutes));
  Visit visit{consultation, plan().members[consultation.member], start.plus_minutes(minutes), new_id(start)};
  record_session(visit, start, minutes);
}

void CenterSimulation::record_session(Visit& visit, JstTime start, int minutes) {
  Case& consultation = visit.consultation;
  const bool first = consultation.sessions_held == 0;
  if (first) {
    const std::int64_t issues = random_.chance(250) ? 2 : 1;
    for (std::int64_t i = 0; i < issues; ++i)
      consultation.issues.push_back({new_id(start), &draw_category(random_)});
  }
  const CategoryShare& topic = *consultation.issues.front().category;
  ledger::JsonValue::Array attendees;
  attendees.push_back(attendee(visit.member.person, plan().body, "consultant"));
  const SupportOrg& guest = random_.pick(plan().support_orgs);
  const bool joint = consultation.business.shares && random_.chance(kJointPerMille);
  // The guest's people are as many as the sessions: nobody sits in two at once.
  if (joint) attendees.push_back(attendee("p-g" + random_.hex(14), guest.id, "support_org"));
  attested(about(visit, "session.held", 0)
               .text("session_id", visit.session)
               .text("case_id", consultation.id)
               .text("business_id", consultation.business.id)
               .text("started_at", start.text())
               .number("minutes", minutes)
               .text("channel", random_.pick(kChannels))
               .list("attendees", std::move(attendees))
               .text("summary", make_summary(random_, topic, minutes)));
  last_session_ = {visit.session, visit.member.person, consultation.business.id};
  figures_.sessions += 1;
  figures_.session_minutes += minutes;
  if (joint) {
    attested(about(visit, "joint_support.held", 1)
                 .text("session_id", visit.session)
                 .text("case_id", consultation.id)
                 .text("business_id", consultation.business.id)
                 .texts("org_ids", {guest.id})
                 .text("staff", make_person_name(random_).name));
    figures_.joint_sessions += 1;
  }
  attested(about(visit, "advice.recorded", 4)
               .text("advice_id", new_id(visit.recorded))
               .text("session_id", visit.session)
               .text("case_id", consultation.id)
               .text("business_id", consultation.business.id)
               .text("advice", make_advice(random_, topic, visit.member.qualification)));
  if (first) {
    for (std::size_t i = 0; i < consultation.issues.size(); ++i) identify_issue(visit, static_cast<int>(i));
  }
  consultation.sessions_held += 1;
  consultation.sessions_left -= 1;
  answer_referral(visit);
  const bool last = consultation.sessions_left <= 0;
  if (last) resolve_issues(visit);
  if (consultation.refers) make_referral(visit);
  if (last && consultation.grows) enter_phase2(visit);
  if (last && consultation.referral.empty()) {
    close_case(visit);
  } else {
    consultation.next_day = working_day_after(start.day, static_cast<int>(random_.between(2, 7)));
    consultation.sessions_left = std::max<std::int64_t>(consultation.sessions_left, 1);
  }
}

void CenterSimulation::identify_issue(const Visit& visit, int number) {
  const Issue& issue = visit.consultation.issues[static_cast<std::size_t>(number)];
  std::vector<std::string> fields;
  if (!issue.category->focus.empty()) fields.emplace_back(issue.category->focus);
  if (random_.chance(150)) {
    const std::string_view field = random_.pick(focus_field_table());
    if (field != issue.category->focus) fields.emplace_back(field);
  }
  EventForm form = about(visit, "issue.identified", 7 + number);
  attested(form.text("issue_id", issue.id)
               .text("case_id", visit.consultation.id)
               .text("business_id", visit.consultation.business.id)
               .text("category", issue.category->code)
               .texts("focus_fields", fields)
               .flag("specialist", random_.chance(350))
               .text("identified_on", form.at().date())
               .text("detail", make_matter(random_, *issue.category)));
  figures_.issues_identified += 1;
}

void CenterSimulation::withdraw_consent(DayNumber day) {
  if (known_.empty()) return;
  Business& business = known_[random_.below(known_.size())];
  if (!business.shares) return;
  const JstTime at{day, 17 * 3600 + static_cast<int>(random_.below(600))};
  attested(EventForm("consent.sharing_withdrawn", at, plan().member_actor(plan().members.front()))
               .text("business_id", business.id)
               .text("grant", business.decision)
               .text("withdrawn_at", at.text())
               .text("given_by", business.given_by));
  business.shares = false;
}

}  // namespace ops::generate
