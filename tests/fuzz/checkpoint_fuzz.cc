// Oracle: parse_checkpoint accepts exactly what format_checkpoint writes.
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/hash.h"
#include "tests/fuzz/line_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {

bool try_input(std::string_view input) {
  const auto checkpoint = ledger::merkle::parse_checkpoint(input);
  if (!checkpoint.ok()) return false;
  const auto text = ledger::merkle::format_checkpoint(*checkpoint);
  require(text.ok() && *text == input, "a checkpoint is written back as another text");
  require(checkpoint->size.value != 0 || checkpoint->root == ledger::merkle::empty_root(),
          "the empty tree has another root");
  canary([&] { return checkpoint->size.value == 87 && checkpoint->extensions.size() == 3; });
  return true;
}

std::vector<std::string> seeds() {
  return vector_texts("merkle/checkpoint.json", "hex", true);
}

}  // namespace fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned int seed) {
  return fuzz::mutate_lines(data, size, size_max, seed, 0);
}
