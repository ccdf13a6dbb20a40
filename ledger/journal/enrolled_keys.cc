#include "ledger/journal/enrolled_keys.h"

#include "ledger/domain/records.h"

namespace ledger {
namespace {

bool names_a_key(ByteView key) {
  static const Bytes prefix = key_record("").bytes;
  return key.starts_with(prefix);
}

}  // namespace

std::optional<Bytes> EnrolledKeys::find(ByteView key) {
  const MutexLock lock(mutex_);
  const std::optional<Bytes>* known = records_.find(key);
  return known == nullptr ? std::nullopt : *known;
}

void EnrolledKeys::keep(ByteView key, const Bytes& record) {
  const MutexLock lock(mutex_);
  records_.keep(key, record);
}

std::optional<Bytes> KnownKeys::get(ByteView key) const {
  if (!names_a_key(key)) return stored_.get(key);
  if (auto known = keys_.find(key)) return known;
  auto record = stored_.get(key);
  if (record) keys_.keep(key, *record);
  return record;
}

}  // namespace ledger
