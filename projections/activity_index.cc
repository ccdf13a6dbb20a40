#include "projections/activity_index.h"

#include "ledger/base/time.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;

namespace {

constexpr std::uint8_t kActorTag = 0x01;
constexpr std::uint8_t kTypeTag = 0x02;
constexpr std::uint8_t kCenterTag = 0x03;

Status check_segment(std::string_view text, std::string_view pointer) {
  if (ledger::is_segment(text)) return {};
  return ledger::invalid("activity_index.segment", "not an id or code")
      .at(std::string(pointer))
      .want("1 to 64 characters of A-Z a-z 0-9 . _ : -");
}

std::string type_month(std::string_view type, std::string_view month) {
  return std::string(type) + '/' + std::string(month);
}

void put_row(OwnRows& own, const LogItem& item, std::uint8_t tag, std::string_view text, unsigned parts) {
  const Bytes value =
      RowWriter(kTimelineRowVersion).time(item.entry.recorded_at).u8(static_cast<std::uint8_t>(parts)).take();
  own.put(numbered_key(text_key(tag, text), item.position.value), value);
}

Result<Page<ActivityRow>> page_of(const Snapshot& snapshot, std::uint8_t tag, std::string_view text,
                                  const Bounds& bounds, const PageRequest& request) {
  LEDGER_ASSIGN(const OwnSnapshot own, snapshot.rows_of(ActivityIndex::kName));
  std::string question = question_of(ActivityIndex::kName, request.order, bounds);
  const Bytes prefix = text_key(tag, text);
  append_question(question, prefix);
  Page<ActivityRow> page;
  const auto take_row = [&page](ledger::Position position, ByteView value) -> Result<bool> {
    RowReader in(value, kTimelineRowVersion);
    ActivityRow row;
    row.position = position;
    row.recorded_at = in.time();
    row.parts = in.u8();
    LEDGER_TRY(in.finish());
    page.rows.push_back(row);
    return true;
  };
  LEDGER_ASSIGN(const TimelinePage walked, walk_timeline(own, prefix, bounds, question, request, take_row));
  page.next = walked.next;
  page.more = walked.more;
  page.reflects = walked.reflects;
  return page;
}

}  // namespace

Status ActivityIndex::apply(const LogItem& item, OwnRows& own) const {
  const ledger::Event& event = item.event;
  LEDGER_TRY(check_segment(event.type, "/type"));
  put_row(own, item, kTypeTag, type_month(event.type, ledger::jst_year_month(item.entry.recorded_at)), kActs);

  const std::string& person = event.actor.person.value;
  if (!person.empty()) {  // the service's own events have no person
    LEDGER_TRY(check_segment(person, "/actor/person"));
    put_row(own, item, kActorTag, person, kActs);
  }

  const std::string_view acting = event.actor.center;
  const std::string_view concerned = event.text("center_id");
  if (!acting.empty()) {
    LEDGER_TRY(check_segment(acting, "/actor/center"));
    put_row(own, item, kCenterTag, acting, acting == concerned ? kActs | kConcerned : kActs);
  }
  if (!concerned.empty() && concerned != acting) {
    LEDGER_TRY(check_segment(concerned, "/data/center_id"));
    put_row(own, item, kCenterTag, concerned, kConcerned);
  }
  return {};
}

Result<Page<ActivityRow>> activity_by_actor(const Snapshot& snapshot, const ledger::PersonId& person,
                                            const Bounds& bounds, const PageRequest& request) {
  LEDGER_TRY(check_segment(person.value, "/person"));
  return page_of(snapshot, kActorTag, person.value, bounds, request);
}

Result<Page<ActivityRow>> activity_by_type(const Snapshot& snapshot, std::string_view type,
                                           std::string_view month, const Bounds& bounds,
                                           const PageRequest& request) {
  LEDGER_TRY(check_segment(type, "/type"));
  if (!ledger::is_year_month(month)) {
    return ledger::invalid("activity_index.month", "not a month").at("/month").want("YYYY-MM");
  }
  return page_of(snapshot, kTypeTag, type_month(type, month), bounds, request);
}

Result<Page<ActivityRow>> activity_by_center(const Snapshot& snapshot, std::string_view center,
                                             const Bounds& bounds, const PageRequest& request) {
  LEDGER_TRY(check_segment(center, "/center"));
  return page_of(snapshot, kCenterTag, center, bounds, request);
}

}  // namespace projections
