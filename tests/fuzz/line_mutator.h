// LineMutator: changes to text made of lines and numbers, the shape of most formats here.
//
// libFuzzer changes bytes where it likes; getting one more valid line, or another valid number, that way
// takes a million tries. Used by custom mutators only; deterministic in its random numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/fuzz/field_mutator.h"

namespace fuzz {

// For LLVMFuzzerCustomMutator: one change to a line or a decimal number behind the first `skipped` bytes, or,
// in a third of the calls, to any byte. Answers the new size, at most `size_max`.
std::size_t mutate_lines(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed,
                         std::size_t skipped);

// One member of a query string `name=value&…` more, less, moved or with another value.
std::string mutate_query(std::string_view query, Random& random);
// Cross-over by fields: one member of `other` in place of the one of the same name, or beside the others.
std::string cross_query(std::string_view query, std::string_view other, Random& random);

}  // namespace fuzz
