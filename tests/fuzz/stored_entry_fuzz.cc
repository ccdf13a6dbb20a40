// Oracles: every text survives storing; stored bytes of layout 1 that can be read are the bytes that their
// text is stored as, so that one entry has one stored form.
#include "ledger/base/bytes.h"
#include "ledger/store/entry_codec.h"
#include "tests/fuzz/target.h"
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
    return terms_bytes == 5 && header_bytes == 3;
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

}  // namespace fuzz
