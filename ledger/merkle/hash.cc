#include "ledger/merkle/hash.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "ledger/base/sha256.h"

namespace ledger::merkle {
namespace {

constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr char kNodePrefix = '\x01';

}  // namespace

Hash32 leaf_hash(ByteView entry) {
  return sha256(kLeafPrefix, entry);
}

Hash32 node_hash(const Hash32& left, const Hash32& right) {
  // One contiguous message: three updates would cost more than copying 64 bytes.
  std::array<char, 65> message;
  message[0] = kNodePrefix;
  std::copy(left.begin(), left.end(), message.begin() + 1);
  std::copy(right.begin(), right.end(), message.begin() + 33);
  return sha256(ByteView(message.data(), message.size()));
}

Hash32 empty_root() {
  return sha256(ByteView());
}

}  // namespace ledger::merkle
