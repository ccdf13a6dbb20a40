#include "projections/stream_history.h"

#include <algorithm>

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;
using ledger::StreamId;
using ledger::StreamVersion;

namespace {

constexpr std::uint8_t kHeadTag = 0x01;
constexpr std::uint8_t kVersionTag = 0x02;
constexpr std::uint8_t kRowVersion = 1;

Bytes encode_row(const LogItem& item) {
  const ledger::Event& event = item.event;
  return RowWriter(kRowVersion)
      .u64(item.position.value)
      .id(event.id)
      .time(event.occurred_at)
      .time(item.entry.recorded_at)
      .text(event.type)
      .text(event.actor.person.value)
      .text(event.actor.role)
      .text(event.actor.org)
      .text(event.actor.center)
      .text(event.actor.on_behalf_of)
      .take();
}

Result<StreamRow> decode_row(StreamVersion version, ByteView bytes) {
  RowReader in(bytes, kRowVersion);
  StreamRow row;
  row.version = version;
  row.position = ledger::Position(in.u64());
  row.event = in.id();
  row.occurred_at = in.time();
  row.recorded_at = in.time();
  row.type = in.text();
  row.person = in.text();
  row.role = in.text();
  row.org = in.text();
  row.center = in.text();
  row.on_behalf_of = in.text();
  LEDGER_TRY(in.finish());
  return row;
}

Result<std::uint64_t> decode_head(const std::optional<Bytes>& row) {
  if (!row.has_value()) return std::uint64_t{0};
  RowReader in(*row, kRowVersion);
  const std::uint64_t versions = in.u64();
  LEDGER_TRY(in.finish());
  return versions;
}

Status check_stream(const StreamId& stream) {
  if (ledger::parse_stream_id(stream.value).ok()) return {};
  return ledger::invalid("stream_history.stream", "not a stream id")
      .at("/stream")
      .want("<kind>/<segment>[/<segment>]");
}

// Number of versions at positions below `as_of`; versions and positions rise together.
Result<std::uint64_t> versions_as_of(const OwnSnapshot& own, const StreamId& stream, ledger::TreeSize as_of) {
  LEDGER_ASSIGN(const std::optional<Bytes> head, own.reader->get(own.rows, text_key(kHeadTag, stream.value)));
  LEDGER_ASSIGN(std::uint64_t high, decode_head(head));
  if (as_of >= own.size) return high;
  const Bytes prefix = text_key(kVersionTag, stream.value);
  std::uint64_t low = 0;
  while (low < high) {
    const std::uint64_t middle = low + (high - low + 1) / 2;
    LEDGER_ASSIGN(const std::optional<Bytes> bytes, own.reader->get(own.rows, numbered_key(prefix, middle)));
    if (!bytes.has_value())
      return ledger::data_loss("projection.row_missing", "a stream lacks one of its versions");
    LEDGER_ASSIGN(const StreamRow row, decode_row(StreamVersion(middle), *bytes));
    if (row.position.value < as_of.value) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

}  // namespace

Status StreamHistory::apply(const LogItem& item, OwnRows& own) const {
  const StreamId& stream = item.event.stream;
  LEDGER_TRY(check_stream(stream));
  const Bytes head_key = text_key(kHeadTag, stream.value);
  LEDGER_ASSIGN(const std::optional<Bytes> head, own.get(head_key));
  LEDGER_ASSIGN(const std::uint64_t versions, decode_head(head));
  own.put(head_key, RowWriter(kRowVersion).u64(versions + 1).take());
  own.put(numbered_key(text_key(kVersionTag, stream.value), versions + 1), encode_row(item));
  return {};
}

Result<StreamPage> stream_versions(const Snapshot& snapshot, const StreamId& stream, ledger::TreeSize as_of,
                                   const PageRequest& request) {
  LEDGER_TRY(check_stream(stream));
  LEDGER_TRY(check_limit(request.limit));
  if (request.order != PageOrder::kNewestFirst) {
    return ledger::invalid("page.order", "a stream is paged newest first").at("/order").want("newest_first");
  }
  std::string question = question_of(StreamHistory::kName, request.order, {});
  append_question(question, stream.value);
  LEDGER_ASSIGN(const std::optional<std::uint64_t> after, parse_page_cursor(question, request.after));
  LEDGER_ASSIGN(const OwnSnapshot own, snapshot.rows_of(StreamHistory::kName));
  LEDGER_ASSIGN(const std::uint64_t versions, versions_as_of(own, stream, as_of));

  StreamPage answer;
  answer.versions = StreamVersion(versions);
  answer.page.next = request.after;
  answer.page.reflects = std::min(as_of, own.size);
  // Versions [1, end) are still to be shown.
  const std::uint64_t end = after.has_value() ? std::min(*after, versions + 1) : versions + 1;
  if (end <= 1) return answer;
  const std::uint64_t begin = end > request.limit ? end - request.limit : 1;
  const Bytes prefix = text_key(kVersionTag, stream.value);
  Status failed;
  LEDGER_TRY(own.reader->scan_reverse(
      own.rows, numbered_key(prefix, begin), numbered_key(prefix, end), [&](ByteView key, ByteView bytes) {
        Result<StreamRow> row = decode_row(StreamVersion(number_of_key(prefix, key).value_or(0)), bytes);
        failed = row.status();
        if (row.ok()) answer.page.rows.push_back(std::move(row).value());
        return failed.ok();
      }));
  LEDGER_TRY(failed);
  if (answer.page.rows.size() != end - begin) {
    return ledger::data_loss("projection.row_missing", "a stream lacks one of its versions");
  }
  answer.page.next = format_page_cursor(question, begin);
  answer.page.more = begin > 1;
  return answer;
}

}  // namespace projections
