#include "tests/support/ledger_fixture.h"

#include <gtest/gtest.h>

#include "ledger/base/check.h"
#include "ledger/base/sha256.h"
#include "ledger/domain/codes.h"
#include "ledger/index/path.h"
#include "ledger/journal/batch_keys.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/recovery.h"

namespace tests {

using ledger::JsonValue;
using ledger::Result;
using ledger::Status;

namespace {

constexpr std::string_view kMasterText = "master secret of thirty-two byte";

// A setup step that fails makes everything behind it meaningless: say why and stop.
template <typename T>
T must(Result<T> result) {
  if (!result.ok()) std::fprintf(stderr, "ledger fixture: %s\n", result.status().to_string().c_str());
  LEDGER_CHECK(result.ok());
  return std::move(result).value();
}
void must(const Status& status) {
  if (!status.ok()) std::fprintf(stderr, "ledger fixture: %s\n", status.to_string().c_str());
  LEDGER_CHECK(status.ok());
}

std::string key_text(std::string_view holder) {
  return ledger::to_base64url(private_key_of(holder).public_key());
}

}  // namespace

security::PrivateKey private_key_of(std::string_view holder) {
  const ledger::Hash32 seed = ledger::sha256("private test key of ", holder);
  return must(security::PrivateKey::from_raw(ledger::SignatureAlgorithm::kEd25519, ledger::view_of(seed)));
}

ledger::EventDraft draft_of(const ledger::Event& event) {
  ledger::EventDraft draft;
  draft.aud = event.aud;
  draft.id = event.id;
  draft.type = event.type;
  draft.version = event.version;
  draft.stream = event.stream;
  draft.expected_version = event.expected_version;
  draft.occurred_at = event.occurred_at_text;
  draft.actor = event.actor;
  draft.attested_by = event.attested_by;
  draft.purpose = event.purpose;
  draft.refs = event.refs;
  draft.public_data = event.data;
  return draft;
}

std::string sd_jwt_text(const EventBuilder& builder, std::string_view signer) {
  ledger::SignedEvent event = builder.build_signed();
  return sd_jwt_text(draft_of(event.event), std::move(event.disclosures), signer);
}

std::string sd_jwt_text(const ledger::EventDraft& draft, std::vector<ledger::Disclosure> disclosures,
                        std::string_view signer) {
  const security::PrivateKey key = private_key_of(signer);
  const std::string payload = ledger::build_payload(draft, disclosures);
  const std::string input = ledger::build_signing_input(key.algorithm(), key.kid(), payload);
  const ledger::Bytes signature = must(key.sign(input));
  return ledger::format_sd_jwt(must(ledger::assemble(input, signature, std::move(disclosures))));
}

ledger::AttestedRequest attested_request(const EventBuilder& builder) {
  const ledger::SignedEvent event = builder.build_signed();
  ledger::AttestedRequest request{draft_of(event.event)};
  for (const ledger::Disclosure& disclosure : event.disclosures) {
    request.draft.public_data.add(disclosure.name, disclosure.value);
  }
  return request;
}

LedgerFixture::LedgerFixture(Start start) {
  kv_ = std::make_unique<ledger::MemoryKv>(ledger::kLedgerFamilyCount);
  log_ = std::make_unique<ledger::KvLogStore>(*kv_, std::string(kTestOrigin));
  must(log_->create());
  anchor_ = must(ledger::HeadAnchor::create(anchor_directory()));
  LEDGER_CHECK(anchor_->write(ledger::empty_tree_record(ledger::sha256(kTestOrigin))).ok());
  signer_ = std::make_unique<security::LogSigner>(
      must(security::LogSigner::make(std::string(kTestOrigin), private_key_of("log"))));
  media_ = must(security::Media::open(dir_ / "keyring", ""));
  security::MasterSecret master;
  master.secret = security::Secret(kMasterText);
  encryptor_ = must(security::FileKeyEncryptor::open(*media_, master));
  attestor_ = std::make_unique<security::Attestor>(private_key_of("attestor"));
  reopen_keyring();
  writer_ = must(ledger::recover(writer_parts()));
  if (start == Start::kEmpty) return;
  EventBuilder first = genesis();
  if (start == Start::kConformance) first.set("conformance", ledger::JsonValue(true));
  must_append(must(admission_->admit_genesis(sd_jwt_text(first, "p-admin"))));
  if (start == Start::kEnrolled) enrol();
}

void LedgerFixture::reopen_keyring() {
  admission_.reset();
  vault_.reset();
  keyring_ = must(security::Keyring::open(*media_, *encryptor_, assignments_));
  vault_ = std::make_unique<security::Vault>(*keyring_);
  admission_ = std::make_unique<ledger::Admission>(
      ledger::Admission::Parts{std::string(kTestOrigin), verifier_, *vault_, *attestor_});
}

LedgerFixture::~LedgerFixture() {
  if (!audit_at_end_) return;
  for (const ledger::AuditFinding& finding : audit().findings) {
    ADD_FAILURE() << "audit at the end of the test: " << finding.invariant << " " << finding.message
                  << (finding.position ? " at position " + std::to_string(finding.position->value) : "");
  }
}

EventBuilder LedgerFixture::event(std::string_view type, std::string_view person) {
  EventBuilder builder(type);
  builder.id(numbered_event_id(next_id_++));
  if (person == "p-bureau") {
    builder.by(person, "bureau_officer", "bureau-kyushu", "");
  } else if (person == "p-service") {
    builder.by(person, "system", "", "");
  } else {
    builder.by(person, "admin", "", "");
  }
  return builder;
}

EventBuilder LedgerFixture::genesis() {
  EventBuilder builder = event("ledger.genesis", "p-admin");
  builder.set("origin", kTestOrigin).set("generation", std::int64_t{1});
  builder.set("log_key", key_text("log")).set("attestor_key", key_text("attestor"));
  builder.set("attestor_algorithm", "Ed25519").set("admin_person", "p-admin");
  builder.set("admin_key", key_text("p-admin")).set("admin_algorithm", "Ed25519");
  builder.set("catalogue", ledger::kCatalogueVersion);
  return builder.set("index_map", std::int64_t{ledger::kIndexMapVersion});
}

EventBuilder LedgerFixture::policy(std::int64_t value) {
  return event("policy.parameter_set", "p-admin").set("name", "demo").set("value", value);
}

EventBuilder LedgerFixture::person(std::string_view id) {
  return event("person.registered", "p-bureau").set("person_id", id).set("name", "山田 花子");
}

EventBuilder LedgerFixture::key_enrolled(std::string_view holder, std::string_view person) {
  EventBuilder builder = event("key.enrolled", "p-admin");
  builder.set("kid", private_key_of(holder).kid().value).set("algorithm", "Ed25519");
  builder.set("public_key", key_text(holder)).set("purpose", "author").set("person_id", person);
  return builder.set("valid_from", "2026-04-01T00:00:00+09:00");
}

void LedgerFixture::enrol() {
  ledger::Writer::Batch batch;
  const auto by_admin = [&](const EventBuilder& builder) { batch.push_back(signed_event(builder)); };
  EventBuilder bureau = event("org.registered", "p-admin");
  bureau.set("org_id", "bureau-kyushu").set("kind", "bureau").set("name", "九州経済産業局");
  by_admin(bureau);
  by_admin(event("org.registered", "p-admin")
               .set("org_id", "impl-40")
               .set("kind", "impl_body")
               .set("name", "福岡県の実施機関"));
  by_admin(event("center.established", "p-admin")
               .set("center_id", "c40")
               .set("pref_code", "40")
               .set("impl_body", "impl-40")
               .set("bureau", "bureau-kyushu")
               .set("fy", std::int64_t{2026}));
  by_admin(event("person.registered", "p-admin").set("person_id", "p-bureau").set("name", "佐藤 一"));
  by_admin(key_enrolled("p-bureau", "p-bureau"));
  by_admin(event("role.granted", "p-admin")
               .set("person_id", "p-bureau")
               .set("role", "bureau_officer")
               .set("scope", "bureau-kyushu")
               .set("valid_from", "2025-04-01")
               .set("basis", ledger::format_event_id(bureau.build().id)));
  by_admin(event("principal.bound", "p-admin")
               .set("principal", "gw")
               .set("kind", "system")
               .set("person_id", "p-bureau")
               .set("credential", "CN=gw"));
  must_append(std::move(batch));
}

ledger::VerifiedEvent LedgerFixture::signed_event(const EventBuilder& builder, std::string_view signer) {
  const std::string person = builder.build().actor.person.value;
  const std::string text = sd_jwt_text(builder, signer.empty() ? std::string_view(person) : signer);
  return must(admission_->admit_signed(text, ledger::KvState(*view()->reader)));
}

ledger::VerifiedEvent LedgerFixture::attested_event(const EventBuilder& builder, std::string_view principal) {
  return must(admission_->admit_attested(attested_request(builder),
                                         {ledger::PrincipalId(std::string(principal)), "mtls"}));
}

ledger::VerifiedEvent LedgerFixture::internal_event(const EventBuilder& builder) {
  const ledger::PrincipalId service{std::string(ledger::kServicePrincipal)};
  return must(admission_->admit_internal(attested_request(builder), {service, "internal"}));
}

ledger::VerifiedEvent LedgerFixture::signed_by_stranger(const EventBuilder& builder,
                                                        std::string_view signer) {
  const ledger::KvState state(*view()->reader);
  ledger::BatchKeys keys(state);
  keys.note(signed_event(key_enrolled(signer, builder.build().actor.person.value), "p-admin"));
  return must(admission_->admit_signed(sd_jwt_text(builder, signer), keys));
}

ledger::Writer::Outcome LedgerFixture::commit(std::vector<ledger::Writer::Batch> batches) {
  return writer_->commit(batches);
}

Result<LedgerFixture::Receipts> LedgerFixture::append(ledger::Writer::Batch batch) {
  std::vector<ledger::Writer::Batch> batches;
  batches.push_back(std::move(batch));
  const ledger::Writer::Outcome outcome = writer_->commit(batches);
  if (!outcome.fatal.ok()) return outcome.fatal;
  if (!outcome.answers.front().ok()) return outcome.answers.front().status();
  return ledger::make_receipts(*outcome.answers.front());
}

Result<ledger::Receipt> LedgerFixture::append(ledger::VerifiedEvent event) {
  auto receipts = append(ledger::Writer::Batch{std::move(event)});
  if (!receipts.ok()) return receipts.status();
  return std::move(receipts->front());
}

ledger::Receipt LedgerFixture::must_append(ledger::VerifiedEvent event) {
  return must(append(std::move(event)));
}

LedgerFixture::Receipts LedgerFixture::must_append(ledger::Writer::Batch batch) {
  return must(append(std::move(batch)));
}

void LedgerFixture::must_append_leaves(const std::vector<std::string>& leaves) {
  const ledger::Writer::Outcome outcome = writer_->commit_leaves(leaves);
  must(outcome.fatal);
  for (const ledger::Writer::Answer& answer : outcome.answers) must(answer.status());
}

std::shared_ptr<const ledger::LedgerView> LedgerFixture::view() const {
  if (writer_) return writer_->view();
  const auto opened = ledger::inspect_log(*kv_, kTestOrigin);
  return must(ledger::open_view(*kv_, must(Result<ledger::LogStore::Opened>(opened)).head));
}

ledger::AuditOptions LedgerFixture::audit_options() const {
  ledger::AuditOptions options;
  options.origin = std::string(kTestOrigin);
  options.log_public_key = ledger::Bytes(signer_->public_key());
  options.verifier = &verifier_;
  if (anchor_) options.anchor = anchor_->scan();
  options.files = kv_.get();
  return options;
}

ledger::AuditReport LedgerFixture::audit() const {
  return must(ledger::audit_ledger(*kv_, audit_options()));
}

security::ReceiptTrust LedgerFixture::trust() const {
  security::ReceiptTrust trust;
  trust.log = signer_->vkey();
  for (const std::string_view holder : {"attestor", "p-admin", "p-bureau", "p-bureau-2"}) {
    const security::PrivateKey key = private_key_of(holder);
    trust.event_keys[key.kid()] = {key.algorithm(), key.public_key()};
  }
  return trust;
}

std::string LedgerFixture::receipt_fault(const ledger::Receipt& receipt) const {
  const security::ReceiptVerdict verdict = security::verify_receipt(receipt, {}, trust(), verifier_);
  std::string fault;
  for (const security::ReceiptStep& step : verdict.steps) {
    if (!step.status.ok()) fault += step.name + ": " + step.status.to_string() + "\n";
  }
  return fault;
}

Status LedgerFixture::reopen() {
  return reopen_with(kv_->reopened());
}

Status LedgerFixture::reopen_with(std::unique_ptr<ledger::MemoryKv> kv) {
  writer_.reset();
  log_.reset();
  retired_.push_back(std::exchange(kv_, std::move(kv)));
  log_ = std::make_unique<ledger::KvLogStore>(*kv_, std::string(kTestOrigin));
  LEDGER_TRY(reopen_anchor());
  LEDGER_ASSIGN(writer_, ledger::recover(writer_parts()));
  return Status();
}

Status LedgerFixture::reopen_anchor() {
  anchor_.reset();
  LEDGER_ASSIGN(anchor_, ledger::HeadAnchor::open(anchor_directory()));
  return Status();
}

}  // namespace tests
