// Oracle: a text that is read as an entry is exactly the text that its parts are written as.
#include <algorithm>

#include "ledger/base/limits.h"
#include "ledger/event/entry.h"
#include "tests/fuzz/field_mutator.h"
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
  canary([&] { return entry->ix.size() == planted(0, 3, 6) && entry->ix[0].plus == planted(1, 20, 99); });
  return true;
}

std::vector<std::string> seeds() {
  return vector_texts("event/entry.ndjson", "text");
}

namespace {

void mutate_terms(ledger::IndexTerms& terms, Random& random) {
  mutate_list(terms, random, [&](ledger::IndexTerm& term) {
    switch (below(random, 3)) {
      case 0:
        term.path = mutate_ascii(term.path, 32);
        break;
      case 1:
        term.plus = mutate_number(term.plus, ledger::kIndexAmountMax, random);
        break;
      default:
        term.minus = mutate_number(term.minus, ledger::kIndexAmountMax, random);
        break;
    }
  });
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
}

}  // namespace
}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  auto read = ledger::parse_entry({reinterpret_cast<const char*>(data), size});
  if (!read.ok() || fuzz::below(random, 3) == 0) return LLVMFuzzerMutate(data, size, size_max);
  switch (fuzz::below(random, 4)) {
    case 0:
      read->recorded_at.value = static_cast<std::int64_t>(
          fuzz::mutate_number(static_cast<std::uint64_t>(read->recorded_at.value), 1ULL << 62U, random));
      break;
    case 1:
      read->jws = fuzz::mutate_ascii(read->jws, read->jws.size() + 16);
      break;
    default:
      fuzz::mutate_terms(read->ix, random);
      break;
  }
  const auto text = ledger::encode_entry(*read);
  return text.ok() ? fuzz::put_input(*text, data, size, size_max) : LLVMFuzzerMutate(data, size, size_max);
}
