// Oracles: a ring that is read accounts for every byte, names no key twice, and reads the same when it is
// written anew from its header, keys and tombstones. First byte: bit 0 leaves the file as it is; else sums,
// record counts and commit digests are corrected, so that damage behind them is reached.
#include <algorithm>
#include <set>

#include "ledger/base/sha256.h"
#include "security/ring_file.h"
#include "tests/fuzz/field_mutator.h"

namespace fuzz {
namespace {

using namespace std::string_literals;
using security::kRingRecordBytes;

constexpr std::string_view kScope = "c40";
constexpr std::size_t kSumAt = kRingRecordBytes - 16;
constexpr char kCommitKind = 2;

void correct(ledger::Bytes& file) {
  if (file.size() < kRingRecordBytes) return;
  const ledger::Bytes ring_id = file.substr(16, security::kRingIdBytes);
  std::size_t batch_from = kRingRecordBytes;
  for (std::size_t at = 0; at + kRingRecordBytes <= file.size(); at += kRingRecordBytes) {
    if (at > 0 && file[at] == kCommitKind) {
      const ledger::ByteView batch = ledger::ByteView(file).substr(batch_from, at - batch_from);
      ledger::Bytes own;
      ledger::put_u32(own, static_cast<std::uint32_t>(batch.size() / kRingRecordBytes));
      own += ledger::view_of(ledger::sha256(batch));
      file.replace(at + 4, own.size(), own);
      batch_from = at + kRingRecordBytes;
    }
    ledger::Bytes place = ring_id;
    ledger::put_u64(place, at / kRingRecordBytes);
    const ledger::Hash32 sum = ledger::sha256(place, ledger::ByteView(file).substr(at, kSumAt));
    file.replace(at + kSumAt, 16, ledger::view_of(sum).substr(0, 16));
  }
}

ledger::Bytes file_of(const security::Ring& ring) {
  ledger::Bytes out = security::encode_ring_header(kScope, ring.header);
  ledger::Bytes batch = security::encode_ring_keys(ring.header.ring_id, 1, ring.keys);
  batch += security::encode_tombstones(ring.header.ring_id, 1 + ring.keys.size(), ring.erased);
  const std::uint64_t records = batch.size() / kRingRecordBytes;
  if (records == 0) return out;
  return out + batch + security::encode_ring_commit(ring.header.ring_id, 1 + records, batch);
}

bool same(const security::Ring& a, const security::Ring& b) {
  return a.header.generation == b.header.generation && a.header.ring_id == b.header.ring_id &&
         a.header.check == b.header.check && a.erased == b.erased &&
         std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), b.keys.end(),
                    [](const auto& x, const auto& y) { return x.name == y.name && x.wrapped == y.wrapped; });
}

ledger::Bytes key_name_like(const security::KeyName& name) {
  ledger::Bytes bytes = mutate_bytes(ledger::Bytes(view_of(name)), security::kKeyNameBytes);
  bytes.resize(security::kKeyNameBytes, '\0');
  return bytes;
}

void mutate_ring(security::Ring& ring, Random& random) {
  switch (below(random, 5)) {
    case 0:
      ring.header.generation.value = mutate_number(ring.header.generation.value, UINT64_MAX, random);
      break;
    case 1:
      ring.header.check = mutate_length(mutate_bytes(ring.header.check, security::kRingCheckBytesMax),
                                        security::kRingCheckBytesMax, random);
      break;
    case 2:
      ring.header.ring_id = mutate_bytes(ring.header.ring_id, security::kRingIdBytes);
      ring.header.ring_id.resize(security::kRingIdBytes, '\0');
      break;
    case 3:
      mutate_list(ring.keys, random, [](security::RingKey& key) {
        key.wrapped = mutate_bytes(key.wrapped, security::kWrappedKeysBytesMax);
        if (key.wrapped.empty()) key.wrapped = "w";
        key.name = *security::to_key_name(key_name_like(key.name));
      });
      break;
    default:
      mutate_list(ring.erased, random,
                  [](security::KeyName& name) { name = *security::to_key_name(key_name_like(name)); });
      break;
  }
}

ledger::Bytes file_in(std::string_view input) {
  Choices choices(input);
  const bool corrected = (choices.u8() & 1) == 0;
  ledger::Bytes file(choices.rest());
  if (corrected) correct(file);
  return file;
}

}  // namespace

bool try_input(std::string_view input) {
  const ledger::Bytes file = file_in(input);
  const auto ring = security::parse_ring(kScope, file);
  if (!ring.ok()) {
    require(ring.status().reason() == "keyring.corrupt", "a ring is refused for another reason");
    return false;
  }
  require(ring->committed_bytes() + ring->dropped_bytes == file.size(),
          "bytes of a ring are unaccounted for");
  std::set<security::KeyName> names(ring->erased.begin(), ring->erased.end());
  for (const auto& key : ring->keys) names.insert(key.name);
  require(names.size() == ring->keys.size() + ring->erased.size(), "a key name stands twice");
  const auto again = security::parse_ring(kScope, file_of(*ring));
  require(again.ok() && same(*ring, *again) && again->dropped_bytes == 0,
          "a ring written anew reads otherwise");
  require(!security::parse_ring("c41", file).ok(), "a ring is read for another scope");
  canary([&] {
    return ring->header.generation.value == planted(0, 20, 99) &&
           ring->header.check.size() == planted(1, 3, 40);
  });
  return true;
}

std::vector<std::string> seeds() {
  security::Ring ring;
  ring.header.generation = security::KekGeneration(1);
  ring.header.ring_id = std::string(security::kRingIdBytes, 'r');
  ring.header.check = std::string(44, 'c');
  std::vector<std::string> out = {"\0"s + file_of(ring)};
  for (char name = 'a'; name < 'd'; ++name) {
    ring.keys.push_back({*security::to_key_name(std::string(16, name)), std::string(92, 'w')});
  }
  ring.erased.push_back(*security::to_key_name(std::string(16, 'x')));
  out.push_back("\1"s + file_of(ring));
  out.push_back("\0"s + file_of(ring) + std::string(200, '\0'));
  return out;
}

}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  auto ring = security::parse_ring(fuzz::kScope, fuzz::file_in(input));
  if (!ring.ok() || fuzz::below(random, 3) == 0) return LLVMFuzzerMutate(data, size, size_max);
  fuzz::mutate_ring(*ring, random);
  return fuzz::put_input(std::string(1, input[0]) + fuzz::file_of(*ring), data, size, size_max);
}
