#include "security/data_keys.h"

#include <algorithm>

#include "security/cipher.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kBothBytes = 2 * kKeyBytes;

Bytes bound_to(std::string_view purpose, std::string_view scope, KekGeneration generation, ByteView name) {
  Bytes out(purpose);
  ledger::put_u64(out, generation.value);
  out += name;
  out += scope;
  return out;
}

}  // namespace

Result<DataKeys> random_data_keys() {
  DataKeys keys;
  LEDGER_ASSIGN(keys.data, Secret::random(kKeyBytes));
  LEDGER_ASSIGN(keys.salt, Secret::random(kKeyBytes));
  return keys;
}

Result<KeyName> random_key_name() {
  LEDGER_ASSIGN(const Bytes bytes, random_bytes(kKeyNameBytes));
  return *to_key_name(bytes);
}

Result<Bytes> wrap_data_keys(KeyEncryptor& encryptor, std::string_view scope, KekGeneration generation,
                             const KeyName& name, const DataKeys& keys) {
  Secret both = Secret::zeros(kBothBytes);
  std::copy_n(keys.data.view().begin(), kKeyBytes, both.data());
  std::copy_n(keys.salt.view().begin(), kKeyBytes, both.data() + kKeyBytes);
  return encryptor.wrap(scope, generation, bound_to("daicho data keys", scope, generation, view_of(name)),
                        both.view());
}

Result<DataKeys> unwrap_data_keys(KeyEncryptor& encryptor, std::string_view scope, KekGeneration generation,
                                  const RingKey& key) {
  LEDGER_ASSIGN(
      const Secret both,
      encryptor.unwrap(scope, generation, bound_to("daicho data keys", scope, generation, view_of(key.name)),
                       key.wrapped));
  if (both.size() != kBothBytes) {
    return ledger::data_loss("keyring.corrupt",
                             "a wrapped key of " + std::string(scope) + " has a wrong length");
  }
  DataKeys keys;
  keys.data = Secret(both.view().substr(0, kKeyBytes));
  keys.salt = Secret(both.view().substr(kKeyBytes));
  return keys;
}

Result<RingHeader> make_ring_header(KeyEncryptor& encryptor, std::string_view scope,
                                    KekGeneration generation) {
  RingHeader header;
  header.generation = generation;
  LEDGER_ASSIGN(header.ring_id, random_bytes(kRingIdBytes));
  LEDGER_ASSIGN(header.check, encryptor.wrap(scope, generation,
                                             bound_to("daicho ring", scope, generation, {}), header.ring_id));
  return header;
}

Status check_ring_header(KeyEncryptor& encryptor, std::string_view scope, const RingHeader& header) {
  LEDGER_ASSIGN(const Secret plain,
                encryptor.unwrap(scope, header.generation,
                                 bound_to("daicho ring", scope, header.generation, {}), header.check));
  if (!plain.equals(header.ring_id)) {
    return ledger::data_loss("keyring.corrupt",
                             "the ring of " + std::string(scope) + " is under another key");
  }
  return Status();
}

}  // namespace security
