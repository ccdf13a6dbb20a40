// Ring file: the bytes of one scope's ring of data keys. Pure codec; the keyring does the writing and
// syncing.
//
// Place in the flow: the keyring reads every ring at open, appends a batch when a pool runs dry, and writes a
// new ring on erasure only. Records are 128 bytes, so that none crosses a 512-byte sector, the unit that a
// disk writes whole:
//
//   header     "DAIRING1" ‖ u64 generation ‖ ring id 16 ‖ scope digest 16 ‖ u8 length ‖ check 60 ‖ zeros 3 ‖
//   sum 16 key        u8 1 ‖ u8 length ‖ zeros 2 ‖ key name 16 ‖ wrapped keys 92 ‖ sum 16 commit     u8 2 ‖
//   zeros 3 ‖ u32 records ‖ SHA-256 of those records ‖ zeros 72 ‖ sum 16 tombstone  u8 3 ‖ zeros 3 ‖ key name
//   16 ‖ zeros 92 ‖ sum 16
//
// sum = first 16 bytes of SHA-256(ring id ‖ u64 record index ‖ the 112 bytes before it): a record that was
// flipped, moved, repeated or taken from another ring does not fit. Sums find accidents; against forgery each
// wrapped key is bound to scope, generation and name by the key-encryption key.
//
// Crash meaning: records are synced first, their commit record second, and only then is a key of the batch
// handed out. So records behind the last commit were never used and may be dropped, and only zeros, whole
// valid records or a cut end can stand there; everything else is damage, and the ring is refused (a used key
// may be under it). A cut at the end that takes a commit record with it looks like a crash; the second
// medium, and the assignments in the ledger (Keyring::check_known), find that.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "security/key_name.h"

namespace security {

inline constexpr std::size_t kRingRecordBytes = 128;
inline constexpr std::size_t kRingCheckBytesMax = 60;
inline constexpr std::size_t kWrappedKeysBytesMax = 92;
inline constexpr std::size_t kRingIdBytes = 16;

// Number of the key-encryption key of a scope: 1, and one more with each erasure or re-wrapping.
using KekGeneration = ledger::StrongNumber<struct KekGenerationTag, std::uint64_t>;

struct RingHeader {
  KekGeneration generation;
  ledger::Bytes ring_id;  // kRingIdBytes random bytes, new with each rewriting
  ledger::Bytes check;    // ring_id wrapped under the KEK: tells a wrong KEK at open
};

struct RingKey {
  KeyName name;
  ledger::Bytes wrapped;  // data key ‖ salt key, wrapped under the KEK of the header's generation
};

struct Ring {
  RingHeader header;
  std::vector<RingKey> keys;        // committed ones, in file order
  std::vector<KeyName> erased;      // tombstones
  std::uint64_t records = 0;        // committed records, header included: index of the next one
  std::uint64_t dropped_bytes = 0;  // torn tail behind the last commit
  std::uint64_t committed_bytes() const { return records * kRingRecordBytes; }
};

// data_loss keyring.corrupt, naming the record. `scope` must be the one the ring was written for.
ledger::Result<Ring> parse_ring(std::string_view scope, ledger::ByteView bytes);

ledger::Bytes encode_ring_header(std::string_view scope, const RingHeader& header);
// Records `first_index`.. without their commit. Precondition: wrapped keys within kWrappedKeysBytesMax.
ledger::Bytes encode_ring_keys(ledger::ByteView ring_id, std::uint64_t first_index,
                               const std::vector<RingKey>& keys);
ledger::Bytes encode_tombstones(ledger::ByteView ring_id, std::uint64_t first_index,
                                const std::vector<KeyName>& names);
// The commit for `batch` = whole records as encoded above; `index` is the commit's own.
ledger::Bytes encode_ring_commit(ledger::ByteView ring_id, std::uint64_t index, ledger::ByteView batch);

}  // namespace security
