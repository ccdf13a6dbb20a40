#include "tests/fuzz/field_mutator.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>

#include "ledger/base/bytes.h"

namespace fuzz {
namespace {

constexpr std::uint64_t kBorders[] = {0,
                                      1,
                                      255,
                                      256,
                                      65'535,
                                      65'536,
                                      1'000'000'000'000,
                                      1'000'000'000'001,
                                      std::uint64_t{1} << 63U,
                                      std::numeric_limits<std::uint64_t>::max()};

std::uint64_t any_number(std::uint64_t old, Random& random) {
  switch (below(random, 8)) {
    case 0:
      return old + 1 + below(random, 4);
    case 1:
      return old - 1 - below(random, 4);
    case 2:
      return below(random, 10);
    case 3:
      return below(random, 100);
    case 4:
      return below(random, 1000);
    case 5:
      return kBorders[below(random, std::size(kBorders))];
    case 6:
      return old ^ (std::uint64_t{1} << below(random, below(random, 2) == 0 ? 12 : 64));
    default: {
      ledger::Bytes bytes;
      ledger::put_u64(bytes, old);
      const std::string changed = mutate_bytes(std::move(bytes), 8);
      return Choices(changed).u64();
    }
  }
}

}  // namespace

std::size_t below(Random& random, std::size_t bound) {
  return random() % bound;
}

std::uint64_t mutate_number(std::uint64_t old, std::uint64_t max, Random& random) {
  const std::uint64_t number = any_number(old, random);
  return number <= max ? number : number % (max + 1);
}

std::string mutate_bytes(std::string old, std::size_t bytes_max) {
  std::string buffer = std::move(old);
  const std::size_t size = std::min(buffer.size(), bytes_max);
  buffer.resize(bytes_max);
  buffer.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(buffer.data()), size, bytes_max));
  return buffer;
}

std::string mutate_ascii(std::string old, std::size_t bytes_max) {
  std::string text = mutate_bytes(std::move(old), bytes_max);
  for (char& c : text) c = static_cast<char>(static_cast<unsigned char>(c) & 0x7FU);
  return text;
}

std::string mutate_length(std::string old, std::size_t bytes_max, Random& random) {
  const std::size_t size = mutate_number(old.size(), bytes_max, random);
  return resized(std::move(old), size);
}

std::string resized(std::string old, std::size_t size) {
  const std::size_t middle = old.size() / 2;
  if (size >= old.size()) return old.insert(middle, size - old.size(), 'x');
  return old.erase(std::min(middle, size), old.size() - size);
}

void mutate_hash(ledger::Hash32& hash) {
  std::string bytes = mutate_bytes(std::string(ledger::view_of(hash)), hash.size());
  bytes.resize(hash.size(), '\0');
  std::memcpy(hash.data(), bytes.data(), hash.size());
}

std::size_t put_input(const std::string& out, std::uint8_t* data, std::size_t size, std::size_t size_max) {
  if (out.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
  std::memcpy(data, out.data(), out.size());
  return out.size();
}

}  // namespace fuzz
