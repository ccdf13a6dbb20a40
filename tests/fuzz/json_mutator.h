// JsonMutator: small changes to a JSON tree, so that a fuzzer gets past the syntax to what the members mean.
//
// Used by custom mutators only; deterministic in its random numbers. Pure; any thread.
#pragma once

#include <string>

#include "ledger/base/json_value.h"
#include "tests/fuzz/field_mutator.h"

namespace fuzz {

// One change to one node: another value, a node more, less, moved, renamed or wrapped.
void mutate_json(ledger::JsonValue& tree, Random& random);
// A text as it may stand in an event: an edge case, a code, a time, `old` with one byte more, less or other,
// or what the engine makes of `old` alone.
std::string mutate_text(std::string old, Random& random);
// Cross-over by fields: one member of `from` takes the place of a member of the same name, or comes in beside
// the others.
void cross_json(ledger::JsonValue& into, const ledger::JsonValue& from, Random& random);

// For LLVMFuzzerCustomMutator: `one_in` > 1: that share of the calls goes to the bytes, the others to the
// tree.
std::size_t mutate_json_input(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed,
                              std::size_t one_in);
// For LLVMFuzzerCustomCrossOver: 0 when one of the two is no JSON.
std::size_t cross_json_inputs(std::string_view one, std::string_view other, std::uint8_t* out,
                              std::size_t out_max, unsigned int seed);

}  // namespace fuzz
