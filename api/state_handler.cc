#include <algorithm>

#include "api/handlers.h"
#include "api/internal_event.h"
#include "api/query_args.h"
#include "api/state_query.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/indicators.h"
#include "ledger/event/event.h"
#include "ledger/store/kv_log_store.h"
#include "projections/record_kinds.h"

namespace api {
namespace {

using ledger::Bytes;
using ledger::JsonValue;
using ledger::JsonWriter;
using ledger::Result;
using ledger::Status;

std::string question_of(const StateResource& resource, std::string_view id, std::string_view what) {
  std::string question = "state";
  for (const std::string_view part : {resource.kind, id, what}) {
    projections::append_question(question, part);
  }
  return question;
}

// Names the question that "rests_on" of any answer about this thing is read on with.
constexpr std::string_view kRestsOn = "rests_on";

void write_items(const ShownPart& shown, const std::string& question, ledger::TreeSize reflects,
                 JsonWriter& json) {
  json.key("items").begin_array();
  for (const ShownRecord& record : shown.records) json.value(record.value);
  json.end_array().member("more", shown.more);
  json.member("next",
              shown.more ? projections::format_key_cursor(question, {reflects, shown.last}) : std::string());
}

void write_part(const ShownPart& shown, const std::string& question, ledger::TreeSize reflects,
                JsonWriter& json) {
  json.key(shown.part->name);
  if (shown.part->way == PartWay::kOne) {
    if (shown.records.empty()) {
      json.null();
    } else {
      json.value(shown.records.front().value);
    }
    return;
  }
  json.begin_object();
  write_items(shown, question, reflects, json);
  json.end_object();
}

void write_withheld(const std::vector<ShownPart>& parts, JsonWriter& json) {
  json.key("withheld").begin_array();
  for (const ShownPart& shown : parts) {
    if (shown.withheld_by.empty()) continue;
    json.begin_object().member("part", shown.part->name).member("rule", shown.withheld_by).end_object();
  }
  json.end_array();
}

void write_thing(const StateResource& resource, const std::string& id, JsonWriter& json) {
  json.begin_object().member("kind", resource.kind).member("id", id);
  json.key("label").begin_object().member("ja", resource.label_ja).member("en", resource.label_en);
  json.end_object();
}

// The question as an event, before the answer leaves: who asked which consents, for what, and what was shown.
Result<ledger::Receipt> record_question(const Call& call, const std::string& business,
                                        const std::vector<ledger::EventId>& shown) {
  if (call.caller.purpose.empty()) {
    return ledger::invalid("purpose.missing", "this question is recorded and needs a purpose")
        .want("a Daicho-Purpose header with one of the catalogue's purposes");
  }
  const ledger::StreamId record("business/" + business);
  LEDGER_ASSIGN(const auto first,
                ledger::read_stream(*call.view->reader, record, ledger::StreamVersion(0), 1));
  if (first.empty()) return ledger::not_found("state.unknown", "the ledger knows no such business");
  LEDGER_ASSIGN(const ledger::StoredEvent registered, ledger::event_at(*call.view, first.front()));
  const std::string center = target_of(call, registered.signed_event.event).center;
  JsonValue::Array ids;
  for (const ledger::EventId& id : shown) ids.emplace_back(ledger::format_event_id(id));
  JsonValue::Array classes;
  classes.emplace_back("public");
  JsonValue data{JsonValue::Object{}};
  data.add("record", JsonValue(record.value));
  data.add("center_id", JsonValue(center));
  data.add("record_ids", JsonValue(std::move(ids)));
  data.add("field_classes", JsonValue(std::move(classes)));
  data.add("view_position", JsonValue(static_cast<std::int64_t>(call.view->head.size.value)));
  data.add("business_id", JsonValue(business));
  auto receipt =
      append_internal(call.context, "record.viewed", access_stream(center, call.context.clock.now()),
                      call.caller.actor, attested_by(call.caller), call.caller.purpose, std::move(data));
  if (receipt.ok() || receipt.status().code() == ledger::StatusCode::kPermissionDenied) return receipt;
  return ledger::unavailable("access.not_recorded", "the access could not be recorded (" +
                                                        receipt.status().reason() + "), so nothing is shown");
}

Response json_response(JsonWriter& json, ledger::TreeSize reflects) {
  Response response;
  response.content_type = "application/json";
  response.body = json.end_object().take();
  response.set_header("Ledger-Position", std::to_string(reflects.value));
  return response;
}

Status check_id(std::string_view id) {
  if (ledger::is_segment(id)) return Status();
  return ledger::invalid("state.id", "this is not an id").want("letters, digits, '.', '_', ':' and '-'");
}

struct Continuation {
  std::optional<projections::KeyCursor> rests_on;
  std::optional<ledger::TreeSize> at;  // the size that the pages before were read at
};

// Where "rests_on" goes on; its cursor holds the size of the answer that it belongs to.
Result<Continuation> read_continuation(const Call& call, const std::string& question) {
  Continuation continuation;
  LEDGER_ASSIGN(const std::string text, query_text(call, "rests_on_cursor"));
  LEDGER_ASSIGN(continuation.rests_on, projections::parse_key_cursor(question, text));
  if (continuation.rests_on) continuation.at = continuation.rests_on->size;
  return continuation;
}

// The end of every answer. A recorded question leaves its event first, with what is about to be shown.
Result<Response> finish(const Call& call, const StateResource& resource, const std::string& id,
                        const StateQuery& query, const std::vector<ledger::EventId>& rests_on,
                        JsonWriter& json) {
  json.member("reflects", query.reflects().value);
  if (!resource.recorded) return json_response(json, query.reflects());
  LEDGER_ASSIGN(const ledger::Receipt recorded, record_question(call, id, rests_on));
  Response response = json_response(json, query.reflects());
  response.set_header("Daicho-Access-Event", ledger::format_event_id(recorded.id));
  return response;
}

Result<Response> answer_state(const Call& call, const StateResource& resource) {
  const std::string& id = call.captures.front();
  LEDGER_TRY(check_id(id));
  LEDGER_ASSIGN(projections::PageRequest page, query_page(call));
  page.order = projections::PageOrder::kNewestFirst;
  const std::string resting = question_of(resource, id, kRestsOn);
  LEDGER_ASSIGN(const Continuation continuation, read_continuation(call, resting));
  LEDGER_ASSIGN(const StateQuery query, StateQuery::open(call, continuation.at));
  LEDGER_ASSIGN(const std::vector<ShownPart> parts, query.parts(resource, id));
  JsonWriter json;
  write_thing(resource, id, json);
  Basis basis;
  std::vector<std::string_view> cut;
  json.key("state").begin_object();
  for (const ShownPart& part : parts) {
    write_part(part, question_of(resource, id, part.part->name), query.reflects(), json);
    basis.add(part);
    if (part.more) cut.push_back(part.part->name);
  }
  json.end_object();
  write_withheld(parts, json);
  std::vector<ledger::EventId> rests_on;
  LEDGER_TRY(query.write_rests_on(basis, resting, continuation.rests_on, json, rests_on));
  projections::LifeCycleQuestion life{std::string(resource.kind) + "/" + id, {}, std::move(basis.records)};
  if (!resource.stream_kind.empty()) {
    life.streams.emplace_back(std::string(resource.stream_kind) + "/" + id);
  }
  for (const ShownPart& part : parts) {
    if (part.part->way != PartWay::kNewest || !part.withheld_by.empty()) continue;
    for (const ledger::IndicatorSpec& indicator : ledger::indicators()) {
      life.streams.emplace_back(std::string(part.part->stream_kind) + "/" + id + "/" +
                                std::string(indicator.id));
    }
  }
  LEDGER_TRY(query.write_timeline(life, page, cut, json));
  return finish(call, resource, id, query, rests_on, json);
}

Result<Response> answer_part(const Call& call, const StateResource& resource) {
  const std::string& id = call.captures.front();
  LEDGER_TRY(check_id(id));
  const StatePart* part = find_state_part(resource, call.captures.back());
  if (part == nullptr) {
    std::string names;
    for (const StatePart& one : resource.parts) {
      if (one.shown) names += (names.empty() ? "" : ", ") + std::string(one.name);
    }
    return ledger::not_found("state.part", "a " + std::string(resource.kind) + " has no such part")
        .want(names);
  }
  const std::string question = question_of(resource, id, part->name);
  const std::string resting = question_of(resource, id, std::string(part->name) + "/rests_on");
  LEDGER_ASSIGN(const projections::PageRequest asked, query_page(call));
  LEDGER_ASSIGN(const auto cursor, projections::parse_key_cursor(question, asked.after));
  LEDGER_ASSIGN(Continuation continuation, read_continuation(call, resting));
  if (cursor && continuation.at && *continuation.at != cursor->size) {
    return ledger::invalid("page.cursor", "the two cursors are of different states")
        .at("?rests_on_cursor")
        .want("`rests_on_next` of the answer to the same cursor");
  }
  if (cursor) continuation.at = cursor->size;
  LEDGER_ASSIGN(const StateQuery query, StateQuery::open(call, continuation.at));
  const PartPage page{cursor ? cursor->last : Bytes(), asked.limit};
  LEDGER_ASSIGN(ShownPart shown, query.part(resource, id, *part, page));
  JsonWriter json;
  write_thing(resource, id, json);
  json.member("part", part->name);
  write_items(shown, question, query.reflects(), json);
  Basis basis;
  basis.add(shown);
  const std::vector<ShownPart> all{std::move(shown)};
  write_withheld(all, json);
  std::vector<ledger::EventId> rests_on;
  LEDGER_TRY(query.write_rests_on(basis, resting, continuation.rests_on, json, rests_on));
  return finish(call, resource, id, query, rests_on, json);
}

// --- appointments: a list, by person, by centre, or both ---

struct AppointmentQuestion {
  std::string person, center;
  Bytes after;
  std::size_t limit = 0;
};

Result<AppointmentQuestion> read_appointments(const Call& call, const projections::RecordKind& kind) {
  AppointmentQuestion question;
  LEDGER_ASSIGN(question.person, query_text(call, "person"));
  LEDGER_ASSIGN(question.center, query_text(call, "center"));
  if (question.person.empty() && question.center.empty()) {
    return ledger::invalid("query.missing", "the question is missing").want("person or center");
  }
  for (const std::string* id : {&question.person, &question.center}) {
    if (!id->empty()) LEDGER_TRY(check_id(*id));
  }
  LEDGER_ASSIGN(const projections::PageRequest page, query_page(call));
  question.limit = page.limit;
  if (page.after.empty()) return question;
  const auto key = ledger::from_base64url(page.after);
  const bool fits = key && key->starts_with(projections::record_key(kind, {question.person})) &&
                    key->ends_with(question.center);
  if (!fits) {
    return ledger::invalid("page.cursor", "the cursor belongs to another question")
        .at("?cursor")
        .want("`next` of the page before");
  }
  question.after = *key;
  return question;
}

// Keys behind `after`, one more than the limit, so that `more` is known.
std::vector<Bytes> appointment_keys(const StateQuery& query, const AppointmentQuestion& question,
                                    const projections::RecordKind& kind) {
  std::vector<Bytes> keys;
  const auto take = [&](ledger::ByteView key) {
    const std::string ending = '\0' + question.center;
    const bool fits = key > question.after && (question.center.empty() || key.ends_with(ending));
    if (fits) keys.emplace_back(key);
    return keys.size() <= question.limit;
  };
  if (!question.person.empty()) {
    query.state().scan(projections::record_key(kind, {question.person}) + '\0',
                       [&](ledger::ByteView key, ledger::ByteView) { return take(key); });
    return keys;
  }
  const Bytes from(1, static_cast<char>(kind.tag - 1));
  const Bytes after = question.after.empty() ? from + '\xFF' : question.after;
  for (const Bytes& key :
       query.state().linked(projections::kLinkCenter, question.center, after, question.limit + 1)) {
    if (key.front() == kind.tag) keys.push_back(key);
  }
  return keys;
}

}  // namespace

Result<Response> get_state(const Call& call) {
  const StateResource* resource = state_resource_of(call.request.path);
  LEDGER_CHECK(resource != nullptr);
  return answer_state(call, *resource);
}

Result<Response> get_state_part(const Call& call) {
  const StateResource* resource = state_resource_of(call.request.path);
  LEDGER_CHECK(resource != nullptr);
  return answer_part(call, *resource);
}

Result<Response> list_appointments(const Call& call) {
  const projections::RecordKind* kind = projections::find_record_kind("appointment");
  LEDGER_ASSIGN(const AppointmentQuestion question, read_appointments(call, *kind));
  std::string resting = "appointments";
  for (const std::string* one : {&question.person, &question.center}) {
    projections::append_question(resting, *one);
  }
  LEDGER_ASSIGN(const Continuation continuation, read_continuation(call, resting));
  LEDGER_ASSIGN(const StateQuery query, StateQuery::open(call, continuation.at));
  JsonValue asked{JsonValue::Object{}};
  if (!question.person.empty()) asked.add("person_id", JsonValue(question.person));
  if (!question.center.empty()) asked.add("center_id", JsonValue(question.center));
  constexpr auto kClass = security::DataClass::kContractFee;
  LEDGER_TRY(require(call, security::Action::kReadState, query.target_of_record(asked, kClass)).status());
  std::vector<Bytes> keys = appointment_keys(query, question, *kind);
  const bool more = keys.size() > question.limit;
  if (more) keys.pop_back();
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  Basis shown;
  for (const Bytes& key : keys) {
    const auto record = query.record_at(key);
    if (!record) continue;
    if (!require(call, security::Action::kReadState, query.target_of_record(record->value, kClass)).ok())
      continue;
    json.value(record->value);
    shown.records.push_back(key);
  }
  LEDGER_TRY(query.state().health());
  json.end_array();
  std::vector<ledger::EventId> rests_on;
  LEDGER_TRY(query.write_rests_on(shown, resting, continuation.rests_on, json, rests_on));
  json.member("next", keys.empty() ? std::string() : ledger::to_base64url(keys.back()))
      .member("more", more)
      .member("reflects", query.reflects().value);
  return json_response(json, query.reflects());
}

}  // namespace api
