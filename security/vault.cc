#include "security/vault.h"

#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/sha256.h"
#include "security/cipher.h"
#include "security/kdf.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;

constexpr char kRowVersion = 1;
constexpr std::size_t kRowHeadBytes = 1 + kKeyNameBytes;
constexpr std::size_t kSaltBytes = 16;

Bytes place_of(const ledger::EventId& id, const ledger::Hash32& digest) {
  Bytes out(ledger::view_of(id));
  out += ledger::view_of(digest);
  return out;
}

Bytes place_of(const ledger::EventId& attachment) {
  return Bytes("attachment").append(ledger::view_of(attachment));
}

Result<Bytes> seal_row(const AssignedKey& key, ByteView associated, ByteView plain) {
  LEDGER_ASSIGN(const Bytes box, gcm_seal(key.keys->data.view(), associated, plain));
  Bytes row(1, kRowVersion);
  row.reserve(kRowHeadBytes + box.size());
  row += view_of(key.name);
  row += box;
  return row;
}

Status corrupt(std::string message) {
  return ledger::data_loss("vault.corrupt", std::move(message));
}

}  // namespace

Result<std::vector<ledger::SealedRow>> Vault::seal(const ledger::EventId& id,
                                                   const std::vector<ledger::SealRequest>& requests) {
  std::vector<ledger::SealedRow> rows;
  rows.reserve(requests.size());
  AssignedKey key;
  const ledger::SealRequest* keyed_for = nullptr;
  for (const ledger::SealRequest& request : requests) {
    LEDGER_CHECK(request.disclosure != nullptr);
    // Most events have one subject; ask the keyring once per run of equal ones.
    if (keyed_for == nullptr || keyed_for->subject != request.subject || keyed_for->scope != request.scope) {
      LEDGER_ASSIGN(key, keyring_.assign(request.subject, request.scope));
      keyed_for = &request;
    }
    ledger::SealedRow row;
    row.event = id;
    row.digest = request.disclosure->digest;
    row.subject = request.subject;
    row.scope = request.scope;
    row.key_id = Bytes(view_of(key.name));
    LEDGER_ASSIGN(row.sealed, seal_row(key, place_of(id, row.digest), request.disclosure->encoded));
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<Bytes> Vault::attested_salt(const ledger::EventId& id, std::string_view subject,
                                   std::string_view scope, std::string_view field) {
  LEDGER_ASSIGN(const AssignedKey key, keyring_.assign(subject, scope));
  Bytes message(ledger::view_of(id));
  message += field;
  const ledger::Hash32 mac = hmac_sha256(key.keys->salt.view(), message);
  return Bytes(ledger::view_of(mac).substr(0, kSaltBytes));
}

Result<Bytes> Vault::seal_attachment(const ledger::EventId& attachment, std::string_view subject,
                                     std::string_view scope, ByteView content) {
  LEDGER_ASSIGN(const AssignedKey key, keyring_.assign(subject, scope));
  return seal_row(key, place_of(attachment), content);
}

Result<std::string> Vault::open(const ledger::EventId& id, const ledger::Hash32& digest,
                                ByteView sealed) const {
  LEDGER_ASSIGN(const Secret plain, open_row(sealed, place_of(id, digest)));
  if (ledger::sha256(plain.view()) != digest) return corrupt("a sealed field is not the one that was signed");
  return std::string(plain.view());
}

Result<Bytes> Vault::open_attachment(const ledger::EventId& attachment, ByteView sealed) const {
  LEDGER_ASSIGN(const Secret plain, open_row(sealed, place_of(attachment)));
  return Bytes(plain.view());
}

Result<Secret> Vault::open_row(ByteView sealed, ByteView associated) const {
  if (sealed.size() < kRowHeadBytes + kGcmOverheadBytes || sealed.front() != kRowVersion) {
    return corrupt("a sealed row has an unknown form");
  }
  auto keys = keyring_.find(*to_key_name(sealed.substr(1, kKeyNameBytes)));
  if (!keys.ok()) {
    if (keys.status().reason() == "keyring.erased") {
      return ledger::not_found("vault.erased", "the field was erased by an order");
    }
    if (keys.status().reason() == "keyring.key_missing")
      return corrupt("a sealed row names a key of no ring");
    return keys.status();
  }
  auto plain = gcm_open(keys.value()->data.view(), associated, sealed.substr(kRowHeadBytes));
  if (plain.ok()) return plain;
  return plain.status().reason() == "cipher.mismatch" ? corrupt("a sealed row does not open")
                                                      : plain.status();
}

}  // namespace security
