// Oracles: parse_tlog_proof accepts exactly what format_tlog_proof writes, and what it calls a checkpoint is
// one.
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/tlog_proof.h"
#include "tests/fuzz/field_mutator.h"
#include "tests/fuzz/line_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {

bool try_input(std::string_view input) {
  const auto proof = ledger::merkle::parse_tlog_proof(input);
  if (!proof.ok()) return false;
  const auto text = ledger::merkle::format_tlog_proof(*proof);
  require(text.ok() && *text == input, "a proof file is written back as another text");
  const auto note = ledger::merkle::parse_note(proof->checkpoint);
  require(note.ok() && ledger::merkle::parse_checkpoint(note->text).ok(), "a proof file without checkpoint");
  require(proof->hashes.size() <= ledger::merkle::kInclusionHashesMax, "a proof file with too many hashes");
  canary([&] {
    return proof->index.value == planted(0, 20, 99) && proof->extra.has_value() &&
           proof->extra->size() == planted(1, 5, 20);
  });
  return true;
}

std::vector<std::string> seeds() {
  return vector_texts("merkle/tlog_proof.json", "hex", true);
}

}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  auto read = ledger::merkle::parse_tlog_proof({reinterpret_cast<const char*>(data), size});
  if (!read.ok() || fuzz::below(random, 3) == 0) return fuzz::mutate_lines(data, size, size_max, seed, 0);
  switch (fuzz::below(random, 5)) {
    case 0:
      read->extra.reset();
      break;
    case 1:
      read->extra = fuzz::mutate_bytes(read->extra.value_or(""), 64);
      break;
    case 2:
      fuzz::mutate_list(read->hashes, random, fuzz::mutate_hash);
      break;
    case 3:
      read->checkpoint = fuzz::mutate_ascii(read->checkpoint, read->checkpoint.size() + 16);
      break;
    default:
      read->index.value = fuzz::mutate_number(read->index.value, UINT64_MAX, random);
      break;
  }
  const auto text = ledger::merkle::format_tlog_proof(*read);
  return text.ok() ? fuzz::put_input(*text, data, size, size_max)
                   : fuzz::mutate_lines(data, size, size_max, seed, 0);
}
