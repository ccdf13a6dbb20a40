// Oracles: parse_tlog_proof accepts exactly what format_tlog_proof writes, and what it calls a checkpoint is
// one.
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/tlog_proof.h"
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
  canary([&] { return proof->index.value == 9 && proof->extra.has_value() && proof->extra->size() == 3; });
  return true;
}

std::vector<std::string> seeds() {
  return vector_texts("merkle/tlog_proof.json", "hex", true);
}

}  // namespace fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned int seed) {
  return fuzz::mutate_lines(data, size, size_max, seed, 0);
}
