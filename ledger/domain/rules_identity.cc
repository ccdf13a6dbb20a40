#include "ledger/domain/codes.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

constexpr std::int64_t kNumberOrDecision = 0;  // index of the choice

// Links of a chain of successions that are followed: nobody's has as many.
constexpr int kSuccessionsMax = 64;

std::optional<BusinessRecord> business_of_event(const RuleContext& c) {
  return find(c.state, business_record(c.event.text("business_id")));
}

std::string_view other_name(const RuleContext& c) {
  for (const std::string_view name : {"absorbed_id", "successor_id"}) {
    if (!c.event.text(name).empty()) return name;
  }
  return "other_id";
}

std::optional<BusinessRecord> other_business(const RuleContext& c) {
  return find(c.state, business_record(c.event.text(other_name(c))));
}

std::optional<MatchRecord> match_of_pair(const RuleContext& c) {
  return find(c.state, match_record(c.event.text("business_id"), c.event.text(other_name(c))));
}

// Both are one and the same in law: a person who starts up is the sole proprietor that follows.
bool may_be_one(std::string_view kind, std::string_view other) {
  return (kind == "corporation") == (other == "corporation");
}

}  // namespace

Verdict check_other_business_known(const RuleContext& c) {
  return Verdict::of(other_business(c).has_value(), other_name(c));
}

Verdict check_pair_distinct(const RuleContext& c) {
  return Verdict::of(c.event.text("business_id") != c.event.text(other_name(c)), other_name(c));
}

Verdict check_business_active(const RuleContext& c) {
  std::string business(c.event.text("business_id"));
  if (business.empty()) {
    const auto record = find(c.state, case_record(c.event.text("case_id")));
    if (record) business = record->business;
  }
  const auto record = find(c.state, business_record(business));
  const std::string_view where = c.event.field("business_id") != nullptr ? "business_id" : "case_id";
  return Verdict::of(!record || (record->merged_into.empty() && !record->closed), where);
}

Verdict check_business_open(const RuleContext& c) {
  const auto business = business_of_event(c);
  return Verdict::of(!business || !business->closed, "business_id");
}

Verdict check_number_corporation(const RuleContext& c) {
  const auto business = business_of_event(c);
  return Verdict::of(!business || business->kind == "corporation", "business_id");
}

Verdict check_number_differs(const RuleContext& c) {
  return Verdict::of(c.event.text("number_finding") != "different", "number_finding");
}

Verdict check_match_new(const RuleContext& c) {
  const auto match = match_of_pair(c);
  return Verdict::of(!match || match->state != MatchState::kProposed, "other_id");
}

Verdict check_match_open(const RuleContext& c) {
  const auto match = match_of_pair(c);
  return Verdict::of(match && match->state == MatchState::kProposed, "other_id");
}

Verdict check_merge_roots(const RuleContext& c) {
  const auto surviving = business_of_event(c);
  if (surviving && !surviving->merged_into.empty()) return Verdict::breaks("business_id");
  const auto absorbed = other_business(c);
  return Verdict::of(!absorbed || absorbed->merged_into.empty(), "absorbed_id");
}

Verdict check_merge_numbers(const RuleContext& c) {
  return Verdict::of(c.event.text("number_relation") != "different", "number_relation");
}

Verdict check_merge_kinds(const RuleContext& c) {
  const auto surviving = business_of_event(c);
  const auto absorbed = other_business(c);
  return Verdict::of(!surviving || !absorbed || may_be_one(surviving->kind, absorbed->kind), "absorbed_id");
}

Verdict check_merge_centers(const RuleContext& c) {
  if (c.event.actor.role != "cco") return Verdict::holds();
  const auto surviving = business_of_event(c);
  if (surviving && surviving->center != c.event.actor.center) return Verdict::breaks("business_id");
  const auto absorbed = other_business(c);
  return Verdict::of(!absorbed || absorbed->center == c.event.actor.center, "absorbed_id");
}

Verdict check_merge_proposal(const RuleContext& c) {
  const ParameterRuling method = parameter_ruling(c.state, kParameterMatchingMethod);
  const bool number_decides = method.value == kNumberOrDecision;
  if (number_decides && c.event.text("number_relation") == "equal") return Verdict::holds();
  const auto match = match_of_pair(c);
  return Verdict::of(match && match->state == MatchState::kProposed &&
                         format_event_id(match->proposal) == c.event.text("proposal"),
                     "proposal")
      .ruled_by(method);
}

Verdict check_unmerge_effective(const RuleContext& c) {
  const auto absorbed = other_business(c);
  return Verdict::of(!absorbed || (absorbed->merged_into == c.event.text("business_id") &&
                                   format_event_id(absorbed->merge) == c.event.text("merge")),
                     "merge");
}

Verdict check_succession_once(const RuleContext& c) {
  const auto business = business_of_event(c);
  return Verdict::of(!business || business->successor.empty(), "business_id");
}

Verdict check_succession_cycle(const RuleContext& c) {
  const std::string_view first = c.event.text("business_id");
  std::string next(c.event.text("successor_id"));
  // A business that names itself is another rule's matter.
  if (next == first) return Verdict::holds();
  for (int i = 0; i < kSuccessionsMax; ++i) {
    const auto business = find(c.state, business_record(next));
    if (!business || business->successor.empty()) return Verdict::holds();
    if (business->successor == first) return Verdict::breaks("successor_id");
    next = business->successor;
  }
  return Verdict::breaks("successor_id");
}

Verdict check_succession_kinds(const RuleContext& c) {
  const auto from = business_of_event(c);
  const auto to = other_business(c);
  if (!from || !to) return Verdict::holds();
  const std::string_view kind = c.event.text("kind");
  const bool from_corporation = from->kind == "corporation";
  const bool to_corporation = to->kind == "corporation";
  const bool fits = kind == "incorporation" ? !from_corporation && to_corporation
                    : kind == "merger"      ? from_corporation && to_corporation
                                            : true;
  return Verdict::of(fits, "kind");
}

}  // namespace ledger
