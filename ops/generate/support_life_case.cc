#include <algorithm>

#include "ops/generate/names.h"
#include "ops/generate/support_life.h"

namespace ops::generate {

namespace {

constexpr int kSessionMinutes = 30;

ledger::JsonValue attendee(std::string_view person, std::string_view org, std::string_view capacity) {
  ledger::JsonValue json(ledger::JsonValue::Object{});
  json.add("person_id", ledger::JsonValue(person));
  json.add("org_id", ledger::JsonValue(org));
  json.add("capacity", ledger::JsonValue(capacity));
  return json;
}

ledger::JsonValue json_texts(std::initializer_list<std::string_view> items) {
  ledger::JsonValue::Array array;
  for (const std::string_view item : items) array.push_back(ledger::JsonValue(item));
  return ledger::JsonValue(std::move(array));
}

}  // namespace

WrittenEvent SupportLife::open_case() {
  EventForm opened = form("consultation.opened");
  return write(opened.text("case_id", new_id())
                   .text("business_id", done_.active_business)
                   .text("center_id", plan_.id)
                   .text("channel", "main_office")
                   .text("received_at", opened.at().text())
                   .text("consent_ref", done_.sharing)
                   .text("content", "経営全般の相談"));
}

void SupportLife::close(const std::string& consultation) {
  write(form("consultation.closed")
            .text("case_id", consultation)
            .text("reason", "completed")
            .text("closed_on", today()));
}

EventForm SupportLife::about_case(std::string_view type) {
  EventForm made = form(type);
  made.text("case_id", done_.open_case).text("business_id", done_.active_business);
  return made;
}

void SupportLife::consultation(std::optional<WrittenEvent>& past) {
  const WrittenEvent opened = open_case();
  done_.open_case = opened.data.text("case_id");
  correct("consultation.corrected", opened, "wrong_content", {{"channel", ledger::JsonValue("online")}});
  write(form("consultation.assigned")
            .text("case_id", done_.open_case)
            .text("person_id", plan_.members.front().person)
            .text("assigned_on", today()));
  session();
  issues();
  if (second_ != nullptr) {
    write(form("consultation.reassigned")
              .text("case_id", done_.open_case)
              .text("person_id", second_->person)
              .text("reason", "expertise")
              .text("assigned_on", today()));
  }
  // Of a month that is closed: its figure is restated.
  if (past) {
    correct("session.corrected", *past, "wrong_content", {{"minutes", ledger::JsonValue(std::int64_t{20})}});
  }
  past = done_.session;
}

void SupportLife::session() {
  const JstTime start = at_;
  const std::string id = new_id();
  at_ = at_.plus_minutes(kSessionMinutes);
  ledger::JsonValue::Array attendees;
  attendees.push_back(attendee(plan_.members.front().person, plan_.body, "consultant"));
  attendees.push_back(attendee("p-g" + random_.hex(14), done_.support_org, "support_org"));
  const CategoryShare& topic = draw_category(random_);
  done_.session = write(about_case("session.held")
                            .text("session_id", id)
                            .text("started_at", start.text())
                            .number("minutes", kSessionMinutes)
                            .text("channel", "main_office")
                            .list("attendees", std::move(attendees))
                            .text("summary", make_summary(random_, topic, kSessionMinutes)));
  figures_.sessions += 1;
  constexpr std::int64_t kCorrected = kSessionMinutes - 5;
  correct("session.corrected", done_.session, "wrong_date", {{"minutes", ledger::JsonValue(kCorrected)}});
  figures_.session_minutes += kCorrected;
  const WrittenEvent joint =
      write(about_case("joint_support.held").text("session_id", id).texts("org_ids", {done_.support_org}));
  figures_.joint_sessions += 1;
  correct("joint_support.corrected", joint, "incomplete", {});
  done_.joint = joint;
  const WrittenEvent advice = write(about_case("advice.recorded")
                                        .text("advice_id", new_id())
                                        .text("session_id", id)
                                        .text("advice", make_advice(random_, topic, "中小企業診断士")));
  correct("advice.corrected", advice, "incomplete", {{"advice", ledger::JsonValue("補足した助言")}});
}

WrittenEvent SupportLife::issue(std::string_view category) {
  figures_.issues_identified += 1;
  return write(about_case("issue.identified")
                   .text("issue_id", new_id())
                   .text("category", category)
                   .texts("focus_fields", {})
                   .flag("specialist", true)
                   .text("identified_on", today()));
}

WrittenEvent SupportLife::resolve(const WrittenEvent& issue) {
  return write(about_case("issue.resolved")
                   .text("issue_id", issue.data.text("issue_id"))
                   .text("resolved_on", today()));
}

void SupportLife::issues() {
  const WrittenEvent solved = issue("sales_growth");
  correct("issue.corrected", solved, "wrong_content", {{"focus_fields", json_texts({"succession"})}});
  done_.resolution = resolve(solved);
  done_.resolved_issue = solved.data.text("issue_id");
  figures_.issues_resolved += 1;
  correct("issue.resolution_corrected", done_.resolution, "incomplete", {});
  const WrittenEvent outcome = write(about_case("outcome.confirmed")
                                         .text("issue_id", done_.resolved_issue)
                                         .text("kind", "sales_up")
                                         .text("confirmed_on", today())
                                         .text("confirmed_by", given_by_));
  figures_.outcomes_confirmed += 1;
  correct("outcome.corrected", outcome, "wrong_content", {{"kind", ledger::JsonValue("profit_up")}});

  const WrittenEvent unsolved = issue("financing");
  done_.ended_issue = unsolved.data.text("issue_id");
  write(about_case("issue.closed_unresolved")
            .text("issue_id", done_.ended_issue)
            .text("reason", "not_solvable")
            .text("closed_on", today()));

  const WrittenEvent misfiled = issue("it_use");
  resolve(misfiled);
  write(about_case("issue.reclassified")
            .text("issue_id", misfiled.data.text("issue_id"))
            .text("from", "it_use")
            .text("to", "bookkeeping")
            .text("reason", "wrong_category")
            .text("reclassified_on", today()));
  figures_.issues_resolved_excluded += 1;

  const WrittenEvent relapsed = issue("price_pass_on");
  done_.undone_resolution = resolve(relapsed);
  done_.open_issue = relapsed.data.text("issue_id");
  write(about_case("issue.reopened")
            .text("issue_id", done_.open_issue)
            .text("reason", "relapse")
            .text("reopened_on", today()));
}

void SupportLife::referrals() {
  // One issue and one target: to the indicator, however often it is made, one referral.
  figures_.referrals += 1;
  const auto made = [&] {
    return write(about_case("referral.made")
                     .text("referral_id", new_id())
                     .text("issue_id", done_.open_issue)
                     .text("target", done_.support_org)
                     .text("target_kind", "support_org")
                     .text("consent_ref", done_.referral_consent)
                     .texts("items", {"identity", "issue"})
                     .text("made_on", today()));
  };
  const WrittenEvent referral = made();
  correct("referral.corrected", referral, "incomplete",
          {{"items", json_texts({"identity", "profile", "issue"})}});
  done_.referral = referral.data.text("referral_id");
  write(form("referral.accepted").text("referral_id", done_.referral).text("accepted_on", today()));
  write(form("referral.completed")
            .text("referral_id", done_.referral)
            .text("completed_on", today())
            .text("result", "supported"));
  done_.follow_up = new_id();
  write(form("followup.recorded")
            .text("followup_id", done_.follow_up)
            .text("business_id", done_.active_business)
            .text("center_id", plan_.id)
            .text("about_kind", "referral")
            .text("about", done_.referral)
            .text("followed_on", today())
            .text("result", "achieved"));
  figures_.followups += 1;
  done_.made_referral = made().data.text("referral_id");
  write(form("referral.received")
            .text("referral_id", new_id())
            .text("business_id", done_.active_business)
            .text("center_id", plan_.id)
            .text("source", plan_.support_orgs.back().id)
            .text("source_kind", "support_org")
            .text("matter", random_.chance(200) ? "non_specialist" : "specialist")
            .flag("no_local_capacity", false)
            .text("received_on", today()));
  figures_.referrals_received += 1;
}

void SupportLife::provisions() {
  done_.provision = new_id();
  EventForm given = form("provision.recorded");
  write(given.text("provision_id", done_.provision)
            .text("business_id", done_.active_business)
            .text("center_id", plan_.id)
            .text("recipient", done_.support_org)
            .text("recipient_kind", "support_org")
            .texts("items", {"identity", "issue"})
            .text("basis", "referral_consent")
            .text("consent_ref", done_.referral_consent)
            .text("record_kind", "article_29")
            .text("method", "paper")
            .text("provided_at", given.at().text()));
  EventForm taken = form("provision.received");
  write(taken.text("provision_id", new_id())
            .text("business_id", done_.active_business)
            .text("center_id", plan_.id)
            .text("provider", plan_.support_orgs.back().id)
            .text("how_obtained", "from_business_with_consent")
            .texts("items", {"identity"})
            .text("received_at", taken.at().text()));
}

std::vector<std::string> SupportLife::prepare_phase2(const std::string& business) {
  const ledger::CivilDate date = ledger::civil_from_days(at_.day);
  const WrittenEvent financials = write(form("business.financials_submitted")
                                            .text("business_id", business)
                                            .text("business_kind", "corporation")
                                            .text("form", "kessansho")
                                            .text("period_relation", "new")
                                            .text("submitted_on", today())
                                            .text("period_start", ledger::format_date({date.year - 1, 1, 1}))
                                            .text("period_end", ledger::format_date({date.year - 1, 12, 31}))
                                            .number("sales", 40'000'000)
                                            .number("operating_profit", 1'200'000)
                                            .number("depreciation", 800'000)
                                            .number("personnel_cost", 9'000'000)
                                            .number("employees", 3));
  if (business == done_.active_business) {
    correct("business.financials_corrected", financials, "typing_error",
            {{"employees", ledger::JsonValue(std::int64_t{4})}});
  }
  EventForm agreed = form("consent.phase2_agreed");
  write(
      agreed.text("business_id", business).text("agreed_at", agreed.at().text()).text("given_by", given_by_));
  std::vector<std::string> met;
  for (const std::string_view code : {"i", "ii", "iii"}) {
    EventForm criterion = form("phase.criterion_met");
    criterion.text("business_id", business).text("criterion", code).text("met_on", today());
    if (code == "ii") criterion.flag("goal_agreed", true).text("step", "hearing_answered");
    met.push_back(write(criterion).id);
  }
  return met;
}

void SupportLife::enter_phase2(const std::string& business, const std::vector<std::string>& criteria) {
  write(form("phase.transitioned")
            .text("business_id", business)
            .number("to", 2)
            .text("transitioned_on", today())
            .text("criterion_i", criteria[0])
            .text("criterion_ii", criteria[1])
            .text("criterion_iii", criteria[2]));
  figures_.phase2_entries += 1;
}

// One withdraws again, one stays in phase 2, one has met the criteria and waits.
void SupportLife::phases() {
  enter_phase2(done_.active_business, prepare_phase2(done_.active_business));
  write(form("phase.ended")
            .text("business_id", done_.active_business)
            .text("reason", "business_withdrew")
            .text("ended_on", today()));
  done_.phase2_business = new_business("corporation", "").data.text("business_id");
  enter_phase2(done_.phase2_business, prepare_phase2(done_.phase2_business));
  done_.ready_business = new_business("corporation", "").data.text("business_id");
  done_.ready_criteria = prepare_phase2(done_.ready_business);
}

void SupportLife::productivity_plan() {
  if (productivity_ == nullptr) return;
  at_ = at_.plus_seconds(40);
  done_.plan = new_id();
  write(EventForm("productivity_plan.adopted", at_, plan_.member_actor(*productivity_))
            .text("plan_id", done_.plan)
            .text("business_id", done_.active_business)
            .text("center_id", plan_.id)
            .text("industry", "retail")
            .text("adopted_on", today())
            .text("adopted_by", given_by_)
            .text("plan_sha256", random_.hex(64)));
  figures_.productivity_plans += 1;
}

void SupportLife::ends() {
  done_.ended_case = open_case().data.text("case_id");
  close(done_.ended_case);
  const std::string moved(open_case().data.text("case_id"));
  close(moved);
  write(form("consultation.reopened")
            .text("case_id", moved)
            .text("reason", "new_request")
            .text("reopened_on", today()));
  const auto other =
      std::find_if(all_.begin(), all_.end(), [&](const CenterPlan& center) { return center.id != plan_.id; });
  write(form("consultation.transferred")
            .text("case_id", moved)
            .text("business_id", done_.active_business)
            .text("target", other == all_.end() ? std::string("hq") : other->id)
            .text("target_kind", other == all_.end() ? "hq_hands_on" : "other_center")
            .text("consent_ref", done_.sharing)
            .text("reason", "request")
            .text("transferred_on", today()));
  done_.transferred_case = moved;
  const std::string unwelcome(open_case().data.text("case_id"));
  write(form("consultation.discontinued")
            .text("case_id", unwelcome)
            .text("business_id", done_.active_business)
            .text("ground", "unjust_demand")
            .text("policy_version", kCeasePolicyVersion)
            .text("discontinued_on", today()));
  const WrittenEvent fresh = open_case();
  done_.fresh_case = fresh.data.text("case_id");
  done_.fresh_issue = new_id();
  write(form("issue.identified")
            .text("issue_id", done_.fresh_issue)
            .text("case_id", done_.fresh_case)
            .text("business_id", done_.active_business)
            .text("category", "sales_growth")
            .texts("focus_fields", {})
            .flag("specialist", true)
            .text("identified_on", today()));
  figures_.issues_identified += 1;
  const std::string other_org = plan_.support_orgs.back().id;
  EventForm granted = form("consent.referral_granted");
  const WrittenEvent consent = write(granted.text("business_id", done_.active_business)
                                         .text("recipient", other_org)
                                         .texts("items", {"identity"})
                                         .text("method", "oral_noted")
                                         .text("given_at", granted.at().text())
                                         .text("expires_on", date_text(at_.day + 30))
                                         .text("given_by", given_by_));
  EventForm withdrawn = form("consent.referral_withdrawn");
  write(withdrawn.text("business_id", done_.active_business)
            .text("recipient", other_org)
            .text("grant", consent.id)
            .text("withdrawn_at", withdrawn.at().text()));
}

}  // namespace ops::generate
