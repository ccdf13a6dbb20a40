// RocksKv: Kv on RocksDB. rocks_*.cc are the door: nothing else includes RocksDB's headers.
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
  // Of a database that can be made again: where an empty file is left when the engine ends the process while
  // it opens this one, so that the next start knows.
  std::string damage_mark;
  std::size_t block_cache_bytes = 64U << 20;
  std::size_t write_buffer_bytes = 32U << 20;
};

// unavailable store.locked (second instance) | store.open_failed; data_loss store.corrupt; not_found
// store.missing; already_exists store.exists; invalid_argument store.unknown_family (a family on disk that
// this binary lacks).
Result<std::unique_ptr<Kv>> open_rocks_kv(const RocksKvOptions& options);

}  // namespace ledger
