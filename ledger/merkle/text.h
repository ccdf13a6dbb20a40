// Strict text pieces that the C2SP formats share: lines, UTF-8, key names, hashes in base64.
//
// Place in the flow: below note, checkpoint, tlog_proof and policy. Pure; any thread; views point into the
// input.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/types.h"

namespace ledger::merkle {

// Takes the next line off `rest`, without its newline; nullopt when no newline is left (an unterminated line
// is never a line here).
std::optional<std::string_view> take_line(std::string_view& rest);

// Takes the next code point off `rest`; nullopt on malformed, overlong, surrogate or too large sequences
// (RFC 3629). Precondition: rest is not empty.
std::optional<char32_t> take_code_point(std::string_view& rest);

// Valid UTF-8 without control characters below U+0020 other than newline (signed-note §Format).
bool is_note_text(std::string_view text);

// Non-empty UTF-8 without Unicode white space, plus sign or control characters (signed-note §Format).
bool is_key_name(std::string_view name);

// Padded base64 of exactly 32 bytes, canonical.
std::optional<Hash32> parse_base64_hash(std::string_view text);
std::string format_base64_hash(const Hash32& hash);

}  // namespace ledger::merkle
