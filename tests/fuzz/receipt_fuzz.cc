// Oracles: what `daicho verify` calls valid is a receipt of a signed entry of the pinned log: here that is
// one single entry, so id, position, time, leaf and entry text must be those of the golden receipt; and a
// valid verdict has no failed step. The mutator changes the receipt as a
// JSON tree, and gives it members of another receipt.
#include "ledger/base/json_reader.h"
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
    const auto tree = ledger::read_json(input);
    return tree->find("position")->as_int() == static_cast<std::int64_t>(planted(0, 20, 99));
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

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  return fuzz::mutate_json_input(data, size, size_max, seed, 4);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size,
                                                 const std::uint8_t* other, std::size_t other_size,
                                                 std::uint8_t* out, std::size_t out_max, unsigned int seed) {
  return fuzz::cross_json_inputs({reinterpret_cast<const char*>(one), one_size},
                                 {reinterpret_cast<const char*>(other), other_size}, out, out_max, seed);
}
