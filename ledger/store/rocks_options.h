// Rocks options: how RocksDB is set up for a ledger's families and for read models.
//
// Place in the flow: part of the door of rocks_kv.cc, which opens databases with them. Two kinds of settings:
// those that carry promises (recovery mode, checksums, one flush for all families, no resuming after an
// error: see rocks_kv.h) and those by family, which say how its rows are packed, looked up and merged. Pure
// functions, any thread.
#pragma once

#include <memory>
#include <string_view>

#include "ledger/store/rocks_kv.h"

namespace rocksdb {
class Cache;
struct ColumnFamilyOptions;
struct DBOptions;
}  // namespace rocksdb

namespace ledger {

rocksdb::DBOptions database_options(const RocksKvOptions& options);

// By the family's name; one that is not known is set up for point lookups of rows like the read models'.
rocksdb::ColumnFamilyOptions family_options(const RocksKvOptions& options, std::string_view name,
                                            const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace ledger
