#include "projections/own_rows.h"

#include <algorithm>
#include <utility>

namespace projections {

using ledger::Bytes;
using ledger::ByteView;

ledger::Result<std::optional<Bytes>> OwnRows::get(ByteView key) const {
  const auto staged =
      std::find_if(staged_.rbegin(), staged_.rend(), [&](const Staged& row) { return row.key == key; });
  if (staged != staged_.rend()) return staged->value;
  const auto kept = chunk_.find(Bytes(key));
  if (kept != chunk_.end()) return kept->second;
  return stored_.get(family_, key);
}

void OwnRows::put(ByteView key, ByteView value) {
  staged_.push_back({Bytes(key), Bytes(value)});
}

void OwnRows::erase(ByteView key) {
  staged_.push_back({Bytes(key), std::nullopt});
}

void OwnRows::keep_event() {
  for (Staged& row : staged_) chunk_.insert_or_assign(std::move(row.key), std::move(row.value));
  staged_.clear();
}

void OwnRows::take_into(ledger::WriteBatch& batch) {
  LEDGER_CHECK(staged_.empty());
  std::vector<const std::pair<const Bytes, std::optional<Bytes>>*> rows;
  rows.reserve(chunk_.size());
  for (const auto& row : chunk_) rows.push_back(&row);
  std::sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* row : rows) {
    if (row->second.has_value()) {
      batch.put(family_, row->first, *row->second);
    } else {
      batch.erase(family_, row->first);
    }
  }
  chunk_.clear();
}

}  // namespace projections
