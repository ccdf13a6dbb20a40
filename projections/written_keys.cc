#include "projections/written_keys.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

namespace projections {

using ledger::ByteView;

namespace {

constexpr std::uint64_t kRowsPerWord = 4;
constexpr std::uint64_t kWordsMin = 1024;
constexpr std::uint64_t kWordsMax = 2U << 20;
constexpr unsigned kBitsPerKey = 4;
constexpr unsigned kBitNumberBits = 6;  // of 64

constexpr std::size_t kHashesAtOnce = 32;

std::size_t tag_of(ByteView key) {
  return static_cast<std::uint8_t>(key.front());
}
std::uint64_t hash_of(ByteView key) {
  return std::hash<ByteView>()(key);
}
std::uint64_t bits_of(std::uint64_t hash) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < kBitsPerKey; ++i, hash >>= kBitNumberBits) bits |= 1ULL << (hash & 63U);
  return bits;
}

}  // namespace

// The upper bits choose the word, the lower ones the bits in it.
std::size_t WrittenKeys::word_of(std::uint64_t hash) const {
  return (hash >> (kBitsPerKey * kBitNumberBits)) & (words_.size() - 1);
}

WrittenKeys::WrittenKeys(const ledger::KvReader& stored, ledger::FamilyId family, std::uint64_t expected_rows)
    : stored_(stored),
      family_(family),
      words_(std::bit_ceil(std::clamp(expected_rows / kRowsPerWord, kWordsMin, kWordsMax))) {}

// A tag that nobody asked for before the first batch is not kept, whoever asks for it later.
void WrittenKeys::choose_tags() {
  if (std::exchange(has_chosen_, true)) return;
  for (std::atomic<Tag>& tag : tags_) {
    Tag unknown = Tag::kUnknown;
    if (!tag.compare_exchange_strong(unknown, Tag::kNotKept)) tag.store(Tag::kKept);
  }
}

void WrittenKeys::add(const ledger::WriteBatch& batch, std::size_t first) {
  choose_tags();
  // The words lie far apart: asked for together, they come in one another's time.
  std::array<std::uint64_t, kHashesAtOnce> hashes{};
  std::size_t count = 0;
  const auto set = [&] {
    for (std::size_t i = 0; i < count; ++i) {
      words_[word_of(hashes[i])].fetch_or(bits_of(hashes[i]), std::memory_order_relaxed);
    }
    count = 0;
  };
  for (std::size_t i = first; i < batch.size(); ++i) {
    const ledger::WriteBatch::Op op = batch.op(i);
    if (op.family != family_ || tags_[tag_of(op.key)].load(std::memory_order_relaxed) != Tag::kKept) continue;
    hashes[count] = hash_of(op.key);
    __builtin_prefetch(&words_[word_of(hashes[count])], 1);
    if (++count == hashes.size()) set();
  }
  set();
}

bool WrittenKeys::may_be_written(ByteView key) const {
  std::atomic<Tag>& tag = tags_[tag_of(key)];
  Tag unknown = Tag::kUnknown;
  // Before the first batch nothing is written; from then on the tag is one that is kept.
  if (tag.load() != Tag::kKept) {
    if (!tag.compare_exchange_strong(unknown, Tag::kAsked)) return unknown != Tag::kAsked;
    return false;
  }
  const std::uint64_t hash = hash_of(key), bits = bits_of(hash);
  return (words_[word_of(hash)].load(std::memory_order_relaxed) & bits) == bits;
}

ledger::Result<std::optional<ledger::Bytes>> WrittenKeys::get(ledger::FamilyId family, ByteView key) const {
  if (family == family_ && !may_be_written(key)) return std::optional<ledger::Bytes>();
  return stored_.get(family, key);
}

ledger::Status WrittenKeys::scan(ledger::FamilyId family, ByteView from, ByteView to,
                                 const Visitor& visit) const {
  return stored_.scan(family, from, to, visit);
}

ledger::Status WrittenKeys::scan_reverse(ledger::FamilyId family, ByteView from, ByteView to,
                                         const Visitor& visit) const {
  return stored_.scan_reverse(family, from, to, visit);
}

}  // namespace projections
