// Programme: a ledger in memory, without signatures, that has lived through a small but complete piece of the
// programme, and a valid next event of every type.
//
// Steps are data: type, actor, fields as JSON. As a value, "$name" stands for the event id of the step of
// that name,
// "=name" and "#name" for a person's public key and its kid, "~n" for n microseconds from now, "^n" for n
// entries from the log's size. A Programme can be copied, so that every row of a test starts from the same
// state.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/domain/decide.h"
#include "ledger/domain/records.h"
#include "ledger/domain/rules.h"
#include "tests/support/event_builder.h"

namespace tests {

struct Step {
  const char* name;  // for "$name"; may be empty
  const char* type;
  const char* by;      // person of the cast
  const char* fields;  // JSON object, public and confidential together
};

// Public key of a person, machine or purpose, made from its name; 32 bytes.
ledger::Bytes public_key_of(std::string_view name);
ledger::KeyId kid_of(std::string_view name);

class Programme final : public ledger::EventSource {
 public:
  // Nothing but an empty ledger.
  Programme() = default;
  // After the genesis and all steps of the story.
  static const Programme& lived();
  // A second generation behind its genesis, which announces the one part of the sample of state.imported.
  static Programme succeeding();
  static ledger::Event genesis_of_succession(std::string_view patch = "{}");

  // The sample of a type with `patch` merged into it: members replace, null removes; the members "@by",
  // "@at",
  // "@licence", "@principal", "@behalf" and "@ref" change the envelope.
  EventBuilder sample(std::string_view type, std::string_view patch = "{}") const;
  EventBuilder event(const Step& step, std::string_view patch = "{}") const;

  // Judges without keeping; `without` leaves one rule out.
  ledger::Result<ledger::IndexTerms> judge(const ledger::Event& event,
                                           std::optional<ledger::RuleId> without = std::nullopt) const;
  ledger::Result<ledger::IndexTerms> judge_signed_by(const ledger::Event& event,
                                                     const ledger::KeyId& kid) const;
  // Judges and keeps what is accepted; `name` makes "$name" known.
  ledger::Result<ledger::IndexTerms> append(const ledger::Event& event, const std::string& name = "");
  // A step that must be accepted; its terms.
  ledger::IndexTerms live_through(const Step& step, std::string_view patch = "{}");

  ledger::Result<std::optional<ledger::LoggedEvent>> find(const ledger::EventId& id) const override;

  const ledger::MemoryState& state() const { return state_; }
  const std::vector<ledger::LoggedEvent>& log() const { return log_; }
  ledger::UnixMicros now() const { return now_; }
  void set_now(std::string_view rfc3339);
  ledger::EventId next_id() const { return numbered_event_id(log_.size() + 1); }
  ledger::KeyId kid_for(const ledger::Event& event) const;
  // The event id of a named step.
  std::string ref(const std::string& name) const;

 private:
  ledger::JsonValue resolve(const ledger::JsonValue& value) const;
  void apply_patch(EventBuilder& builder, const ledger::JsonValue& patch) const;
  void cast(EventBuilder& builder, std::string_view person) const;

  ledger::MemoryState state_;
  std::vector<ledger::LoggedEvent> log_;
  std::vector<ledger::KeyId> kids_;
  std::map<std::string, std::size_t> names_;
  ledger::UnixMicros now_{1'777'597'200'000'000};  // 2026-05-01T10:00:00+09:00
};

// The story, and one sample per type of the catalogue; see programme_story.cc.
const std::vector<Step>& story();
const std::vector<Step>& samples();
// Their parts about the mandate: story_mandate.cc, samples_mandate.cc.
std::vector<Step> mandate_story();
std::vector<Step> mandate_samples();
// Parts of both, in files of their own: samples_support.cc.
void live_support(std::vector<Step>& steps);
std::vector<Step> support_samples();
// Their parts about plans, activities, security evidence and oversight: story_evidence.cc,
// samples_evidence.cc.
std::span<const Step> evidence_story();
std::span<const Step> evidence_samples();

}  // namespace tests
