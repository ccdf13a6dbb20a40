// Kv: the one seam to an ordered key-value engine: families, atomic batches, snapshots.
//
// Obligations on an implementer: a batch is applied entirely or not at all, also across a crash; a write with
// Durability::kSynced has been flushed to stable storage when it returns ok; after a failed or uncertain
// write every later write fails (never retry a sync); reads see completed writes. Keys order as unsigned
// bytes. Threads: reads from any; writes from one thread at a time (the owner of the database).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/base/status.h"

namespace ledger {

// Index into the list of families with which the database was opened.
using FamilyId = StrongNumber<struct FamilyIdTag, std::uint32_t>;

// Plain list of mutations; order matters for the same key. Keys and values are copied into one growing
// string: a group of the writer or a run of a projection is thousands of rows. Owned by whoever builds it.
class WriteBatch {
 public:
  struct Op {
    FamilyId family;
    ByteView key;
    std::optional<ByteView> value;  // nullopt: erase
    std::optional<ByteView> end;    // set: erase every key in [key, *end)
  };
  void put(FamilyId family, ByteView key, ByteView value) { add(Kind::kPut, family, key, value); }
  void erase(FamilyId family, ByteView key) { add(Kind::kErase, family, key, {}); }
  // One mutation however many keys there are. Precondition: from < to.
  void erase_range(FamilyId family, ByteView from, ByteView to) {
    LEDGER_CHECK(from < to);
    add(Kind::kEraseRange, family, from, to);
  }
  // All of `other`, behind what is here.
  void append(const WriteBatch& other);
  // Room for so many mutations with so many bytes of keys and values.
  void reserve(std::size_t count, std::size_t bytes);
  std::size_t size() const { return stored_.size(); }
  std::size_t bytes() const { return bytes_.size(); }  // of all keys and values
  bool empty() const { return stored_.empty(); }
  // Precondition: i < size(). Views into the batch, valid until it changes.
  Op op(std::size_t i) const;
  std::vector<Op> ops() const;

 private:
  enum class Kind : std::uint8_t { kPut, kErase, kEraseRange };
  struct Stored {
    std::size_t at = 0;  // of the key; its value, or the end of its range, follows
    std::uint32_t key_bytes = 0, second_bytes = 0;
    FamilyId family;
    Kind kind = Kind::kPut;
  };
  void add(Kind kind, FamilyId family, ByteView key, ByteView second);
  Bytes bytes_;
  std::vector<Stored> stored_;
};

class KvReader {
 public:
  // Return false to stop the scan.
  using Visitor = std::function<bool(ByteView key, ByteView value)>;
  virtual ~KvReader() = default;
  // Empty optional: no such key. data_loss kv.corrupt, unavailable kv.io.
  virtual Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const = 0;
  // Visits keys in [from, to) ascending; an empty `to` means to the end of the family.
  virtual Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const = 0;
  // Visits keys in [from, to) descending.
  virtual Status scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const = 0;
};

// Asked between two pieces of a long reading; false ends it.
using KeepOn = std::function<bool()>;

enum class Durability { kSynced, kBuffered };

class Kv : public KvReader {
 public:
  // ok: applied (and flushed if asked). unavailable kv.write_failed: outcome unknown, the engine is now
  // read-only.
  virtual Status write(const WriteBatch& batch, Durability durability) = 0;
  // As a write, at least as durable as a buffered one, for the megabytes of a fold that nobody reads before
  // its end: cheap per row, dear per call. Precondition: puts and erases only, of keys that are not empty
  // (RocksDB 9 ends the process over a file that begins with one); best in key order by family.
  virtual Status load(const WriteBatch& batch) { return write(batch, Durability::kBuffered); }
  // After the last load, before the rows are read: until then a lookup or a scan may cost more than usual.
  virtual Status end_loads() { return Status(); }
  // Erases every row of the family; what it took on disk is given back at once where no snapshot needs it.
  // Durability: buffered.
  virtual Status erase_all(FamilyId family);
  // Immutable view of everything written so far; valid as long as it is held, also after later writes. Must
  // not outlive the Kv.
  virtual std::shared_ptr<const KvReader> snapshot() const = 0;
  // Before a planned end: writes what only memory and the write-ahead log hold into its final place, so that
  // the next open replays next to nothing. Nothing written becomes more or less durable; when it fails or is
  // cut, the next open replays as after a crash. From the thread that writes.
  virtual Status settle() { return Status(); }
  // Reads every stored block and checks its checksum, and each file against its whole-file checksum.
  virtual Status verify_checksums() const = 0;
  // Holds each file's bytes against its whole-file checksum, in pieces of a megabyte, beside readers and the
  // writer. data_loss kv.corrupt; unavailable kv.io | kv.verify_ended (keep_on said no: nothing is proven).
  virtual Status verify_files(const KeepOn& keep_on) const = 0;
  // Bytes on disk per family, in family order; approximate.
  virtual std::vector<std::uint64_t> family_bytes() const = 0;
};

// Smallest key that is greater than every key with this prefix; empty when there is none.
Bytes prefix_end(ByteView prefix);

}  // namespace ledger
