#include "projections/figure_events.h"

#include <algorithm>
#include <array>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/event/event.h"
#include "projections/figure_types.h"
#include "projections/row_codec.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Event;
using ledger::Result;
using ledger::Status;

namespace {

constexpr std::uint8_t kShelfTag = 0x01;
constexpr std::uint8_t kBusinessTag = 0x02;
constexpr std::uint8_t kThingTag = 0x03;
constexpr std::uint8_t kCenterTag = 0x04;
constexpr std::uint8_t kRowVersion = 2;

// Things that know their centre, nearest first.
constexpr std::array<std::string_view, 4> kCenterFields = {"contract_id", "case_id", "session_id",
                                                           "referral_id"};
constexpr std::string_view kTarget = "target";
constexpr std::string_view kFlag = "flag/";
// Events, and shelves, of one thing; nothing that the rules let happen comes near.
constexpr std::uint32_t kThingEventsMax = 10'000;
constexpr std::size_t kDataBytesMax = 65'535;
// So many rows of businesses that nobody asked for are cheaper to pass than the next one is to seek.
constexpr std::size_t kRowsPassedMax = 24;

struct Shelf {
  std::string center, month;
  bool operator==(const Shelf&) const = default;
};
struct Filed {
  std::uint64_t position = 0;
  std::string type;
};
// The events of one thing and the shelves on which all of them lie.
struct Thing {
  std::vector<Shelf> shelves;
  std::vector<Filed> events;
};

Bytes two_text_key(std::uint8_t tag, std::string_view first, std::string_view second) {
  return text_key(tag, first).append(second).append(1, '\0');
}

Bytes shelf_key(const Shelf& shelf, std::string_view type, std::uint64_t position) {
  const Bytes prefix = two_text_key(kShelfTag, shelf.center, type).append(shelf.month).append(1, '\0');
  return numbered_key(prefix, position);
}

Bytes encode_thing(const Thing& thing) {
  RowWriter out(kRowVersion);
  out.u32(static_cast<std::uint32_t>(thing.shelves.size()));
  for (const Shelf& shelf : thing.shelves) out.text(shelf.center).text(shelf.month);
  out.u32(static_cast<std::uint32_t>(thing.events.size()));
  for (const Filed& event : thing.events) out.u64(event.position).text(event.type);
  return out.take();
}

Result<std::uint32_t> take_count(RowReader& in) {
  const std::uint32_t count = in.u32();
  if (count <= kThingEventsMax) return count;
  return ledger::data_loss("projection.row_malformed", "a thing of figure_events has too many parts");
}

Result<Thing> decode_thing(const std::optional<Bytes>& row) {
  Thing thing;
  if (!row) return thing;
  RowReader in(*row, kRowVersion);
  LEDGER_ASSIGN(const std::uint32_t shelves, take_count(in));
  for (std::uint32_t i = 0; i < shelves; ++i) {
    std::string center = in.text();
    thing.shelves.push_back({std::move(center), in.text()});
  }
  LEDGER_ASSIGN(const std::uint32_t events, take_count(in));
  for (std::uint32_t i = 0; i < events; ++i) {
    const std::uint64_t position = in.u64();
    thing.events.push_back({position, in.text()});
  }
  LEDGER_TRY(in.finish());
  return thing;
}

// The members of a row. Whoever stands on a shelf of a centre names it; the case would lead to it.
Bytes row_data(const Event& event, const FigureType& type, const std::string& center) {
  const bool is_placed = (type.shelves & (kOnMonth | kOnCenter)) != 0 && !center.empty();
  const FigureField left_out[] = {type.unread, is_placed ? FigureField("case_id") : FigureField()};
  Bytes data = figure_data_of(event.data, left_out);
  if (is_placed && event.data.find("center_id") == nullptr) {
    add_figure_data(data, FigureField("center_id"), ledger::JsonValue(center));
  }
  return data;
}

Result<Bytes> encode_event(const LogItem& item, const FigureType& type, const std::string& center) {
  const Event& event = item.event;
  const Bytes data = row_data(event, type, center);
  std::string flags;
  for (const ledger::IndexTerm& term : item.entry.ix) {
    if (term.path.rfind(kFlag, 0) == 0) flags.append(term.path.substr(kFlag.size())).push_back('\n');
  }
  if (data.size() > kDataBytesMax || flags.size() > kDataBytesMax) {
    return ledger::invalid("figure_events.data", "more public data than a row of figures holds");
  }
  return RowWriter(kRowVersion)
      .id(event.id)
      .time(item.entry.recorded_at)
      .time(event.occurred_at)
      .text(event.type)
      .text(event.actor.person.value)
      .text(event.actor.role)
      .text(event.actor.center)
      .text(data)
      .text(flags)
      .take();
}

Result<FiledEvent> decode_event(std::uint64_t position, ByteView row) {
  RowReader in(row, kRowVersion);
  FiledEvent event;
  event.position = ledger::Position(position);
  event.id = in.id();
  event.recorded_at = in.time();
  event.occurred_at = in.time();
  event.type = in.view();
  event.person = in.view();
  event.role = in.view();
  event.center = in.view();
  const ByteView data = in.view();
  event.flags = in.view();
  LEDGER_TRY(in.finish());
  if (figure_data_size(data) != data.size() || data.empty()) {
    return ledger::data_loss("projection.row_malformed", "members of a stored event of figures are cut");
  }
  event.data = FigureData(data.data());
  return event;
}

Status check_segment(std::string_view text) {
  if (text.empty() || ledger::is_segment(text)) return {};
  return ledger::invalid("figure_events.segment", "not an id or code")
      .want("1 to 64 characters of A-Z a-z 0-9 . _ : -");
}

// The month of the type's date field; without one, or without a readable date, of occurred_at.
std::string month_of(const FigureType& type, const Event& event) {
  const std::string_view text = type.date_field.empty() ? std::string_view() : event.text(type.date_field);
  if (const auto date = ledger::parse_date(text)) return ledger::year_month(*date);
  const auto time = ledger::parse_rfc3339(text);
  return ledger::jst_year_month(time.ok() ? *time : event.occurred_at);
}

Result<std::string> center_of(const Event& event, const OwnRows& own) {
  const std::string_view named = event.text("center_id");
  if (!named.empty()) return std::string(named);
  for (const std::string_view field : kCenterFields) {
    const std::string_view id = event.text(field);
    if (id.empty()) continue;
    LEDGER_TRY(check_segment(id));
    LEDGER_ASSIGN(const auto row, own.get(two_text_key(kCenterTag, field, id)));
    if (row) return *row;
  }
  if (const std::string_view target = event.text(kTarget); !target.empty()) {
    LEDGER_TRY(check_segment(target));
    LEDGER_ASSIGN(const auto row, own.get(two_text_key(kCenterTag, kTarget, target)));
    if (row) return *row;
  }
  return event.actor.center;
}

// What this event tells later ones about their centre: the first event of a thing that names it.
Status keep_center(const LogItem& item, const std::string& center, OwnRows& own) {
  const Event& event = item.event;
  for (const std::string_view field : kCenterFields) {
    const std::string_view id = event.text(field);
    if (id.empty()) continue;
    LEDGER_TRY(check_segment(id));
    const Bytes key = two_text_key(kCenterTag, field, id);
    LEDGER_ASSIGN(const auto row, own.get(key));
    if (!row) own.put(key, center);
  }
  return {};
}

// Puts the event on its shelf and on those of its thing, and what is known of the thing on its shelf.
Status file_on_months(const FigureType& type, const LogItem& item, const std::string& center,
                      const Bytes& row, OwnRows& own) {
  const Shelf shelf{center, month_of(type, item.event)};
  const std::string_view id = type.thing.empty() ? std::string_view() : item.event.text(type.thing);
  if (id.empty()) {
    own.put(shelf_key(shelf, type.type, item.position.value), row);
    return {};
  }
  LEDGER_TRY(check_segment(id));
  const Bytes thing_key = two_text_key(kThingTag, type.thing, id);
  LEDGER_ASSIGN(const auto stored, own.get(thing_key));
  LEDGER_ASSIGN(Thing thing, decode_thing(stored));
  if (thing.events.size() == kThingEventsMax) {
    return ledger::invalid("figure_events.data", "more events about one thing than figures follow");
  }
  if (std::find(thing.shelves.begin(), thing.shelves.end(), shelf) == thing.shelves.end()) {
    for (const Filed& filed : thing.events) {
      LEDGER_ASSIGN(const auto earlier,
                    own.get(shelf_key(thing.shelves.front(), filed.type, filed.position)));
      if (!earlier) return ledger::data_loss("projection.row_missing", "a filed event is not on its shelf");
      own.put(shelf_key(shelf, filed.type, filed.position), *earlier);
    }
    thing.shelves.push_back(shelf);
  }
  for (const Shelf& one : thing.shelves) own.put(shelf_key(one, type.type, item.position.value), row);
  thing.events.push_back({item.position.value, std::string(type.type)});
  own.put(thing_key, encode_thing(thing));
  return {};
}

// One pass over rows of events: what is below `as_of` is visited.
class RowVisit {
 public:
  RowVisit(ledger::TreeSize as_of, const FiledVisitor& visit) : as_of_(as_of), visit_(visit) {}

  // False: no further row is wanted.
  bool take(ByteView key, ByteView row) {
    const auto position = ledger::ByteReader(key.substr(key.size() - sizeof(std::uint64_t))).take_u64();
    if (!position || *position >= as_of_.value) return true;
    const auto event = decode_event(*position, row);
    failed_ = event.status();
    ended_ = !failed_.ok() || !visit_(*event);
    return !ended_;
  }
  const Status& failed() const { return failed_; }
  bool ended() const { return ended_; }

 private:
  const ledger::TreeSize as_of_;
  const FiledVisitor& visit_;
  Status failed_;
  bool ended_ = false;
};

// Texts between a tag and a number: "business 0x00 type 0x00".
struct BusinessKey {
  std::string_view business, type;
};
std::optional<BusinessKey> parse_business_key(ByteView key) {
  const std::size_t business = key.find('\0', 1);
  if (business == ByteView::npos) return std::nullopt;
  const std::size_t type = key.find('\0', business + 1);
  if (type == ByteView::npos) return std::nullopt;
  return BusinessKey{key.substr(1, business - 1), key.substr(business + 1, type - business - 1)};
}

}  // namespace

Status FigureEvents::apply(const LogItem& item, OwnRows& own) const {
  const Event& event = item.event;
  LEDGER_ASSIGN(const std::string center, center_of(event, own));
  LEDGER_TRY(check_segment(center));
  const FigureType* type = find_figure_type(event.type);
  const bool opens_case = event.type == "consultation.opened";
  if (type == nullptr && !opens_case) return {};
  LEDGER_TRY(keep_center(item, center, own));
  if (type == nullptr) return {};
  LEDGER_ASSIGN(const Bytes row, encode_event(item, *type, center));
  if ((type->shelves & kOnNation) != 0) own.put(shelf_key({}, type->type, item.position.value), row);
  if ((type->shelves & kOnCenter) != 0) {
    own.put(shelf_key({center, {}}, type->type, item.position.value), row);
    own.put(two_text_key(kCenterTag, kTarget, ledger::format_event_id(event.id)), center);
  }
  if ((type->shelves & kOnMonth) != 0) LEDGER_TRY(file_on_months(*type, item, center, row, own));
  const std::string_view business = event.text("business_id");
  if ((type->shelves & kOnBusiness) != 0 && !business.empty()) {
    LEDGER_TRY(check_segment(business));
    own.put(numbered_key(two_text_key(kBusinessTag, business, type->type), item.position.value), row);
  }
  return {};
}

Status visit_shelf(const OwnSnapshot& own, const ShelfRange& range, ledger::TreeSize as_of,
                   const FiledVisitor& visit) {
  const Bytes prefix = two_text_key(kShelfTag, range.center, range.type);
  const Bytes begin = Bytes(prefix).append(range.first_month).append(1, '\0');
  const Bytes end = Bytes(prefix).append(range.last_month).append(1, '\1');
  RowVisit rows(as_of, visit);
  LEDGER_TRY(own.reader->scan(own.rows, begin, end,
                              [&](ByteView key, ByteView row) { return rows.take(key, row); }));
  return rows.failed();
}

Status visit_businesses(const OwnSnapshot& own, std::span<const std::string_view> businesses,
                        std::span<const std::string_view> types, ledger::TreeSize as_of,
                        const FiledVisitor& visit) {
  const Bytes end = ledger::prefix_end(Bytes(1, static_cast<char>(kBusinessTag)));
  RowVisit rows(as_of, visit);
  for (std::size_t at = 0; at < businesses.size() && !rows.ended();) {
    std::size_t passed = 0;
    bool is_far = false;
    LEDGER_TRY(own.reader->scan(
        own.rows, text_key(kBusinessTag, businesses[at]), end, [&](ByteView key, ByteView row) {
          const auto parsed = parse_business_key(key);
          if (!parsed) return true;
          while (at < businesses.size() && businesses[at] < parsed->business) ++at;
          if (at == businesses.size()) return false;
          if (businesses[at] != parsed->business) {
            is_far = ++passed > kRowsPassedMax;
            return !is_far;
          }
          passed = 0;
          const bool is_meant = std::find(types.begin(), types.end(), parsed->type) != types.end();
          return !is_meant || rows.take(key, row);
        }));
    LEDGER_TRY(rows.failed());
    if (!is_far) break;
  }
  return {};
}

}  // namespace projections
