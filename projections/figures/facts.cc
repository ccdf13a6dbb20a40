#include "projections/figures/facts.h"

#include <algorithm>
#include <utility>

#include "projections/figures/definitions.h"
#include "projections/figures/matching.h"

namespace projections::figures {

using ledger::Position;
using ledger::Result;

namespace {

constexpr std::pair<std::string_view, std::string_view> kCorrectedBy[] = {
    {"business.registered", "business.corrected"},
    {"business.financials_submitted", "business.financials_corrected"},
    {"business.profile_updated", "business.profile_corrected"},
    {"consultation.opened", "consultation.corrected"},
    {"session.held", "session.corrected"},
    {"issue.identified", "issue.corrected"},
    {"issue.resolved", "issue.resolution_corrected"},
    {"outcome.confirmed", "outcome.corrected"},
    {"referral.made", "referral.corrected"},
    {"joint_support.held", "joint_support.corrected"},
};

constexpr std::string_view kParty = "party";  // the other party of a contract, whatever its role
struct Countersigned {
  std::string_view type;
  std::string_view roles[2];
};
constexpr Countersigned kCountersigned[] = {
    {"contract.concluded", {kParty, {}}},
    {"bureau.consulted", {"bureau_officer", {}}},
    {"contract.amended", {kParty, {}}},
    {"contract.shortened", {kParty, {}}},
    {"workday.exception_agreed", {"impl_lead", "bureau_officer"}},
};
constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

std::vector<std::string_view> roles_wanted(std::string_view type) {
  std::vector<std::string_view> roles;
  for (const Countersigned& row : kCountersigned) {
    if (row.type != type) continue;
    for (const std::string_view role : row.roles) {
      if (!role.empty()) roles.push_back(role);
    }
  }
  return roles;
}

// The known events of several types, ascending.
std::vector<const FigureEvent*> of_types(const Known& known, std::span<const std::string_view> types) {
  std::vector<const FigureEvent*> events;
  for (const std::string_view type : types) {
    const Events found = known.of_type(type);
    events.insert(events.end(), found.begin(), found.end());
  }
  std::sort(events.begin(), events.end(),
            [](const FigureEvent* a, const FigureEvent* b) { return a->position < b->position; });
  return events;
}

// First position at which each centre's month was closed.
class Closings {
 public:
  explicit Closings(const Known& known) {
    for (const FigureEvent* event : known.of_type("month.closed")) {
      first_.emplace(key(event->text("center_id"), event->text("year_month")), event->position);
    }
  }
  bool closed_before(std::string_view center, Day day, Position position) const {
    if (day == kNoDay) return false;
    const auto found = first_.find(key(center, ledger::year_month(date_of(day))));
    return found != first_.end() && found->second < position;
  }

 private:
  static std::string key(std::string_view center, std::string_view month) {
    return std::string(center) + '/' + std::string(month);
  }
  std::unordered_map<std::string, Position> first_;
};

}  // namespace

std::string_view corrected_by(std::string_view type) {
  for (const auto& [corrected, correction] : kCorrectedBy) {
    if (corrected == type) return correction;
  }
  return {};
}

std::optional<Position> completed_at(const Known& known, const FigureEvent& event) {
  std::vector<std::string_view> missing = roles_wanted(event.type);
  if (missing.empty()) return event.position;
  const std::int64_t days = number(known.up_to(event.position), "countersign.expiry_days");
  const ledger::UnixMicros expires(event.recorded_at.value + days * kMicrosPerDay);
  for (const FigureEvent* other : known.naming("target", event.id)) {
    if (other->type != "event.countersigned" || other->person == event.person) continue;
    if (other->recorded_at > expires) continue;
    const auto party = std::find(missing.begin(), missing.end(), kParty);
    const auto signed_for =
        party != missing.end() ? party : std::find(missing.begin(), missing.end(), other->role);
    if (signed_for != missing.end()) missing.erase(signed_for);
    if (missing.empty()) return other->position;
  }
  return std::nullopt;
}

std::vector<Fact> stated(const Known& known, std::string_view type) {
  const std::string_view correction = corrected_by(type);
  const Events events = known.of_type(type);
  std::vector<Fact> facts;
  facts.reserve(events.size());
  for (const FigureEvent* event : events) {
    const std::optional<Position> position = completed_at(known, *event);
    if (!position) continue;
    Fact fact;
    fact.event = event;
    fact.position = *position;
    fact.said = event;
    if (!correction.empty()) {
      for (const FigureEvent* other : known.naming("corrects", event->id)) {
        if (other->type == correction) fact.corrections.push_back(other);
      }
      if (!fact.corrections.empty()) fact.said = fact.corrections.back();
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

// -- where and when -----------------------------------------------------------------------------------------

CenterFinder::CenterFinder(const Known& known) : known_(known) {
  for (const Fact& fact : stated(known, "consultation.opened")) {
    center_of_case_[fact.text("case_id")] = fact.text("center_id");
  }
}

std::string_view CenterFinder::case_by(std::optional<Links>& links, std::string_view type, FigureField field,
                                       const Fact& fact) {
  const std::string_view value = fact.text(field);
  if (value.empty()) return {};
  if (!links) {
    links.emplace();
    for (const Fact& source : stated(known_, type)) (*links)[source.text(field)] = source.text("case_id");
  }
  const auto found = links->find(value);
  return found == links->end() ? std::string_view() : found->second;
}

std::string_view CenterFinder::center_of(const Fact& fact) {
  if (const std::string_view named = fact.text("center_id"); !named.empty()) return named;
  auto found = center_of_case_.find(fact.text("case_id"));
  if (found != center_of_case_.end()) return found->second;
  found = center_of_case_.find(case_by(case_of_session_, "session.held", "session_id", fact));
  if (found != center_of_case_.end()) return found->second;
  found = center_of_case_.find(case_by(case_of_referral_, "referral.made", "referral_id", fact));
  if (found != center_of_case_.end()) return found->second;
  return fact.event->center;
}

Result<std::vector<Fact>> placed(const Known& known, CenterFinder& finder, std::vector<Fact> facts,
                                 FigureField date_field) {
  LEDGER_ASSIGN(const std::string_view count_in, choice(known, "late_entries.count_in"));
  std::optional<Closings> closings;
  if (count_in == "recorded_month") closings.emplace(known);
  Ids centers;  // each name once: millions of facts lie in a few dozen centres
  for (Fact& fact : facts) {
    fact.center = *centers.insert(finder.center_of(fact)).first;
    fact.day = jst_day(fact.text(date_field));
    if (closings && closings->closed_before(fact.center, fact.day, fact.event->position)) {
      fact.day = jst_day(fact.event->recorded_at);
    }
  }
  return facts;
}

// -- issues -------------------------------------------------------------------------------------------------

std::unordered_map<std::string_view, std::string_view> categories(const Known& known) {
  std::unordered_map<std::string_view, std::string_view> found;
  for (const Fact& fact : stated(known, "issue.identified")) {
    found[fact.text("issue_id")] = fact.text("category");
  }
  for (const FigureEvent* event : known.of_type("issue.reclassified")) {
    found[event->text("issue_id")] = event->text("to");
  }
  return found;
}

std::vector<Fact> resolutions_in_force(const Known& known) {
  constexpr std::string_view kTypes[] = {"issue.resolved", "issue.reopened", "issue.closed_unresolved"};
  std::unordered_map<std::string_view, const FigureEvent*> last;
  for (const FigureEvent* event : of_types(known, kTypes)) last[event->text("issue_id")] = event;
  std::vector<Fact> facts = stated(known, kTypes[0]);
  std::erase_if(facts, [&](const Fact& fact) { return last[fact.event->text("issue_id")] != fact.event; });
  return facts;
}

std::vector<Fact> outcomes_in_force(const Known& known) {
  std::unordered_map<std::string_view, Position> reopened;
  for (const FigureEvent* event : known.of_type("issue.reopened")) {
    reopened[event->text("issue_id")] = event->position;
  }
  std::vector<Fact> facts = stated(known, "outcome.confirmed");
  std::erase_if(facts, [&](const Fact& fact) {
    const auto found = reopened.find(fact.text("issue_id"));
    return found != reopened.end() && found->second > fact.position;
  });
  return facts;
}

// -- phases and people --------------------------------------------------------------------------------------

std::vector<Phase2Span> phase2_spans(const Known& known) {
  constexpr std::string_view kEntered = "phase.transitioned", kEnded = "phase.ended";
  constexpr std::string_view kTypes[] = {kBusinessMerged, kBusinessUnmerged, kEntered, kEnded};
  constexpr std::int64_t kPhase2 = 2;
  std::vector<Phase2Span> spans;
  std::unordered_map<std::string_view, std::vector<std::size_t>> open;  // by business
  Matching then;
  for (const FigureEvent* event : of_types(known, kTypes)) {
    then.apply(*event);
    const std::string_view business = event->text("business_id");
    if (event->type == kEntered && event->number("to") == kPhase2) {
      open[business].push_back(spans.size());
      spans.push_back({business, jst_day(event->text("transitioned_on"))});
    } else if (event->type == kEnded) {
      for (const std::string_view member : then.members(then.representative(business))) {
        for (const std::size_t span : open[member]) spans[span].last = jst_day(event->text("ended_on"));
        open[member].clear();
      }
    }
  }
  return spans;
}

Ids coordinators(const Known& known, const Centers& centers, const Period& period) {
  Ids people;
  for (const FigureEvent* event : known.of_type("role.granted")) {
    const std::string_view role = event->text("role"), person = event->text("person_id");
    if (role != "co" && role != "sub_cco") continue;
    if (!centers.contains(event->text("scope"))) continue;
    const Day first = jst_day(event->text("valid_from"));
    Day last = event->text("valid_to").empty() ? kOpenEnd : jst_day(event->text("valid_to"));
    for (const FigureEvent* end : known.naming("person_id", person)) {
      const bool same = end->type == "role.revoked" && end->text("role") == role &&
                        end->text("scope") == event->text("scope");
      if (same && end->position > event->position) last = std::min(last, jst_day(end->occurred_at));
    }
    if (first <= period.last && last >= period.first) people.insert(person);
  }
  return people;
}

std::unordered_map<std::string_view, std::string_view> organisation_kinds(const Known& known) {
  std::unordered_map<std::string_view, std::string_view> kinds;
  for (const FigureEvent* event : known.of_type("org.registered")) {
    kinds[event->text("org_id")] = event->text("kind");
  }
  return kinds;
}

Ids refusing_businesses(const Known& known) {
  constexpr std::string_view kTypes[] = {"consent.sharing_granted", "consent.sharing_refused",
                                         "consent.sharing_withdrawn"};
  std::unordered_map<std::string_view, bool> refusing;
  for (const FigureEvent* event : of_types(known, kTypes)) {
    refusing[event->text("business_id")] = event->type != kTypes[0];
  }
  Ids businesses;
  for (const auto& [business, refuses] : refusing) {
    if (refuses) businesses.insert(business);
  }
  return businesses;
}

}  // namespace projections::figures
