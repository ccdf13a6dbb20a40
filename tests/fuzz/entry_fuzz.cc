// Oracle: a text that is read as an entry is exactly the text that its parts are written as.
#include "ledger/event/entry.h"
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
  canary([&] { return entry->ix.size() == 2 && entry->ix[0].plus == 9 && entry->ix[1].minus == 7; });
  return true;
}

std::vector<std::string> seeds() {
  return vector_texts("event/entry.ndjson", "text");
}

}  // namespace fuzz
