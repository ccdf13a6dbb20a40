// DataKeys: the two keys of one subject in one scope, and their form inside a ring.
//
// The data key seals confidential fields; the salt key makes the salts of attested fields. They live and die
// together. Both are wrapped as one text, bound to scope, generation and name, so that a record can't be
// moved to another ring or put under another name. Threads: values and stateless functions.
#pragma once

#include <memory>
#include <string_view>

#include "ledger/base/status.h"
#include "security/key_encryptor.h"
#include "security/key_name.h"
#include "security/ring_file.h"
#include "security/secret.h"

namespace security {

struct DataKeys {
  Secret data;  // 32 bytes, AES-256
  Secret salt;  // 32 bytes, HMAC-SHA-256
};

// unavailable random.failed.
ledger::Result<DataKeys> random_data_keys();
ledger::Result<KeyName> random_key_name();

// Errors of KeyEncryptor::wrap.
ledger::Result<ledger::Bytes> wrap_data_keys(KeyEncryptor& encryptor, std::string_view scope,
                                             KekGeneration generation, const KeyName& name,
                                             const DataKeys& keys);
// Errors of KeyEncryptor::unwrap.
ledger::Result<DataKeys> unwrap_data_keys(KeyEncryptor& encryptor, std::string_view scope,
                                          KekGeneration generation, const RingKey& key);

// Header of a new ring with a fresh ring id; the KEK must exist.
ledger::Result<RingHeader> make_ring_header(KeyEncryptor& encryptor, std::string_view scope,
                                            KekGeneration generation);
// data_loss keyring.corrupt | keyring.kek_missing: the KEK at hand is not the ring's.
ledger::Status check_ring_header(KeyEncryptor& encryptor, std::string_view scope, const RingHeader& header);

}  // namespace security
