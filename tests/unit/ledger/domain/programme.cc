#include "tests/unit/ledger/domain/programme.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "ledger/domain/key_id.h"

namespace tests {

using ledger::Event;
using ledger::IndexTerms;
using ledger::JsonValue;
using ledger::Result;

namespace {

struct CastMember {
  std::string_view person, role, org, center;
};
constexpr CastMember kCast[] = {{"p-admin", "admin", "", ""},
                                {"p-bureau", "bureau_officer", "bureau-kyushu", ""},
                                {"p-bureau-k", "bureau_officer", "bureau-kanto", ""},
                                {"p-hq", "hq_staff", "hq", ""},
                                {"p-smea", "smea_officer", "smea", ""},
                                {"p-lead", "impl_lead", "impl-40", "c40"},
                                {"p-staff", "impl_staff", "impl-40", "c40"},
                                {"p-cco", "cco", "impl-40", "c40"},
                                {"p-sub", "sub_cco", "impl-40", "c40"},
                                {"p-co", "co", "impl-40", "c40"},
                                {"p-co2", "co", "impl-40", "c40"},
                                {"p-prod", "prod_lead", "impl-40", "c40"},
                                {"p-lead13", "impl_lead", "impl-13", "c13"},
                                {"p-co13", "co", "impl-13", "c13"},
                                {"p-aud", "auditor", "", ""},
                                {"p-service", "system", "", ""}};

JsonValue parse(std::string_view text) {
  auto value = ledger::read_json(text);
  LEDGER_CHECK(value.ok() && value->is_object());
  return std::move(*value);
}

}  // namespace

ledger::Bytes public_key_of(std::string_view name) {
  return ledger::Bytes(ledger::view_of(ledger::sha256("public key of ", name)));
}

ledger::KeyId kid_of(std::string_view name) {
  return *ledger::key_thumbprint(ledger::SignatureAlgorithm::kEd25519, public_key_of(name));
}

const Programme& Programme::lived() {
  static const Programme programme = [] {
    Programme made;
    for (const Step& step : story()) made.live_through(step);
    return made;
  }();
  return programme;
}

ledger::Event Programme::genesis_of_succession(std::string_view patch) {
  const Programme programme;
  EventBuilder genesis = programme.sample("ledger.genesis", R"({"generation":2,
      "previous_origin":"ledger.before","previous_log_key":"=log before","previous_size":8,
      "previous_root":"0000000000000000000000000000000000000000000000000000000000000000",
      
      "previous_signature":
          "c3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzcw",
      "previous_anchor_size":10,"lost_from":8,"lost_to":9,"state_parts":1,
      "state_digest":"f5b31655ecf6af5674d75f900ecf6657256ee4f52eebd7e6b2e370f8f355bb1c"})");
  programme.apply_patch(genesis, parse(patch));
  return genesis.build();
}

Programme Programme::succeeding() {
  Programme programme;
  LEDGER_CHECK(programme.append(genesis_of_succession(), "genesis").ok());
  return programme;
}

void Programme::cast(EventBuilder& builder, std::string_view person) const {
  const auto* member = std::find_if(std::begin(kCast), std::end(kCast),
                                    [&](const CastMember& known) { return known.person == person; });
  LEDGER_CHECK(member != std::end(kCast));
  builder.by(member->person, member->role, member->org, member->center);
}

JsonValue Programme::resolve(const JsonValue& value) const {
  if (value.is_string() && value.as_string().starts_with('$'))
    return JsonValue(ref(value.as_string().substr(1)));
  if (value.is_string() && value.as_string().starts_with('#')) {
    return JsonValue(kid_of(value.as_string().substr(1)).value);
  }
  if (value.is_string() && value.as_string().starts_with('=')) {
    return JsonValue(ledger::to_base64url(public_key_of(value.as_string().substr(1))));
  }
  if (value.is_string() && value.as_string().starts_with('~')) {
    return JsonValue(
        ledger::format_recorded_at(ledger::UnixMicros(now_.value + std::stoll(value.as_string().substr(1)))));
  }
  if (value.is_string() && value.as_string().starts_with('^')) {
    return JsonValue(
        std::int64_t{static_cast<std::int64_t>(log_.size()) + std::stoll(value.as_string().substr(1))});
  }
  if (!value.is_array()) return value;
  JsonValue::Array items;
  for (const JsonValue& item : value.as_array()) items.push_back(resolve(item));
  return JsonValue(std::move(items));
}

void Programme::apply_patch(EventBuilder& builder, const JsonValue& patch) const {
  for (const auto& [name, value] : patch.as_object()) {
    if (name == "@by") cast(builder, value.as_string());
  }
  for (const auto& [name, raw] : patch.as_object()) {
    const JsonValue value = resolve(raw);
    if (name == "@by") continue;
    if (name == "@behalf") {
      builder.on_behalf_of(value.as_string());
      continue;
    }
    if (name == "@at") {
      builder.at(value.as_string());
    } else if (name == "@licence") {
      builder.licence(value.as_string());
    } else if (name == "@principal") {
      builder.attested(value.as_string());
    } else if (name == "@ref") {
      builder.ref(value.as_string());
    } else if (value.is_null()) {
      builder.drop(name);
    } else {
      builder.set(name, value);
    }
  }
}

EventBuilder Programme::event(const Step& step, std::string_view patch) const {
  EventBuilder builder(step.type);
  builder.id(next_id());
  cast(builder, step.by);
  const ledger::TypeSpec* row = ledger::find_type(step.type, 1);
  LEDGER_CHECK(row != nullptr);
  if (row->way_in == ledger::WayIn::kInternal) builder.attested("service");
  const JsonValue fields = parse(step.fields);
  apply_patch(builder, fields);
  if (std::string_view(step.type) == "event.countersigned") {
    const auto& target = log_.at(names_.at(std::string(fields.text("target").substr(1))));
    builder.set("target_position", static_cast<std::int64_t>(target.position.value));
    builder.set("target_leaf", ledger::to_hex(ledger::view_of(target.leaf_hash)));
  }
  apply_patch(builder, parse(patch));
  return builder;
}

EventBuilder Programme::sample(std::string_view type, std::string_view patch) const {
  const auto found =
      std::find_if(samples().begin(), samples().end(), [&](const Step& step) { return step.type == type; });
  LEDGER_CHECK(found != samples().end());
  return event(*found, patch);
}

ledger::KeyId Programme::kid_for(const Event& event) const {
  return event.attested() ? kid_of("attestor") : kid_of(event.actor.person.value);
}

Result<IndexTerms> Programme::judge(const Event& event, std::optional<ledger::RuleId> without) const {
  ledger::StateOverlay overlay(state_, state_.digest());
  const ledger::KeyId kid = kid_for(event);
  const ledger::DecideInput input{event, kid, ledger::Position(log_.size()), now_};
  Result<IndexTerms> terms = without ? ledger::decide_without(*without, input, overlay, *this)
                                     : ledger::decide(input, overlay, *this);
  LEDGER_CHECK(terms.ok() ||
               (overlay.changes().empty() && overlay.digest().value() == state_.digest().value()));
  return terms;
}

Result<IndexTerms> Programme::judge_signed_by(const Event& event, const ledger::KeyId& kid) const {
  ledger::StateOverlay overlay(state_, state_.digest());
  return ledger::decide({event, kid, ledger::Position(log_.size()), now_}, overlay, *this);
}

Result<IndexTerms> Programme::append(const Event& event, const std::string& name) {
  ledger::StateOverlay overlay(state_, state_.digest());
  const ledger::KeyId kid = kid_for(event);
  Result<IndexTerms> terms =
      ledger::decide({event, kid, ledger::Position(log_.size()), now_}, overlay, *this);
  if (!terms.ok()) return terms;
  state_.apply(overlay);
  if (!name.empty()) names_[name] = log_.size();
  log_.push_back({ledger::Position(log_.size()), ledger::sha256(ledger::view_of(event.id)), now_, event});
  now_.value += 1'000'000;
  return terms;
}

IndexTerms Programme::live_through(const Step& step, std::string_view patch) {
  const ledger::SignedEvent made = event(step, patch).build_signed();
  const ledger::Status fields = ledger::check_fields(made);
  if (!fields.ok()) std::fprintf(stderr, "%s %s: %s\n", step.type, step.fields, fields.to_string().c_str());
  LEDGER_CHECK(fields.ok());
  auto terms = append(made.event, step.name);
  if (!terms.ok())
    std::fprintf(stderr, "%s %s: %s\n", step.type, step.fields, terms.status().to_string().c_str());
  LEDGER_CHECK(terms.ok());
  return std::move(*terms);
}

Result<std::optional<ledger::LoggedEvent>> Programme::find(const ledger::EventId& id) const {
  for (const ledger::LoggedEvent& logged : log_) {
    if (logged.event.id == id) return std::optional(logged);
  }
  return std::optional<ledger::LoggedEvent>();
}

void Programme::set_now(std::string_view rfc3339) {
  const auto time = ledger::parse_rfc3339(rfc3339);
  LEDGER_CHECK(time.ok());
  now_ = *time;
}

std::string Programme::ref(const std::string& name) const {
  const auto found = names_.find(name);
  LEDGER_CHECK(found != names_.end());
  return ledger::format_event_id(log_[found->second].event.id);
}

}  // namespace tests
