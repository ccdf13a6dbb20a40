#include "ledger/store/entry_codec.h"

#include <limits>
#include <optional>

#include "ledger/base/check.h"
#include "ledger/base/time.h"

namespace ledger {
namespace {

constexpr char kVerbatim = '\x00';
constexpr char kSplit = '\x01';

// The fixed parts of an entry's text (event.md §2), between which the variable ones stand.
constexpr std::string_view kBeforeTime = R"({"v":1,"recorded_at":")";
constexpr std::string_view kBeforeTerms = R"(","ix":)";
constexpr std::string_view kBeforeEvent = R"(,"event":")";
constexpr std::string_view kEnd = R"("})";
constexpr std::size_t kTimeBytes = 27;

// Years 1970 to 9999, in UTC and in JST: what parse_rfc3339 reads back and a ledger can have recorded. Hence
// the last nine hours of 9999 (UTC) are no time here: decode_stored_entry would take bytes that nobody
// stores.
constexpr std::int64_t kMicrosMax = 253'402'268'399'999'999;

bool fits_u16(std::size_t count) {
  return count <= std::numeric_limits<std::uint16_t>::max();
}

// Layout 1: tag ‖ i64 micros ‖ u16 terms ‖ u16 header ‖ u16 payload lengths ‖ terms ‖ header ‖ payload ‖
// signature.
std::optional<Bytes> split_entry(std::string_view text) {
  if (text.size() < kBeforeTime.size() + kTimeBytes || !text.starts_with(kBeforeTime)) return std::nullopt;
  const std::string_view time_text = text.substr(kBeforeTime.size(), kTimeBytes);
  std::string_view rest = text.substr(kBeforeTime.size() + kTimeBytes);
  if (!rest.starts_with(kBeforeTerms) || !rest.ends_with(kEnd)) return std::nullopt;
  rest.remove_prefix(kBeforeTerms.size());
  // No quote occurs in a compact JWS, so the last such separator is the one in front of it. Looked for from
  // the front: that skips whole blocks of a text without commas, while rfind compares at every place.
  std::size_t at = rest.find(kBeforeEvent);
  for (std::size_t next = at; next != std::string_view::npos; next = rest.find(kBeforeEvent, at + 1)) {
    at = next;
  }
  if (at == std::string_view::npos || at + kBeforeEvent.size() + kEnd.size() > rest.size())
    return std::nullopt;
  const std::string_view terms = rest.substr(0, at);
  rest.remove_prefix(at + kBeforeEvent.size());
  rest.remove_suffix(kEnd.size());

  const auto time = parse_rfc3339(time_text);
  if (!time.ok() || time->value < 0 || time->value > kMicrosMax) return std::nullopt;
  const std::size_t first_dot = rest.find('.');
  const std::size_t last_dot = rest.rfind('.');
  if (first_dot == std::string_view::npos || first_dot == last_dot) return std::nullopt;
  const auto header = from_base64url(rest.substr(0, first_dot));
  const auto payload = from_base64url(rest.substr(first_dot + 1, last_dot - first_dot - 1));
  const auto signature = from_base64url(rest.substr(last_dot + 1));
  if (!header || !payload || !signature) return std::nullopt;
  if (!fits_u16(terms.size()) || !fits_u16(header->size()) || !fits_u16(payload->size())) return std::nullopt;

  Bytes stored(1, kSplit);
  stored.reserve(15 + terms.size() + header->size() + payload->size() + signature->size());
  put_u64(stored, static_cast<std::uint64_t>(time->value));
  put_u16(stored, static_cast<std::uint16_t>(terms.size()));
  put_u16(stored, static_cast<std::uint16_t>(header->size()));
  put_u16(stored, static_cast<std::uint16_t>(payload->size()));
  stored += terms;
  stored += *header;
  stored += *payload;
  stored += *signature;
  return stored;
}

Status malformed(std::string message) {
  return data_loss("entry.stored_malformed", std::move(message));
}

Result<StoredEntryParts> take_parts(ByteView stored) {
  ByteReader reader(stored);
  const auto micros = reader.take_u64();
  const auto terms_bytes = reader.take_u16();
  const auto header_bytes = reader.take_u16();
  const auto payload_bytes = reader.take_u16();
  if (!micros || !terms_bytes || !header_bytes || !payload_bytes) {
    return malformed("a stored entry ends inside its lengths");
  }
  if (*micros > static_cast<std::uint64_t>(kMicrosMax))
    return malformed("a stored entry has an impossible time");
  const auto terms = reader.take(*terms_bytes);
  const auto header = reader.take(*header_bytes);
  const auto payload = reader.take(*payload_bytes);
  if (!terms || !header || !payload) return malformed("a stored entry is shorter than its lengths say");

  StoredEntryParts parts;
  parts.recorded_at = UnixMicros(static_cast<std::int64_t>(*micros));
  parts.terms = *terms;
  parts.header = *header;
  parts.payload = *payload;
  parts.signature = reader.rest();
  return parts;
}

}  // namespace

Bytes encode_stored_entry(std::string_view text) {
  if (auto split = split_entry(text)) {
    // The tree hashes the text, so a text that does not come back exactly must not be split. Times with
    // another spelling (an offset, fewer digits) end here.
    const auto parts = take_parts(ByteView(*split).substr(1));
    if (parts.ok() && text_of(*parts) == text) return std::move(*split);
  }
  Bytes stored(1, kVerbatim);
  stored += text;
  return stored;
}

Result<std::optional<StoredEntryParts>> stored_entry_parts(ByteView stored) {
  if (stored.empty()) return malformed("a stored entry is empty");
  if (stored.front() == kVerbatim) return std::optional<StoredEntryParts>();
  if (stored.front() != kSplit) {
    return malformed("a stored entry has layout " + std::to_string(u8(stored)[0])).want("layout 0 or 1");
  }
  LEDGER_ASSIGN(const StoredEntryParts parts, take_parts(stored.substr(1)));
  return std::optional(parts);
}

Result<std::string> decode_stored_entry(ByteView stored) {
  LEDGER_ASSIGN(const std::optional<StoredEntryParts> parts, stored_entry_parts(stored));
  return parts ? text_of(*parts) : std::string(stored.substr(1));
}

std::string text_of(const StoredEntryParts& parts) {
  std::string text;
  const std::size_t decoded_bytes = parts.header.size() + parts.payload.size() + parts.signature.size();
  text.reserve(kBeforeTime.size() + kTimeBytes + parts.terms.size() + decoded_bytes / 3 * 4 + 64);
  text += kBeforeTime;
  text += format_recorded_at(parts.recorded_at);
  text += kBeforeTerms;
  text += parts.terms;
  text += kBeforeEvent;
  text += to_base64url(parts.header);
  text += '.';
  text += to_base64url(parts.payload);
  text += '.';
  text += to_base64url(parts.signature);
  text += kEnd;
  return text;
}

std::string_view event_in_text(const StoredEntryParts& parts, std::string_view text) {
  const std::size_t begin =
      kBeforeTime.size() + kTimeBytes + kBeforeTerms.size() + parts.terms.size() + kBeforeEvent.size();
  return text.substr(begin, text.size() - begin - kEnd.size());
}

}  // namespace ledger
