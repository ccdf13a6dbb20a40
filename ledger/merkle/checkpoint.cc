#include "ledger/merkle/checkpoint.h"

#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/text.h"

namespace ledger::merkle {
namespace {

Status malformed(std::string message) {
  return invalid("checkpoint.malformed", std::move(message))
      .want(
          "an origin line, a size line, a root line and non-empty extension lines, each ended by a newline");
}

}  // namespace

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  if (!is_note_text(text)) return malformed("the checkpoint is not UTF-8 text without control characters");
  Checkpoint checkpoint;
  const auto origin = take_line(text);
  if (!origin || origin->empty()) return malformed("the origin line is missing or empty");
  checkpoint.origin = std::string(*origin);

  const auto size_line = take_line(text);
  if (!size_line) return malformed("the size line is missing");
  const auto size = parse_decimal(*size_line);
  if (!size) {
    return invalid("checkpoint.size", "the size line is not a tree size")
        .want("a 64-bit decimal, no leading zeros");
  }
  checkpoint.size = TreeSize(*size);

  const auto root_line = take_line(text);
  if (!root_line) return malformed("the root line is missing");
  const auto root = parse_base64_hash(*root_line);
  if (!root) {
    return invalid("checkpoint.root", "the root line is not a hash")
        .want("padded base64 of exactly 32 bytes");
  }
  checkpoint.root = *root;
  if (*size == 0 && *root != empty_root()) {
    return invalid("checkpoint.empty_tree_root", "a tree of size 0 can't have this root");
  }

  while (!text.empty()) {
    const auto line = take_line(text);
    if (!line) return malformed("the last line does not end in a newline");
    if (line->empty()) return malformed("an extension line is empty");
    checkpoint.extensions.emplace_back(*line);
  }
  return checkpoint;
}

Result<std::string> format_checkpoint(const Checkpoint& checkpoint) {
  std::string text = checkpoint.origin + "\n" + std::to_string(checkpoint.size.value) + "\n" +
                     format_base64_hash(checkpoint.root) + "\n";
  for (const std::string& line : checkpoint.extensions) text += line + "\n";
  // Reading back what was written refuses every field that would change the meaning, e.g. a newline in the
  // origin.
  LEDGER_ASSIGN(const Checkpoint again, parse_checkpoint(text));
  if (again != checkpoint) return malformed("a field of the checkpoint holds a newline");
  return text;
}

}  // namespace ledger::merkle
