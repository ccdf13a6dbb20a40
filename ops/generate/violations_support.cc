#include "ops/generate/names.h"
#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

using Context = const ViolationContext&;
using Form = std::optional<EventForm>;

Form merge(Context c, const std::string& surviving, const std::string& absorbed, std::string_view relation) {
  return c.form("business.merged")
      .text("business_id", surviving)
      .text("absorbed_id", absorbed)
      .text("number_relation", relation)
      .text("decided_at", c.at.text());
}

Form match(Context c, const std::string& business, const std::string& other) {
  return c.form("business.match_proposed")
      .text("business_id", business)
      .text("other_id", other)
      .text("method", "manual")
      .number("score", 500);
}

Form succession(Context c, const std::string& from, const std::string& to, std::string_view kind) {
  return c.form("business.succeeded")
      .text("business_id", from)
      .text("successor_id", to)
      .text("kind", kind)
      .text("succeeded_on", c.at.date());
}

Form verification(Context c, const std::string& business, std::string_view finding) {
  EventForm form("business.corporate_number_verified", c.at, c.office().plan.staff_actor());
  return form.text("business_id", business)
      .text("source", "nta")
      .text("looked_up_at", c.at.text())
      .text("number_finding", finding)
      .text("corporate_number", make_corporate_number(c.random));
}

Form opening(Context c, const std::string& business) {
  return c.form("consultation.opened")
      .text("case_id", c.new_id())
      .text("business_id", business)
      .text("center_id", c.office().plan.id)
      .text("channel", "visit")
      .text("received_at", c.at.text())
      .text("consent_ref", c.done().sharing);
}

EventForm about_case(Context c, std::string_view type) {
  return c.form(type).text("case_id", c.done().open_case).text("business_id", c.done().active_business);
}

EventForm about_issue(Context c, std::string_view type, const std::string& issue) {
  return about_case(c, type).text("issue_id", issue);
}

Form provision(Context c, std::string_view recipient_kind, std::string_view item, std::string_view record,
               const std::string& id) {
  return c.form("provision.recorded")
      .text("provision_id", id)
      .text("business_id", c.done().active_business)
      .text("center_id", c.office().plan.id)
      .text("recipient", c.done().support_org)
      .text("recipient_kind", recipient_kind)
      .texts("items", {std::string(item)})
      .text("basis", "referral_consent")
      .text("consent_ref", c.done().referral_consent)
      .text("record_kind", record)
      .text("method", "paper")
      .text("provided_at", c.at.text());
}

Form follow_up(Context c, const std::string& id, std::string_view kind, const std::string& about) {
  return c.form("followup.recorded")
      .text("followup_id", id)
      .text("business_id", c.done().active_business)
      .text("center_id", c.office().plan.id)
      .text("about_kind", kind)
      .text("about", about)
      .text("followed_on", c.at.date())
      .text("result", "progressing");
}

Form transfer(Context c, const std::string& target, const std::string& consent) {
  return about_case(c, "consultation.transferred")
      .text("target", target)
      .text("target_kind", target == "hq" ? "hq_hands_on" : "other_center")
      .text("consent_ref", consent)
      .text("reason", "request")
      .text("transferred_on", c.at.date());
}

Form reclassification(Context c, std::string_view from, std::string_view to) {
  return about_issue(c, "issue.reclassified", c.done().resolved_issue)
      .text("from", from)
      .text("to", to)
      .text("reason", "wrong_category")
      .text("reclassified_on", c.at.date());
}

// The session stated anew, as a correction of `corrected`, by `actor`, with another id if one is given.
Form correction(Context c, const std::string& corrected, const ledger::Actor& actor,
                const std::string& session) {
  EventForm form("session.corrected", c.at, actor);
  form.text("corrects", corrected).text("correction_reason", "other");
  for (const auto& [name, value] : c.done().session.data.as_object()) {
    const bool renamed = name == "session_id" && !session.empty();
    form.add(name, renamed ? ledger::JsonValue(session) : value);
  }
  return form;
}

Form referral_step(Context c, std::string_view type, const std::string& referral, const std::string& date) {
  EventForm form = c.form(type);
  form.text("referral_id", referral);
  if (type == "referral.accepted") return form.text("accepted_on", date);
  return form.text("completed_on", date).text("result", "supported");
}

Form plan(Context c) {
  if (c.done().plan.empty()) return std::nullopt;
  EventForm form = c.form("productivity_plan.adopted");
  for (const Member& member : c.office().plan.members) {
    if (member.role == "prod_lead") {
      form = EventForm("productivity_plan.adopted", c.at, c.office().plan.member_actor(member));
    }
  }
  return form.text("plan_id", c.done().plan)
      .text("business_id", c.done().active_business)
      .text("center_id", c.office().plan.id)
      .text("industry", "retail")
      .text("adopted_on", c.at.date())
      .text("adopted_by", "x")
      .text("plan_sha256", c.random.hex(64));
}

const Violation kViolations[] = {
    {"business.other_unknown", [](Context c) { return match(c, c.done().active_business, "b-nobody"); }},
    {"business.same", [](Context c) { return match(c, c.done().active_business, c.done().active_business); }},
    {"business.inactive", [](Context c) { return opening(c, c.done().merged_business); }},
    {"business.already_closed",
     [](Context c) -> Form {
       return c.form("business.closed")
           .text("business_id", c.done().closed_business)
           .text("closed_on", c.at.date())
           .text("reason", "retired");
     }},
    {"number.not_corporation", [](Context c) { return verification(c, c.done().sole_proprietor, "first"); }},
    {"number.differs", [](Context c) { return verification(c, c.done().active_business, "different"); }},
    {"match.not_proposed",
     [](Context c) -> Form {
       return c.form("business.match_rejected")
           .text("business_id", c.done().active_business)
           .text("other_id", c.done().other_corporation)
           .text("reason", "other")
           .text("decided_on", c.at.date());
     }},
    {"merge.not_active",
     [](Context c) { return merge(c, c.done().active_business, c.done().merged_business, "equal"); }},
    {"merge.conflicting_numbers",
     [](Context c) { return merge(c, c.done().active_business, c.done().other_corporation, "different"); }},
    {"merge.kind_differs",
     [](Context c) { return merge(c, c.done().active_business, c.done().sole_proprietor, "equal"); }},
    {"merge.no_proposal",
     [](Context c) { return merge(c, c.done().active_business, c.done().other_corporation, "unknown"); }},
    {"succession.once",
     [](Context c) {
       return succession(c, c.done().predecessor, c.done().active_business, "incorporation");
     }},
    {"succession.cycle",
     [](Context c) { return succession(c, c.done().other_corporation, c.done().predecessor, "succession"); }},
    {"succession.kind_mismatch",
     [](Context c) { return succession(c, c.done().sole_proprietor, c.done().active_business, "merger"); }},
    {"referral_consent.not_granted",
     [](Context c) -> Form {
       return c.form("consent.referral_withdrawn")
           .text("business_id", c.done().active_business)
           .text("recipient", c.done().support_org)
           .text("grant", c.done().sharing)
           .text("withdrawn_at", c.at.text());
     }},
    {"publication_consent.not_granted",
     [](Context c) -> Form {
       return c.form("consent.publication_withdrawn")
           .text("business_id", c.done().active_business)
           .text("medium", "case_book")
           .text("grant", c.done().publication_consent)
           .text("withdrawn_at", c.at.text());
     }},
    {"provision.exists",
     [](Context c) { return provision(c, "support_org", "issue", "article_29", c.done().provision); }},
    {"provision.recipient", [](Context c) { return provision(c, "hq", "issue", "exempt", c.new_id()); }},
    {"provision.items_outside",
     [](Context c) { return provision(c, "support_org", "financials", "article_29", c.new_id()); }},
    {"provision.record_kind",
     [](Context c) { return provision(c, "support_org", "issue", "exempt", c.new_id()); }},
    {"case.closed",
     [](Context c) -> Form {
       return c.form("consultation.closed")
           .text("case_id", c.done().transferred_case)
           .text("reason", "completed")
           .text("closed_on", c.at.date());
     }},
    {"case.same_assignee",
     [](Context c) -> Form {
       if (c.done().second_member.empty()) return std::nullopt;
       return c.form("consultation.reassigned")
           .text("case_id", c.done().open_case)
           .text("person_id", c.done().second_member)
           .text("reason", "workload")
           .text("assigned_on", c.at.date());
     }},
    {"case.not_closed",
     [](Context c) -> Form {
       return c.form("consultation.reopened")
           .text("case_id", c.done().open_case)
           .text("reason", "relapse")
           .text("reopened_on", c.at.date());
     }},
    {"transfer.target", [](Context c) { return transfer(c, c.office().plan.id, c.done().sharing); }},
    {"transfer.consent_missing", [](Context c) { return transfer(c, "hq", c.done().referral_consent); }},
    {"discontinue.no_policy",
     [](Context c) -> Form {
       return about_case(c, "consultation.discontinued")
           .text("ground", "harassment")
           .text("policy_version", "never-issued")
           .text("discontinued_on", c.at.date());
     }},
    {"issue.closed",
     [](Context c) -> Form {
       return about_issue(c, "issue.resolved", c.done().ended_issue).text("resolved_on", c.at.date());
     }},
    {"issue.already_resolved",
     [](Context c) -> Form {
       return about_issue(c, "issue.resolved", c.done().resolved_issue).text("resolved_on", c.at.date());
     }},
    {"issue.not_ended",
     [](Context c) -> Form {
       return about_issue(c, "issue.reopened", c.done().open_issue)
           .text("reason", "relapse")
           .text("reopened_on", c.at.date());
     }},
    {"issue.category_mismatch", [](Context c) { return reclassification(c, "overseas", "startup"); }},
    {"issue.same_category", [](Context c) { return reclassification(c, "sales_growth", "sales_growth"); }},
    {"phase.not_second",
     [](Context c) -> Form {
       return c.form("phase.ended")
           .text("business_id", c.done().active_business)
           .text("reason", "no_progress")
           .text("ended_on", c.at.date());
     }},
    {"productivity_plan.exists", plan},
    {"followup.exists",
     [](Context c) { return follow_up(c, c.done().follow_up, "referral", c.done().referral); }},
    {"followup.subject_unknown",
     [](Context c) { return follow_up(c, c.new_id(), "plan", c.done().referral); }},
    {"followup.referral_open",
     [](Context c) { return follow_up(c, c.new_id(), "referral", c.done().made_referral); }},
    {"referral.not_accepted",
     [](Context c) { return referral_step(c, "referral.completed", c.done().made_referral, c.at.date()); }},
    {"referral.date_order",
     [](Context c) { return referral_step(c, "referral.accepted", c.done().made_referral, "2024-04-01"); }},
    {"correction.target_unknown",
     [](Context c) { return correction(c, c.done().resolution.id, c.form("x").actor(), ""); }},
    {"correction.identity",
     [](Context c) { return correction(c, c.done().session.id, c.form("x").actor(), c.new_id()); }},
    {"correction.not_author",
     [](Context c) -> Form {
       for (const Member& member : c.office().plan.members) {
         if (member.person != c.done().second_member) continue;
         return correction(c, c.done().session.id, c.office().plan.member_actor(member), "");
       }
       return std::nullopt;
     }},
};

}  // namespace

std::span<const Violation> support_violations() {
  return kViolations;
}

}  // namespace ops::generate
