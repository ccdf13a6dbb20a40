// Oracle: a text that is read as an entry is exactly the text that its parts are written as.
#include "ledger/event/entry.h"
#include "tests/fuzz/line_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {

bool try_input(std::string_view input) {
  const auto entry = ledger::parse_entry(input);
  if (!entry.ok()) {
    require(entry.status().code() == ledger::StatusCode::kDataLoss, "an entry is refused with another code");
    return false;
  }
  const auto text = ledger::encode_entry(*entry);
  require(text.ok() && *text == input, "an entry is written back as another text");
  canary([&] { return entry->ix.size() == 2 && entry->ix[0].plus == 9; });
  return true;
}

std::vector<std::string> seeds() {
  return vector_texts("event/entry.ndjson", "text");
}

}  // namespace fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned int seed) {
  return fuzz::mutate_lines(data, size, size_max, seed, 0);
}
