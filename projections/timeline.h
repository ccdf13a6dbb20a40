// Timeline: index rows under one prefix, ordered by position, each carrying its recorded time; and pages over
// them.
//
// Key: prefix ‖ position. Value: row version, recorded_at, then whatever the projection adds. recorded_at
// never goes back along positions, so a time bound becomes a position bound by binary search, and a page
// costs what it shows. A page is named by the last position it examined, never by an offset: appends shift
// nothing. Pure reads on one snapshot; any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/limits.h"
#include "projections/projection_store.h"
#include "projections/row_codec.h"

namespace projections {

inline constexpr std::uint8_t kTimelineRowVersion = 1;
// Index rows that one page may examine while a filter drops rows; the page is then short and says that there
// is more.
inline constexpr std::size_t kExaminedRowsMax = 10'000;

enum class PageOrder { kOldestFirst, kNewestFirst };

struct PageRequest {
  std::string after;  // `next` of the page before; empty for the first
  std::size_t limit = ledger::kPageItemsDefault;
  PageOrder order = PageOrder::kOldestFirst;
};

// What of the log is asked for. Times are recorded_at, from <= t < to.
struct Bounds {
  ledger::TreeSize as_of;  // entries at positions below this size count
  std::optional<ledger::UnixMicros> from;
  std::optional<ledger::UnixMicros> to;
};

template <typename Row>
struct Page {
  std::vector<Row> rows;
  std::string next;   // where to go on, also later, when more was appended; empty when nothing was examined
  bool more = false;  // rows behind this page exist now (a filter may still drop them)
  ledger::TreeSize reflects;  // min(as_of, what the projection has folded): what the answer is true for
};

// `next` as text: bound to its question (endpoint and filters, without as_of and limit), so that a cursor
// can't be carried into another one.
std::string format_page_cursor(std::string_view question, std::uint64_t last);
// invalid_argument page.cursor. nullopt for the empty text.
ledger::Result<std::optional<std::uint64_t>> parse_page_cursor(std::string_view question,
                                                               std::string_view text);
// The same for a list by key. It holds the size that the list is read at, so that its pages are of one state.
struct KeyCursor {
  ledger::TreeSize size;
  ledger::Bytes last;  // key examined last
};
std::string format_key_cursor(std::string_view question, const KeyCursor& cursor);
// invalid_argument page.cursor. nullopt for the empty text.
ledger::Result<std::optional<KeyCursor>> parse_key_cursor(std::string_view question, std::string_view text);
// invalid_argument page.limit: not in 1..kPageItemsMax.
ledger::Status check_limit(std::size_t limit);
// The part of a question that names order and time bounds; append the filters with append_question.
std::string question_of(std::string_view endpoint, PageOrder order, const Bounds& bounds);
void append_question(std::string& question, std::string_view filter);

// Value of an index row that carries nothing but its time.
ledger::Bytes timeline_value(ledger::UnixMicros recorded_at);

// Examines index rows of one page; true: the row is on the page. An error ends the walk and is returned.
using TimelineVisitor = std::function<ledger::Result<bool>(ledger::Position, ledger::ByteView value)>;

struct TimelinePage {
  std::string next;
  bool more = false;
  ledger::TreeSize reflects;
};
// invalid_argument page.limit | page.cursor; data_loss projection.row_malformed; errors of the database.
ledger::Result<TimelinePage> walk_timeline(const OwnSnapshot& own, ledger::ByteView prefix,
                                           const Bounds& bounds, std::string_view question,
                                           const PageRequest& page, const TimelineVisitor& visit);

}  // namespace projections
