// Interfaces to the vault: sealing and opening confidential fields. Implemented in security/ over the
// keyring.
//
// Place in the flow: sealing on the HTTP thread, before the queue; the sealed rows ride in the group's batch.
// Opening happens only inside a recorded read. A key that seals is durable in the keyring *before* seal()
// returns (order: keyring → database → anchor → publish → answer). Callable from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/event/disclosure.h"
#include "ledger/store/log_store.h"

namespace ledger {

// One confidential field on its way into the vault.
struct SealRequest {
  std::string subject;  // "business/<id>", see subject_of()
  std::string scope;    // centre, bureau or hq, see sealing_scope()
  const Disclosure* disclosure = nullptr;
};

class Sealer {
 public:
  virtual ~Sealer() = default;
  // AES-256-GCM under the data key of (subject, scope); associated data = event id ‖ digest; plaintext = the
  // encoded disclosure. unavailable keyring.unavailable; failed_precondition subject.erased.
  virtual Result<std::vector<SealedRow>> seal(const EventId& id,
                                              const std::vector<SealRequest>& requests) = 0;
  // Salt for an attested field: HMAC-SHA-256(salt key of (subject, scope), event id ‖ field name), 16 bytes,
  // so that a retry builds the same disclosure as long as the subject is not erased.
  virtual Result<Bytes> attested_salt(const EventId& id, std::string_view subject, std::string_view scope,
                                      std::string_view field) = 0;
  // An attachment under the same data key; associated data names the attachment. Errors as seal().
  virtual Result<Bytes> seal_attachment(const EventId& attachment, std::string_view subject,
                                        std::string_view scope, ByteView content) = 0;
};

class Unsealer {
 public:
  virtual ~Unsealer() = default;
  // Encoded disclosure. not_found vault.erased (its data key is gone); data_loss vault.corrupt.
  virtual Result<std::string> open(const EventId& id, const Hash32& digest, ByteView sealed) const = 0;
  // An attachment's content; the same errors.
  virtual Result<Bytes> open_attachment(const EventId& attachment, ByteView sealed) const = 0;
};

}  // namespace ledger
