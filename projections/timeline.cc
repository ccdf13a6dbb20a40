#include "projections/timeline.h"

#include <algorithm>

#include "ledger/base/sha256.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Position;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;
using ledger::UnixMicros;

namespace {

constexpr std::uint8_t kCursorVersion = 1;
constexpr std::uint8_t kKeyCursorVersion = 2;
constexpr std::size_t kQuestionDigestBytes = 8;

std::string_view question_digest(const ledger::Hash32& hash) {
  return ledger::view_of(hash).substr(0, kQuestionDigestBytes);
}

Status foreign_cursor() {
  return ledger::invalid("page.cursor", "the cursor is not one that this question gave")
      .at("?cursor")
      .want("the `next` of the page before, with the same filters and order");
}

Result<UnixMicros> row_time(ByteView value) {
  // The rest of the row belongs to the projection, so only the head is read here.
  constexpr std::size_t kHeadBytes = 1 + sizeof(std::uint64_t);
  RowReader in(value.substr(0, kHeadBytes), kTimelineRowVersion);
  const UnixMicros time = in.time();
  LEDGER_TRY(in.finish());
  return time;
}

// First position in [low, high] from which on no row has a time before `time`; positions without a row don't
// matter.
Result<std::uint64_t> lower_bound(const OwnSnapshot& own, ByteView prefix, std::uint64_t low,
                                  std::uint64_t high, UnixMicros time) {
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    std::optional<std::uint64_t> found;
    Result<UnixMicros> at = UnixMicros();
    LEDGER_TRY(own.reader->scan(own.rows, numbered_key(prefix, middle), numbered_key(prefix, high),
                                [&](ByteView key, ByteView value) {
                                  found = number_of_key(prefix, key);
                                  at = row_time(value);
                                  return false;
                                }));
    if (!at.ok()) return at.status();
    if (!found.has_value() || *at >= time) {
      high = middle;
    } else {
      low = *found + 1;
    }
  }
  return low;
}

struct PositionRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

Result<PositionRange> range_of(const OwnSnapshot& own, ByteView prefix, const Bounds& bounds) {
  PositionRange range{0, std::min(bounds.as_of, own.size).value};
  if (bounds.to.has_value()) {
    LEDGER_ASSIGN(range.end, lower_bound(own, prefix, range.begin, range.end, *bounds.to));
  }
  if (bounds.from.has_value()) {
    LEDGER_ASSIGN(range.begin, lower_bound(own, prefix, range.begin, range.end, *bounds.from));
  }
  return range;
}

void narrow(PositionRange& range, std::optional<std::uint64_t> last, PageOrder order) {
  if (!last.has_value()) return;
  if (order == PageOrder::kOldestFirst) {
    range.begin = std::max(range.begin, *last + 1);
  } else {
    range.end = std::min(range.end, *last);
  }
}

}  // namespace

std::string format_page_cursor(std::string_view question, std::uint64_t last) {
  Bytes raw(1, static_cast<char>(kCursorVersion));
  raw.append(question_digest(ledger::sha256(question)));
  ledger::put_u64(raw, last);
  return ledger::to_base64url(raw);
}

Result<std::optional<std::uint64_t>> parse_page_cursor(std::string_view question, std::string_view text) {
  if (text.empty()) return std::optional<std::uint64_t>();
  const std::optional<Bytes> raw = ledger::from_base64url(text);
  if (!raw.has_value()) return foreign_cursor();
  ledger::ByteReader in(*raw);
  const auto version = in.take_u8();
  const auto digest = in.take(kQuestionDigestBytes);
  const auto last = in.take_u64();
  const bool fits =
      version == kCursorVersion && digest == question_digest(ledger::sha256(question)) && in.empty();
  // No position or version reaches the last number; it would wrap around when a page starts behind it.
  if (!fits || !last.has_value() || *last == UINT64_MAX) return foreign_cursor();
  return last;
}

std::string format_key_cursor(std::string_view question, const KeyCursor& cursor) {
  Bytes raw(1, static_cast<char>(kKeyCursorVersion));
  raw.append(question_digest(ledger::sha256(question)));
  ledger::put_u64(raw, cursor.size.value);
  raw += cursor.last;
  return ledger::to_base64url(raw);
}

Result<std::optional<KeyCursor>> parse_key_cursor(std::string_view question, std::string_view text) {
  if (text.empty()) return std::optional<KeyCursor>();
  const std::optional<Bytes> raw = ledger::from_base64url(text);
  if (!raw.has_value()) return foreign_cursor();
  ledger::ByteReader in(*raw);
  const auto version = in.take_u8();
  const auto digest = in.take(kQuestionDigestBytes);
  const auto size = in.take_u64();
  if (version != kKeyCursorVersion || digest != question_digest(ledger::sha256(question)) || !size ||
      in.empty()) {
    return foreign_cursor();
  }
  return std::optional(KeyCursor{TreeSize(*size), Bytes(in.rest())});
}

Status check_limit(std::size_t limit) {
  if (limit >= 1 && limit <= ledger::kPageItemsMax) return {};
  return ledger::invalid("page.limit", "the page size is out of range")
      .at("?limit")
      .want("an integer from 1 to " + std::to_string(ledger::kPageItemsMax));
}

void append_question(std::string& question, std::string_view filter) {
  question += std::to_string(filter.size());
  question += ':';
  question += filter;
}

std::string question_of(std::string_view endpoint, PageOrder order, const Bounds& bounds) {
  std::string question;
  append_question(question, endpoint);
  append_question(question, order == PageOrder::kOldestFirst ? "oldest_first" : "newest_first");
  append_question(question, bounds.from.has_value() ? std::to_string(bounds.from->value) : "");
  append_question(question, bounds.to.has_value() ? std::to_string(bounds.to->value) : "");
  return question;
}

Bytes timeline_value(UnixMicros recorded_at) {
  return RowWriter(kTimelineRowVersion).time(recorded_at).take();
}

Result<TimelinePage> walk_timeline(const OwnSnapshot& own, ByteView prefix, const Bounds& bounds,
                                   std::string_view question, const PageRequest& page,
                                   const TimelineVisitor& visit) {
  LEDGER_TRY(check_limit(page.limit));
  LEDGER_ASSIGN(const std::optional<std::uint64_t> last, parse_page_cursor(question, page.after));
  LEDGER_ASSIGN(PositionRange range, range_of(own, prefix, bounds));
  narrow(range, last, page.order);

  TimelinePage result{page.after, false, std::min(bounds.as_of, own.size)};
  if (range.begin >= range.end) return result;
  std::size_t taken = 0;
  std::size_t examined = 0;
  std::optional<std::uint64_t> reached;
  Status failed;
  const auto examine = [&](ByteView key, ByteView value) {
    if (taken == page.limit || examined == kExaminedRowsMax) {
      result.more = true;
      return false;
    }
    const std::optional<std::uint64_t> position = number_of_key(prefix, key);
    if (!position.has_value()) {
      failed = ledger::data_loss("projection.row_malformed", "an index key is not as it was written");
      return false;
    }
    const Result<bool> on_page = visit(Position(*position), value);
    if (!on_page.ok()) {
      failed = on_page.status();
      return false;
    }
    ++examined;
    taken += *on_page ? 1U : 0U;
    reached = position;
    return true;
  };
  const Bytes from = numbered_key(prefix, range.begin);
  const Bytes to = numbered_key(prefix, range.end);
  if (page.order == PageOrder::kOldestFirst) {
    LEDGER_TRY(own.reader->scan(own.rows, from, to, examine));
  } else {
    LEDGER_TRY(own.reader->scan_reverse(own.rows, from, to, examine));
  }
  LEDGER_TRY(failed);
  if (reached.has_value()) result.next = format_page_cursor(question, *reached);
  return result;
}

}  // namespace projections
