#include "ledger/domain/read_once.h"

namespace ledger {
namespace {

// Looking through more would cost more than reading again; whoever asks about a thousand events reads on.
constexpr std::size_t kRememberedMax = 64;
constexpr std::size_t kRowsRememberedMax = 64;

}  // namespace

std::optional<Bytes> ReadOnce::get(ByteView key) const {
  for (const auto& [seen, record] : records_) {
    if (seen == key) return record;
  }
  if (records_.size() == kRememberedMax) return base_.get(key);
  return records_.emplace_back(Bytes(key), base_.get(key)).second;
}

void ReadOnce::scan(ByteView prefix, const Visitor& visit) const {
  for (const auto& [seen, rows] : lists_) {
    if (seen != prefix) continue;
    for (const auto& [key, record] : rows) {
      if (!visit(key, record)) return;
    }
    return;
  }
  Rows rows;
  bool ended = true;
  base_.scan(prefix, [&](ByteView key, ByteView record) {
    if (rows.size() <= kRowsRememberedMax) rows.emplace_back(key, record);
    return ended = visit(key, record);
  });
  const bool small = rows.size() <= kRowsRememberedMax && lists_.size() < kRememberedMax;
  if (ended && small) lists_.emplace_back(Bytes(prefix), std::move(rows));
}

}  // namespace ledger
