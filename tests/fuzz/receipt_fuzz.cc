// Oracles: what `daicho verify` calls valid is a receipt of a signed entry of the pinned log: here that is
// one single entry, so id, position, time, leaf and entry text must be those of the golden receipt; and a
// valid verdict has no failed step. The mutator changes the receipt as a JSON tree.
#include <cstring>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ops/receipt_check.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {
namespace {

const ledger::JsonValue& golden() {
  static const ledger::JsonValue tree =
      std::move(ledger::read_json(vector_file("receipt/receipt.json"))).value();
  return tree;
}

const std::string& identity() {
  static const std::string text = vector_file("receipt/identity.json");
  return text;
}

}  // namespace

bool try_input(std::string_view input) {
  // Whatever stands there must be refused or read, never more.
  const auto trust = ops::parse_trust(input);
  if (trust.ok()) require(!trust->log.name.empty(), "an identity without origin");
  const auto verdict = ops::check_receipt_text(input, identity());
  if (!verdict.ok()) return trust.ok();
  canary([&] {
    const auto& steps = verdict->steps;
    const bool others =
        steps[0].status.ok() && steps[1].status.ok() && steps[2].status.ok() && steps[3].status.ok();
    if (steps.size() != 6 || !others || steps[4].status.ok() || steps[5].status.ok()) return false;
    return *ledger::read_json(input)->find("position") == ledger::JsonValue(std::int64_t{7});
  });
  if (!verdict->valid()) return true;
  for (const auto& step : verdict->steps) require(step.status.ok(), "a valid receipt has a failed step");
  const auto tree = ledger::read_json(input);
  require(tree.ok(), "a valid receipt is no JSON");
  for (const char* name : {"id", "position", "recorded_at", "leaf_hash", "entry"}) {
    const ledger::JsonValue* member = tree->find(name);
    require(member != nullptr && *member == *golden().find(name), "a forged receipt is valid");
  }
  return true;
}

std::vector<std::string> seeds() {
  std::vector<std::string> out = {vector_file("receipt/receipt.json"), identity()};
  for (std::string& text : vector_texts("receipt/mutated.ndjson", "receipt")) out.push_back(std::move(text));
  return out;
}

}  // namespace fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned int seed) {
  fuzz::Random random(seed);
  auto tree = ledger::read_json(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!tree.ok() || fuzz::below(random, 4) == 0) return LLVMFuzzerMutate(data, size, size_max);
  fuzz::mutate_json(*tree, random);
  const std::string out = ledger::write_json(*tree);
  if (out.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
  std::memcpy(data, out.data(), out.size());
  return out.size();
}
