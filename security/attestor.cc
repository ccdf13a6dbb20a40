#include "security/attestor.h"

namespace security {

ledger::Result<ledger::Bytes> Attestor::sign(ledger::ByteView signing_input) const {
  return key_.sign(signing_input);
}

}  // namespace security
