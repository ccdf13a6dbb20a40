// Rocks files: the files of an open RocksDB database, each held against the checksum that its manifest names.
//
// Place in the flow: behind Kv::verify_files, part of the door of rocks_kv.cc. Reads whole files, a piece at
// a time, so that it can go on beside readers and a writer for as long as it takes and be ended between two
// pieces. A file's checksum covers every byte of it, also those that no block checksum covers. Threads: any;
// the database outlives the call. Durability: reads only.
#pragma once

#include "ledger/store/kv.h"

namespace rocksdb {
class DB;
}

namespace ledger {

// data_loss kv.corrupt: a file differs from its checksum, has none, or is gone; unavailable kv.io;
// unavailable kv.verify_ended: keep_on said no.
Status verify_live_files(rocksdb::DB& db, const KeepOn& keep_on);

}  // namespace ledger
