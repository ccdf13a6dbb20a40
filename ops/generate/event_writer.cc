#include "ops/generate/event_writer.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"
#include "ops/author_signing.h"

namespace ops::generate {

namespace {

using ledger::JsonValue;

// "case/<case_id>" as the row composes it.
std::string stream_of(const ledger::TypeSpec& row, const JsonValue& data) {
  std::string stream(row.stream_kind);
  if (row.stream_field.empty()) return stream + "/main";
  std::string_view rest = row.stream_field;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    stream.append("/").append(data.text(rest.substr(0, comma)));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return stream;
}

// A row that serves every purpose is used for the administration of the programme here.
std::string_view purpose_of(const ledger::TypeSpec& row) {
  constexpr std::string_view kAdministration = "administration";
  const bool any = row.purposes.size() > 2;
  return any ? kAdministration : row.purposes.front();
}

JsonValue actor_json(const ledger::Actor& actor) {
  JsonValue json(JsonValue::Object{});
  json.add("person", JsonValue(actor.person.value));
  json.add("role", JsonValue(actor.role));
  if (!actor.org.empty()) json.add("org", JsonValue(actor.org));
  if (!actor.center.empty()) json.add("center", JsonValue(actor.center));
  if (!actor.licence.empty()) json.add("licence", JsonValue(actor.licence));
  if (!actor.on_behalf_of.empty()) json.add("on_behalf_of", JsonValue(actor.on_behalf_of));
  return json;
}

// Closes the line.
void add_expected(ledger::JsonWriter& json, const EventWriter::Expected& expected) {
  json.key("expected")
      .begin_object()
      .member("rule", expected.rule)
      .member("code", expected.code)
      .end_object();
  json.end_object();
}

}  // namespace

EventForm& EventForm::texts(std::string_view name, const std::vector<std::string>& items) {
  JsonValue::Array array;
  for (const std::string& item : items) array.push_back(JsonValue(item));
  return list(name, std::move(array));
}

EventForm& EventForm::add(std::string_view name, JsonValue value) {
  data_.add(std::string(name), std::move(value));
  return *this;
}

JsonValue EventWriter::envelope(const EventForm& form, const std::string& id) const {
  const ledger::TypeSpec* row = ledger::find_type(form.type(), 1);
  LEDGER_CHECK(row != nullptr);
  JsonValue event(JsonValue::Object{});
  event.add("aud", JsonValue(origin_));
  event.add("id", JsonValue(id));
  event.add("type", JsonValue(form.type()));
  event.add("v", JsonValue(std::int64_t{1}));
  event.add("stream", JsonValue(stream_of(*row, form.data())));
  event.add("occurred_at", JsonValue(form.at().text()));
  event.add("actor", actor_json(form.actor()));
  event.add("purpose", JsonValue(purpose_of(*row)));
  if (!form.refs().empty()) {
    JsonValue::Array refs;
    for (const std::string& ref : form.refs()) refs.push_back(JsonValue(ref));
    event.add("refs", JsonValue(std::move(refs)));
  }
  event.add("data", form.data());
  return event;
}

void EventWriter::hold(const EventForm& form, const std::string& id, std::string text) {
  if (found_by_) {
    text.pop_back();  // the line is an object
    text.append(",\"found_by\":").append(ledger::write_json(*found_by_)).append("}");
    found_by_.reset();
    ++marked_lines_;
  }
  held_.push_back({form.at(), id, std::move(text)});
  held_peak_ = std::max(held_peak_, held_.size());
}

std::string EventWriter::attested(std::string_view as, const EventForm& form, Random& random) {
  std::string id = ledger::format_event_id(random.event_id(form.at().micros()));
  ledger::JsonWriter json;
  json.begin_object().member("as", as).member("event", envelope(form, id)).end_object();
  hold(form, id, json.take());
  return id;
}

void EventWriter::planted(std::string_view as, const EventForm& form, const Expected& expected,
                          Random& random) {
  const std::string id = ledger::format_event_id(random.event_id(form.at().micros()));
  ledger::JsonWriter json;
  json.begin_object().member("as", as).member("event", envelope(form, id));
  add_expected(json, expected);
  hold(form, "", json.take());
}

std::optional<std::string> EventWriter::signed_text(const security::PrivateKey& key, const EventForm& form,
                                                    const std::string& id) {
  auto sd_jwt = sign_event_with_seed(envelope(form, id), origin_, key, salt_seed_);
  if (sd_jwt.ok()) return std::move(sd_jwt).value();
  if (status_.ok()) status_ = sd_jwt.status();
  return std::nullopt;
}

void EventWriter::planted_signed(const security::PrivateKey& key, const EventForm& form,
                                 const Expected& expected, Random& random) {
  const auto sd_jwt = signed_text(key, form, ledger::format_event_id(random.event_id(form.at().micros())));
  if (!sd_jwt) return;
  ledger::JsonWriter json;
  json.begin_object().member("sd_jwt", *sd_jwt);
  add_expected(json, expected);
  hold(form, "", json.take());
}

std::string EventWriter::signed_with(const security::PrivateKey& key, const EventForm& form, Random& random) {
  std::string id = ledger::format_event_id(random.event_id(form.at().micros()));
  const auto sd_jwt = signed_text(key, form, id);
  if (!sd_jwt) return id;
  ledger::JsonWriter json;
  json.begin_object().member("sd_jwt", *sd_jwt).end_object();
  hold(form, id, json.take());
  return id;
}

std::string EventWriter::deferred(std::string_view receipt_of,
                                  std::vector<std::pair<std::string, ReceiptPart>> fill,
                                  const EventForm& form, Random& random) {
  std::string id = ledger::format_event_id(random.event_id(form.at().micros()));
  Deferred deferred;
  deferred.person = form.actor().person.value;
  deferred.receipt_of = receipt_of;
  deferred.fill = std::move(fill);
  deferred.event = envelope(form, id);
  hold(form, id, format_deferred(deferred));
  return id;
}

ledger::Status EventWriter::flush() {
  LEDGER_TRY(status_);
  std::stable_sort(held_.begin(), held_.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
  for (const Line& line : held_) {
    status_ = sink_.write(line.text);
    LEDGER_TRY(status_);
    if (line.id.empty()) {
      ++planted_lines_;
      continue;
    }
    last_id_ = line.id;
    ++lines_;
  }
  held_.clear();
  return ledger::Status();
}

}  // namespace ops::generate
