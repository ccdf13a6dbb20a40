#include "api/denial_recorder.h"

#include <algorithm>

#include "api/internal_event.h"
#include "ledger/base/time.h"
#include "ledger/domain/codes.h"

namespace api {
namespace {

constexpr std::int64_t kMinuteMicros = 60'000'000;
constexpr std::uint64_t kCountMax = 1'000'000;
constexpr std::string_view kDroppedRule = "policy.denials_dropped";

// By DenialRecorder::Kind: the event, and its fields for why and what.
struct Form {
  std::string_view type, rule, action;
};
constexpr Form kForms[] = {{"access.denied", "rule", "action"},
                           {"append.rejected", "reason", "rejected_type"},
                           {"auth.failed", "reason", "method"}};

// What the codes of the authenticator and of admission are called in auth.failed.
struct ProofFailure {
  std::string_view code, method, reason;
};
constexpr ProofFailure kProofFailures[] = {
    {"credential.expired", "client_certificate", "certificate_expired"},
    {"credential.unbound", "client_certificate", "principal_unbound"},
    {"signature.invalid", "author_signature", "signature_invalid"},
};

// An index path segment: what a rule or action id may hold.
std::string segment_of(std::string text) {
  if (text.empty()) text = "none";
  for (char& c : text) {
    const bool allowed = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                         c == '.' || c == '_' || c == ':' || c == '-';
    if (!allowed) c = '_';
  }
  return text.substr(0, 64);
}

}  // namespace

DenialRecorder::DenialRecorder(const ApiContext& context, std::size_t keys_per_minute_max)
    : context_(context),
      keys_per_minute_max_(keys_per_minute_max),
      denied_total_(
          context.metrics.counter("daicho_denied_total", "Requests refused by authentication or policy.")) {}

// Whoever is not authenticated has no name yet: one tally for all of them, by what was wrong with the proof
// as far as auth.failed has a word for it.
DenialRecorder::Key DenialRecorder::key_of(const Denial& denial, std::int64_t minute) {
  if (!denial.principal.empty()) {
    const bool rejected = !denial.rejected_type.empty();
    return {minute, denial.principal, segment_of(denial.rule),
            segment_of(rejected ? denial.rejected_type : denial.action),
            rejected ? Kind::kRejected : Kind::kDenied};
  }
  for (const ProofFailure& failure : kProofFailures) {
    if (failure.code != denial.rule) continue;
    return {minute, "", std::string(failure.reason), std::string(failure.method), Kind::kUnauthenticated};
  }
  return {minute, "", "credential", "any", Kind::kDenied};
}

void DenialRecorder::note(const Denial& denial) {
  if (denial.rejected_type.empty()) denied_total_.add();
  const std::int64_t minute = context_.clock.now().value / kMinuteMicros;
  const Key key = key_of(denial, minute);
  const ledger::MutexLock lock(mutex_);
  const auto found = tallies_.find(key);
  if (found != tallies_.end()) {
    ++found->second.count;
    return;
  }
  const auto of_minute = std::count_if(tallies_.begin(), tallies_.end(),
                                       [&](const auto& tally) { return tally.first.minute == minute; });
  if (static_cast<std::size_t>(of_minute) >= keys_per_minute_max_) {
    ++dropped_[minute];
    return;
  }
  tallies_.emplace(key, Tally{denial, 1});
}

ledger::Status DenialRecorder::flush(bool all) {
  const std::int64_t minute_now = context_.clock.now().value / kMinuteMicros;
  std::map<Key, Tally> due;
  {
    const ledger::MutexLock lock(mutex_);
    for (auto tally = tallies_.begin(); tally != tallies_.end();) {
      if (!all && tally->first.minute >= minute_now) break;
      due.insert(tallies_.extract(tally++));
    }
    for (auto dropped = dropped_.begin(); dropped != dropped_.end();) {
      if (!all && dropped->first >= minute_now) break;
      due.emplace(Key{dropped->first, "", std::string(kDroppedRule), "any", Kind::kDenied},
                  Tally{{}, dropped->second});
      dropped = dropped_.erase(dropped);
    }
  }
  ledger::Status first_failure;
  for (const auto& [key, tally] : due) {
    // Once the log is closed or busy, the rest would fail too.
    const bool hopeless = !first_failure.ok() && is_transient(first_failure);
    const ledger::Status status = hopeless ? first_failure : append(key, tally);
    if (status.ok()) continue;
    if (first_failure.ok()) first_failure = status;
    // Kept for the next flush: a refusal must not vanish because the log was busy.
    const ledger::MutexLock lock(mutex_);
    const auto [slot, inserted] = tallies_.try_emplace(key, tally);
    if (!inserted) slot->second.count += tally.count;
  }
  return first_failure;
}

ledger::Status DenialRecorder::append(const Key& key, const Tally& tally) const {
  ledger::Status status = append_as(key, tally.first.actor, tally.count);
  if (status.ok() || is_transient(status)) return status;
  // What the caller said of itself (a centre that does not exist, say) must not keep the denial out.
  return append_as(key, system_actor(), tally.count);
}

ledger::Status DenialRecorder::append_as(const Key& key, ledger::Actor actor, std::uint64_t count) const {
  ledger::JsonValue data{ledger::JsonValue::Object{}};
  const Form& form = kForms[static_cast<std::size_t>(key.kind)];
  data.add(std::string(form.rule), ledger::JsonValue(key.rule));
  data.add(std::string(form.action), ledger::JsonValue(key.action));
  data.add("count", ledger::JsonValue(static_cast<std::int64_t>(std::min(count, kCountMax))));
  data.add("minute",
           ledger::JsonValue(ledger::format_recorded_at(ledger::UnixMicros(key.minute * kMinuteMicros))));
  // The refused one is the actor, attested by the service: a credential without a role must not keep a denial
  // out.
  if (actor.person.value.empty()) actor = system_actor();
  if (actor.role.empty()) actor.role = ledger::kSystemRole;
  const std::string scope = !actor.center.empty() ? actor.center : actor.org;
  return append_internal(context_, form.type, access_stream(scope, context_.clock.now()), actor,
                         attested_by_service(), "audit", std::move(data))
      .status();
}

}  // namespace api
