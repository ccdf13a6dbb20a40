#include "ledger/store/kv.h"

namespace ledger {

Bytes prefix_end(ByteView prefix) {
  Bytes end(prefix);
  while (!end.empty() && static_cast<std::uint8_t>(end.back()) == 0xFF) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<std::uint8_t>(end.back()) + 1);
  return end;
}

}  // namespace ledger
