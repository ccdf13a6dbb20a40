// PrefixReader: a database's rows as far as they belong to the first `head.size` entries of the log.
//
// Place in the flow: under the view of a ledger that is served read-only (journal/verified_prefix.h), where
// rows behind a verified prefix must not be answered from. Entries, checkpoints, ids and stream versions
// beyond the prefix are not there; head rows and stream heads show what they would show at that size; tiles
// come from `tiles`, recomputed by the caller, and the head's own checkpoint is the one that the caller has
// verified, whatever is stored. State and vault rows pass as stored: whoever uses them must
// not believe more of them than the prefix shows. Rows of the wrong shape pass to the reader that refuses
// them. Threads: as the readers beneath, which it keeps alive.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "ledger/store/keys.h"
#include "ledger/store/kv.h"

namespace ledger {

class PrefixReader final : public KvReader {
 public:
  PrefixReader(std::shared_ptr<const KvReader> rows, std::shared_ptr<const KvReader> tiles,
               const HeadRow& head, std::string checkpoint)
      : rows_(std::move(rows)), tiles_(std::move(tiles)), head_(head), checkpoint_(std::move(checkpoint)) {}

  Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const override;
  Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override;
  Status scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override;

 private:
  const KvReader& source_of(FamilyId family) const { return family == kTiles ? *tiles_ : *rows_; }
  // The row as it shows in the prefix; nullopt: not there.
  Result<std::optional<Bytes>> shown(FamilyId family, ByteView key, ByteView value) const;
  Result<std::optional<Bytes>> shown_stream(ByteView key, ByteView value) const;
  Status scan_shown(FamilyId family, ByteView from, ByteView to, const Visitor& visit, bool forward) const;

  const std::shared_ptr<const KvReader> rows_;
  const std::shared_ptr<const KvReader> tiles_;
  const HeadRow head_;
  const std::string checkpoint_;
};

}  // namespace ledger
