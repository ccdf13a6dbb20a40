// Vault: seals confidential fields under the subject's data key and opens them again.
//
// Place in the flow: sealing on the HTTP thread before the queue, opening inside a recorded read only. A row
// is
//   u8 version 1 ‖ key name 16 ‖ nonce 12 ‖ ciphertext ‖ tag 16
// with associated data event id ‖ digest: a row can't be put under another event or field. An attachment's
// row has the same form, with "attachment" ‖ its id: of another length, so neither opens as the other. The
// database holds rows and assignments, the keyring holds keys; neither opens anything alone. Ownership:
// borrows the keyring. Threads: any. A key that seals is durable before seal() returns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/journal/vault.h"
#include "security/keyring.h"

namespace security {

class Vault final : public ledger::Sealer, public ledger::Unsealer {
 public:
  explicit Vault(Keyring& keyring) : keyring_(keyring) {}

  // Beyond the contract: errors of Keyring::assign. Precondition: every request has its disclosure.
  ledger::Result<std::vector<ledger::SealedRow>> seal(
      const ledger::EventId& id, const std::vector<ledger::SealRequest>& requests) override;
  ledger::Result<ledger::Bytes> attested_salt(const ledger::EventId& id, std::string_view subject,
                                              std::string_view scope, std::string_view field) override;
  ledger::Result<ledger::Bytes> seal_attachment(const ledger::EventId& attachment, std::string_view subject,
                                                std::string_view scope, ledger::ByteView content) override;
  // data_loss vault.corrupt also when the row's key is in no ring: nobody ordered its erasure.
  ledger::Result<std::string> open(const ledger::EventId& id, const ledger::Hash32& digest,
                                   ledger::ByteView sealed) const override;
  ledger::Result<ledger::Bytes> open_attachment(const ledger::EventId& attachment,
                                                ledger::ByteView sealed) const override;

 private:
  ledger::Result<Secret> open_row(ledger::ByteView sealed, ledger::ByteView associated) const;
  Keyring& keyring_;
};

}  // namespace security
