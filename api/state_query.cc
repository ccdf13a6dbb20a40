#include "api/state_query.h"

#include <algorithm>
#include <set>

#include "api/query_args.h"
#include "api/read_models.h"
#include "ledger/base/limits.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/indicators.h"
#include "ledger/domain/records.h"
#include "ledger/domain/roles.h"
#include "ledger/journal/kv_state.h"
#include "projections/merge_tree.h"
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

JsonValue event_facts(const ledger::Event& event, ledger::Position position) {
  JsonValue facts{JsonValue::Object{}};
  facts.add("position", JsonValue(static_cast<std::int64_t>(position.value)));
  facts.add("id", JsonValue(ledger::format_event_id(event.id)));
  facts.add("type", JsonValue(event.type));
  facts.add("data", event.data);
  return facts;
}

}  // namespace

void Basis::add(const ShownPart& part) {
  for (const ShownRecord& record : part.records) {
    if (record.key.empty()) {
      events.push_back(*record.position);
    } else {
      records.push_back(record.key);
    }
  }
}

Result<StateQuery> StateQuery::open(const Call& call, std::optional<ledger::TreeSize> at) {
  LEDGER_ASSIGN(ledger::TreeSize as_of, query_as_of(call));
  if (at && *at > as_of) {
    return ledger::invalid("page.cursor", "the page before is of a later state than as_of")
        .at("?cursor")
        .want("the as_of of the page before, or none");
  }
  as_of = at.value_or(as_of);
  const std::int64_t wait = prefer_wait_micros(call.request);
  projections::Projector& projector = *call.context.projector;
  if (wait > 0 && call.context.waits != nullptr &&
      projector.wait_until("", as_of, WaitPlaces::kBriefMicros) < as_of) {
    call.context.waits->wait(wait, [&](std::int64_t slice_micros) {
      return projector.wait_until("", as_of, slice_micros) >= as_of;
    });
  }
  projections::Snapshot snapshot =
      read_models(call, {projections::StateHistory::kName, projections::StreamHistory::kName});
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

Bytes StateQuery::key_of(const StatePart& part, std::string_view id) const {
  const projections::RecordKind* kind = projections::find_record_kind(part.record);
  LEDGER_CHECK(kind != nullptr);
  if (part.stream_kind.empty()) return projections::record_key(*kind, {id});
  return projections::record_key(*kind, {std::string(part.stream_kind) + "/" + std::string(id)});
}

StateQuery::Keys StateQuery::linked_keys(const StatePart& part, std::string_view id,
                                         const PartPage& page) const {
  // One thing is named by records of several kinds, whose keys differ in their first byte; by streams of
  // several kinds, which differ in the text behind it.
  const char tag = projections::find_record_kind(part.record)->tag;
  const Bytes prefix = part.stream_kind.empty() ? Bytes(1, tag) : tag + std::string(part.stream_kind) + "/";
  const Bytes from = part.stream_kind.empty() ? Bytes(1, static_cast<char>(tag - 1)) + '\xFF' : prefix;
  Keys found;
  for (Bytes& one : state_.linked(part.link, id, page.after.empty() ? from : page.after, page.limit + 1)) {
    if (one.starts_with(prefix)) found.keys.push_back(std::move(one));
  }
  return found;
}

Result<StateQuery::Keys> StateQuery::keys_of(const StatePart& part, std::string_view id,
                                             const PartPage& page) const {
  Keys found;
  if (part.way == PartWay::kOne) {
    if (page.after.empty()) found.keys.push_back(key_of(part, id));
    return found;
  }
  if (part.way == PartWay::kPrefix) {
    state_.scan(key_of(part, id) + '\0', [&](ledger::ByteView one, ledger::ByteView) {
      if (one > page.after) found.keys.emplace_back(one);
      return found.keys.size() <= page.limit;
    });
  } else if (part.way == PartWay::kLinked) {
    found = linked_keys(part, id, page);
  } else {
    const std::string_view after =
        page.after.empty() ? std::string_view() : std::string_view(page.after).substr(1);
    const auto tree = projections::merge_tree(state_, id, after, page.limit + 1);
    if (!tree) {
      return ledger::invalid("page.cursor", "the cursor names a business of another tree")
          .at("?cursor")
          .want("the `next` of the page before");
    }
    for (const std::string& business : *tree) found.keys.push_back(key_of(part, business));
  }
  found.more = found.keys.size() > page.limit;
  if (found.more) found.keys.pop_back();
  return found;
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

bool StateQuery::names(const StatePart& part, std::string_view id, const ShownRecord& record) const {
  if (part.way != PartWay::kLinked) return true;
  if (!part.member.empty()) return record.value.text(part.member) == id;
  const auto bytes = state_.get(record.key);
  const auto links = projections::links_of(record.key, bytes.value_or(Bytes()));
  const projections::RecordLink wanted{part.link, std::string(id)};
  return std::find(links.begin(), links.end(), wanted) != links.end();
}

// Many records hold only what rules ask for: the rest is in the event that made them.
Status StateQuery::add_facts(ShownRecord& record) const {
  const auto position = state_.made_at(record.key);
  if (!position) return state_.health();
  LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(*call_->view, *position));
  const ledger::Event& event = stored.signed_event.event;
  const Status allowed = require(*call_, security::Action::kReadEvent, target_of(*call_, event)).status();
  if (allowed.code() == ledger::StatusCode::kPermissionDenied) return Status();
  LEDGER_TRY(allowed);
  record.value.add("made_by", event_facts(event, *position));
  return Status();
}

Status StateQuery::show_records(const StatePart& part, std::string_view id, const Target& own,
                                const PartPage& page, ShownPart& shown) const {
  LEDGER_ASSIGN(const Keys found, keys_of(part, id, page));
  shown.more = found.more;
  if (!found.keys.empty()) shown.last = found.keys.back();
  for (const Bytes& key : found.keys) {
    std::optional<ShownRecord> record = record_at(key);
    if (!record || !names(part, id, *record)) continue;
    Target target = target_of_record(record->value, part.data_class);
    if (target.center.empty()) target.center = own.center;
    if (target.business.empty()) target.business = own.business;
    if (target.subject.value.empty()) target.subject = own.subject;
    const Status allowed = require(*call_, security::Action::kReadState, target).status();
    if (allowed.code() == ledger::StatusCode::kPermissionDenied) {
      shown.withheld_by = allowed.rule();
      continue;
    }
    LEDGER_TRY(allowed);
    if (part.made_by) LEDGER_TRY(add_facts(*record));
    shown.records.push_back(std::move(*record));
  }
  return Status();
}

Status StateQuery::show_newest(const StatePart& part, std::string_view id, const PartPage& page,
                               ShownPart& shown) const {
  bool behind = page.after.empty();
  for (const ledger::IndicatorSpec& indicator : ledger::indicators()) {
    if (!behind) {
      behind = indicator.id == page.after;
      continue;
    }
    const ledger::StreamId stream(std::string(part.stream_kind) + "/" + std::string(id) + "/" +
                                  std::string(indicator.id));
    LEDGER_ASSIGN(const auto newest,
                  projections::stream_versions(snapshot_, stream, state_.size(),
                                               {"", 1, projections::PageOrder::kNewestFirst}));
    if (newest.page.rows.empty()) continue;
    shown.more = shown.records.size() == page.limit;
    if (shown.more) break;
    const ledger::Position position = newest.page.rows.front().position;
    LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(*call_->view, position));
    const ledger::Event& event = stored.signed_event.event;
    const Status allowed = require(*call_, security::Action::kReadEvent, target_of(*call_, event)).status();
    shown.last = Bytes(indicator.id);
    if (allowed.code() == ledger::StatusCode::kPermissionDenied) {
      shown.withheld_by = allowed.rule();
      continue;
    }
    LEDGER_TRY(allowed);
    shown.records.push_back({Bytes(), event.data, position});
  }
  return Status();
}

// Whether the part is withheld follows from the thing, not from the records: who may not read it does not
// learn whether it is empty. A record of one's own is shown all the same.
Result<ShownPart> StateQuery::show(const StatePart& part, std::string_view id, const Target& own,
                                   const PartPage& page) const {
  ShownPart shown;
  shown.part = &part;
  Target target = own;
  target.data_class = part.data_class;
  const Status whole = require(*call_, security::Action::kReadState, target).status();
  if (!whole.ok() && whole.code() != ledger::StatusCode::kPermissionDenied) return whole;
  shown.withheld_by = whole.rule();
  LEDGER_TRY(part.way == PartWay::kNewest ? show_newest(part, id, page, shown)
                                          : show_records(part, id, own, page, shown));
  return shown;
}

// The centre and the person that the policy asks about are those of today; only what is gone today is asked
// about as it was.
Result<Target> StateQuery::own_target(const StateResource& resource, std::string_view id) const {
  const auto unknown = [&] {
    return ledger::not_found("state.unknown",
                             "the ledger knows no such " + std::string(resource.kind) + " at this position");
  };
  const StatePart& first = resource.parts.front();
  const Bytes key = key_of(first, id);
  const std::optional<ShownRecord> thing = record_at(key);
  const auto today = ledger::KvState(*call_->view->reader).get(key);
  const auto current = today ? projections::record_value(key, *today) : std::nullopt;
  if (!thing && !current) return unknown();
  const Target own = target_of_record(current ? *current : thing->value, first.data_class);
  LEDGER_TRY(require(*call_, security::Action::kReadState, own).status());
  if (!thing) return unknown();
  return own;
}

Result<std::vector<ShownPart>> StateQuery::parts(const StateResource& resource, std::string_view id) const {
  LEDGER_ASSIGN(const Target own, own_target(resource, id));
  std::vector<ShownPart> shown;
  for (const StatePart& part : resource.parts) {
    if (!part.shown) continue;
    LEDGER_ASSIGN(ShownPart one, show(part, id, own, {}));
    shown.push_back(std::move(one));
  }
  LEDGER_TRY(state_.health());
  return shown;
}

Result<ShownPart> StateQuery::part(const StateResource& resource, std::string_view id, const StatePart& part,
                                   const PartPage& page) const {
  LEDGER_ASSIGN(const Target own, own_target(resource, id));
  LEDGER_ASSIGN(ShownPart shown, show(part, id, own, page));
  LEDGER_TRY(state_.health());
  return shown;
}

Status StateQuery::write_rests_on(const Basis& basis, std::string_view question,
                                  const std::optional<projections::KeyCursor>& cursor, JsonWriter& json,
                                  std::vector<ledger::EventId>& ids) const {
  ledger::TreeSize before = state_.size();
  if (cursor) {
    const auto below = ledger::parse_decimal(cursor->last);
    if (!below) return ledger::invalid("page.cursor", "the cursor names no position").at("?rests_on_cursor");
    before = std::min(before, ledger::TreeSize(*below));
  }
  std::set<std::uint64_t, std::greater<>> positions;
  for (const Bytes& key : basis.records) {
    for (const auto& version : state_.versions(key, before, kRestsOnMax + 1))
      positions.insert(version.position.value);
  }
  for (const ledger::Position event : basis.events) {
    if (event.value < before.value) positions.insert(event.value);
  }
  LEDGER_TRY(state_.health());
  std::uint64_t last = 0;
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
    last = position;
  }
  const bool more = positions.size() > ids.size();
  json.end_array().member("rests_on_more", more);
  json.member(
      "rests_on_next",
      more ? projections::format_key_cursor(question, {state_.size(), std::to_string(last)}) : std::string());
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
  json.key("data").value(event.data);
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
                                  const projections::PageRequest& page,
                                  const std::vector<std::string_view>& cut, JsonWriter& json) const {
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
  json.end_array().member("next", life.next).member("more", life.more).member("withheld", withheld);
  json.key("not_covered").begin_array();
  for (const std::string_view list : cut) json.value(list);
  json.end_array().end_object();
  return Status();
}

}  // namespace api
