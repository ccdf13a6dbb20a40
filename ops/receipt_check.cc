#include "ops/receipt_check.h"

#include "ledger/base/json_reader.h"
#include "ops/data_folder.h"
#include "security/signature.h"

namespace ops {

ledger::Result<security::ReceiptTrust> parse_trust(std::string_view text) {
  LEDGER_ASSIGN(const LedgerIdentity identity, parse_identity(text));
  security::ReceiptTrust trust;
  LEDGER_ASSIGN(trust.log, ledger::merkle::parse_vkey(identity.log_vkey));
  if (trust.log.name != identity.origin || trust.log.type != ledger::merkle::KeyType::kEd25519) {
    return ledger::invalid("identity.malformed", "the log key does not carry the ledger's origin as its name")
        .at("/log");
  }
  for (std::size_t i = 0; i < identity.event_keys.size(); ++i) {
    const LedgerIdentity::EventKey& key = identity.event_keys[i];
    const std::string pointer = "/event_keys/" + std::to_string(i);
    const auto algorithm = ledger::parse_algorithm(key.algorithm);
    const auto raw = ledger::from_base64url(key.public_key);
    if (!algorithm || !raw) {
      return ledger::invalid("identity.malformed", "an event key can't be read")
          .at(pointer)
          .want("alg Ed25519 or ES256 and public_key in base64url");
    }
    LEDGER_ASSIGN(const ledger::KeyId kid, security::jwk_thumbprint(*algorithm, *raw));
    if (kid.value != key.kid) {
      return ledger::invalid("identity.kid", "an event key's kid is not the thumbprint of its key")
          .at(pointer);
    }
    trust.event_keys.emplace(kid, security::TrustedKey{*algorithm, *raw});
  }
  return trust;
}

ledger::Result<security::ReceiptVerdict> check_receipt_text(std::string_view receipt_text,
                                                            std::string_view identity) {
  LEDGER_ASSIGN(const security::ReceiptTrust trust, parse_trust(identity));
  LEDGER_ASSIGN(const ledger::JsonValue json, ledger::read_json(receipt_text));
  LEDGER_ASSIGN(const ledger::Receipt receipt, ledger::parse_receipt(json));
  std::vector<std::string> disclosures;
  if (const ledger::JsonValue* list = json.find("disclosures"); list != nullptr) {
    if (!list->is_array())
      return ledger::invalid("receipt.malformed", "disclosures is no list").at("/disclosures");
    for (const ledger::JsonValue& item : list->as_array()) {
      if (!item.is_string()) {
        return ledger::invalid("receipt.malformed", "a disclosure is no text").at("/disclosures");
      }
      disclosures.push_back(item.as_string());
    }
  }
  const security::OpenSslVerifier verifier;
  return security::verify_receipt(receipt, disclosures, trust, verifier);
}

}  // namespace ops
