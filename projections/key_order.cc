#include "projections/key_order.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace projections {

namespace {

constexpr std::size_t kWordBytes = sizeof(std::uint64_t);
// Below this comparing whole keys is cheaper.
constexpr std::ptrdiff_t kGroupMin = 12;

using Keys = std::vector<NumberedKey>::iterator;

// Eight bytes from `at` on, as a number of the same order; behind a key's end there are zeros.
std::uint64_t word_at(ledger::ByteView key, std::size_t at) {
  std::uint64_t word = 0;
  if (key.size() - at >= kWordBytes) {
    std::memcpy(&word, key.data() + at, kWordBytes);
  } else {
    std::memcpy(&word, key.data() + at, key.size() - at);
  }
  static_assert(std::endian::native == std::endian::little);
  return __builtin_bswap64(word);
}

bool by_key(const NumberedKey& a, const NumberedKey& b) {
  return a.key < b.key;
}
bool by_word(const NumberedKey& a, const NumberedKey& b) {
  return a.word < b.word;
}

// Precondition: the keys agree before `at`, and each is longer than that.
void sort_from(Keys begin, Keys end, std::size_t at) {
  while (true) {
    bool all_equal = true, ends = false;
    for (Keys one = begin; one != end; ++one) {
      one->word = word_at(one->key, at);
      all_equal = all_equal && one->word == begin->word;
      ends = ends || one->key.size() <= at + kWordBytes;
    }
    if (!all_equal) break;
    // A key that ends here may equal others in this word and differ from them in length.
    if (ends) return std::sort(begin, end, by_key);
    at += kWordBytes;
  }
  std::sort(begin, end, by_word);
  for (Keys group = begin; group != end;) {
    bool ends = false;
    Keys next = group;
    for (; next != end && next->word == group->word; ++next) {
      ends = ends || next->key.size() <= at + kWordBytes;
    }
    if (next - group > 1) {
      if (ends || next - group < kGroupMin) {
        std::sort(group, next, by_key);
      } else {
        sort_from(group, next, at + kWordBytes);
      }
    }
    group = next;
  }
}

}  // namespace

void sort_by_key(std::vector<NumberedKey>& keys) {
  const bool has_empty =
      std::any_of(keys.begin(), keys.end(), [](const NumberedKey& one) { return one.key.empty(); });
  if (has_empty || keys.size() < static_cast<std::size_t>(kGroupMin)) {
    std::sort(keys.begin(), keys.end(), by_key);
  } else {
    sort_from(keys.begin(), keys.end(), 0);
  }
}

}  // namespace projections
