#include "ledger/domain/break_glass.h"

#include <algorithm>

#include "ledger/base/time.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/records.h"
#include "ledger/domain/roles.h"

namespace ledger {

namespace {

constexpr std::string_view kOpened = "access.break_glass";
constexpr std::string_view kReviewed = "break_glass.reviewed";

// The roles that the catalogue lets review.
bool may_review(const StateView& state, const PersonId& person, UnixMicros at) {
  const TypeSpec* row = find_type(kReviewed, 1);
  return row != nullptr && std::any_of(row->signers.begin(), row->signers.end(), [&](std::string_view role) {
           return holds_role(state, person, role, "", at);
         });
}

}  // namespace

std::optional<BreakGlass> break_glass_of(const Event& event) {
  if (event.type != kOpened) return std::nullopt;
  const auto opened = parse_rfc3339(event.text("opened_at"));
  const auto expires = parse_rfc3339(event.text("expires_at"));
  if (!opened.ok() || !expires.ok()) return std::nullopt;
  return BreakGlass{event.id,
                    event.stream,
                    event.actor.person,
                    std::string(event.text("center_id")),
                    std::string(event.text("business_id")),
                    *opened,
                    *expires,
                    PersonId(std::string(event.text("reviewer_id")))};
}

std::string_view break_glass_lacks(const StateView& state, const BreakGlass& access,
                                   const EmergencyRead& read) {
  if (access.person != read.person) return "person";
  if (read.business.empty() || access.business != read.business) return "business";
  if (access.center != read.center) return "center";
  if (read.at < access.opened_at || read.at >= access.expires_at) return "time";
  const auto stage = find(state, stage_record(access.stream.value));
  if (!stage || stage->stage != "open") return "reviewed";
  const bool another = access.reviewer != access.person;
  return another && may_review(state, access.reviewer, read.at) ? std::string_view() : "reviewer";
}

}  // namespace ledger
