// Limits: what this machine can do at most of one thing, measured beside each row with the same event bytes.
//
// Place in the flow: `daicho-bench limit`, run right before and after a measurement; the machine's speed
// drifts, the ratio to these does not. C and D use OpenSSL directly and nothing of the product, so that a
// slower product never looks better against a slower limit. Each runs for about the given time on fresh
// threads and gives events per second.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/status.h"
#include "tests/bench/signed_bytes.h"

namespace bench {

struct LimitOptions {
  std::uint32_t batch = 1;  // entries per synced write (S)
  std::int64_t millis = 1000;
  std::string folder;  // S: an absent folder on the file system to measure; removed afterwards
};

// C: every core verifies signatures, keys parsed beforehand. invalid_argument bench.signature when one is
// not valid.
ledger::Result<double> verify_limit(const std::vector<SignedBytes>& events, const LimitOptions& options);
// D: every core hashes the entries with SHA-256.
ledger::Result<double> hash_limit(const std::vector<std::string>& entries, const LimitOptions& options);
// S: one thread writes batches of entries to RocksDB, each batch synced.
ledger::Result<double> store_limit(const std::vector<std::string>& entries, const LimitOptions& options);
// A: every core signs (attested events: the service signs itself), with a fresh Ed25519 key.
ledger::Result<double> sign_limit(const std::vector<std::string>& entries, const LimitOptions& options);

}  // namespace bench
