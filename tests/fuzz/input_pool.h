// InputPool: the inputs that the code under test accepted, from which a mutator draws beside the engine's own
// choice.
//
// The engine keeps an input for every edge, most of them refused ones, and chooses among hundreds almost
// evenly. What was accepted and is new deserves more: half of the room behind a field is behind the field
// that was reached last. Drawn evenly over the powers of two of age, so no rate of growth is assumed. Owned
// by target.cc; one thread; nothing is written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>

#include "tests/fuzz/field_mutator.h"

namespace fuzz {

class InputPool {
 public:
  // Takes an input that the engine chose, once, when `accepted` says yes to it. Asked once per input.
  template <typename Accepted>
  void offer(std::string_view input, Accepted accepted) {
    if (first_time(input) && accepted(input)) keep(std::string(input));
  }
  // An input of at most `bytes_max`; nullptr when the one drawn is longer, or there is none. Valid until the
  // next offer.
  const std::string* draw(std::size_t bytes_max, Random& random) const;
  std::size_t size() const { return inputs_.size(); }

 private:
  bool first_time(std::string_view input);
  void keep(std::string input);

  // Oldest first.
  std::deque<std::string> inputs_;
  std::unordered_set<std::size_t> seen_;
};

}  // namespace fuzz
