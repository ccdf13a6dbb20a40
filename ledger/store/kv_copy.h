// KvCopy: every row of one database, written into another: how a backup is taken, also beside a running
// server.
//
// Rows instead of files: the source is one immutable view (a read-only database or a snapshot), so no file
// of it has to be held still, and the copy is a database of its own whose checksums are made anew from what
// was read and verified. Ownership: borrows both. Threads: one. Durability: synced when it returns ok; after
// a failure the target is to be thrown away.
#pragma once

#include "ledger/store/kv.h"

namespace ledger {

// Families 0 .. families - 1, same ids on both sides; `to` must be empty. Bounded memory: about
// kCopyChunkBytes. Errors of the source's scans and of the target's writes.
Status copy_rows(const KvReader& from, std::size_t families, Kv& to);

inline constexpr std::size_t kCopyChunkBytes = 4U << 20;

}  // namespace ledger
