// Signed notes (C2SP signed-note): a text, an empty line, and one line per signature.
//
// Place in the flow: the writer formats each checkpoint as a note after signing; verifiers and witnesses
// parse it. Signatures themselves are made and checked in security/ through NoteVerifier. Pure; any thread;
// values.
//
//     <text, ends in newline>
//     <empty line>
//     — <key name> base64(u32 key id ‖ signature)
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"

namespace ledger::merkle {

// Room for a log, a large witness quorum and keys in rotation, at post-quantum sizes.
inline constexpr std::size_t kNoteSignaturesMax = 100;
inline constexpr std::size_t kNoteBytesMax = 1U << 20;

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  Bytes
      blob;  // what follows the key id: for type 01 the 64-byte signature, for type 04 timestamp ‖ signature
  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;  // the signed bytes: including the final newline, without the separating empty line
  std::vector<NoteSignature> signatures;
  bool operator==(const Note&) const = default;
};

// Splits at the last empty line. Accepts exactly what format_note writes; nothing is verified yet.
// invalid_argument: note.too_long, note.malformed_text (UTF-8, control characters), note.no_signatures,
// note.too_many_signatures, note.malformed_signature.
Result<Note> parse_note(std::string_view bytes);

// The inverse. invalid_argument: the same reasons, for a Note that no parser would accept.
Result<std::string> format_note(const Note& note);

// One signature line with its newline, as a witness answers it. Precondition: is_key_name(name), blob not
// empty.
std::string format_signature_line(const NoteSignature& signature);
// A single line without its newline. invalid_argument note.malformed_signature.
Result<NoteSignature> parse_signature_line(std::string_view line);

// A key that the caller trusts. Implemented in security/.
class NoteVerifier {
 public:
  virtual ~NoteVerifier() = default;
  virtual std::string_view name() const = 0;
  virtual std::uint32_t key_id() const = 0;
  // Whether `blob` is this key's signature over `text`. Any thread.
  virtual bool verify(ByteView text, ByteView blob) const = 0;

 protected:
  NoteVerifier() = default;
  NoteVerifier(const NoteVerifier&) = default;
  NoteVerifier& operator=(const NoteVerifier&) = default;
};

// Applies the verifier rules of signed-note: a signature by an unknown (name, key id) is ignored; one by a
// known key that fails rejects the whole note; at least one must verify. Answers which verifiers signed:
// their indices in `known`, ascending, each once. unauthenticated: note.signature_invalid,
// note.no_known_signature. invalid_argument note.ambiguous_verifier: two known keys share name and id.
Result<std::vector<std::size_t>> verify_note(const Note& note, std::span<const NoteVerifier* const> known);

}  // namespace ledger::merkle
