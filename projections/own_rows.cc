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
  const auto kept = run_.find(key);
  if (kept != run_.end()) return kept->second;
  return stored_.get(family_, key);
}

void OwnRows::put(Bytes key, Bytes value) {
  staged_.push_back({std::move(key), std::move(value)});
}

void OwnRows::erase(ByteView key) {
  staged_.push_back({Bytes(key), std::nullopt});
}

void OwnRows::keep_event() {
  for (Staged& row : staged_) {
    bytes_ += row.key.size() + (row.value.has_value() ? row.value->size() : 0);
    run_.insert_or_assign(std::move(row.key), std::move(row.value));
  }
  staged_.clear();
}

void OwnRows::take_into(ledger::WriteBatch& batch) {
  LEDGER_CHECK(staged_.empty());
  using Row = decltype(run_)::node_type;
  std::vector<Row> rows;
  rows.reserve(run_.size());
  while (!run_.empty()) rows.push_back(run_.extract(run_.begin()));
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key() < b.key(); });
  for (Row& row : rows) {
    if (row.mapped().has_value()) {
      batch.put_owned(family_, std::move(row.key()), *std::move(row.mapped()));
    } else {
      batch.erase(family_, row.key());
    }
  }
  bytes_ = 0;
}

}  // namespace projections
