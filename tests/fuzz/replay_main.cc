// Replays a target without libFuzzer: kept inputs, seeds, then a bounded number of simple mutations of them.
//
//   <name>_replay CORPUS MUTATIONS SECONDS      files of CORPUS/ first; MUTATIONS or SECONDS, whichever ends
//   first
//
// Prints the seed of the mutations and what was accepted; exit 1 when no seed was accepted, since a target
// that accepts nothing shows nothing. DAICHO_TEST_SEED repeats a run; the input that broke an oracle is
// written to the working folder as `broken-input`.
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include "ledger/base/bytes.h"
#include "tests/fuzz/target.h"
#include "tests/support/seeded_random.h"

extern "C" __attribute__((weak)) void daicho_fuzz_finish();

namespace {

constexpr std::uint64_t kSeed = 20260603;
constexpr std::size_t kInputBytesMax = 16'384;

tests::SeededRandom& randomness() {
  static tests::SeededRandom random(kSeed);
  return random;
}

std::string_view trying;

// Keeps the input that broke an oracle. Only calls that a signal handler may make.
extern "C" void keep_input(int signal) {
  const int file = ::open("broken-input", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file >= 0 && ::write(file, trying.data(), trying.size()) >= 0) ::close(file);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void run(const std::string& input) {
  trying = input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

// One small change: a byte, a bit, a deletion, an insertion, a repeated part, a number at the border.
std::string changed(std::string input) {
  tests::SeededRandom& random = randomness();
  if (input.empty()) return random.bytes(1);
  const std::size_t at = random.below(input.size());
  const std::size_t count = 1 + random.below(std::min<std::size_t>(16, input.size() - at));
  switch (random.below(6)) {
    case 0:
      input[at] = static_cast<char>(random.below(256));
      break;
    case 1:
      input[at] = static_cast<char>(input[at] ^ (1 << random.below(8)));
      break;
    case 2:
      input.erase(at, count);
      break;
    case 3:
      input.insert(at, random.bytes(count));
      break;
    case 4:
      input.insert(at, std::string(input, random.below(input.size() - count + 1), count));
      break;
    default: {
      constexpr std::array<std::string_view, 8> kBorders = {
          "0",  "-1",     "18446744073709551615", "9223372036854775808", "00", "\xff\xff\xff\xff",
          "\n", "\\u0000"};
      input.replace(at, count, kBorders[random.below(kBorders.size())]);
      break;
    }
  }
  return input;
}

std::string mutated(std::string input, bool structured) {
  if (structured) {
    std::string buffer = input;
    buffer.resize(kInputBytesMax);
    const auto size = fuzz::mutate(reinterpret_cast<std::uint8_t*>(buffer.data()), input.size(),
                                   buffer.size(), static_cast<unsigned int>(randomness().next()));
    buffer.resize(size);
    return buffer;
  }
  const std::uint64_t changes = 1 + randomness().below(3);
  for (std::uint64_t i = 0; i < changes; ++i) input = changed(std::move(input));
  return input;
}

std::vector<std::string> kept_inputs(const std::string& folder) {
  std::vector<std::string> names;
  std::vector<std::string> inputs;
  if (!std::filesystem::is_directory(folder)) return inputs;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().string());
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    std::ifstream file(name, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return inputs;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max) {
  const std::string out = changed(std::string(reinterpret_cast<const char*>(data), size));
  const std::size_t kept = std::min(out.size(), size_max);
  std::memcpy(data, out.data(), kept);
  return kept;
}

int main(int count, char** arguments) {
  LLVMFuzzerInitialize(&count, &arguments);
  if (count != 4) {
    std::fprintf(stderr, "usage: %s CORPUS MUTATIONS SECONDS | --write-seeds=FOLDER\n", arguments[0]);
    return 2;
  }
  for (const int fatal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS, SIGILL}) ::signal(fatal, keep_input);
  const std::uint64_t mutations = ledger::parse_decimal(arguments[2]).value_or(0);
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::seconds(ledger::parse_decimal(arguments[3]).value_or(0));
  std::vector<std::string> pool = kept_inputs(arguments[1]);
  const std::size_t kept = pool.size();
  for (const std::string& input : pool) run(input);
  const std::uint64_t accepted_before = fuzz::tally().accepted;
  for (const std::string& seed : fuzz::seeds()) {
    run(seed);
    pool.push_back(seed);
  }
  const std::uint64_t accepted = fuzz::tally().accepted - accepted_before;
  std::printf("%s: %zu kept, %zu seeds (%llu accepted)\n", randomness().trace().c_str(), kept,
              pool.size() - kept, static_cast<unsigned long long>(accepted));
  std::uint64_t done = 0;
  while (done < mutations && std::chrono::steady_clock::now() < end) {
    run(mutated(randomness().pick(pool), done % 2 == 0));
    ++done;
  }
  std::printf("%llu mutations, %llu inputs accepted in all\n", static_cast<unsigned long long>(done),
              static_cast<unsigned long long>(fuzz::tally().accepted));
  if (daicho_fuzz_finish != nullptr) daicho_fuzz_finish();
  return accepted == 0 ? 1 : 0;
}
