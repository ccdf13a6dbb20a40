// The whole content of a database as a value, to show that something left it as it was.
#pragma once

#include <gtest/gtest.h>
#include <map>
#include <utility>

#include "ledger/store/keys.h"
#include "ledger/store/kv.h"

namespace ledger {

using DatabaseDump = std::map<std::pair<std::uint32_t, Bytes>, Bytes>;

inline DatabaseDump dump_of(const KvReader& reader) {
  DatabaseDump dump;
  for (std::uint32_t family = 0; family < kLedgerFamilyCount; ++family) {
    const Status status = reader.scan(FamilyId(family), {}, {}, [&](ByteView key, ByteView value) {
      dump.emplace(std::pair(family, Bytes(key)), Bytes(value));
      return true;
    });
    EXPECT_TRUE(status.ok()) << status.to_string();
  }
  return dump;
}

}  // namespace ledger
