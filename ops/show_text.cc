#include "ops/show_text.h"

#include <algorithm>

#include "api/httplib_client.h"
#include "api/state_resources.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"
#include "projections/record_kinds.h"

namespace ops {

using ledger::JsonValue;
using projections::LabelLanguage;

namespace {

constexpr std::size_t kThumbprintBytes = 43;  // base64url of SHA-256

bool is_center(std::string_view text) {
  return text.size() == 3 && text[0] == 'c' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Printer {
 public:
  explicit Printer(LabelLanguage language) : language_(language) {}

  std::string_view word(std::string_view ja, std::string_view en) const {
    return language_ == LabelLanguage::kJapanese ? ja : en;
  }
  std::string_view label(const JsonValue* labels, std::string_view otherwise) const {
    const std::string_view text = labels == nullptr ? std::string_view() : labels->text(word("ja", "en"));
    return text.empty() ? otherwise : text;
  }
  std::string value(const JsonValue& value) const {
    if (value.is_bool()) return std::string(value.as_bool() ? word("はい", "yes") : word("いいえ", "no"));
    if (value.is_int()) return std::to_string(value.as_int());
    if (value.is_string()) return std::string(projections::code_label(value.as_string(), language_));
    if (value.is_object()) return "(" + members(value) + ")";
    std::string text;
    if (!value.is_array()) return "-";
    for (const JsonValue& item : value.as_array()) text += (text.empty() ? "" : ", ") + this->value(item);
    return text.empty() ? "-" : text;
  }
  std::string members(const JsonValue& record) const {
    std::string text;
    for (const auto& [name, item] : record.as_object()) {
      if (name == "event") continue;  // what it rests on is listed once for the whole answer
      const std::string one =
          name == "made_by" ? facts(item.text("type"), item.find("data"), &record) : member(name, item);
      if (!one.empty()) text += (text.empty() ? "" : "; ") + one;
    }
    return text;
  }
  // Public fields of an event under the catalogue's labels, but for those that `known` says already.
  std::string facts(std::string_view type, const JsonValue* data, const JsonValue* known) const {
    std::string text;
    const ledger::TypeSpec* row = ledger::find_type(type, 1);
    if (data == nullptr || !data->is_object()) return text;
    for (const auto& [name, item] : data->as_object()) {
      const JsonValue* same = known == nullptr ? nullptr : known->find(name);
      if (same != nullptr && *same == item) continue;
      const ledger::FieldSpec* field = row == nullptr ? nullptr : ledger::find_field(*row, name);
      text +=
          (text.empty() ? "" : "; ") +
          std::string(field == nullptr ? std::string_view(name) : word(field->label_ja, field->label_en)) +
          ": " + value(item);
    }
    return text;
  }
  std::string member(const std::string& name, const JsonValue& item) const {
    return std::string(projections::member_label(name, language_)) + ": " + value(item);
  }

  void line(std::size_t indent, std::string_view text) {
    out_.append(2 * indent, ' ').append(text).push_back('\n');
  }
  std::string take() { return std::move(out_); }

 private:
  LabelLanguage language_;
  std::string out_;
};

std::string_view part_label(const Printer& printer, std::string_view kind, const std::string& part) {
  const api::StateResource* resource = api::find_state_resource(kind);
  if (resource == nullptr) return part;
  for (const api::StatePart& one : resource->parts) {
    const projections::RecordKind* record = projections::find_record_kind(one.record);
    if (one.name != part) continue;
    if (!one.label_ja.empty()) return printer.word(one.label_ja, one.label_en);
    if (record != nullptr) return printer.word(record->label_ja, record->label_en);
  }
  return part;
}

void print_record(Printer& printer, const JsonValue& record) {
  for (const auto& [name, item] : record.as_object()) {
    if (name == "event") continue;
    const std::string text = name == "made_by" ? printer.facts(item.text("type"), item.find("data"), &record)
                                               : printer.member(name, item);
    if (!text.empty()) printer.line(1, text);
  }
}

bool is_true(const JsonValue* value) {
  return value != nullptr && value->is_bool() && value->as_bool();
}

// Businesses stand behind the one that absorbed them; the deeper, the further in.
std::size_t level_of(const JsonValue& item, const JsonValue::Array& items) {
  std::size_t level = 0;
  std::string_view parent = item.text("merged_into");
  while (!parent.empty() && level < items.size()) {
    ++level;
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const JsonValue& one) { return one.text("business_id") == parent; });
    parent = found == items.end() ? std::string_view() : found->text("merged_into");
  }
  return level;
}

void print_items(Printer& printer, std::string_view part, const JsonValue& list) {
  const JsonValue::Array& items = list.find("items")->as_array();
  for (const JsonValue& item : items) {
    const std::size_t level = part == "merge_tree" ? level_of(item, items) : 0;
    printer.line(1 + level, "- " + printer.members(item));
  }
  if (!is_true(list.find("more"))) return;
  printer.line(1, std::string(printer.word("続き: ", "More: ")) + "--part " + std::string(part) +
                      " --cursor " + std::string(list.text("next")));
}

void print_part(Printer& printer, std::string_view label, const std::string& name, const JsonValue& part) {
  const JsonValue* items = part.find("items");
  if (items == nullptr || !items->is_array()) {
    printer.line(0, label);
    print_record(printer, part);
    return;
  }
  const bool further = is_true(part.find("more"));
  printer.line(
      0, std::string(label) + " (" + std::to_string(items->as_array().size()) + (further ? "+" : "") + ")");
  print_items(printer, name, part);
}

// A list of one that says nothing new: the business itself, which is one with no other.
bool is_alone(const std::string& name, const JsonValue::Array& items) {
  return name == "merge_tree" && items.size() == 1;
}

bool shows_something(const std::string& name, const JsonValue& part) {
  if (!part.is_object()) return false;
  const JsonValue* items = part.find("items");
  if (items == nullptr || !items->is_array()) return true;
  return !items->as_array().empty() && !is_alone(name, items->as_array());
}

void print_changes(Printer& printer, const JsonValue& item) {
  const JsonValue* changed = item.find("changed");
  if (changed == nullptr || !changed->is_array()) return;
  for (const JsonValue& record : changed->as_array()) {
    const JsonValue* members = record.find("members");
    if (members == nullptr || !members->is_array()) continue;
    for (const JsonValue& member : members->as_array()) {
      const JsonValue* from = member.find("from");
      const JsonValue* to = member.find("to");
      // What came into being is told by the event's own label; a change is told by both values.
      if (from == nullptr || to == nullptr || member.text("name") == "event") continue;
      printer.line(2, printer.member(std::string(member.text("name")), *from) + " → " + printer.value(*to));
    }
  }
}

std::string position_of(const JsonValue& item) {
  const JsonValue* position = item.find("position");
  return position != nullptr && position->is_int() ? "#" + std::to_string(position->as_int()) : "#?";
}

void print_event(Printer& printer, const JsonValue& item) {
  std::string text(item.text("occurred_at"));
  text += "  " + std::string(printer.label(item.find("label"), item.text("type")));
  text += " [" + std::string(item.text("type")) + "]";
  if (const JsonValue* actor = item.find("actor")) {
    text += "  " + std::string(actor->text("person")) + " (" + printer.value(JsonValue(actor->text("role"))) +
            ")";
  }
  printer.line(1, text + "  " + position_of(item));
  const std::string facts = printer.facts(item.text("type"), item.find("data"), nullptr);
  if (!facts.empty()) printer.line(2, facts);
  print_changes(printer, item);
  if (const JsonValue* roles = item.find("waits_for")) {
    printer.line(2, std::string(printer.word("連署待ち: ", "waits for: ")) + printer.value(*roles));
  }
}

void print_timeline(Printer& printer, const JsonValue& timeline) {
  printer.line(0, printer.word("経過（新しい順）", "Timeline (newest first)"));
  if (const JsonValue* items = timeline.find("items"); items != nullptr && items->is_array()) {
    for (const JsonValue& item : items->as_array()) print_event(printer, item);
  }
  const JsonValue* withheld = timeline.find("withheld");
  if (withheld != nullptr && withheld->is_int() && withheld->as_int() > 0) {
    printer.line(1, std::string(printer.word("権限により表示されない事象: ", "Events you may not see: ")) +
                        std::to_string(withheld->as_int()));
  }
  const JsonValue* cut = timeline.find("not_covered");
  if (cut != nullptr && cut->is_array() && !cut->as_array().empty()) {
    printer.line(1, std::string(printer.word("経過に含まれない続きのある一覧: ",
                                             "Lists with more than this timeline covers: ")) +
                        printer.value(*cut));
  }
  if (is_true(timeline.find("more"))) {
    printer.line(1, std::string(printer.word("さらに古い事象: --cursor ", "Older events: --cursor ")) +
                        std::string(timeline.text("next")));
  }
}

void print_withheld(Printer& printer, const JsonValue& answer) {
  const JsonValue* withheld = answer.find("withheld");
  if (withheld == nullptr || !withheld->is_array()) return;
  for (const JsonValue& one : withheld->as_array()) {
    const std::string part(one.text("part"));
    printer.line(0, std::string(part_label(printer, answer.text("kind"), part)) + ": " +
                        std::string(printer.word("権限により表示されません", "withheld")) + " (" +
                        std::string(one.text("rule")) + ")");
  }
}

void print_rests_on(Printer& printer, const JsonValue& answer) {
  const JsonValue* events = answer.find("rests_on");
  if (events == nullptr || !events->is_array()) return;
  std::string text;
  for (const JsonValue& event : events->as_array()) text += " " + position_of(event);
  const bool more = is_true(answer.find("rests_on_more"));
  printer.line(0, std::string(printer.word("根拠となる事象", "Rests on the events")) + " (" +
                      std::to_string(events->as_array().size()) + (more ? "+" : "") + "):" + text);
  if (more) {
    printer.line(1, std::string(printer.word("続き: ", "More: ")) + "--rests-on-cursor " +
                        std::string(answer.text("rests_on_next")));
  }
}

}  // namespace

ledger::Result<std::vector<ShownThing>> things_named(std::string_view text) {
  const auto things = [](std::initializer_list<std::string_view> kinds, std::string_view id) {
    std::vector<ShownThing> all;
    for (const std::string_view kind : kinds) all.push_back({std::string(kind), std::string(id)});
    return all;
  };
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    const std::string_view kind = text.substr(0, slash);
    if (api::find_state_resource(kind) != nullptr) return things({kind}, text.substr(slash + 1));
    std::string kinds;
    for (const api::StateResource& one : api::state_resources()) {
      kinds += (kinds.empty() ? "" : ", ") + std::string(one.kind);
    }
    return ledger::invalid("show.kind", "there is no state of that kind").want(kinds);
  }
  // First: a thumbprint may begin like anything.
  if (text.size() == kThumbprintBytes) return things({"key"}, text);
  if (text.starts_with("b-")) return things({"business"}, text);
  if (text.starts_with("p-")) return things({"person"}, text);
  if (text.starts_with("l-")) return things({"licence"}, text);
  if (text.starts_with("k-")) return things({"contract"}, text);
  if (is_center(text)) return things({"center"}, text);
  if (ledger::parse_event_id(text)) return things({"case", "issue", "referral"}, text);
  return ledger::invalid("show.id", "the form of this id does not tell what it names")
      .want("kind/id, e.g. case/" + std::string(text));
}

std::string path_of(const ShownThing& thing) {
  const api::StateResource* resource = api::find_state_resource(thing.kind);
  LEDGER_CHECK(resource != nullptr);
  return std::string(resource->path) + api::encode_uri_component(thing.id);
}

std::string show_text(const JsonValue& answer, LabelLanguage language) {
  Printer printer(language);
  const std::string_view kind = answer.text("kind");
  const JsonValue* reflects = answer.find("reflects");
  const std::string size =
      reflects != nullptr && reflects->is_int() ? std::to_string(reflects->as_int()) : std::string("?");
  printer.line(0, std::string(printer.label(answer.find("label"), kind)) + " " +
                      std::string(answer.text("id")) +
                      (language == LabelLanguage::kJapanese ? "  （台帳の先頭 " + size + " 件の時点）"
                                                            : "  (as of the first " + size + " entries)"));
  if (const JsonValue* state = answer.find("state"); state != nullptr && state->is_object()) {
    for (const auto& [name, part] : state->as_object()) {
      if (shows_something(name, part)) print_part(printer, part_label(printer, kind, name), name, part);
    }
  }
  // One list alone.
  if (answer.find("items") != nullptr) {
    const std::string part(answer.text("part"));
    print_part(printer, part_label(printer, kind, part), part, answer);
  }
  print_withheld(printer, answer);
  print_rests_on(printer, answer);
  if (const JsonValue* timeline = answer.find("timeline")) print_timeline(printer, *timeline);
  return printer.take();
}

}  // namespace ops
