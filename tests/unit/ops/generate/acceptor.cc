#include "tests/unit/ops/generate/acceptor.h"

#include <algorithm>

#include "ledger/base/json_reader.h"
#include "ledger/base/sha256.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/event/entry.h"
#include "ledger/index/path.h"
#include "ledger/merkle/hash.h"
#include "ops/author_signing.h"

namespace tests {

namespace {

constexpr std::int64_t kStepMicros = 1000;

security::PrivateKey key_of(std::string_view label) {
  auto key = security::PrivateKey::from_raw(ledger::SignatureAlgorithm::kEd25519,
                                            ledger::view_of(ledger::sha256(label)));
  LEDGER_CHECK(key.ok());
  return std::move(key).value();
}

ledger::JsonValue genesis_json(const std::string& origin, ledger::UnixMicros founded) {
  using ledger::JsonValue;
  const auto text_of = [](const security::PrivateKey& key) {
    return JsonValue(ledger::to_base64url(key.public_key()));
  };
  JsonValue data(JsonValue::Object{});
  data.add("origin", JsonValue(origin));
  data.add("generation", JsonValue(std::int64_t{1}));
  data.add("log_key", text_of(key_of("log")));
  data.add("attestor_key", text_of(key_of("attestor")));
  data.add("attestor_algorithm", JsonValue("Ed25519"));
  data.add("admin_person", JsonValue("p-admin"));
  data.add("admin_key", text_of(Acceptor::admin_key()));
  data.add("admin_algorithm", JsonValue("Ed25519"));
  data.add("catalogue", JsonValue(ledger::kCatalogueVersion));
  data.add("index_map", JsonValue(std::int64_t{ledger::kIndexMapVersion}));
  JsonValue actor(JsonValue::Object{});
  actor.add("person", JsonValue("p-admin"));
  actor.add("role", JsonValue("admin"));
  JsonValue event(JsonValue::Object{});
  event.add("id", JsonValue(ledger::format_event_id(ledger::make_event_id(founded, {}))));
  event.add("type", JsonValue("ledger.genesis"));
  event.add("stream", JsonValue("ledger/main"));
  event.add("occurred_at", JsonValue(ledger::format_recorded_at(founded)));
  event.add("actor", std::move(actor));
  event.add("purpose", JsonValue("administration"));
  event.add("data", std::move(data));
  return event;
}

}  // namespace

class Acceptor::NoVault final : public ledger::Sealer {
 public:
  ledger::Result<std::vector<ledger::SealedRow>> seal(const ledger::EventId&,
                                                      const std::vector<ledger::SealRequest>&) override {
    return std::vector<ledger::SealedRow>();
  }
  ledger::Result<ledger::Bytes> attested_salt(const ledger::EventId& id, std::string_view subject,
                                              std::string_view, std::string_view field) override {
    const ledger::Hash32 digest = ledger::sha256(ledger::view_of(id), subject, field);
    return ledger::Bytes(ledger::view_of(digest).substr(0, 16));
  }
  ledger::Result<ledger::Bytes> seal_attachment(const ledger::EventId&, std::string_view, std::string_view,
                                                ledger::ByteView) override {
    return ledger::Bytes();
  }
};

security::PrivateKey Acceptor::admin_key() {
  return key_of("administrator");
}

Acceptor::Acceptor(std::string origin, std::string seed, ledger::UnixMicros founded,
                   ledger::UnixMicros recording)
    : origin_(std::move(origin)),
      seed_(std::move(seed)),
      vault_(std::make_unique<NoVault>()),
      attestor_(key_of("attestor")),
      admission_({origin_, verifier_, *vault_, attestor_}),
      recorded_micros_(recording.value) {
  const ledger::Status founded_well = found(founded);
  if (!founded_well.ok()) refusals_.push_back("genesis: " + founded_well.to_string());
}

Acceptor::~Acceptor() = default;

ledger::Status Acceptor::found(ledger::UnixMicros founded) {
  LEDGER_ASSIGN(const std::string text,
                ops::sign_event_with_seed(genesis_json(origin_, founded), origin_, admin_key(), "genesis"));
  LEDGER_ASSIGN(const ledger::VerifiedEvent event, admission_.admit_genesis(text));
  return accept(event);
}

ledger::Status Acceptor::write(std::string_view line) {
  const ledger::Status status = accept_line(line);
  const auto json = ledger::read_json(line);
  if (const ledger::JsonValue* expected = json.ok() ? json->find("expected") : nullptr) {
    if (!status.ok() && status.rule() == expected->text("rule") &&
        status.reason() == expected->text("code")) {
      planted_[status.rule()] += 1;
    } else {
      refusals_.push_back("planted " + std::string(expected->text("rule")) + ": " +
                          (status.ok() ? "accepted" : status.to_string()));
    }
    return ledger::Status();
  }
  if (!status.ok()) refusals_.push_back(status.to_string() + " ← " + std::string(line.substr(0, 400)));
  return ledger::Status();
}

ledger::Status Acceptor::accept_line(std::string_view line) {
  LEDGER_ASSIGN(const ledger::JsonValue json, ledger::read_json(line));
  if (ops::generate::is_deferred_line(line)) {
    LEDGER_ASSIGN(const ops::generate::Deferred deferred, ops::generate::parse_deferred(json));
    const auto id = ledger::parse_event_id(deferred.receipt_of);
    const auto target = id ? log_.find(*id) : log_.end();
    if (target == log_.end())
      return ledger::not_found("test.receipt", "no receipt of " + deferred.receipt_of);
    LEDGER_ASSIGN(
        const std::string text,
        sign_deferred(deferred, {target->second.position, target->second.leaf_hash}, origin_, seed_));
    LEDGER_ASSIGN(const ledger::VerifiedEvent event, admission_.admit_signed(text, state_));
    return accept(event);
  }
  if (!json.text("sd_jwt").empty()) {
    LEDGER_ASSIGN(const ledger::VerifiedEvent event, admission_.admit_signed(json.text("sd_jwt"), state_));
    return accept(event);
  }
  const ledger::JsonValue* body = json.find("event");
  if (body == nullptr) return ledger::invalid("test.line", "neither event nor sd_jwt");
  LEDGER_ASSIGN(const ledger::AttestedRequest request, ledger::parse_attested(*body, origin_));
  const std::string as(json.text("as"));
  LEDGER_ASSIGN(const ledger::VerifiedEvent event,
                admission_.admit_attested(request, {ledger::PrincipalId(as), "mtls"}));
  senders_[as] += 1;
  return accept(event);
}

ledger::Status Acceptor::accept(const ledger::VerifiedEvent& event) {
  const ledger::SignedEvent& whole = event.signed_event();
  if (log_.contains(whole.event.id)) return ledger::conflict("test.repeated", "an id is used twice");
  recorded_micros_ += kStepMicros;
  const ledger::UnixMicros recorded(recorded_micros_);
  ledger::StateOverlay overlay(state_, state_.digest());
  auto judged = decide({whole.event, whole.jws.kid, ledger::Position(position_), recorded}, overlay, *this);
  if (!judged.ok()) {
    ++refused_;
    const bool untouched = overlay.changes().empty() && overlay.digest().value() == state_.digest().value();
    if (!untouched) ++spoiled_;
    return judged.status();
  }
  const ledger::IndexTerms terms = std::move(judged).value();
  const std::string jws = ledger::format_sd_jwt(whole);
  LEDGER_ASSIGN(const std::string entry,
                ledger::encode_entry({recorded, terms, jws.substr(0, jws.find('~'))}));
  state_.apply(overlay);
  entries_.push_back(entry);
  log_.emplace(whole.event.id, ledger::LoggedEvent{ledger::Position(position_),
                                                   ledger::merkle::leaf_hash(entry), recorded, whole.event});
  ++position_;
  remember(event, terms);
  return ledger::Status();
}

void Acceptor::remember(const ledger::VerifiedEvent& event, const ledger::IndexTerms& terms) {
  const ledger::Event& fact = event.event();
  accepted_[fact.type] += 1;
  last_occurred_micros_ = std::max(last_occurred_micros_, fact.occurred_at.value);
  for (const ledger::IndexTerm& term : terms) {
    if (term.path.starts_with("flag/")) flags_[term.path] += static_cast<std::int64_t>(term.plus);
    if (!term.path.starts_with("figure/")) continue;
    amounts_[term.path] += static_cast<std::int64_t>(term.plus) - static_cast<std::int64_t>(term.minus);
  }
  if (fact.type == "principal.bound") {
    for (const ledger::Disclosure& disclosure : event.signed_event().disclosures) {
      credentials_[std::string(fact.text("principal"))] = disclosure.value.as_string();
    }
  }
  const std::string report = std::string(fact.text("center_id")) + "/" + std::string(fact.text("year_month"));
  if (fact.type == "month.closed") closed_[report] = amounts_;
  if (fact.type == "monthly_report.submitted") reports_[report] = *fact.field("figures");
}

ledger::Result<std::optional<ledger::LoggedEvent>> Acceptor::find(const ledger::EventId& id) const {
  const auto found = log_.find(id);
  if (found == log_.end()) return std::optional<ledger::LoggedEvent>();
  return std::optional<ledger::LoggedEvent>(found->second);
}

std::int64_t Acceptor::figure(const std::string& path) const {
  const auto found = amounts_.find(path);
  return found == amounts_.end() ? 0 : found->second;
}

}  // namespace tests
