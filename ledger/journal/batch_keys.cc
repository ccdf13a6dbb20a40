#include "ledger/journal/batch_keys.h"

#include "ledger/domain/records.h"

namespace ledger {

void BatchKeys::note(const VerifiedEvent& verified) {
  const Event& event = verified.event();
  const bool rotated = event.type == "key.rotated";
  if (!rotated && event.type != "key.enrolled") return;
  const auto algorithm = parse_algorithm(event.text("algorithm"));
  const auto public_key = from_base64url(event.text("public_key"));
  if (!algorithm || !public_key) return;
  KeyRecord record;
  record.algorithm = *algorithm;
  record.public_key = *public_key;
  announced_[key_record(event.text(rotated ? "new_kid" : "kid")).bytes] = encode_record(record);
}

std::optional<Bytes> BatchKeys::get(ByteView key) const {
  // What is enrolled stands before what is merely announced: a batch can't replace a key that exists.
  if (auto known = base_.get(key)) return known;
  const auto found = announced_.find(key);
  if (found == announced_.end()) return std::nullopt;
  return found->second;
}

}  // namespace ledger
