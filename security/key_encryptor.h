// KeyEncryptor: who holds the key-encryption keys (KEK) and wraps data keys under them; one KEK per scope.
//
// Place in the flow: under the keyring. In file mode the KEKs are files wrapped by the master secret
// (file_key_encryptor.h); a hardware module implements the same four operations over PKCS#11, where a
// destroyed KEK is gone whatever copies of the ring exist. Obligations on an implementer: create is durable
// when it answers ok; destroy leaves no usable copy under its control; wrap fits kWrappedKeysBytesMax for 64
// bytes; unwrap refuses anything that wrap did not give for the same scope, generation and associated text.
// Threads: wrap and unwrap from any; create and destroy from one at a time.
#pragma once

#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "security/ring_file.h"
#include "security/secret.h"

namespace security {

class KeyEncryptor {
 public:
  virtual ~KeyEncryptor() = default;
  // A fresh random KEK, or the one that is there already: an interrupted start leaves one, and replacing it
  // would destroy what a lost ring needs. unavailable keyring.io | random.failed.
  virtual ledger::Status create_kek(std::string_view scope, KekGeneration generation) = 0;
  // Gone for good when it answers ok; ok when there is none.
  virtual ledger::Status destroy_kek(std::string_view scope, KekGeneration generation) = 0;
  // data_loss keyring.kek_missing; unavailable keyring.unavailable.
  virtual ledger::Result<ledger::Bytes> wrap(std::string_view scope, KekGeneration generation,
                                             ledger::ByteView associated, ledger::ByteView plain) = 0;
  // data_loss keyring.kek_missing | keyring.corrupt; unavailable keyring.unavailable.
  virtual ledger::Result<Secret> unwrap(std::string_view scope, KekGeneration generation,
                                        ledger::ByteView associated, ledger::ByteView wrapped) = 0;
};

}  // namespace security
