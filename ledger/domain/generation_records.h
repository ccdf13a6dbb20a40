// Records of a ledger that succeeds another one: how far its imported state is, and which ids are used.
//
// As record_types.h: one struct per kind of thing, members listed once in fields(). Values; any thread.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/bytes.h"

namespace ledger {

// See generation.h.
struct GenerationRecord {
  std::string previous_origin;
  std::uint64_t previous_size = 0;
  std::uint64_t parts = 0;     // of its state, that the genesis announces
  std::uint64_t imported = 0;  // parts that have come
  Bytes digest;                // of those
  Bytes expected;              // of all, as the genesis names it
  auto fields(auto& f) { return f(previous_origin, previous_size, parts, imported, digest, expected); }
};
// An event of the ledger before: its id is used.
struct PastEventRecord {
  std::uint64_t position = 0;
  auto fields(auto& f) { return f(position); }
};

}  // namespace ledger
