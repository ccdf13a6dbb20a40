// Oracles: parse_note accepts exactly what format_note writes; the same for verifier keys and, up to
// spelling, for policies, which a checking party reads from the same kind of file. First byte: which of the
// three.
#include "ledger/merkle/note.h"
#include "ledger/merkle/policy.h"
#include "ledger/merkle/vkey.h"
#include "tests/fuzz/field_mutator.h"
#include "tests/fuzz/line_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {
namespace {

using namespace std::string_literals;

bool try_note(std::string_view input) {
  const auto note = ledger::merkle::parse_note(input);
  if (!note.ok()) return false;
  const auto text = ledger::merkle::format_note(*note);
  require(text.ok() && *text == input, "a note is written back as another text");
  for (const auto& signature : note->signatures) {
    std::string line = ledger::merkle::format_signature_line(signature);
    line.pop_back();
    const auto again = ledger::merkle::parse_signature_line(line);
    require(again.ok() && *again == signature, "a signature line reads differently alone");
  }
  canary(
      [&] { return note->signatures.size() == planted(0, 4, 7) && note->text.size() == planted(1, 20, 99); });
  return true;
}

bool try_vkey(std::string_view input) {
  const auto key = ledger::merkle::parse_vkey(input);
  if (!key.ok()) return false;
  require(ledger::merkle::format_vkey(*key) == input, "a verifier key is written back as another text");
  const auto made = ledger::merkle::make_vkey(key->name, key->type, key->public_key);
  require(made.ok() && *made == *key, "a verifier key is not the one of its parts");
  return true;
}

bool try_policy(std::string_view input) {
  const auto policy = ledger::merkle::parse_policy(input);
  if (!policy.ok()) return false;
  const std::string text = ledger::merkle::format_policy(*policy);
  const auto again = ledger::merkle::parse_policy(text);
  require(again.ok() && *again == *policy, "a policy's canonical text reads as another policy");
  require(ledger::merkle::quorum_met(*policy, {}) == (policy->quorum == "none"),
          "no witness at all meets a quorum of some");
  return true;
}

}  // namespace

bool try_input(std::string_view input) {
  Choices choices(input);
  const unsigned kind = choices.u8() % 3U;
  if (kind == 0) return try_note(choices.rest());
  return kind == 1 ? try_vkey(choices.rest()) : try_policy(choices.rest());
}

std::vector<std::string> seeds() {
  std::vector<std::string> out;
  for (const std::string& text : vector_texts("merkle/note.json", "hex", true)) out.push_back("\0"s + text);
  for (const std::string& text : vector_texts("merkle/vkey.json", "hex", true)) out.push_back("\1"s + text);
  for (const std::string& text : vector_texts("merkle/policy.json", "hex", true)) out.push_back("\2"s + text);
  return out;
}

namespace {

void mutate_signature(ledger::merkle::NoteSignature& signature, Random& random) {
  switch (below(random, 3)) {
    case 0:
      signature.name = mutate_ascii(signature.name, 32);
      break;
    case 1:
      signature.key_id = static_cast<std::uint32_t>(mutate_number(signature.key_id, UINT32_MAX, random));
      break;
    default:
      signature.blob = mutate_bytes(signature.blob, 96);
      break;
  }
}

}  // namespace
}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (!input.empty() && static_cast<std::uint8_t>(input[0]) % 3U == 0 && fuzz::below(random, 3) != 0) {
    if (auto note = ledger::merkle::parse_note(input.substr(1)); note.ok()) {
      if (fuzz::below(random, 2) == 0) {
        note->text = fuzz::below(random, 2) == 0 ? fuzz::mutate_length(note->text, 256, random)
                                                 : fuzz::mutate_ascii(note->text, note->text.size() + 16);
      } else {
        fuzz::mutate_list(note->signatures, random,
                          [&](auto& signature) { fuzz::mutate_signature(signature, random); });
      }
      const auto text = ledger::merkle::format_note(*note);
      if (text.ok()) return fuzz::put_input(std::string(1, input[0]) + *text, data, size, size_max);
    }
  }
  return fuzz::mutate_lines(data, size, size_max, seed, 1);
}
