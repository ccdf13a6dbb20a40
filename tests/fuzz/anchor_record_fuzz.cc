// Oracles: a slot that is read as a record is exactly the slot that the record is written as; judging it
// against any head neither accepts another head nor fails. First byte: bit 0 leaves length and checksum as
// they are; else both are corrected, since no fuzzer guesses a SHA-256.
#include <iterator>

#include "ledger/base/sha256.h"
#include "ledger/store/head_anchor.h"
#include "tests/fuzz/field_mutator.h"

namespace fuzz {

using namespace std::string_literals;

namespace {

ledger::Bytes slot_of(std::string_view input) {
  Choices choices(input);
  const bool corrected = (choices.u8() & 1) == 0;
  ledger::Bytes slot(choices.rest());
  if (corrected) {
    slot.resize(ledger::kAnchorSlotBytes - 32, '\0');
    slot += ledger::view_of(ledger::sha256(slot));
  }
  return slot;
}

void mutate_record(ledger::AnchorRecord& record, Random& random) {
  std::uint64_t* const numbers[] = {&record.sequence, &record.head.size.value,
                                    &record.head.previous_size.value};
  ledger::Hash32* const hashes[] = {&record.origin_hash, &record.head.root, &record.head.previous_root,
                                    &record.previous_record};
  switch (below(random, 5)) {
    case 0:
      record.kind = below(random, 2) == 0 ? ledger::AnchorKind::kLive : ledger::AnchorKind::kBackup;
      break;
    case 1:
      mutate_hash(*hashes[below(random, std::size(hashes))]);
      break;
    case 2:
      record.signature = mutate_bytes(record.signature, ledger::kAnchorSignatureBytesMax);
      break;
    default: {
      std::uint64_t& number = *numbers[below(random, std::size(numbers))];
      number = mutate_number(number, UINT64_MAX, random);
      break;
    }
  }
}

}  // namespace

bool try_input(std::string_view input) {
  const ledger::Bytes slot = slot_of(input);
  const auto record = ledger::decode_anchor_record(slot);
  if (!record) return false;
  require(ledger::encode_anchor_record(*record) == slot, "a record is written back into another slot");

  ledger::AnchorScan scan;
  scan.newest = *record;
  const auto judged = ledger::judge_anchor(scan, record->head, record->origin_hash);
  const bool live = record->kind == ledger::AnchorKind::kLive;
  require((judged.verdict != ledger::AnchorVerdict::kRefuse) == live,
          "a record is judged against its own head");
  require(judged.reason.ok() == live, "a verdict and its reason differ");
  ledger::LogHead longer = record->head;
  longer.size = ledger::TreeSize(longer.size.value ^ 1);
  require(ledger::judge_anchor(scan, longer, record->origin_hash).verdict != ledger::AnchorVerdict::kAccept,
          "a record accepts another size");
  canary([&] {
    return record->sequence == planted(0, 20, 99) && record->signature.size() == planted(1, 3, 60);
  });
  return true;
}

std::vector<std::string> seeds() {
  ledger::AnchorRecord record;
  record.sequence = 3;
  record.origin_hash = ledger::sha256("ledger.test");
  record.head.size = ledger::TreeSize(5);
  record.head.root = ledger::sha256("root");
  record.head.previous_size = ledger::TreeSize(4);
  record.head.previous_root = ledger::sha256("previous root");
  record.time = ledger::UnixMicros(1'780'448'400'000'000);
  record.previous_record = ledger::sha256("previous record");
  record.signature = std::string(64, 's');
  std::vector<std::string> out = {"\1"s + ledger::encode_anchor_record(record)};
  record.signature.clear();
  record.kind = ledger::AnchorKind::kBackup;
  out.push_back("\0"s + ledger::encode_anchor_record(record));
  return out;
}

}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  auto record = ledger::decode_anchor_record(fuzz::slot_of(input));
  if (!record || fuzz::below(random, 3) == 0) return LLVMFuzzerMutate(data, size, size_max);
  fuzz::mutate_record(*record, random);
  return fuzz::put_input(std::string(1, input[0]) + ledger::encode_anchor_record(*record), data, size,
                         size_max);
}
