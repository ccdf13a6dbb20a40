#include "ledger/event/entry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "ledger/base/json_reader.h"
#include "ledger/base/limits.h"
#include "ledger/base/time.h"
#include "ledger/event/event.h"

namespace ledger {
namespace {

constexpr std::string_view kHead = "{\"v\":1,\"recorded_at\":\"";
constexpr std::string_view kIndexStart = "\",\"ix\":[";
constexpr std::string_view kEventStart = "],\"event\":\"";
constexpr std::string_view kTail = "\"}";
constexpr std::size_t kRecordedAtBytes = 27;  // 2026-06-03T01:00:00.000000Z

// Every character stands for itself in JSON, so that no escape can give an entry a second text.
bool is_index_path(std::string_view path) {
  if (path.size() >= kIndexPathBytesMax) return false;  // the final 0x00 counts
  for (;;) {
    const std::size_t slash = path.find('/');
    if (!is_segment(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

// 1 for each byte that no compact JWS holds.
constexpr std::array<unsigned char, 256> kOutsideJws = [] {
  std::array<unsigned char, 256> outside{};
  outside.fill(1);
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."))
    outside[static_cast<unsigned char>(c)] = 0;
  return outside;
}();

// Looks at every byte of every entry on the writer and in every fold, hence without a branch per byte.
bool is_jws_text(std::string_view text) {
  unsigned char outside = 0;
  for (const char c : text) outside |= kOutsideJws[static_cast<unsigned char>(c)];
  return !text.empty() && outside == 0;
}

bool is_amount(std::int64_t amount) {
  return amount >= 0 && static_cast<std::uint64_t>(amount) <= kIndexAmountMax;
}

// The only text of an instant; nullopt outside the years 0000..9999.
std::optional<UnixMicros> parse_recorded_at(std::string_view text) {
  if (text.size() != kRecordedAtBytes || text.back() != 'Z') return std::nullopt;
  const Result<UnixMicros> time = parse_rfc3339(text);
  if (!time.ok() || format_recorded_at(*time) != text) return std::nullopt;
  return *time;
}

// Reads exactly what encode_entry writes; every take answers false, and the text is then not the encoder's.
class EntryReader {
 public:
  explicit EntryReader(std::string_view text) : rest_(text) {}

  bool take(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }

  bool take_recorded_at(UnixMicros& time) {
    const std::optional<UnixMicros> parsed = parse_recorded_at(rest_.substr(0, kRecordedAtBytes));
    if (!parsed) return false;
    time = *parsed;
    rest_.remove_prefix(kRecordedAtBytes);
    return true;
  }

  bool take_terms(IndexTerms& terms) {
    while (rest_.starts_with('[')) {
      IndexTerm term;
      if (!take_term(term)) return false;
      if (!terms.empty() && terms.back().path >= term.path) return false;
      terms.push_back(std::move(term));
      if (!take(",")) return true;
      if (!rest_.starts_with('[')) return false;
    }
    return true;
  }

  bool take_event(std::string& jws) {
    const std::size_t quote = rest_.find('"');
    if (quote == std::string_view::npos || !is_jws_text(rest_.substr(0, quote))) return false;
    jws.assign(rest_.substr(0, quote));
    rest_.remove_prefix(quote);
    return true;
  }

  bool at_end() const { return rest_.empty(); }

 private:
  bool take_term(IndexTerm& term) {
    if (!take("[\"")) return false;
    const std::size_t quote = rest_.find('"');
    if (quote == std::string_view::npos || !is_index_path(rest_.substr(0, quote))) return false;
    term.path.assign(rest_.substr(0, quote));
    rest_.remove_prefix(quote);
    return take("\",") && take_amount(term.plus) && take(",") && take_amount(term.minus) && take("]");
  }

  bool take_amount(std::uint64_t& amount) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), amount);
    if (error != std::errc() || amount > kIndexAmountMax) return false;
    const auto digits = static_cast<std::size_t>(end - rest_.data());
    if (digits > 1 && rest_.front() == '0') return false;
    rest_.remove_prefix(digits);
    return true;
  }

  std::string_view rest_;
};

bool is_term(const JsonValue& value) {
  if (!value.is_array() || value.as_array().size() != 3) return false;
  const JsonValue::Array& parts = value.as_array();
  return parts[0].is_string() && is_index_path(parts[0].as_string()) && parts[1].is_int() &&
         is_amount(parts[1].as_int()) && parts[2].is_int() && is_amount(parts[2].as_int());
}

// Whether `text` says the same as some entry, in other bytes. Slow path: runs for refused texts only.
bool means_an_entry(std::string_view text) {
  const Result<JsonValue> tree = read_json(text);
  if (!tree.ok() || !tree->is_object() || tree->as_object().size() != 4) return false;
  const JsonValue* version = tree->find("v");
  const JsonValue* time = tree->find("recorded_at");
  const JsonValue* ix = tree->find("ix");
  const JsonValue* event = tree->find("event");
  if (version == nullptr || !version->is_int() || version->as_int() != 1) return false;
  if (time == nullptr || !time->is_string() || !parse_rfc3339(time->as_string()).ok()) return false;
  if (event == nullptr || !event->is_string() || !is_jws_text(event->as_string())) return false;
  return ix != nullptr && ix->is_array() &&
         std::all_of(ix->as_array().begin(), ix->as_array().end(), is_term);
}

Status bad_term(std::size_t i, std::string message, std::string_view expected) {
  return invalid("entry.malformed", std::move(message))
      .at("/ix/" + std::to_string(i))
      .want(std::string(expected));
}

Status check_terms(const IndexTerms& terms) {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!is_index_path(terms[i].path)) {
      return bad_term(i, "an index path is malformed",
                      "segments of A-Z a-z 0-9 . _ : - joined by /, below 200 bytes");
    }
    if (terms[i].plus > kIndexAmountMax || terms[i].minus > kIndexAmountMax) {
      return bad_term(i, "an index amount is too large", "at most 1000000000000");
    }
    if (i > 0 && terms[i - 1].path >= terms[i].path) {
      return bad_term(i, "index terms are out of order", "paths strictly ascending by bytes");
    }
  }
  return {};
}

void append_number(std::string& text, std::uint64_t number) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof(digits), number);
  text.append(digits, error == std::errc() ? end : digits);
}

}  // namespace

Result<std::string> encode_entry(const Entry& entry) {
  LEDGER_TRY(check_terms(entry.ix));
  if (!is_jws_text(entry.jws))
    return invalid("entry.malformed", "the event is not a compact JWS").at("/event");
  const std::string recorded_at = format_recorded_at(entry.recorded_at);
  if (parse_recorded_at(recorded_at) != entry.recorded_at) {
    return invalid("entry.malformed", "the time cannot be written")
        .at("/recorded_at")
        .want("years 0000 to 9999");
  }
  std::string text;
  text.reserve(kHead.size() + kIndexStart.size() + kEventStart.size() + kTail.size() + kRecordedAtBytes +
               entry.jws.size() + entry.ix.size() * 64);
  text.append(kHead).append(recorded_at).append(kIndexStart);
  for (const IndexTerm& term : entry.ix) {
    text.append(text.back() == ']' ? ",[\"" : "[\"").append(term.path).append("\",");
    append_number(text, term.plus);
    text.push_back(',');
    append_number(text, term.minus);
    text.push_back(']');
  }
  text.append(kEventStart).append(entry.jws).append(kTail);
  if (text.size() > kEntryBytesMax) {
    return exhausted("entry.too_large", "the entry is larger than a tile can carry")
        .want("at most " + std::to_string(kEntryBytesMax) + " bytes");
  }
  return text;
}

Result<Entry> parse_entry(std::string_view text) {
  if (text.size() > kEntryBytesMax)
    return data_loss("entry.malformed", "the entry is larger than a tile can carry");
  Entry entry;
  EntryReader reader(text);
  if (reader.take(kHead) && reader.take_recorded_at(entry.recorded_at) && reader.take(kIndexStart) &&
      reader.take_terms(entry.ix) && reader.take(kEventStart) && reader.take_event(entry.jws) &&
      reader.take(kTail) && reader.at_end()) {
    return entry;
  }
  if (means_an_entry(text)) {
    return data_loss("entry.not_canonical", "the entry is not written as the encoder writes it");
  }
  return data_loss("entry.malformed", "the bytes are not an entry");
}

std::optional<IndexTerms> parse_index_terms(std::string_view text) {
  IndexTerms terms;
  EntryReader reader(text);
  if (reader.take("[") && reader.take_terms(terms) && reader.take("]") && reader.at_end()) return terms;
  return std::nullopt;
}

Status check_opaque_leaf(std::string_view bytes) {
  if (bytes.empty()) return invalid("leaf.empty", "a leaf holds at least one byte");
  if (bytes.size() > kEntryBytesMax) {
    return exhausted("leaf.too_large", "the leaf is larger than a tile can carry")
        .want("at most " + std::to_string(kEntryBytesMax) + " bytes");
  }
  if (bytes.starts_with(kHead)) {
    return invalid("leaf.like_entry", "an opaque leaf must not begin as an entry of the ledger does")
        .want("bytes that do not begin with " + std::string(kHead));
  }
  return {};
}

}  // namespace ledger
