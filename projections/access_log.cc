#include "projections/access_log.h"

#include <algorithm>
#include <set>

#include "ledger/base/limits.h"
#include "ledger/base/uuid.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Position;
using ledger::Result;
using ledger::Status;

namespace {

constexpr std::uint8_t kRowTag = 0x01;
constexpr std::uint8_t kRecordTag = 0x02;
constexpr std::uint8_t kBusinessTag = 0x03;
constexpr std::uint8_t kActorTag = 0x04;
constexpr std::uint8_t kStreamOfTag = 0x05;
constexpr std::uint8_t kIdAsBytes = 1;
constexpr std::uint8_t kIdAsText = 0;

struct KindRow {
  AccessKind kind;
  std::string_view type;
  std::string_view name;
  std::string_view action;  // field that says what was done or refused
  std::string_view rule;    // field that says why not
  std::string_view count;   // field that says how many; empty: one
  bool is_record = false;   // itself a record that can be read
};
constexpr KindRow kKinds[] = {
    {AccessKind::kViewed, "record.viewed", "viewed", "action", "rule", ""},
    {AccessKind::kSearched, "record.searched", "searched", "action", "rule", "result_count"},
    {AccessKind::kLogViewed, "auditlog.viewed", "log_viewed", "query", "rule", "result_count"},
    {AccessKind::kDenied, "access.denied", "denied", "action", "rule", "count"},
    {AccessKind::kExported, "record.exported", "exported", "format", "", "rows"},
    {AccessKind::kGlassBroken, "access.break_glass", "break_glass", "grant_id", "", "", true},
    {AccessKind::kGlassReviewed, "break_glass.reviewed", "break_glass_reviewed", "grant_id", "", "", true},
    {AccessKind::kRejected, "append.rejected", "append_rejected", "rejected_type", "reason", "count"},
    {AccessKind::kFigureViewed, "figure.viewed", "figure_viewed", "query", "", "result_count"},
};

const KindRow* kind_of(std::string_view type) {
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const KindRow& row) { return row.type == type; });
  return found == std::end(kKinds) ? nullptr : found;
}

Status bad_segment(std::string_view pointer) {
  return ledger::invalid("access_log.segment", "not an id or code")
      .at(std::string(pointer))
      .want("1 to 64 characters of A-Z a-z 0-9 . _ : -");
}

Status bad_record() {
  return ledger::invalid("access_log.record", "the record is not a stream id")
      .at("/record")
      .want("<kind>/<segment>");
}

Result<std::vector<std::string>> text_list(const ledger::Event& event, std::string_view name) {
  std::vector<std::string> texts;
  const ledger::JsonValue* list = event.field(name);
  if (list == nullptr || list->is_null()) return texts;
  const auto is_text = [](const ledger::JsonValue& item) { return item.is_string(); };
  if (!list->is_array() || list->as_array().size() > ledger::kAccessIdsMax ||
      !std::all_of(list->as_array().begin(), list->as_array().end(), is_text)) {
    return ledger::invalid("access_log.list", "not a list of text").at("/data/" + std::string(name));
  }
  for (const ledger::JsonValue& item : list->as_array()) texts.push_back(item.as_string());
  return texts;
}

Result<AccessRow> row_of(const KindRow& kind, const LogItem& item) {
  const ledger::Event& event = item.event;
  AccessRow row;
  row.position = item.position;
  row.at = item.entry.recorded_at;
  row.kind = kind.kind;
  row.event = event.id;
  row.person = event.actor.person.value;
  row.role = event.actor.role;
  row.on_behalf_of = event.actor.on_behalf_of;
  row.org = event.actor.org;
  row.center = event.actor.center;
  row.purpose = event.purpose;
  row.record = event.text("record");
  row.record_center = event.text("center_id");
  row.business = event.text("business_id");
  row.consent_ref = event.text("consent_ref");
  row.break_glass_ref = event.text("break_glass_ref");
  row.rule = event.text(kind.rule);
  row.action = event.text(kind.action);
  row.count = event.number(kind.count, 1);
  LEDGER_ASSIGN(row.record_ids, text_list(event, "record_ids"));
  LEDGER_ASSIGN(row.field_classes, text_list(event, "field_classes"));
  const std::int64_t view_position = event.number("view_position", -1);
  if (view_position >= 0) row.view_position = Position(static_cast<std::uint64_t>(view_position));

  if (row.record.empty() ? kind.kind == AccessKind::kViewed : !ledger::parse_stream_id(row.record).ok()) {
    return bad_record();
  }
  if (!row.business.empty() && !ledger::is_segment(row.business)) return bad_segment("/data/business_id");
  if (!row.person.empty() && !ledger::is_segment(row.person)) return bad_segment("/actor/person");
  return row;
}

Bytes encode_row(const AccessRow& row) {
  RowWriter out(kTimelineRowVersion);
  out.time(row.at).u8(static_cast<std::uint8_t>(row.kind)).id(row.event);
  for (const std::string* text :
       {&row.person, &row.role, &row.on_behalf_of, &row.org, &row.center, &row.purpose, &row.record,
        &row.record_center, &row.business, &row.consent_ref, &row.break_glass_ref, &row.rule, &row.action}) {
    out.text(*text);
  }
  out.u64(static_cast<std::uint64_t>(row.count));
  out.u8(row.view_position.has_value() ? 1 : 0).u64(row.view_position.value_or(Position()).value);
  out.u8(static_cast<std::uint8_t>(row.record_ids.size()));
  for (const std::string& text : row.record_ids) {
    if (const std::optional<ledger::EventId> id = ledger::parse_event_id(text); id.has_value()) {
      out.u8(kIdAsBytes).id(*id);
    } else {
      out.u8(kIdAsText).text(text);
    }
  }
  out.u8(static_cast<std::uint8_t>(row.field_classes.size()));
  for (const std::string& text : row.field_classes) out.text(text);
  return out.take();
}

Result<AccessRow> decode_row(Position position, ByteView bytes) {
  RowReader in(bytes, kTimelineRowVersion);
  AccessRow row;
  row.position = position;
  row.at = in.time();
  row.kind = static_cast<AccessKind>(in.u8());
  row.event = in.id();
  for (std::string* text :
       {&row.person, &row.role, &row.on_behalf_of, &row.org, &row.center, &row.purpose, &row.record,
        &row.record_center, &row.business, &row.consent_ref, &row.break_glass_ref, &row.rule, &row.action}) {
    *text = in.text();
  }
  row.count = static_cast<std::int64_t>(in.u64());
  const bool has_view_position = in.u8() == 1;
  const Position view_position(in.u64());
  if (has_view_position) row.view_position = view_position;
  const std::uint8_t ids = in.u8();
  for (unsigned i = 0; i < ids; ++i) {
    row.record_ids.push_back(in.u8() == kIdAsBytes ? ledger::format_event_id(in.id()) : in.text());
  }
  const std::uint8_t classes = in.u8();
  for (unsigned i = 0; i < classes; ++i) row.field_classes.push_back(in.text());
  LEDGER_TRY(in.finish());
  return row;
}

Bytes stream_of_key(const ledger::EventId& id) {
  Bytes key(1, static_cast<char>(kStreamOfTag));
  key.append(ledger::view_of(id));
  return key;
}

// Streams that the row is listed under; ordered, each once.
Result<std::set<std::string>> records_of(const AccessRow& row, const OwnRows& own) {
  std::set<std::string> records;
  if (!row.record.empty()) records.insert(row.record);
  for (const std::string& text : row.record_ids) {
    const std::optional<ledger::EventId> id = ledger::parse_event_id(text);
    if (!id.has_value()) continue;
    LEDGER_ASSIGN(const std::optional<Bytes> stored, own.get(stream_of_key(*id)));
    if (!stored.has_value()) continue;
    RowReader in(*stored, kTimelineRowVersion);
    std::string stream = in.text();
    LEDGER_TRY(in.finish());
    records.insert(std::move(stream));
  }
  return records;
}

void put_listed(OwnRows& own, std::uint8_t tag, std::string_view text, const AccessRow& row) {
  own.put(numbered_key(text_key(tag, text), row.position.value), timeline_value(row.at));
}

Bytes driving_prefix(const AccessFilter& filter) {
  if (!filter.record.value.empty()) return text_key(kRecordTag, filter.record.value);
  if (!filter.business.empty()) return text_key(kBusinessTag, filter.business);
  if (!filter.actor.value.empty()) return text_key(kActorTag, filter.actor.value);
  return Bytes(1, static_cast<char>(kRowTag));
}

// The record filter always drives the walk, so it needs no look at the row.
bool meets(const AccessFilter& filter, const AccessRow& row) {
  return (filter.business.empty() || filter.business == row.business) &&
         (filter.actor.value.empty() || filter.actor.value == row.person) &&
         (!filter.kind.has_value() || *filter.kind == row.kind);
}

Status check_filter(const AccessFilter& filter) {
  if (!filter.record.value.empty() && !ledger::parse_stream_id(filter.record.value).ok()) return bad_record();
  if (!filter.business.empty() && !ledger::is_segment(filter.business)) return bad_segment("/business");
  if (!filter.actor.value.empty() && !ledger::is_segment(filter.actor.value)) return bad_segment("/actor");
  return {};
}

std::string question_for(const AccessFilter& filter, const Bounds& bounds, PageOrder order) {
  std::string question = question_of(AccessLog::kName, order, bounds);
  append_question(question, filter.record.value);
  append_question(question, filter.business);
  append_question(question, filter.actor.value);
  append_question(question, filter.kind.has_value() ? access_kind_name(*filter.kind) : "");
  return question;
}

}  // namespace

std::string_view access_kind_name(AccessKind kind) {
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const KindRow& row) { return row.kind == kind; });
  return found == std::end(kKinds) ? "unknown" : found->name;
}

Status AccessLog::apply(const LogItem& item, OwnRows& own) const {
  const KindRow* kind = kind_of(item.event.type);
  if (kind == nullptr || kind->is_record) {
    own.put(stream_of_key(item.event.id),
            RowWriter(kTimelineRowVersion).text(item.event.stream.value).take());
  }
  if (kind == nullptr) return {};
  LEDGER_ASSIGN(const AccessRow row, row_of(*kind, item));
  LEDGER_ASSIGN(const std::set<std::string> records, records_of(row, own));
  own.put(numbered_key(Bytes(1, static_cast<char>(kRowTag)), row.position.value), encode_row(row));
  for (const std::string& record : records) put_listed(own, kRecordTag, record, row);
  if (!row.business.empty()) put_listed(own, kBusinessTag, row.business, row);
  if (!row.person.empty()) put_listed(own, kActorTag, row.person, row);
  return {};
}

Result<Page<AccessRow>> access_rows(const Snapshot& snapshot, const AccessFilter& filter,
                                    const Bounds& bounds, const PageRequest& request) {
  LEDGER_TRY(check_filter(filter));
  LEDGER_ASSIGN(const OwnSnapshot own, snapshot.rows_of(AccessLog::kName));
  const Bytes row_prefix(1, static_cast<char>(kRowTag));
  const Bytes prefix = driving_prefix(filter);
  Page<AccessRow> page;
  const auto take_row = [&](Position position, ByteView value) -> Result<bool> {
    std::optional<Bytes> listed;
    if (prefix != row_prefix) {
      LEDGER_ASSIGN(listed, own.reader->get(own.rows, numbered_key(row_prefix, position.value)));
      if (!listed.has_value())
        return ledger::data_loss("projection.row_missing", "a listed access row is not there");
    }
    LEDGER_ASSIGN(AccessRow row, decode_row(position, listed.has_value() ? ByteView(*listed) : value));
    if (!meets(filter, row)) return false;
    page.rows.push_back(std::move(row));
    return true;
  };
  const std::string question = question_for(filter, bounds, request.order);
  LEDGER_ASSIGN(const TimelinePage walked, walk_timeline(own, prefix, bounds, question, request, take_row));
  page.next = walked.next;
  page.more = walked.more;
  page.reflects = walked.reflects;
  return page;
}

}  // namespace projections
