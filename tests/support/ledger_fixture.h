// LedgerFixture: a real ledger on a database in memory: store, anchor, keyring, vault, signer, admission,
// writer.
//
// Nothing is replaced by a stand-in but the disk and the clock: events are really signed, sealed, decided,
// hashed, anchored. When it goes, it audits the ledger and fails the test if anything is found; a test that
// damages a ledger says so with expect_damage(). Writer-driven, so that a test decides what is one group; a
// test of the journal takes the parts and lets the journal own the writer. One thread; the parts as they
// allow.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit/audit.h"
#include "ledger/journal/admission.h"
#include "ledger/journal/journal.h"
#include "ledger/journal/receipt.h"
#include "ledger/journal/writer.h"
#include "ledger/store/head_anchor.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/memory_kv.h"
#include "security/attestor.h"
#include "security/file_key_encryptor.h"
#include "security/keyring.h"
#include "security/log_signer.h"
#include "security/receipt_verifier.h"
#include "security/signature.h"
#include "security/vault.h"
#include "tests/support/event_builder.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"

namespace tests {

inline constexpr std::string_view kTestOrigin = "ledger.test";

// An Ed25519 key made from its holder's name: "p-admin", "attestor", "log".
security::PrivateKey private_key_of(std::string_view holder);

// What a sender would have to sign or send for the event of a builder.
ledger::EventDraft draft_of(const ledger::Event& event);
// "<jws>~<disclosure>~…~", signed with the key of `signer`.
std::string sd_jwt_text(const EventBuilder& builder, std::string_view signer);
// The same for a draft that no builder would make.
std::string sd_jwt_text(const ledger::EventDraft& draft, std::vector<ledger::Disclosure> disclosures,
                        std::string_view signer);
// The plain-field form: public and confidential fields together.
ledger::AttestedRequest attested_request(const EventBuilder& builder);

class LedgerFixture {
 public:
  enum class Start {
    kEmpty,        // a created store, no entry
    kFounded,      // the genesis of administrator p-admin
    kEnrolled,     // and the people below
    kConformance,  // a genesis that says so, and nothing else: opaque leaves only
  };
  // kEnrolled: organisations bureau-kyushu and impl-40, centre c40, and p-bureau (bureau_officer of
  // bureau-kyushu) with a key of their own and the principal "gw" bound to them.
  explicit LedgerFixture(Start start = Start::kEnrolled);
  ~LedgerFixture();
  LedgerFixture(const LedgerFixture&) = delete;
  LedgerFixture& operator=(const LedgerFixture&) = delete;

  // --- making events; each has a new id ---
  EventBuilder event(std::string_view type, std::string_view person);
  EventBuilder genesis();
  // A valid next event at any time: author-signed by p-admin, public fields only, stream policy/demo.
  EventBuilder policy(std::int64_t value);
  // Either way in, by p-bureau; three confidential fields of subject person/<id>.
  EventBuilder person(std::string_view id);
  EventBuilder key_enrolled(std::string_view holder, std::string_view person);

  // Admitted, or the test fails and the process stops: for events that must pass admission.
  ledger::VerifiedEvent signed_event(const EventBuilder& builder, std::string_view signer = {});
  ledger::VerifiedEvent attested_event(const EventBuilder& builder, std::string_view principal = "gw");
  ledger::VerifiedEvent internal_event(const EventBuilder& builder);
  // As signed_event, whatever keys are enrolled: for the writer's own checks.
  ledger::VerifiedEvent signed_by_stranger(const EventBuilder& builder, std::string_view signer);

  // --- appending ---
  using Receipts = std::vector<ledger::Receipt>;
  ledger::Writer::Outcome commit(std::vector<ledger::Writer::Batch> batches);
  // One group of one batch; the fatal status when the group met one.
  ledger::Result<Receipts> append(ledger::Writer::Batch batch);
  ledger::Result<ledger::Receipt> append(ledger::VerifiedEvent event);
  // Must be accepted.
  ledger::Receipt must_append(ledger::VerifiedEvent event);
  Receipts must_append(ledger::Writer::Batch batch);
  // One group of opaque leaves, all accepted.
  void must_append_leaves(const std::vector<std::string>& leaves);

  // --- looking ---
  std::shared_ptr<const ledger::LedgerView> view() const;
  std::uint64_t size() const { return view()->head.size.value; }
  ledger::AuditOptions audit_options() const;
  ledger::AuditReport audit() const;
  // What somebody outside pins: log key, attestor, every key of the cast.
  security::ReceiptTrust trust() const;
  // Why the receipt does not verify offline; empty when it does.
  std::string receipt_fault(const ledger::Receipt& receipt) const;

  // --- restarting ---
  // Drops the writer, shows the database as a reopened one would, recovers. A refusal leaves the fixture
  // without writer.
  ledger::Status reopen();
  // The same over another content, e.g. a damaged copy.
  ledger::Status reopen_with(std::unique_ptr<ledger::MemoryKv> kv);
  // Forgets the keys that were handed out and are not assigned in the database, as a restart does.
  void reopen_keyring();
  // Lets go of writer and log store, so that a Journal may take over the parts.
  void release_writer() { writer_.reset(); }
  // This ledger is damaged on purpose: no audit at the end.
  void expect_damage() { audit_at_end_ = false; }

  // --- parts ---
  ledger::MemoryKv& kv() { return *kv_; }
  ledger::KvLogStore& log() { return *log_; }
  ledger::HeadAnchor& anchor() { return *anchor_; }
  std::string anchor_directory() const { return dir_ / "anchor"; }
  // Closes and opens the ring, to see what a test wrote into its file.
  ledger::Status reopen_anchor();
  ManualClock& clock() { return clock_; }
  const security::LogSigner& signer() const { return *signer_; }
  const ledger::Admission& admission() const { return *admission_; }
  const security::OpenSslVerifier& verifier() const { return verifier_; }
  security::Vault& vault() { return *vault_; }
  security::Keyring& keyring() { return *keyring_; }
  ledger::Writer& writer() { return *writer_; }
  ledger::Writer::Parts writer_parts() { return {*kv_, *log_, *anchor_, *signer_, clock_}; }

 private:
  class Assignments final : public security::AssignmentSource {
   public:
    explicit Assignments(const LedgerFixture& fixture) : fixture_(fixture) {}
    ledger::Result<std::optional<ledger::Bytes>> find(std::string_view subject,
                                                      std::string_view scope) const override {
      return ledger::read_key_assignment(*fixture_.kv_, subject, scope);
    }

   private:
    const LedgerFixture& fixture_;
  };
  void enrol();

  TempDir dir_;
  ManualClock clock_;
  std::uint64_t next_id_ = 1;
  bool audit_at_end_ = true;
  // Contents before a reopening: views that a test still holds point into them.
  std::vector<std::unique_ptr<ledger::MemoryKv>> retired_;
  std::unique_ptr<ledger::MemoryKv> kv_;
  std::unique_ptr<ledger::KvLogStore> log_;
  std::unique_ptr<ledger::HeadAnchor> anchor_;
  security::OpenSslVerifier verifier_;
  std::unique_ptr<security::LogSigner> signer_;
  Assignments assignments_{*this};
  std::optional<security::Media> media_;
  std::unique_ptr<security::FileKeyEncryptor> encryptor_;
  std::unique_ptr<security::Keyring> keyring_;
  std::unique_ptr<security::Vault> vault_;
  std::unique_ptr<security::Attestor> attestor_;
  std::unique_ptr<ledger::Admission> admission_;
  std::unique_ptr<ledger::Writer> writer_;
};

}  // namespace tests
