// Oracle: the verifiers accept a proof exactly when the recursive definitions of RFC 9162 §2.1.3.1 and
// §2.1.4.1, read backwards from the last hash, give the same root; for any sizes of 64 bits and any hashes.
//
// Input: kind ‖ what to do with the root ‖ two numbers ‖ leaf or old root ‖ new root ‖ hashes. Roots are
// mostly the model's own (else hardly any input would be accepted) or one bit beside it.
#include <bit>
#include <optional>
#include <span>

#include "ledger/merkle/hash.h"
#include "ledger/merkle/verify.h"
#include "tests/fuzz/field_mutator.h"

namespace fuzz {
namespace {

using ledger::Hash32;
using ledger::merkle::node_hash;
using Hashes = std::span<const Hash32>;

// Largest power of two below `size`. Precondition: size > 1.
std::uint64_t split_of(std::uint64_t size) {
  return std::bit_floor(size - 1);
}

// Root of the tree of `size` in which `leaf` stands at `position`; nullopt when the number of hashes is
// wrong.
std::optional<Hash32> included(std::uint64_t position, std::uint64_t size, const Hash32& leaf, Hashes proof) {
  if (size == 1) return proof.empty() ? std::optional(leaf) : std::nullopt;
  if (proof.empty()) return std::nullopt;
  const Hash32 last = proof.back();
  const Hashes rest = proof.first(proof.size() - 1);
  const std::uint64_t split = split_of(size);
  const bool left = position < split;
  const auto own =
      left ? included(position, split, leaf, rest) : included(position - split, size - split, leaf, rest);
  if (!own) return std::nullopt;
  return left ? node_hash(*own, last) : node_hash(last, *own);
}

struct Roots {
  Hash32 from, to;
};
// `whole`: the subtree is the old tree itself, whose root the verifier knows.
std::optional<Roots> consistent(std::uint64_t from, std::uint64_t to, bool whole, const Hash32& from_root,
                                Hashes proof) {
  if (from == to && whole) {
    return proof.empty() ? std::optional(Roots{from_root, from_root}) : std::nullopt;
  }
  if (proof.empty()) return std::nullopt;
  const Hash32 last = proof.back();
  const Hashes rest = proof.first(proof.size() - 1);
  if (from == to) return rest.empty() ? std::optional(Roots{last, last}) : std::nullopt;
  const std::uint64_t split = split_of(to);
  if (from <= split) {
    const auto part = consistent(from, split, whole, from_root, rest);
    if (!part) return std::nullopt;
    return Roots{part->from, node_hash(part->to, last)};
  }
  const auto part = consistent(from - split, to - split, false, from_root, rest);
  if (!part) return std::nullopt;
  return Roots{node_hash(last, part->from), node_hash(last, part->to)};
}

Hash32 hash_of(Choices& choices) {
  Hash32 out{};
  const std::string_view bytes = choices.take(out.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) out[i] = static_cast<std::uint8_t>(bytes[i]);
  return out;
}

bool try_inclusion(std::uint8_t flags, std::uint64_t position, std::uint64_t size, const Hash32& leaf,
                   Hash32 root, Hashes proof) {
  const auto model = position < size ? included(position, size, leaf, proof) : std::nullopt;
  if ((flags & 1) == 0 && model) root = *model;
  if ((flags & 2) != 0) root[flags >> 3] ^= 1;
  const bool accepted =
      ledger::merkle::verify_inclusion(ledger::Position(position), ledger::TreeSize(size), leaf, proof, root)
          .ok();
  require(accepted == (model && *model == root), "verify_inclusion and the definition disagree");
  canary([&] { return accepted && position == planted(0, 20, 59) && size == planted(1, 60, 99); });
  return accepted;
}

bool try_consistency(std::uint8_t flags, std::uint64_t from, std::uint64_t to, Hash32 from_root,
                     Hash32 to_root, Hashes proof) {
  const bool sane = from > 0 && from <= to;
  // The old root is an input of the definition only where the old tree is a subtree of the new one.
  auto model = sane ? consistent(from, to, true, from_root, proof) : std::nullopt;
  if ((flags & 1) == 0 && model) {
    from_root = model->from;
    to_root = model->to;
  }
  if ((flags & 2) != 0) to_root[flags >> 3] ^= 1;
  if ((flags & 4) != 0) from_root[flags >> 3] ^= 1;
  model = sane ? consistent(from, to, true, from_root, proof) : std::nullopt;
  const bool accepted = ledger::merkle::verify_consistency(ledger::TreeSize(from), ledger::TreeSize(to),
                                                           from_root, to_root, proof)
                            .ok();
  require(accepted == (model && model->from == from_root && model->to == to_root),
          "verify_consistency and the definition disagree");
  return accepted;
}

std::string number(std::uint64_t value) {
  ledger::Bytes out;
  ledger::put_u64(out, value);
  return out;
}

// How many hashes each proof has; the number is right or nothing is accepted. 0 where there is no proof.
std::size_t inclusion_hashes(std::uint64_t position, std::uint64_t size) {
  if (position >= size || size == 1) return 0;
  const std::uint64_t split = split_of(size);
  return 1 + (position < split ? inclusion_hashes(position, split)
                               : inclusion_hashes(position - split, size - split));
}

std::size_t consistency_hashes(std::uint64_t from, std::uint64_t to, bool whole) {
  if (from == 0 || from > to) return 0;
  if (from == to) return whole ? 0 : 1;
  const std::uint64_t split = split_of(to);
  return 1 + (from <= split ? consistency_hashes(from, split, whole)
                            : consistency_hashes(from - split, to - split, false));
}

std::size_t hashes_of(bool inclusion, std::uint64_t first, std::uint64_t second) {
  return inclusion ? inclusion_hashes(first, second) : consistency_hashes(first, second, true);
}

}  // namespace

bool try_input(std::string_view input) {
  Choices choices(input);
  const bool inclusion = choices.u8() % 2 == 0;
  const std::uint8_t flags = choices.u8();
  const std::uint64_t first = choices.u64();
  const std::uint64_t second = choices.u64();
  const Hash32 one = hash_of(choices);
  const Hash32 two = hash_of(choices);
  std::vector<Hash32> proof;
  while (!choices.rest().empty() && proof.size() < 140) proof.push_back(hash_of(choices));
  return inclusion ? try_inclusion(flags, first, second, one, two, proof)
                   : try_consistency(flags, first, second, one, two, proof);
}

std::vector<std::string> seeds() {
  std::vector<std::string> out;
  const std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs = {
      {0, 1},          {1, 1},
      {0, 2},          {3, 7},
      {4, 7},          {6, 7},
      {7, 8},          {5, 13},
      {8, 13},         {255, 256},
      {300, 700},      {1ULL << 40, (1ULL << 40) + 5},
      {1, UINT64_MAX}, {UINT64_MAX - 1, UINT64_MAX}};
  for (const auto& [first, second] : pairs) {
    for (const char kind : {'\0', '\1'}) {
      if (kind == '\1' && first == 0) continue;
      const std::size_t hashes = hashes_of(kind == '\0', first, second);
      if (kind == '\0' && first >= second) continue;
      out.push_back(std::string{kind, '\0'} + number(first) + number(second) + std::string(64, 'r') +
                    std::string(32 * hashes, 'h'));
    }
  }
  return out;
}

}  // namespace fuzz

// Other numbers, with as many hashes as their proof has.
std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  constexpr std::size_t kHeadBytes = 2 + 2 * 8 + 2 * 32;
  if (size < kHeadBytes || fuzz::below(random, 3) == 0) return LLVMFuzzerMutate(data, size, size_max);
  fuzz::Choices choices(input);
  const bool inclusion = choices.u8() % 2 == 0;
  choices.u8();
  std::uint64_t first = choices.u64();
  std::uint64_t second = choices.u64();
  std::uint64_t& changed = fuzz::below(random, 2) == 0 ? first : second;
  changed = fuzz::mutate_number(changed, UINT64_MAX, random);
  std::string out(input.substr(0, 2));
  out += fuzz::number(first) + fuzz::number(second);
  out += input.substr(out.size(), kHeadBytes - out.size() + 32 * fuzz::hashes_of(inclusion, first, second));
  out.resize(kHeadBytes + 32 * fuzz::hashes_of(inclusion, first, second), 'h');
  return fuzz::put_input(out, data, size, size_max);
}
