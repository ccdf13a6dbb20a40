#include "ops/generate/random.h"

#include <bit>

#include "ledger/base/check.h"
#include "ledger/base/sha256.h"
#include "ledger/base/uuid.h"

namespace ops::generate {

Random::Random(std::string_view seed, std::string_view label) {
  const ledger::Hash32 digest = ledger::sha256(seed, std::string_view("\0", 1), label);
  for (std::size_t i = 0; i < digest.size(); ++i) state_[i / 8] = (state_[i / 8] << 8) | digest[i];
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  LEDGER_CHECK(bound > 0);
  // Numbers below the threshold would favour the small remainders.
  const std::uint64_t threshold = (0 - bound) % bound;
  std::uint64_t number = next();
  while (number < threshold) number = next();
  return number % bound;
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  LEDGER_CHECK(low <= high);
  return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
}

ledger::EventId Random::event_id(ledger::UnixMicros time) {
  std::array<std::uint8_t, 10> entropy{};
  for (std::uint8_t& byte : entropy) byte = static_cast<std::uint8_t>(next() >> 56);
  return ledger::make_event_id(time, entropy);
}

std::string Random::hex(std::size_t digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  while (text.size() < digits) text += kDigits[below(kDigits.size())];
  return text;
}

}  // namespace ops::generate
