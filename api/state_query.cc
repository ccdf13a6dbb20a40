#include "api/state_query.h"

#include <algorithm>
#include <set>

#include "api/query_args.h"
#include "ledger/base/limits.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/records.h"
#include "ledger/domain/roles.h"
#include "ledger/journal/kv_state.h"
#include "projections/record_kinds.h"
#include "projections/stream_history.h"

namespace api {

namespace {

using ledger::Bytes;
using ledger::JsonValue;
using ledger::JsonWriter;
using ledger::Result;
using ledger::Status;

// Events that `rests_on` names; a record with a longer past says that there is more.
constexpr std::size_t kRestsOnMax = ledger::kAccessIdsMax;

void write_actor(const ledger::Actor& actor, JsonWriter& json) {
  json.key("actor").begin_object().member("person", actor.person.value).member("role", actor.role);
  if (!actor.org.empty()) json.member("org", actor.org);
  if (!actor.center.empty()) json.member("center", actor.center);
  if (!actor.on_behalf_of.empty()) json.member("on_behalf_of", actor.on_behalf_of);
  json.end_object();
}

}  // namespace

Result<StateQuery> StateQuery::open(const Call& call) {
  LEDGER_ASSIGN(const ledger::TreeSize as_of, query_as_of(call));
  const std::int64_t wait = prefer_wait_micros(call.request);
  projections::Projector& projector = *call.context.projector;
  if (wait > 0 && call.context.waits != nullptr &&
      projector.wait_until("", as_of, WaitPlaces::kBriefMicros) < as_of) {
    call.context.waits->wait(wait, [&](std::int64_t slice_micros) {
      return projector.wait_until("", as_of, slice_micros) >= as_of;
    });
  }
  projections::Snapshot snapshot = projector.snapshot();
  // A life cycle needs both read models at one size; what neither has folded is not answered.
  LEDGER_ASSIGN(const auto streams, snapshot.rows_of(projections::StreamHistory::kName));
  LEDGER_ASSIGN(projections::PastState state,
                projections::PastState::open(snapshot, std::min(as_of, streams.size)));
  return StateQuery(call, std::move(snapshot), std::move(state));
}

std::optional<ShownRecord> StateQuery::record_at(const Bytes& key) const {
  const auto bytes = state_.get(key);
  if (!bytes) return std::nullopt;
  auto value = projections::record_value(key, *bytes);
  LEDGER_CHECK(value.has_value());
  return ShownRecord{key, std::move(*value)};
}

std::vector<Bytes> StateQuery::keys_of(const StatePart& part, std::string_view id, bool& more) const {
  const projections::RecordKind* kind = projections::find_record_kind(part.record);
  LEDGER_CHECK(kind != nullptr);
  const Bytes key = projections::record_key(*kind, {id});
  if (part.way == PartWay::kOne) return {key};
  std::vector<Bytes> keys;
  if (part.way == PartWay::kPrefix) {
    state_.scan(key + '\0', [&](ledger::ByteView one, ledger::ByteView) {
      more = keys.size() == kPartItemsMax;
      if (!more) keys.emplace_back(one);
      return !more;
    });
    return keys;
  }
  // One thing is named by records of several kinds, whose keys differ in their first byte.
  const Bytes from(1, static_cast<char>(kind->tag - 1));
  for (Bytes& one : state_.linked(part.link, id, from + '\xFF', kPartItemsMax + 1)) {
    if (one.front() == kind->tag) keys.push_back(std::move(one));
  }
  more = keys.size() > kPartItemsMax;
  if (more) keys.pop_back();
  return keys;
}

Target StateQuery::target_of_record(const JsonValue& record, security::DataClass data_class) const {
  const ledger::KvState now(*call_->view->reader);
  Target target;
  target.data_class = data_class;
  target.business = record.text("business_id");
  target.case_id = record.text("case_id");
  target.subject = ledger::PersonId(std::string(record.text("person_id")));
  target.center = record.text("center_id");
  if (target.center.empty() && !target.case_id.empty()) {
    if (const auto found = ledger::find(now, ledger::case_record(target.case_id))) {
      target.center = found->center;
      if (target.business.empty()) target.business = found->business;
    }
  }
  if (target.center.empty() && !target.business.empty()) {
    if (const auto found = ledger::find(now, ledger::business_record(target.business)))
      target.center = found->center;
  }
  if (target.center.empty()) {
    if (const auto found = ledger::find(now, ledger::contract_record(record.text("contract_id")))) {
      target.center = found->center;
      if (target.subject.value.empty()) target.subject = found->person;
    }
  }
  if (target.center.empty()) {
    // A person stands where the organisation is: its centre, else itself.
    std::string org(record.text("org_id"));
    if (org.empty()) {
      if (const auto person = ledger::find(now, ledger::person_record(target.subject.value)))
        org = person->org;
    }
    const auto found = ledger::find(now, ledger::org_record(org));
    target.center = found && !found->center.empty() ? found->center : org;
  }
  return target;
}

// Whether the part is withheld follows from the thing, not from the records: who may not read it does not
// learn whether it is empty. A record of one's own is shown all the same.
Result<ShownPart> StateQuery::show(const StatePart& part, std::string_view id, const Target& own) const {
  ShownPart shown{&part, {}, false, {}};
  Target target = own;
  target.data_class = part.data_class;
  const Status whole = require(*call_, security::Action::kReadState, target).status();
  if (!whole.ok() && whole.code() != ledger::StatusCode::kPermissionDenied) return whole;
  shown.withheld_by = whole.rule();
  for (const Bytes& key : keys_of(part, id, shown.more)) {
    const auto bytes = state_.get(key);
    std::optional<ShownRecord> found = bytes ? record_at(key) : std::nullopt;
    if (!found) continue;
    if (part.way == PartWay::kLinked) {
      const auto links = projections::links_of(key, *bytes);
      const projections::RecordLink wanted{part.link, std::string(id)};
      if (std::find(links.begin(), links.end(), wanted) == links.end()) continue;
    }
    Target record = target_of_record(found->value, part.data_class);
    if (record.center.empty()) record.center = own.center;
    if (record.business.empty()) record.business = own.business;
    if (record.subject.value.empty()) record.subject = own.subject;
    const Status allowed = require(*call_, security::Action::kReadState, record).status();
    if (allowed.ok()) {
      shown.records.push_back(std::move(*found));
    } else if (allowed.code() == ledger::StatusCode::kPermissionDenied) {
      shown.withheld_by = allowed.rule();
    } else {
      return allowed;
    }
  }
  return shown;
}

Result<std::vector<ShownPart>> StateQuery::parts(const StateResource& resource, std::string_view id) const {
  const auto unknown = [&] {
    return ledger::not_found("state.unknown",
                             "the ledger knows no such " + std::string(resource.kind) + " at this position");
  };
  const StatePart& first = resource.parts.front();
  bool more = false;
  const Bytes key = keys_of(first, id, more).front();
  std::optional<ShownRecord> thing = record_at(key);
  // The centre and the person that the policy asks about are those of today; only what is gone today is asked
  // about as it was.
  const auto today = ledger::KvState(*call_->view->reader).get(key);
  const auto current = today ? projections::record_value(key, *today) : std::nullopt;
  if (!thing && !current) return unknown();
  const JsonValue& asked = current ? *current : thing->value;
  const Target own = target_of_record(asked, first.data_class);
  LEDGER_TRY(require(*call_, security::Action::kReadState, own).status());
  if (!thing) return unknown();
  std::vector<ShownPart> shown;
  for (const StatePart& part : resource.parts) {
    if (!part.shown) continue;
    LEDGER_ASSIGN(ShownPart one, show(part, id, own));
    shown.push_back(std::move(one));
  }
  LEDGER_TRY(state_.health());
  return shown;
}

Status StateQuery::write_rests_on(const std::vector<Bytes>& keys, JsonWriter& json,
                                  std::vector<ledger::EventId>& ids) const {
  std::set<std::uint64_t, std::greater<>> positions;
  for (const Bytes& key : keys) {
    for (const auto& version : state_.versions(key, kRestsOnMax + 1))
      positions.insert(version.position.value);
  }
  LEDGER_TRY(state_.health());
  json.key("rests_on").begin_array();
  for (const std::uint64_t position : positions) {
    if (ids.size() == kRestsOnMax) break;
    LEDGER_ASSIGN(const ledger::StoredEvent stored,
                  ledger::event_at(*call_->view, ledger::Position(position)));
    const ledger::Event& event = stored.signed_event.event;
    json.begin_object()
        .member("position", position)
        .member("id", ledger::format_event_id(event.id))
        .member("type", event.type)
        .end_object();
    ids.push_back(event.id);
  }
  json.end_array().member("rests_on_more", positions.size() > ids.size());
  return Status();
}

void StateQuery::write_changes(const projections::LifeCycleRow& row, JsonWriter& json) const {
  json.key("changed").begin_array();
  for (const Bytes& key : row.changed) {
    const auto versions = state_.versions(key, ledger::size_including(row.position), 2);
    const auto value_of = [&](std::size_t index) {
      const bool there = index < versions.size() && versions[index].record.has_value();
      const auto value = there ? projections::record_value(key, *versions[index].record) : std::nullopt;
      return value.value_or(JsonValue(JsonValue::Object{}));
    };
    const JsonValue now = value_of(0);
    const JsonValue before = value_of(1);
    json.begin_object().member("record", projections::kind_of_key(key)->name);
    json.key("members").begin_array();
    const auto change = [&](const std::string& name, const JsonValue* from, const JsonValue* to) {
      json.begin_object().member("name", name);
      if (from != nullptr) json.member("from", *from);
      if (to != nullptr) json.member("to", *to);
      json.end_object();
    };
    for (const auto& [name, value] : now.as_object()) {
      const JsonValue* old = before.find(name);
      if (old == nullptr || *old != value) change(name, old, &value);
    }
    for (const auto& [name, value] : before.as_object()) {
      if (now.find(name) == nullptr) change(name, &value, nullptr);
    }
    json.end_array().end_object();
  }
  json.end_array();
}

Status StateQuery::write_event(const projections::LifeCycleRow& row, const ledger::StoredEvent& stored,
                               JsonWriter& json) const {
  const ledger::Event& event = stored.signed_event.event;
  json.begin_object()
      .member("position", row.position.value)
      .member("id", ledger::format_event_id(event.id))
      .member("type", event.type)
      .member("stream", event.stream.value);
  if (const ledger::TypeSpec* type = ledger::find_type(event.type, event.version)) {
    json.key("label").begin_object().member("ja", type->label_ja).member("en", type->label_en).end_object();
  }
  json.member("occurred_at", event.occurred_at_text)
      .member("recorded_at", ledger::format_recorded_at(stored.entry.recorded_at));
  write_actor(event.actor, json);
  write_changes(row, json);
  if (const auto pending = ledger::find(state_, ledger::pending_record(event.id))) {
    json.key("waits_for").begin_array();
    for (const std::string& role : pending->roles) json.value(role);
    json.end_array();
  }
  json.end_object();
  return state_.health();
}

Status StateQuery::write_timeline(const projections::LifeCycleQuestion& question,
                                  const projections::PageRequest& page, JsonWriter& json) const {
  LEDGER_ASSIGN(const auto life, projections::life_cycle(snapshot_, question, state_.size(), page));
  std::uint64_t withheld = 0;
  json.key("timeline").begin_object().key("items").begin_array();
  for (const projections::LifeCycleRow& row : life.rows) {
    LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(*call_->view, row.position));
    const Target target = target_of(*call_, stored.signed_event.event);
    const Status allowed = require(*call_, security::Action::kReadEvent, target).status();
    if (allowed.code() == ledger::StatusCode::kPermissionDenied) {
      ++withheld;
      continue;
    }
    LEDGER_TRY(allowed);
    LEDGER_TRY(write_event(row, stored, json));
  }
  json.end_array()
      .member("next", life.next)
      .member("more", life.more)
      .member("withheld", withheld)
      .end_object();
  return Status();
}

}  // namespace api
