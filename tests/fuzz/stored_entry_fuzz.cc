// Oracles: every text survives storing; stored bytes of layout 1 that can be read are the bytes that their
// text is stored as, so that one entry has one stored form.
#include <array>
#include <optional>

#include "ledger/base/bytes.h"
#include "ledger/store/entry_codec.h"
#include "tests/fuzz/field_mutator.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {

bool try_input(std::string_view input) {
  const ledger::Bytes kept = ledger::encode_stored_entry(input);
  const auto back = ledger::decode_stored_entry(kept);
  require(back.ok() && *back == input, "a text is not what comes back from the store");
  const auto text = ledger::decode_stored_entry(input);
  if (!text.ok()) {
    require(text.status().reason() == "entry.stored_malformed",
            "stored bytes are refused for another reason");
    return false;
  }
  const ledger::Bytes again = ledger::encode_stored_entry(*text);
  if (input.front() == '\x01') require(again == input, "stored bytes of layout 1 are written back otherwise");
  canary([&] {
    if (input.front() != '\x01') return false;
    // Behind tag and time.
    ledger::ByteReader lengths(input.substr(9));
    const auto terms_bytes = lengths.take_u16();
    const auto header_bytes = lengths.take_u16();
    return terms_bytes == planted(0, 3, 60) && header_bytes == planted(1, 3, 60);
  });
  return true;
}

std::vector<std::string> seeds() {
  std::vector<std::string> out;
  for (const std::string& text : vector_texts("event/entry.ndjson", "text")) {
    out.push_back(ledger::encode_stored_entry(text));
    out.push_back(text);
  }
  return out;
}

namespace {

// Layout 1: tag ‖ time ‖ three lengths ‖ terms ‖ header ‖ payload ‖ signature.
std::optional<std::string> other_entry(std::string_view input, Random& random) {
  if (!input.starts_with('\x01')) return std::nullopt;
  ledger::ByteReader reader(input.substr(1));
  auto micros = reader.take_u64();
  if (!micros) return std::nullopt;
  std::array<std::optional<std::uint16_t>, 3> lengths;
  for (auto& length : lengths) length = reader.take_u16();
  std::array<std::string, 4> parts;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const auto part = lengths[i] ? reader.take(*lengths[i]) : std::nullopt;
    if (!part) return std::nullopt;
    parts[i] = *part;
  }
  parts[3] = reader.rest();
  if (below(random, 8) == 0) {
    *micros = mutate_number(*micros, UINT64_MAX, random);
  } else {
    std::string& part = parts[below(random, parts.size())];
    const std::size_t bytes_max = part.size() + 16;
    part = below(random, 2) == 0 ? mutate_length(std::move(part), 1024, random)
                                 : mutate_bytes(std::move(part), bytes_max);
  }
  std::string out(1, '\x01');
  ledger::put_u64(out, *micros);
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    ledger::put_u16(out, static_cast<std::uint16_t>(parts[i].size()));
  }
  for (const std::string& part : parts) out += part;
  return out;
}

}  // namespace
}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const auto out = fuzz::other_entry({reinterpret_cast<const char*>(data), size}, random);
  if (!out || fuzz::below(random, 3) == 0) return LLVMFuzzerMutate(data, size, size_max);
  return fuzz::put_input(*out, data, size, size_max);
}
