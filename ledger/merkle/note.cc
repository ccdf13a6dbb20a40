#include "ledger/merkle/note.h"

#include <utility>

#include "ledger/merkle/text.h"

namespace ledger::merkle {
namespace {

constexpr std::string_view kDashAndBlank = "\xE2\x80\x94 ";  // U+2014, U+0020
constexpr std::string_view kLineForm = "an em dash, a blank, the key name, a blank, padded base64";

Status bad_signature(std::string message) {
  return invalid("note.malformed_signature", std::move(message)).want(std::string(kLineForm));
}

Status bad_text() {
  return invalid("note.malformed_text",
                 "the note is not a newline-terminated UTF-8 text without control characters");
}

Status too_long(std::size_t bytes) {
  return invalid("note.too_long", "a note of " + std::to_string(bytes) + " bytes")
      .want("at most " + std::to_string(kNoteBytesMax) + " bytes");
}

Status too_many_signatures() {
  return invalid("note.too_many_signatures", "the note has too many signature lines")
      .want("at most " + std::to_string(kNoteSignaturesMax));
}

Status no_signatures() {
  return invalid("note.no_signatures", "no signature lines follow the last empty line of the note");
}

}  // namespace

Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kDashAndBlank))
    return bad_signature("a signature line begins with an em dash and a blank");
  line.remove_prefix(kDashAndBlank.size());
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos) return bad_signature("a signature line lacks its signature");
  const std::string_view name = line.substr(0, blank);
  if (!is_key_name(name)) return bad_signature("a signature line's key name is malformed");
  const auto bytes = from_base64(line.substr(blank + 1));
  if (!bytes) return bad_signature("a signature is not canonical base64");
  ByteReader reader(*bytes);
  const auto key_id = reader.take_u32();
  if (!key_id || reader.empty())
    return bad_signature("a signature is too short for a key id and a signature");
  return NoteSignature{std::string(name), *key_id, Bytes(reader.rest())};
}

std::string format_signature_line(const NoteSignature& signature) {
  Bytes bytes;
  put_u32(bytes, signature.key_id);
  bytes.append(signature.blob);
  return std::string(kDashAndBlank) + signature.name + " " + to_base64(bytes) + "\n";
}

Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > kNoteBytesMax) return too_long(bytes.size());
  if (!is_note_text(bytes)) return bad_text();
  const std::size_t split = bytes.rfind("\n\n");
  if (split == std::string_view::npos) return no_signatures();
  Note note{std::string(bytes.substr(0, split + 1)), {}};
  std::string_view rest = bytes.substr(split + 2);
  if (rest.empty()) return no_signatures();
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (!line) return bad_signature("the last signature line does not end in a newline");
    if (note.signatures.size() == kNoteSignaturesMax) return too_many_signatures();
    LEDGER_ASSIGN(NoteSignature signature, parse_signature_line(*line));
    note.signatures.push_back(std::move(signature));
  }
  return note;
}

Result<std::string> format_note(const Note& note) {
  if (!note.text.ends_with('\n') || !is_note_text(note.text)) return bad_text();
  if (note.signatures.empty()) return no_signatures();
  if (note.signatures.size() > kNoteSignaturesMax) return too_many_signatures();
  std::string bytes = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) {
    if (!is_key_name(signature.name)) return bad_signature("a signature's key name is malformed");
    if (signature.blob.empty()) return bad_signature("a signature is empty");
    bytes += format_signature_line(signature);
  }
  if (bytes.size() > kNoteBytesMax) return too_long(bytes.size());
  return bytes;
}

Result<std::vector<std::size_t>> verify_note(const Note& note, std::span<const NoteVerifier* const> known) {
  for (std::size_t i = 0; i < known.size(); ++i) {
    for (std::size_t j = i + 1; j < known.size(); ++j) {
      if (known[i]->name() == known[j]->name() && known[i]->key_id() == known[j]->key_id()) {
        return invalid("note.ambiguous_verifier", "two trusted keys share the name " +
                                                      std::string(known[i]->name()) + " and the key id");
      }
    }
  }
  std::vector<bool> signed_by(known.size(), false);
  for (const NoteSignature& signature : note.signatures) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (signature.name != known[i]->name() || signature.key_id != known[i]->key_id()) continue;
      if (!known[i]->verify(note.text, signature.blob)) {
        return unauthenticated("note.signature_invalid", "the signature by " + signature.name +
                                                             " does not verify; the note is refused");
      }
      signed_by[i] = true;
    }
  }
  std::vector<std::size_t> verified;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (signed_by[i]) verified.push_back(i);
  }
  if (verified.empty()) return unauthenticated("note.no_known_signature", "no trusted key signed this note");
  return verified;
}

}  // namespace ledger::merkle
