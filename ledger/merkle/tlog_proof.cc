#include "ledger/merkle/tlog_proof.h"

#include <utility>

#include "ledger/base/check.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/text.h"

namespace ledger::merkle {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Status bad_extra(std::string message) {
  return invalid("tlog_proof.extra", std::move(message))
      .want("padded base64 of at most " + std::to_string(kTlogProofExtraBytesMax) + " bytes");
}

Status too_long() {
  return invalid("tlog_proof.too_long", "the proof has too many hashes")
      .want("at most " + std::to_string(kInclusionHashesMax));
}

Status check_checkpoint_note(std::string_view bytes) {
  const auto note = parse_note(bytes);
  const Status status = note.ok() ? parse_checkpoint(note->text).status() : note.status();
  if (status.ok()) return {};
  return invalid("tlog_proof.checkpoint", "what follows the empty line is not a signed checkpoint: " +
                                              status.reason() + ": " + status.message());
}

std::string write_lines(std::string extra_line, Position index, const Proof& hashes,
                        std::string_view checkpoint) {
  constexpr std::size_t kHashLineBytes = 45;
  constexpr std::size_t kIndexLineBytesMax = 28;
  std::string text;
  text.reserve(kHeader.size() + extra_line.size() + kIndexLineBytesMax + hashes.size() * kHashLineBytes + 2 +
               checkpoint.size());
  text.append(kHeader).append("\n").append(extra_line);
  text.append(kIndex).append(std::to_string(index.value)).append("\n");
  for (const Hash32& hash : hashes) text.append(format_base64_hash(hash)).append("\n");
  text.append("\n").append(checkpoint);
  return text;
}

}  // namespace

std::string write_tlog_proof(Position index, const Proof& hashes, std::string_view checkpoint) {
  LEDGER_CHECK(hashes.size() <= kInclusionHashesMax);
  return write_lines({}, index, hashes, checkpoint);
}

Result<std::string> format_tlog_proof(const TlogProof& proof) {
  if (proof.extra && proof.extra->size() > kTlogProofExtraBytesMax)
    return bad_extra("the extra data is too long");
  if (proof.hashes.size() > kInclusionHashesMax) return too_long();
  LEDGER_TRY(check_checkpoint_note(proof.checkpoint));
  std::string extra_line = proof.extra ? std::string(kExtra) + to_base64(*proof.extra) + "\n" : "";
  return write_lines(std::move(extra_line), proof.index, proof.hashes, proof.checkpoint);
}

Result<TlogProof> parse_tlog_proof(std::string_view text) {
  TlogProof proof;
  if (take_line(text) != kHeader) {
    return invalid("tlog_proof.header", "the first line is not that of a proof file")
        .want(std::string(kHeader));
  }
  auto line = take_line(text);
  if (line && line->starts_with(kExtra)) {
    const auto extra = from_base64(line->substr(kExtra.size()));
    if (!extra) return bad_extra("the extra data is not canonical base64");
    if (extra->size() > kTlogProofExtraBytesMax) return bad_extra("the extra data is too long");
    proof.extra = *extra;
    line = take_line(text);
  }
  const auto index =
      line && line->starts_with(kIndex) ? parse_decimal(line->substr(kIndex.size())) : std::nullopt;
  if (!index) {
    return invalid("tlog_proof.index", "the index line is missing or malformed")
        .want("\"index \" and a 64-bit decimal without leading zeros");
  }
  proof.index = Position(*index);
  for (line = take_line(text); !line || !line->empty(); line = take_line(text)) {
    const auto hash = line ? parse_base64_hash(*line) : std::nullopt;
    if (!hash) {
      return invalid("tlog_proof.hash", "a proof line is not a hash, or no empty line ends the proof")
          .want("padded base64 of exactly 32 bytes");
    }
    if (proof.hashes.size() == kInclusionHashesMax) return too_long();
    proof.hashes.push_back(*hash);
  }
  LEDGER_TRY(check_checkpoint_note(text));
  proof.checkpoint = std::string(text);
  return proof;
}

}  // namespace ledger::merkle
