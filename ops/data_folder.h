// DataFolder: where a ledger's parts lie, and the small file that names them (ledger.json).
//
// Anchor and keyring may (and in production should) lie on other media than the database: the anchor must not
// be restored together with the data it judges, and the keyring must not share files with what it unlocks.
// ledger.json holds public facts only. Threads: values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/status.h"

namespace ops {

struct DataFolder {
  std::string root;          // --data
  std::string anchor;        // default root/anchor
  std::string keyring;       // default root/keyring
  std::string keyring_copy;  // second medium of the keyring; empty: none
  std::string secrets;       // default root/secrets: private keys and the keyring's master secret, 0600
  std::string database() const { return root + "/db"; }
  std::string projections() const { return root + "/projections"; }
  std::string identity_file() const { return root + "/ledger.json"; }
  // Stands from before the first other file of a founding until it becomes identity_file, by one rename: what
  // lies beside it was never served, so no event of it was ever acknowledged.
  std::string founding_file() const { return root + "/ledger.json.founding"; }
  std::string log_key_file() const { return secrets + "/log.pem"; }
  std::string attestor_key_file() const { return secrets + "/attestor.pem"; }
  std::string keyring_secret_file() const { return secrets + "/keyring.secret"; }
};

// Fills the defaults.
DataFolder data_folder(std::string root, std::string anchor = {}, std::string keyring = {},
                       std::string secrets = {});

// Public identity of a ledger, as `daicho init` prints it; also what a verifier pins.
struct LedgerIdentity {
  std::string origin;
  std::string log_vkey;
  struct EventKey {
    std::string holder;  // "attestor", "administrator", or a person
    std::string kid;
    std::string algorithm;
    std::string public_key;  // base64url of the raw key
  };
  std::vector<EventKey> event_keys;
};
std::string write_identity(const LedgerIdentity& identity);
// invalid_argument identity.malformed, also for what is no JSON.
ledger::Result<LedgerIdentity> parse_identity(std::string_view json);

// Whole files, bounded; not_found file.missing, unavailable file.io.
ledger::Result<std::string> read_file(const std::string& path, std::size_t bytes_max = 64U << 20);
// Writes a new file and syncs it; already_exists file.exists.
ledger::Status write_new_file(const std::string& path, std::string_view text, unsigned mode = 0644);
ledger::Status make_directory(const std::string& path);

}  // namespace ops
