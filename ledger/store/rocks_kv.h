// RocksKv: Kv on RocksDB. rocks_kv.cc is the door: nothing else includes RocksDB's headers.
//
// Settings that carry promises (architecture.md §4): recovery mode kTolerateCorruptedTailRecords
// (point-in-time only for read-only salvage), no WAL recycling, whole-file checksums on, sync on every
// kSynced write, ZSTD where the build has it. The lock file keeps a second instance out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/store/kv.h"

namespace ledger {

struct RocksKvOptions {
  std::string path;
  // RocksDB column families by name, in FamilyId order; "default" is always there and never used.
  std::vector<std::string> families;
  bool create_if_missing = false;
  bool error_if_exists = false;
  // Opens without ever writing; with `salvage`, recovers up to the first damage instead of refusing.
  bool read_only = false;
  bool salvage = false;
  std::size_t block_cache_bytes = 64U << 20;
  std::size_t write_buffer_bytes = 32U << 20;
};

// unavailable store.locked (second instance) | store.open_failed; data_loss store.corrupt; not_found
// store.missing; already_exists store.exists; invalid_argument store.unknown_family (a family on disk that
// this binary lacks).
Result<std::unique_ptr<Kv>> open_rocks_kv(const RocksKvOptions& options);

}  // namespace ledger
