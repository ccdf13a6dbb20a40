#include "ledger/domain/effect_functions.h"
#include "ledger/domain/effect_values.h"

namespace ledger {

namespace {

void decide_match(const EffectContext& c, std::string_view other, MatchState state) {
  alter(c, match_record(c.event.text("business_id"), other),
        [&](MatchRecord& match) { match.state = state; });
}

void withdraw(const EffectContext& c, const RecordKey<ConsentRecord>& key) {
  alter(c, key, [&](ConsentRecord& consent) {
    consent.state = ConsentState::kWithdrawn;
    consent.recorded_at = c.recorded_at;
  });
}

}  // namespace

void apply_number_verified(const EffectContext& c) {
  alter(c, business_record(c.event.text("business_id")),
        [](BusinessRecord& business) { business.number_state = "verified"; });
}

void apply_match_proposed(const EffectContext& c) {
  put(c.state, match_record(c.event.text("business_id"), c.event.text("other_id")),
      MatchRecord{MatchState::kProposed, c.event.id});
}

void apply_match_rejected(const EffectContext& c) {
  decide_match(c, c.event.text("other_id"), MatchState::kRejected);
}

void apply_business_merged(const EffectContext& c) {
  alter(c, business_record(c.event.text("absorbed_id")), [&](BusinessRecord& business) {
    business.merged_into = c.event.text("business_id");
    business.merge = c.event.id;
  });
  decide_match(c, c.event.text("absorbed_id"), MatchState::kMerged);
}

void apply_business_unmerged(const EffectContext& c) {
  alter(c, business_record(c.event.text("absorbed_id")), [](BusinessRecord& business) {
    business.merged_into.clear();
    business.merge = EventId();
  });
  decide_match(c, c.event.text("absorbed_id"), MatchState::kRejected);
}

void apply_business_succeeded(const EffectContext& c) {
  alter(c, business_record(c.event.text("business_id")),
        [&](BusinessRecord& business) { business.successor = c.event.text("successor_id"); });
}

void apply_business_closed(const EffectContext& c) {
  alter(c, business_record(c.event.text("business_id")),
        [](BusinessRecord& business) { business.closed = true; });
}

void apply_referral_consent_withdrawn(const EffectContext& c) {
  withdraw(c, referral_consent_record(c.event.text("business_id"), c.event.text("recipient")));
}

void apply_publication_consented(const EffectContext& c) {
  ConsentRecord consent;
  consent.state = ConsentState::kGranted;
  consent.event = c.event.id;
  consent.recorded_at = c.recorded_at;
  consent.given_on = day_of(instant_of(c.event, "given_at"));
  consent.expires_on = day_of(c.event.text("expires_on"));
  put(c.state, publication_consent_record(c.event.text("business_id"), c.event.text("medium")), consent);
}

void apply_publication_withdrawn(const EffectContext& c) {
  withdraw(c, publication_consent_record(c.event.text("business_id"), c.event.text("medium")));
}

void apply_provision_recorded(const EffectContext& c) {
  put(c.state, provision_record(c.event.text("provision_id")),
      ProvisionRecord{std::string(c.event.text("business_id")), c.event.id});
}

}  // namespace ledger
