// Key order: sorts the keys of a run as a database orders them.
//
// Place in the flow: between the rows that a fold has gathered and the batch that stores them. A run's keys
// are hundreds of thousands with long common beginnings, scattered over megabytes: comparing them pair by
// pair reads each one from memory twenty times over. Here eight bytes of each are taken at once, and only
// keys that agree in those are looked at again. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/base/bytes.h"

namespace projections {

struct NumberedKey {
  ledger::ByteView key;
  std::uint32_t number = 0;
  std::uint64_t word = 0;  // the eight bytes that are being sorted by
};

// By key as unsigned bytes; the order of equal keys is left open.
void sort_by_key(std::vector<NumberedKey>& keys);

}  // namespace projections
