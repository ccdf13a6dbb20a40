// Oracles: a second reader (json_model.h) accepts the same texts and gives the same tree; what was read and
// written compactly reads as the same tree, and the compact text is a fixed point.
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "tests/fuzz/json_model.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {

bool try_input(std::string_view input) {
  const auto tree = ledger::read_json(input);
  const auto model = read_json_model(input);
  require(tree.ok() == model.has_value(), "the two JSON readers disagree about acceptance");
  if (!tree.ok()) {
    require(tree.status().reason().starts_with("json."), "a refusal has a foreign reason");
    return false;
  }
  require(*tree == *model, "the two JSON readers disagree about the tree");
  const std::string compact = ledger::write_json(*tree);
  const auto again = ledger::read_json(compact);
  require(again.ok() && *again == *tree, "compact JSON reads as another tree");
  require(ledger::write_json(*again) == compact, "compact JSON is no fixed point");
  canary([&] {
    const ledger::JsonValue* one = tree->find("v");
    const ledger::JsonValue* other = tree->find("expected_version");
    return one != nullptr && one->is_int() && other != nullptr && other->is_int() &&
           static_cast<std::uint64_t>(one->as_int()) == planted(0, 4, 40) &&
           static_cast<std::uint64_t>(other->as_int()) == planted(1, 4, 40);
  });
  return true;
}

std::vector<std::string> seeds() {
  std::vector<std::string> out = vector_texts("event/payload.ndjson", "payload");
  out.insert(out.end(),
             {"{}", "[]", "0", "-1", "\"\\ud83d\\ude00\\u0041\\n\"", " [1 , 2]\n", "{\"alg\":\"x\"}",
              "9223372036854775807", "-9223372036854775808", "{\"v\":true,\"a\":{\"v\":null}}",
              "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", "[1.5,1e3,-0]", "\xEF\xBB\xBF{}", "\"\\ud800\""});
  return out;
}

}  // namespace fuzz

// Half of the changes to the text, half to the tree behind it.
std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  return fuzz::mutate_json_input(data, size, size_max, seed, 2);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size,
                                                 const std::uint8_t* other, std::size_t other_size,
                                                 std::uint8_t* out, std::size_t out_max, unsigned int seed) {
  return fuzz::cross_json_inputs({reinterpret_cast<const char*>(one), one_size},
                                 {reinterpret_cast<const char*>(other), other_size}, out, out_max, seed);
}
