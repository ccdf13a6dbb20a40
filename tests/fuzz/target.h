// Target: what every fuzz target is made of, whoever drives it: libFuzzer (preset `fuzz`) or replay_main.cc.
//
// A target is one file `<name>_fuzz.cc` that defines try_input, seeds and mutate; target.cc turns them into
// LLVMFuzzerTestOneInput, LLVMFuzzerInitialize and LLVMFuzzerCustomMutator. A target may define
// LLVMFuzzerCustomCrossOver too. Both drivers call from one thread. A broken oracle ends the process, so that
// the driver keeps the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

// Judges one input. True when the code under test accepted it, i.e. the oracle behind acceptance was asked.
bool try_input(std::string_view input);
// Inputs that the project's own code and vectors give; at least one of them is accepted. Same at every call.
std::vector<std::string> seeds();
// One change to the input in `data`, in place; answers the new size, at most `size_max`. Deterministic in
// `seed` and in what the driver's LLVMFuzzerMutate does.
std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed);

// The oracle: prints `what` and aborts unless `holds`. Never compiled out.
void require(bool holds, const char* what);

// Executions that came through try_input so far, and how many of them were accepted.
struct Tally {
  std::uint64_t inputs = 0;
  std::uint64_t accepted = 0;
};
Tally tally();

// A planted bug: `reached` describes an input that was read correctly and holds two planted values at once.
// In a canary build (`<name>_canary`, ops/dev/fuzz --canaries) reaching it aborts; everywhere else it is
// compiled, never asked.
[[noreturn]] void canary_reached();
#ifdef DAICHO_FUZZ_CANARY
inline constexpr bool kCanary = true;
#else
inline constexpr bool kCanary = false;
#endif
template <typename Reached>
void canary(Reached reached) {
  if constexpr (kCanary) {
    if (reached()) canary_reached();
  }
}

// What a canary waits for: a number of from..to. Drawn from the environment variable
// DAICHO_FUZZ_PLANT, which is another one in every run of ops/dev/fuzz, so no seed, dictionary or mutator can
// know it. `which` tells the values of one canary apart.
std::uint64_t planted(unsigned which, std::uint64_t from, std::uint64_t to);

// Numbers off the front of an input; zeros behind its end. For inputs that steer instead of being decoded.
class Choices {
 public:
  explicit Choices(std::string_view bytes) : rest_(bytes) {}
  std::uint8_t u8();
  std::uint64_t u64();
  std::string_view take(std::size_t count);
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace fuzz

extern "C" {
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
int LLVMFuzzerInitialize(int* count, char*** arguments);
// Provided by the driver: changes `data` in place, answers the new size, at most `size_max`.
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);
// Optional, by the target: the replay calls it once at the end, to judge and let go of what the target kept.
void daicho_fuzz_finish();
// For the engine: fuzz::mutate on what it chose or, in half of the calls, on an accepted input that it chose
// before, recent ones mostly (input_pool.h). The replay chooses by itself and asks fuzz::mutate.
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                    unsigned int seed);
// Optional, by the target.
std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size,
                                      const std::uint8_t* other, std::size_t other_size, std::uint8_t* out,
                                      std::size_t out_max, unsigned int seed);
}
