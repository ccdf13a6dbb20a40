#include "tests/fuzz/target.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/fuzz/input_pool.h"

namespace fuzz {
namespace {

Tally counted;
InputPool pool;

// A number of the run's plant; the same for the same `which`.
std::uint64_t draw(unsigned which) {
  static const std::uint64_t plant = [] {
    const char* text = std::getenv("DAICHO_FUZZ_PLANT");
    return text == nullptr ? 0 : std::strtoull(text, nullptr, 10);
  }();
  // splitmix64: asked at every input, so it must cost nothing.
  std::uint64_t z = plant + (which + 1) * std::uint64_t{0x9E3779B97F4A7C15};
  z = (z ^ (z >> 30U)) * std::uint64_t{0xBF58476D1CE4E5B9};
  z = (z ^ (z >> 27U)) * std::uint64_t{0x94D049BB133111EB};
  return z ^ (z >> 31U);
}

void write_seeds(const std::string& folder) {
  std::size_t number = 0;
  for (const std::string& seed : seeds()) {
    std::ofstream file(folder + "/seed-" + std::to_string(number++), std::ios::binary);
    file << seed;
    require(file.good(), "a seed could not be written");
  }
  std::printf("%zu seeds\n", number);
}

}  // namespace

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "oracle: %s\n", what);
  std::abort();
}

void canary_reached() {
  std::fputs("canary reached\n", stderr);
  std::abort();
}

std::uint64_t planted(unsigned which, std::uint64_t from, std::uint64_t to) {
  return from + draw(which) % (to - from + 1);
}

Tally tally() {
  return counted;
}

std::uint8_t Choices::u8() {
  const std::string_view byte = take(1);
  return byte.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(byte[0]);
}

std::uint64_t Choices::u64() {
  std::uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = (number << 8) | u8();
  return number;
}

std::string_view Choices::take(std::size_t count) {
  const std::string_view taken = rest_.substr(0, std::min(count, rest_.size()));
  rest_.remove_prefix(taken.size());
  return taken;
}

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of exactly this size: reading one byte behind it is then seen by AddressSanitizer.
  const std::string input(reinterpret_cast<const char*>(data), size);
  ++fuzz::counted.inputs;
  if (fuzz::try_input(input)) ++fuzz::counted.accepted;
  return 0;
}

// --write-seeds=FOLDER writes the seeds instead of fuzzing.
extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  constexpr std::string_view kFlag = "--write-seeds=";
  for (int i = 1; i < *count; ++i) {
    const std::string_view argument = (*arguments)[i];
    if (!argument.starts_with(kFlag)) continue;
    fuzz::write_seeds(std::string(argument.substr(kFlag.size())));
    std::exit(0);
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned int seed) {
  // Another row of numbers than the target draws from the same seed.
  fuzz::Random random(~seed);
  fuzz::pool.offer({reinterpret_cast<const char*>(data), size}, fuzz::try_input);
  const bool from_pool = fuzz::below(random, 2) == 0;
  const std::string* drawn = from_pool ? fuzz::pool.draw(size_max, random) : nullptr;
  if (drawn != nullptr) std::copy(drawn->begin(), drawn->end(), data);
  size = fuzz::mutate(data, drawn == nullptr ? size : drawn->size(), size_max, seed);
  return fuzz::below(random, 4) == 0 ? fuzz::mutate(data, size, size_max, seed * 2'654'435'761U) : size;
}
