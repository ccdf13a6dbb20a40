// Record types of the support life cycles: referrals, identity of businesses, provisions, plans, follow-ups,
// corrections.
//
// Same rules as record_types.h: public facts only, members listed once in fields(); the codec is in
// records.cc, the keys are here. Values; any thread.
#pragma once

#include <string>
#include <string_view>

#include "ledger/domain/record_types.h"

namespace ledger {

enum class ReferralState : std::uint8_t { kMade = 1, kAccepted = 2, kDeclined = 3, kCompleted = 4 };
struct ReferralRecord {
  std::string business, center, target;
  ReferralState state = ReferralState::kMade;
  EventId event;
  bool inbound = false;  // received; `target` is then who referred
  Day last_on = 0;       // day of the last step
  auto fields(auto& f) { return f(business, center, target, state, event, inbound, last_on); }
};

enum class MatchState : std::uint8_t { kProposed = 1, kRejected = 2, kMerged = 3 };
// What is thought of a pair of businesses being one.
struct MatchRecord {
  MatchState state = MatchState::kProposed;
  EventId proposal;
  auto fields(auto& f) { return f(state, proposal); }
};

// One provision of data, as its provider or its recipient recorded it.
struct ProvisionRecord {
  std::string business;
  EventId event;
  auto fields(auto& f) { return f(business, event); }
};

// A productivity plan or a follow-up.
struct SupportStepRecord {
  std::string business, center;
  EventId event;
  auto fields(auto& f) { return f(business, center, event); }
};

// Of an event whose facts have been corrected.
struct CorrectionRecord {
  EventId latest;  // correction that holds the facts in force
  std::uint32_t count = 0;
  auto fields(auto& f) { return f(latest, count); }
};

}  // namespace ledger
