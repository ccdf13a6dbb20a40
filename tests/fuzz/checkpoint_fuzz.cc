// Oracle: parse_checkpoint accepts exactly what format_checkpoint writes.
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/hash.h"
#include "tests/fuzz/field_mutator.h"
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
  canary([&] {
    return checkpoint->size.value == planted(0, 20, 99) && checkpoint->extensions.size() == planted(1, 3, 6);
  });
  return true;
}

std::vector<std::string> seeds() {
  return vector_texts("merkle/checkpoint.json", "hex", true);
}

}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  auto read = ledger::merkle::parse_checkpoint({reinterpret_cast<const char*>(data), size});
  if (!read.ok() || fuzz::below(random, 3) == 0) return fuzz::mutate_lines(data, size, size_max, seed, 0);
  switch (fuzz::below(random, 4)) {
    case 0:
      read->origin = fuzz::mutate_ascii(read->origin, 64);
      break;
    case 1:
      fuzz::mutate_hash(read->root);
      break;
    case 2:
      fuzz::mutate_list(read->extensions, random, [](auto& line) { line = fuzz::mutate_ascii(line, 32); });
      break;
    default:
      read->size.value = fuzz::mutate_number(read->size.value, UINT64_MAX, random);
      break;
  }
  const auto text = ledger::merkle::format_checkpoint(*read);
  return text.ok() ? fuzz::put_input(*text, data, size, size_max)
                   : fuzz::mutate_lines(data, size, size_max, seed, 0);
}
