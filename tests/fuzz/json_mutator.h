// JsonMutator: small changes to a JSON tree, so that a fuzzer gets past the syntax to what the members mean.
//
// Used by custom mutators only; deterministic in its random numbers. Pure; any thread.
#pragma once

#include <random>
#include <string>

#include "ledger/base/json_value.h"

namespace fuzz {

using Random = std::minstd_rand;

// Uniform enough in 0..bound-1. Precondition: bound > 0.
std::size_t below(Random& random, std::size_t bound);
// One change to one node: another value, a node more, less, moved, renamed or wrapped.
void mutate_json(ledger::JsonValue& tree, Random& random);
// A text as it may stand in an event: an edge case, a code, a time, or `old` with one byte more, less or
// other.
std::string mutate_text(std::string old, Random& random);

}  // namespace fuzz
