// Rocks load: batches of a fold put into an open RocksDB database as finished files of sorted rows.
//
// Place in the flow: behind Kv::load and Kv::end_loads, part of the door of rocks_kv.cc. A fold from position
// 0 writes more rows than memory holds and nobody reads them before its end: in the write-ahead log and the
// memtable each row would cost several times what sorting it costs. One file per family is written beside the
// database and all of them are named in the manifest by one edit, so that a crash leaves all of a batch or
// nothing. Meanwhile the engine leaves the family alone; its files are merged when they have become many, and
// a few stay as they are: as many sorted runs as the engine itself keeps. Ownership: borrows the open
// database, which outlives it. Threads: the one that writes. Durability: at return of load the batch is on
// stable storage; files of a load that was cut short are removed by the next open for writing.
#pragma once

#include <string>
#include <vector>

#include "ledger/store/kv.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
}  // namespace rocksdb

namespace ledger {

class RocksLoad {
 public:
  // `families` in FamilyId order.
  RocksLoad(rocksdb::DB& db, std::vector<rocksdb::ColumnFamilyHandle*> families);

  // Precondition: puts and erases only, of keys that are not empty. unavailable kv.write_failed: outcome
  // unknown.
  Status load(const WriteBatch& batch);
  // Leaves every family that was loaded to the engine again, merged where its files are many.
  Status end();

 private:
  struct Family {
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    std::size_t files = 0;  // loaded since the last merge
    int free_level = 0;     // the lowest one that no merge has filled; 0: none
    bool ours = false;      // the engine compacts nothing here
  };
  Status take_from_engine(Family& family);
  Status merge(Family& family);

  rocksdb::DB& db_;
  std::vector<Family> families_;
};

// Gives back the files of a family whose rows are all erased, unless somebody holds a snapshot.
Status drop_erased_files(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family);

// Files that a load which was cut short has left in the folder of a database that nobody has open.
void remove_unfinished_loads(const std::string& folder);

}  // namespace ledger
