// FieldMutator: changes to one field of an input that was read, for targets whose format has a writer.
//
// A target's mutator reads the input with the product's reader, changes one field and writes it again.
// Lengths, separators, order and checksums are right then, and the search goes into what the fields say.
// Numbers and texts also pass through the engine's own mutation, alone: its dictionary and the values that it
// saw compared land in the field. Nothing here knows a format or a planted value. Used by custom mutators
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/types.h"
#include "tests/fuzz/target.h"

namespace fuzz {

using Random = std::minstd_rand;

// Uniform enough in 0..bound-1. Precondition: bound > 0.
std::size_t below(Random& random, std::size_t bound);
// A number of 0..max near `old`, small, at a border, with one bit changed, or as the engine changes its
// bytes.
std::uint64_t mutate_number(std::uint64_t old, std::uint64_t max, Random& random);
// What the engine makes of these bytes, at most `bytes_max` > 0 of them.
std::string mutate_bytes(std::string old, std::size_t bytes_max);
// The same in ASCII, for fields that are text.
std::string mutate_ascii(std::string old, std::size_t bytes_max);
// Another length of at most `bytes_max`: shorter or longer in the middle, so that both ends stay what they
// are.
std::string mutate_length(std::string old, std::size_t bytes_max, Random& random);
// The same with a length that the caller drew.
std::string resized(std::string old, std::size_t size);
void mutate_hash(ledger::Hash32& hash);

// One item less, moved, changed by `change`, or copied and the copies changed, mostly one; an empty list gets
// one. Several at once because no list on the way to a longer one need be new to the engine.
template <typename T, typename Change>
void mutate_list(std::vector<T>& items, Random& random, Change change) {
  if (items.empty()) return change(items.emplace_back());
  const std::size_t at = below(random, items.size());
  switch (below(random, 6)) {
    case 0:
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 1:
      std::swap(items[at], items[below(random, items.size())]);
      break;
    case 2:
    case 3:
      for (std::size_t copies = below(random, 4) == 0 ? 1 + below(random, 6) : 1; copies > 0; --copies) {
        items.push_back(T(items[at]));
        change(items.back());
      }
      break;
    default:
      change(items[at]);
      break;
  }
}

// `count` > 0 items: the last ones less, or more of them, each a copy of any and changed by `change`.
template <typename T, typename Change>
void resize_list(std::vector<T>& items, std::size_t count, Random& random, Change change) {
  if (items.empty()) change(items.emplace_back());
  while (items.size() > count) items.pop_back();
  while (items.size() < count) {
    items.push_back(T(items[below(random, items.size())]));
    change(items.back());
  }
}

// Hands `out` to the engine as the new input; too long, the engine changes the old one instead.
std::size_t put_input(const std::string& out, std::uint8_t* data, std::size_t size, std::size_t size_max);

}  // namespace fuzz
