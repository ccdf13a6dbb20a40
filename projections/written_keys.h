// WrittenKeys: reads of a family that began empty, in which a key that was never written asks nobody.
//
// Place in the flow: under OwnRows while a fold grows new rows from position 0. Most of what projections look
// up then is not there yet (the first event of a stream, of a record, of a case), and a database asks every
// file it has before it says so. A Bloom filter of one word per key: it never calls a written key absent; of
// those not written it lets one in some hundred through to the database while the rows are as many as was
// said, and more of them when they are more. Kept are the keys of those tags (first bytes) only that were
// looked up before the first batch: most rows are never looked up. Ownership: borrows the database. Threads:
// reads from any, add() from one beside them; a key is called written to whoever comes after add() in the
// order of threads.
#pragma once

#include <array>
#include <atomic>
#include <vector>

#include "ledger/store/kv.h"

namespace projections {

class WrittenKeys final : public ledger::KvReader {
 public:
  // Precondition: `family` of `stored` holds no rows that are looked up. Memory: two to four bytes per row,
  // 16 MiB at most.
  WrittenKeys(const ledger::KvReader& stored, ledger::FamilyId family, std::uint64_t expected_rows);

  // The batch's keys of this family, none of them empty, from its mutation `first` on, before they are
  // written.
  void add(const ledger::WriteBatch& batch, std::size_t first);

  ledger::Result<std::optional<ledger::Bytes>> get(ledger::FamilyId family,
                                                   ledger::ByteView key) const override;
  ledger::Status scan(ledger::FamilyId family, ledger::ByteView from, ledger::ByteView to,
                      const Visitor& visit) const override;
  ledger::Status scan_reverse(ledger::FamilyId family, ledger::ByteView from, ledger::ByteView to,
                              const Visitor& visit) const override;

 private:
  enum class Tag : std::uint8_t { kUnknown, kAsked, kKept, kNotKept };
  std::size_t word_of(std::uint64_t hash) const;
  bool may_be_written(ledger::ByteView key) const;
  void choose_tags();

  const ledger::KvReader& stored_;
  const ledger::FamilyId family_;
  std::vector<std::atomic<std::uint64_t>> words_;  // a power of two
  mutable std::array<std::atomic<Tag>, 256> tags_{};
  bool has_chosen_ = false;
};

}  // namespace projections
