// MemoryKv: Kv in memory, with faults on demand. Used by tests, by the fuzz harness and by `daicho audit`
// when it folds a log without touching the disk.
//
// Faults: the n-th write may fail with nothing stored, or fail although stored; after either, every later
// write fails as the contract of Kv demands. Rows carry versions, so a snapshot costs nothing and later
// writes do not touch it; versions that no snapshot can see are dropped when their key is written again.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/store/kv.h"

namespace ledger {

enum class WriteFault { kNone, kFailsNothingStored, kFailsButStored };

class MemoryKv final : public Kv {
 public:
  explicit MemoryKv(std::size_t family_count);
  ~MemoryKv() override;

  Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const override;
  Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override;
  Status scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override;
  Status write(const WriteBatch& batch, Durability durability) override;
  std::shared_ptr<const KvReader> snapshot() const override;
  Status verify_checksums() const override;
  Status verify_files(const KeepOn&) const override { return verify_checksums(); }
  std::vector<std::uint64_t> family_bytes() const override;

  // The write after `countdown` further ones meets `fault`. A stored one is visible at once.
  void inject(WriteFault fault, std::uint64_t countdown = 0);
  // A copy of the contents, as a reopened database would show them; the write fault is gone.
  std::unique_ptr<MemoryKv> reopened() const;

 private:
  struct Shared;
  class Snapshot;
  std::unique_ptr<Shared> shared_;
};

}  // namespace ledger
