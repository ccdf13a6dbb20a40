// Parts of a ledger that fail, or stop, when a test says so: a database whose reads fail, a signer that fails
// or waits.
//
// Threads: FaultyReads as its base; SwitchedSigner from any.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/mutex.h"
#include "ledger/journal/signer.h"
#include "ledger/store/keys.h"
#include "ledger/store/kv.h"

namespace ledger {

// Passes everything on but reads of one family, which fail while `broken` names it.
class FaultyReads final : public Kv {
 public:
  explicit FaultyReads(Kv& base) : base_(base) {}
  std::optional<FamilyId> broken;

  Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const override {
    if (family == broken) return failure();
    return base_.get(family, key);
  }
  Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    if (family == broken) return failure();
    return base_.scan(family, from, to, visit);
  }
  Status scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    if (family == broken) return failure();
    return base_.scan_reverse(family, from, to, visit);
  }
  Status write(const WriteBatch& batch, Durability durability) override {
    return base_.write(batch, durability);
  }
  std::shared_ptr<const KvReader> snapshot() const override { return base_.snapshot(); }
  Status verify_checksums() const override { return base_.verify_checksums(); }
  Status verify_files(const KeepOn& keep_on) const override { return base_.verify_files(keep_on); }
  std::vector<std::uint64_t> family_bytes() const override { return base_.family_bytes(); }

 private:
  static Status failure() { return unavailable("kv.io", "the disk does not answer"); }
  Kv& base_;
};

// Signs as `base` does, unless it was told to fail, or to wait until it is opened again.
class SwitchedSigner final : public CheckpointSigner {
 public:
  explicit SwitchedSigner(const CheckpointSigner& base) : base_(base) {}
  const std::string& name() const override { return base_.name(); }
  ByteView public_key() const override { return base_.public_key(); }
  Result<Bytes> sign(std::string_view note_text) const override LEDGER_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    ++asked_;
    changed_.notify_all();
    while (shut_) changed_.wait(mutex_);
    if (failing_) return unavailable("signer.failed", "the signer does not answer");
    return base_.sign(note_text);
  }

  void fail() LEDGER_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    failing_ = true;
  }
  // Whoever signs from now on waits for open().
  void shut() LEDGER_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    shut_ = true;
    asked_ = 0;
  }
  void open() LEDGER_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    shut_ = false;
    changed_.notify_all();
  }
  // Until somebody stands before the shut signer.
  void wait_until_asked() const LEDGER_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    while (asked_ == 0) changed_.wait(mutex_);
  }

 private:
  const CheckpointSigner& base_;
  mutable Mutex mutex_;
  mutable CondVar changed_;
  mutable int asked_ LEDGER_GUARDED_BY(mutex_) = 0;
  bool shut_ LEDGER_GUARDED_BY(mutex_) = false;
  bool failing_ LEDGER_GUARDED_BY(mutex_) = false;
};

}  // namespace ledger
