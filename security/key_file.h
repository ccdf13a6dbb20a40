// Private keys in files: PKCS#8 PEM, readable by their owner only.
//
// Place in the flow: read once at start by the composition; written by `init` and key rotation. Not for data
// keys. Threads: any. Durability: store_private_key returns after the file and its directory entry are on
// disk.
#pragma once

#include <string>

#include "ledger/base/status.h"
#include "security/secret.h"
#include "security/signature.h"

namespace security {

// Refuses files that group or others may read, write or execute, files of a foreign owner (ours or root's are
// fine) and anything that is not a regular file: the checks run on the opened file, so that no swap can slip
// between. A symbolic link is followed. `passphrase` may be null. not_found key.not_found; permission_denied
// key.permissions; unavailable key.io; invalid_argument as PrivateKey::from_pem, each with the path in the
// message.
ledger::Result<PrivateKey> load_private_key(const std::string& path, const Secret* passphrase);

// Creates `path` with mode 0600 and never overwrites. A crash in between may leave a torn file, which load
// refuses as key.malformed; nothing was enrolled yet with that key, so the file can be deleted.
// already_exists key.exists; unavailable key.io (the file is removed again); and those of PrivateKey::to_pem.
ledger::Status store_private_key(const std::string& path, const PrivateKey& key, const Secret* passphrase);

}  // namespace security
