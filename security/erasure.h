// Erasure: destroys data keys for good, step by step, resumable after a crash at any of them.
//
// Place in the flow: Keyring::destroy_keys after the erasure order is an event in the ledger; Keyring::open
// when a crash left the journal behind. Per scope: new KEK → new ring without the keys, with tombstones, on
// every medium → read back and compared → takes the old ring's place, primary first → old KEK destroyed → old
// ring overwritten and removed. The journal (file `keyring.erasure`, primary medium) is written first and
// removed last, so whatever is found at a start is carried to the end: a started erasure never goes back.
// Crash meaning: while the primary ring is of the old generation, preparation starts afresh; once it is of
// the new one, only the rest is done. Ownership: borrows everything. Threads: one at a time, under the
// keyring's write turn.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/types.h"
#include "security/key_encryptor.h"
#include "security/medium.h"
#include "security/ring_file.h"

namespace security {

struct ErasureOrder {
  ledger::EventId order;  // the event that orders it
  std::vector<KeyName> names;
};

struct ScopeErasure {
  std::string scope;
  KekGeneration old_generation, new_generation;
  std::vector<KeyName> names;  // to destroy; none: the scope's KEK is renewed only
};

// What the journal holds.
struct ErasurePlan {
  ledger::EventId order;
  std::vector<ScopeErasure> scopes;
};

// What was done, for the certificate.
struct ErasureReport {
  ledger::EventId order;
  std::vector<ScopeErasure> scopes;
  std::vector<std::string> media;  // directories that held the keys and no longer do
};

ledger::Bytes encode_erasure_plan(const ErasurePlan& plan);
// data_loss keyring.corrupt.
ledger::Result<ErasurePlan> parse_erasure_plan(ledger::ByteView bytes);

// Called before each step with its name; anything but ok stops there, as a crash would.
using StepHook = std::function<ledger::Status(std::string_view step)>;

std::string ring_file_name(std::string_view scope);

class Erasure {
 public:
  Erasure(const Media& media, KeyEncryptor& encryptor, StepHook hook)
      : media_(media), encryptor_(encryptor), hook_(std::move(hook)) {}

  // The plan of an erasure that was begun and not ended. data_loss keyring.corrupt; unavailable keyring.io.
  static ledger::Result<std::optional<ErasurePlan>> unfinished(const Media& media);

  ledger::Status begin(const ErasurePlan& plan);
  // The scope's ring without the keys, in place on every medium, durable. Idempotent.
  // data_loss keyring.corrupt | keyring.erasure_unverified; unavailable keyring.io | keyring.unavailable.
  ledger::Result<Ring> switch_ring(const ScopeErasure& scope);
  // Destroys the old KEK and the old ring. Precondition: switch_ring was ok. Idempotent.
  ledger::Status finish(const ScopeErasure& scope);
  ledger::Status end();

 private:
  ledger::Status step(std::string_view name) const;
  ledger::Status prepare(const ScopeErasure& scope, const Ring& old_ring);
  ledger::Result<ledger::Bytes> rewrite(const ScopeErasure& scope, const Ring& old_ring);
  ledger::Status verify(const ScopeErasure& scope, const Ring& old_ring, const Medium& medium);
  ledger::Status put_in_place(Medium& medium, const std::string& ring_name);

  const Media& media_;
  KeyEncryptor& encryptor_;
  StepHook hook_;
};

}  // namespace security
