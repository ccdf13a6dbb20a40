#include "tests/fuzz/input_pool.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace fuzz {
namespace {

constexpr std::size_t kInputsMax = 1024;

}  // namespace

const std::string* InputPool::draw(std::size_t bytes_max, Random& random) const {
  if (inputs_.empty()) return nullptr;
  const auto ages = static_cast<std::size_t>(std::bit_width(inputs_.size() - 1)) + 1;
  const std::size_t newest = std::min(inputs_.size(), std::size_t{1} << below(random, ages));
  const std::string& drawn = inputs_[inputs_.size() - 1 - below(random, newest)];
  return drawn.size() <= bytes_max ? &drawn : nullptr;
}

bool InputPool::first_time(std::string_view input) {
  return seen_.insert(std::hash<std::string_view>()(input)).second;
}

void InputPool::keep(std::string input) {
  inputs_.push_back(std::move(input));
  if (inputs_.size() > kInputsMax) inputs_.pop_front();
}

}  // namespace fuzz
