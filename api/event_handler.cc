#include "api/authorisation.h"
#include "api/event_json.h"
#include "api/handlers.h"
#include "api/query_args.h"
#include "api/read_models.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/store/kv_log_store.h"
#include "projections/activity_index.h"
#include "projections/stream_history.h"

namespace api {
namespace {

using ledger::Result;

// Largest integer that every JSON reader holds exactly; no ledger comes near it.
constexpr std::uint64_t kPositionMax = std::uint64_t{1} << 53;

// Entries, or sealed fields as they are stored, that one page shows: an event may hold megabytes, and a
// thousand of them are a page. What does not fit is on the next one; a page has one event at least.
constexpr std::size_t kPageBytesMax = std::size_t{4} << 20;

enum class Fields { kPublic, kAll };

Result<Fields> asked_fields(const Call& call) {
  LEDGER_ASSIGN(const std::string fields, query_text(call, "fields"));
  if (fields.empty() || fields == "public") return Fields::kPublic;
  if (fields == "all") return Fields::kAll;
  return ledger::invalid("query.fields", "fields is neither public nor all")
      .at("?fields")
      .want("public or all");
}

Result<ledger::StoredEvent> find_event(const Call& call, const std::string& text) {
  if (const auto position = ledger::parse_decimal(text))
    return ledger::event_at(*call.view, ledger::Position(*position));
  const auto id = ledger::parse_event_id(text);
  if (!id) {
    return ledger::invalid("event.id", "this is neither a position nor an event id")
        .want("a decimal position or a lower-case UUIDv7");
  }
  return ledger::event_by_id(*call.view, *id);
}

Response json_response(std::string body) {
  Response response;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

// Read-your-writes: what the view holds should be in the projection too, as far as the caller is willing to
// wait.
projections::Snapshot fresh_snapshot(const Call& call, std::string_view projection) {
  const std::int64_t wait = prefer_wait_micros(call.request);
  projections::Projector& projector = *call.context.projector;
  const ledger::TreeSize wanted = call.view->head.size;
  if (wait > 0 && call.context.waits != nullptr &&
      projector.wait_until(projection, wanted, WaitPlaces::kBriefMicros) < wanted) {
    call.context.waits->wait(wait, [&](std::int64_t slice_micros) {
      return projector.wait_until(projection, wanted, slice_micros) >= wanted;
    });
  }
  return read_models(call, {projection});
}

void write_row(const projections::StreamRow& row, ledger::JsonWriter& json) {
  json.begin_object()
      .member("version", row.version.value)
      .member("position", row.position.value)
      .member("id", ledger::format_event_id(row.event))
      .member("type", row.type)
      .member("occurred_at", ledger::format_recorded_at(row.occurred_at))
      .member("recorded_at", ledger::format_recorded_at(row.recorded_at));
  json.key("actor").begin_object().member("person", row.person).member("role", row.role);
  if (!row.org.empty()) json.member("org", row.org);
  if (!row.center.empty()) json.member("center", row.center);
  if (!row.on_behalf_of.empty()) json.member("on_behalf_of", row.on_behalf_of);
  json.end_object().end_object();
}

void write_page_end(const std::string& next, bool more, ledger::TreeSize reflects, ledger::JsonWriter& json) {
  json.member("next", next).member("more", more).member("reflects", reflects.value);
}

// How many of the rows, from the first on, a page has room for when their events are opened.
Result<std::size_t> rows_that_fit(const Call& call, const std::vector<projections::StreamRow>& rows) {
  std::size_t count = 0;
  for (std::size_t bytes = 0; count < rows.size(); ++count) {
    LEDGER_ASSIGN(const auto sealed, ledger::read_sealed(*call.view->reader, rows[count].event));
    for (const auto& [digest, field] : sealed) bytes += field.size();
    if (count > 0 && bytes > kPageBytesMax) break;
  }
  return count;
}

// The rows' events, opened: one recorded read for the page.
Result<Response> disclose_stream(const Call& call, const ledger::StreamId& stream,
                                 const projections::StreamPage& page) {
  std::vector<ledger::StoredEvent> events;
  for (const projections::StreamRow& row : page.page.rows) {
    LEDGER_ASSIGN(ledger::StoredEvent stored, ledger::event_at(*call.view, row.position));
    events.push_back(std::move(stored));
  }
  LEDGER_ASSIGN(const RecordedRead read, read_recorded(call, stream, std::move(events)));
  ledger::JsonWriter json;
  json.begin_object().member("stream", stream.value).member("versions", page.versions.value);
  json.key("items").begin_array();
  for (const DisclosedEvent& disclosed : read.events) write_disclosed(disclosed, json);
  json.end_array();
  write_page_end(page.page.next, page.page.more, page.page.reflects, json);
  Response response = json_response(json.end_object().take());
  response.set_header("Daicho-Access-Event", ledger::format_event_id(read.access.id));
  return response;
}

// For a page without rows, where no row's event can be asked about: the stream's first event stands for all.
// A stream that the view does not hold is not found, whoever asks.
ledger::Status require_stream(const Call& call, const ledger::StreamId& stream) {
  LEDGER_ASSIGN(const auto first,
                ledger::read_stream(*call.view->reader, stream, ledger::StreamVersion(0), 1));
  if (first.empty())
    return ledger::not_found("stream.unknown", "the ledger has no such stream at this position");
  LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(*call.view, first.front()));
  return require(call, security::Action::kReadEvent, target_of(call, stored.signed_event.event)).status();
}

}  // namespace

Result<Response> get_event(const Call& call) {
  LEDGER_ASSIGN(const Fields fields, asked_fields(call));
  LEDGER_ASSIGN(ledger::StoredEvent stored, find_event(call, call.captures.front()));
  const std::string etag = "\"" + ledger::to_hex(ledger::view_of(stored.leaf_hash)) + "\"";
  ledger::JsonWriter json;
  if (fields == Fields::kPublic) {
    LEDGER_TRY(
        require(call, security::Action::kReadEvent, target_of(call, stored.signed_event.event)).status());
    write_stored(stored, json);
    Response response = json_response(json.take());
    response.set_header("ETag", etag);
    return response;
  }
  const ledger::StreamId stream = stored.signed_event.event.stream;
  return show_recorded(call, stream, std::move(stored), [](const RecordedRead& read) -> Result<Response> {
    ledger::JsonWriter shown;
    write_disclosed(read.events.front(), shown);
    Response response = json_response(shown.take());
    response.set_header("Daicho-Access-Event", ledger::format_event_id(read.access.id));
    return response;
  });
}

Result<Response> get_stream(const Call& call) {
  LEDGER_ASSIGN(const Fields fields, asked_fields(call));
  LEDGER_ASSIGN(const ledger::StreamId stream, ledger::parse_stream_id(call.captures.front()));
  LEDGER_ASSIGN(const ledger::TreeSize as_of, query_as_of(call));
  LEDGER_ASSIGN(projections::PageRequest request, query_page(call));
  request.order = projections::PageOrder::kNewestFirst;
  const projections::Snapshot snapshot = fresh_snapshot(call, projections::StreamHistory::kName);
  LEDGER_ASSIGN(projections::StreamPage page, projections::stream_versions(snapshot, stream, as_of, request));
  // The projection may be ahead of this request's view: what the view does not hold is not answered.
  const auto is_ahead = [&](const auto& row) { return row.position.value >= call.view->head.size.value; };
  const std::size_t ahead = std::erase_if(page.page.rows, is_ahead);
  if (page.page.rows.empty()) {
    LEDGER_TRY(require_stream(call, stream));
    if (page.versions.value == 0) {
      return ledger::not_found("stream.unknown", "the ledger has no such stream at this position");
    }
  } else if (fields == Fields::kAll) {
    LEDGER_ASSIGN(const std::size_t fit, rows_that_fit(call, page.page.rows));
    if (fit < page.page.rows.size()) {
      // Asked again for as many, so that the cursor is that of the shorter page.
      request.limit = ahead + fit;
      LEDGER_ASSIGN(page, projections::stream_versions(snapshot, stream, as_of, request));
      std::erase_if(page.page.rows, is_ahead);
    }
    return disclose_stream(call, stream, page);
  }
  for (const projections::StreamRow& row : page.page.rows) {
    LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(*call.view, row.position));
    LEDGER_TRY(
        require(call, security::Action::kReadEvent, target_of(call, stored.signed_event.event)).status());
  }
  ledger::JsonWriter json;
  json.begin_object().member("stream", stream.value).member("versions", page.versions.value);
  json.key("items").begin_array();
  for (const projections::StreamRow& row : page.page.rows) write_row(row, json);
  json.end_array();
  write_page_end(page.page.next, page.page.more, page.page.reflects, json);
  Response response = json_response(json.end_object().take());
  response.set_header("Ledger-Position", std::to_string(page.page.reflects.value));
  return response;
}

Result<Response> list_events(const Call& call) {
  LEDGER_ASSIGN(const auto after, query_number(call, "after"));
  if (after && *after > kPositionMax) {
    return ledger::invalid("query.number", "there can be no such position")
        .at("?after")
        .want("a position up to 2^53");
  }
  LEDGER_ASSIGN(const auto limit, query_number(call, "limit"));
  LEDGER_ASSIGN(const std::string type, query_text(call, "type"));
  projections::PageRequest page;
  if (limit) page.limit = static_cast<std::size_t>(*limit);
  LEDGER_TRY(projections::check_limit(page.limit));
  // A long poll waits on the log itself, for the first entry that the caller has not seen.
  const ledger::Position first(after ? *after + 1 : 0);
  const std::int64_t wait = prefer_wait_micros(call.request);
  std::shared_ptr<const ledger::LedgerView> view = call.view;
  bool waited = false;
  if (wait > 0 && first.value >= view->head.size.value && call.context.waits != nullptr) {
    waited = call.context.waits->wait(wait, [&](std::int64_t slice_micros) {
      view = call.context.views.wait_for(ledger::size_including(first), slice_micros);
      return first.value < view->head.size.value || call.context.views.closed();
    });
  }
  ledger::JsonWriter json;
  json.begin_object().key("items").begin_array();
  std::uint64_t next = first.value;
  std::size_t shown = 0, shown_bytes = 0;
  const auto is_full = [&] { return shown >= page.limit || shown_bytes > kPageBytesMax; };
  for (std::size_t examined = 0;
       examined < projections::kExaminedRowsMax && next < view->head.size.value && !is_full();
       ++examined, ++next) {
    LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(*view, ledger::Position(next)));
    const ledger::Event& event = stored.signed_event.event;
    if (!type.empty() && event.type != type) continue;
    if (!require(call, security::Action::kReadEvent, target_of(call, event)).ok()) continue;
    write_stored(stored, json);
    ++shown;
    shown_bytes += stored.entry_text.size();
  }
  json.end_array();
  if (next > 0) json.member("after", next - 1);
  json.member("more", next < view->head.size.value).member("reflects", view->head.size.value).end_object();
  Response response = json_response(json.take());
  // RFC 7240 §3. Without it a poller knows that there was no place to wait, and when to ask again is its own.
  if (waited) response.set_header("Preference-Applied", "wait=" + std::to_string(wait / 1'000'000));
  response.set_header("Ledger-Position", std::to_string(view->head.size.value));
  return response;
}

}  // namespace api
