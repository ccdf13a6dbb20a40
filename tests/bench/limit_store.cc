#include <chrono>
#include <memory>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include "tests/bench/limits.h"

namespace bench {
namespace {

ledger::Status problem(const rocksdb::Status& status) {
  return ledger::unavailable("file.io", status.ToString());
}

// Big-endian, so that keys are in order, as positions are.
std::string key_of(std::uint64_t number) {
  std::string key(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) key[7 - i] = static_cast<char>(number >> (8 * i));
  return key;
}

}  // namespace

ledger::Result<double> store_limit(const std::vector<std::string>& entries, const LimitOptions& options) {
  using Clock = std::chrono::steady_clock;
  rocksdb::Options database;
  database.create_if_missing = true;
  database.error_if_exists = true;
  rocksdb::DB* opened = nullptr;
  if (const auto status = rocksdb::DB::Open(database, options.folder, &opened); !status.ok())
    return problem(status);
  std::unique_ptr<rocksdb::DB> db(opened);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  std::uint64_t written = 0;
  const Clock::time_point start = Clock::now();
  const Clock::time_point end = start + std::chrono::milliseconds(options.millis);
  while (Clock::now() < end && !entries.empty()) {
    rocksdb::WriteBatch batch;
    for (std::uint32_t i = 0; i < options.batch; ++i, ++written)
      batch.Put(key_of(written), entries[written % entries.size()]);
    if (const auto status = db->Write(synced, &batch); !status.ok()) return problem(status);
  }
  const std::chrono::duration<double> taken = Clock::now() - start;
  db.reset();
  if (const auto status = rocksdb::DestroyDB(options.folder, database); !status.ok()) return problem(status);
  return static_cast<double>(written) / taken.count();
}

}  // namespace bench
